"""What a playbook shows while it runs: the task that takes long, and who is waited for."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
import yaml

REPOSITORY: Final = Path(__file__).parents[2]


@contextmanager
def played(folder: Path, *tasks: dict[str, object]) -> Iterator[subprocess.Popen[str]]:
    """A playbook on this machine, with its output as it comes."""
    play = {"hosts": "localhost", "gather_facts": False, "tasks": list(tasks)}
    (folder / "play.yml").write_text(yaml.safe_dump([play]))
    command = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "localhost,", "-c", "local"]
    command += ["-e", f"ansible_python_interpreter={sys.executable}", str(folder / "play.yml")]
    environment = {**os.environ, "ANSIBLE_CONFIG": str(REPOSITORY / "ansible.cfg"), "ANSIBLE_NOCOLOR": "1"}
    with subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        yield process


def until(process: subprocess.Popen[str], text: str) -> str:
    """The output up to a line with `text`."""
    assert process.stdout
    seen = ""
    for line in process.stdout:
        seen += line
        if text in line:
            return seen
    raise AssertionError(f"it never said {text!r}:\n{seen}")


def test_a_task_is_named_while_it_runs_and_one_that_is_skipped_is_not(tmp_path: Path) -> None:
    """The task ends once it was seen by name: where that comes with its result, it never does."""
    door = tmp_path / "door"
    os.mkfifo(door)
    skipped: dict[str, object] = {"name": "Skip this", "ansible.builtin.command": "true", "when": False}
    waits: dict[str, object] = {"name": "Wait for the door", "ansible.builtin.command": f"cat {door}"}
    with played(tmp_path, skipped, waits) as process:
        seen = until(process, "Wait for the door")
        assert "Skip this" not in seen
        door.write_text("open")
        assert process.stdout
        seen += process.stdout.read()
    assert process.returncode == 0
    assert seen.count("Wait for the door") == 1


def test_a_lock_is_waited_for_with_a_word_for_whom(tmp_path: Path) -> None:
    lock = tmp_path / "var/lib/dpkg/lock-frontend"
    lock.parent.mkdir(parents=True)
    task: dict[str, object] = {
        "name": "Wait for other package managers to finish",
        "im_package_lock": {"limit_s": 300, "root": str(tmp_path)},
        "register": "lock",
        "until": "lock is succeeded",
        "retries": 100,
        "delay": 1,
    }
    with lock.open("w") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)
        with played(tmp_path, task) as process:
            seen = until(process, "waiting: [localhost] for process")
            assert f"process {os.getpid()} (" in seen
            assert str(lock) in seen
            fcntl.lockf(held, fcntl.LOCK_UN)
            assert process.stdout
            seen += process.stdout.read()
        assert process.returncode == 0, seen


def test_a_first_start_is_waited_for_only_while_the_system_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where cloud-init was installed later, it says the same until somebody restarts the host."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, says in (("cloud-init", "status: not run"), ("systemctl", f"$(cat {tmp_path}/state)")):
        (programs / name).write_text(f'#!/bin/sh\necho "{says}"\n')
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    for state, code in (("starting", 2), ("running", 0), ("degraded", 0)):
        (tmp_path / "state").write_text(state)
        with played(tmp_path, {"im_package_lock": {"limit_s": 1, "root": str(tmp_path)}}) as process:
            seen = process.communicate()[0]
        assert process.returncode == code, seen
        assert ("cloud-init, which completes the first start" in seen) is (code == 2)


def test_who_waits_in_vain_is_told_the_way_out(tmp_path: Path) -> None:
    lock = tmp_path / "var/lib/apt/lists/lock"
    lock.parent.mkdir(parents=True)
    with lock.open("w") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)
        with played(tmp_path, {"im_package_lock": {"limit_s": 300, "root": str(tmp_path)}}) as process:
            assert process.stdout
            seen = " ".join(process.stdout.read().split())
        assert process.returncode == 2
        assert "after 300 s" in seen
        assert "base_apt_timeout_s" in seen
