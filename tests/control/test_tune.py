"""`imctl tune` on a machine that is no node: what it tells, and how it refuses."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from control.cli import run
from control.tuning.model import KNOBS

IMCTL = str(Path(sys.executable).with_name("imctl"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if Path("/var/lib/im-tuning").exists() or Path("/opt/im/current").exists():
        pytest.skip("this machine is a node")
    return tmp_path


def tune(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([IMCTL, "tune", *arguments], cwd=folder, capture_output=True, text=True, check=False)


def test_every_knob_is_shown_with_what_is_and_what_shall_be(folder: Path) -> None:
    done = tune(folder, "show", "--here", "--json")
    [host] = json.loads(done.stdout)["hosts"]
    assert [reading["name"] for reading in host["readings"]] == [knob.name for knob in KNOBS]
    assert all(reading["why"] and reading["source"] for reading in host["readings"])


def test_drift_is_seen_by_its_colour(folder: Path) -> None:
    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "200"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen([IMCTL, "tune", "show", "memory", "--here"], cwd=folder, stdout=follower, env=environment):
        os.close(follower)
        shown = b""
        while part := _read(leader):
            shown += part
    os.close(leader)
    assert b"\x1b[31mdrift" in shown


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # the other side is closed
        return b""


def test_diff_ends_with_1_where_something_differs(folder: Path) -> None:
    done = tune(folder, "diff", "memory", "--here")
    assert done.returncode == 1
    assert "vm.swappiness" in done.stdout


def test_a_knob_is_explained(folder: Path) -> None:
    done = tune(folder, "explain", "zram.size", "--json")
    about = json.loads(done.stdout)
    assert about["values"] == "64 to 16384 MiB"
    assert about["why"]
    assert about["source"]


@pytest.mark.parametrize("command", [("explain", "vm.swapiness"), ("set", "vm.swapiness", "1", "--here")])
def test_a_mistyped_knob_is_answered_with_what_is_meant(folder: Path, command: tuple[str, ...]) -> None:
    done = tune(folder, *command)
    assert done.returncode == 2
    assert "Did you mean vm.swappiness" in done.stderr


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("show",), "there is no inventory.ini"),
        (("show", "--host", "chat"), "there is no inventory inventory.ini"),
        (("show", "--inventory", "mine.ini"), "there is no inventory mine.ini"),
        (("apply", "--here", "--reboot"), "--reboot works only on the controller"),
    ],
)
def test_without_a_place_to_work_at_it_says_which_could_be_named(
    folder: Path, command: tuple[str, ...], told: str
) -> None:
    done = tune(folder, *command)
    assert done.returncode == 2
    assert told in done.stderr
    assert "hint: " in done.stderr


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["nodes", "list"], "error: "),
        (["tune", "show"], "there is no inventory.ini"),
        (["deploy"], "inventory.ini can't be read from"),
        (["tune", "show", "--inventory", "inventory.ini"], "inventory.ini can't be read from"),
    ],
)
def test_a_directory_that_one_may_not_look_into_is_named(
    folder: Path,
    command: list[str],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """As with sudo to somebody else, in a home that is closed to others."""

    def forbidden(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.chdir(folder)
    monkeypatch.setattr(Path, "is_file", forbidden)
    assert run(command) in (2, 3)
    said = capsys.readouterr().err
    assert told in said
    assert "inventory.ini: Permission denied" not in said
    assert "hint: " in said


def test_an_unknown_group_is_refused_with_those_that_exist(folder: Path) -> None:
    done = tune(folder, "show", "memroy", "--here")
    assert done.returncode == 1
    assert "memory, network, storage" in done.stderr


def test_a_host_that_the_inventory_lacks_is_named(folder: Path) -> None:
    (folder / "inventory.ini").write_text("[im_nodes]\nchat ansible_host=192.0.2.1\n")
    done = tune(folder, "set", "vm.swappiness", "1", "--host", "chta")
    assert done.returncode == 2
    assert "no host chta" in done.stderr
    assert "chat" in done.stderr


def test_nothing_is_reverted_unasked(folder: Path) -> None:
    done = tune(folder, "revert", "--here")
    assert done.returncode == 1
    assert "nothing was changed" in done.stderr
