"""What a newcomer is told while `scripts/venv` works."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import environment
from scripts.environment import Failure, Teller


class Listener(Teller):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def progress(self, text: str) -> None:
        self.told.append(text)


def test_a_command_that_says_nothing_is_spoken_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "QUIET_S", 0.05)
    teller = Listener()
    waits = [sys.executable, "-c", "print('begun', flush=True); input(); print('done')"]
    read, write = os.pipe()

    def doing() -> str:
        if len(teller.told) == 2:
            os.write(write, b"go on\n")
        return "waiting"

    with monkeypatch.context() as patched:
        patched.setattr(subprocess, "Popen", _with_input(read))
        assert list(environment.run(waits, doing, teller)) == ["begun", "done"]
    assert len(teller.told) >= 3
    assert all(text.startswith("waiting (") for text in teller.told)


def _with_input(descriptor: int) -> type[subprocess.Popen[str]]:
    class Fed(subprocess.Popen[str]):
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options, stdin=descriptor)  # type: ignore[call-overload]

    return Fed


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("ERROR: Could not find a version that satisfies", "package index"),
        ("ensurepip is not available", "python3-venv"),
        ("OSError: [Errno 28] No space left on device", "space"),
        ("anything else", "again"),
    ],
)
def test_a_failure_comes_with_the_way_out(said: str, hint: str) -> None:
    command = [sys.executable, "-c", f"print({said!r}); raise SystemExit(3)"]
    with pytest.raises(Failure) as raised:
        list(environment.run(command, lambda: "", Listener()))
    assert said in str(raised.value)
    assert hint in raised.value.hint


def test_an_environment_without_pip_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert not environment.works()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", ".venv"], check=True)
    assert not environment.works()


def test_the_scripts_of_the_first_minute_need_no_gnu(tmp_path: Path) -> None:
    foreign = ("sha256sum", "readlink -f", "sed -i", "date -d", "stat -c", "flock", "nproc", "/proc/", "mapfile")
    for script in ("venv", "serve", "environment.py"):
        text = Path("scripts", script).read_text()
        assert [word for word in foreign if word in text] == [], script


def test_who_asks_for_no_set_is_told_which_there_are() -> None:
    told = subprocess.run(["scripts/venv", "everything"], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert told.stderr == "usage: scripts/venv node|controller|load|dev\n"
