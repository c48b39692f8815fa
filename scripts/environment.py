"""Make .venv hold what a lock names, and say what is being done. Run by `scripts/venv`, which finds a Python."""

from __future__ import annotations

import hashlib
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

SETS: Final = ("dev", "load", "controller", "node")
"""The largest first: each contains those after it."""
VENV: Final = Path(".venv")
PYTHON: Final = VENV / "bin" / "python"
QUIET_S: Final = 1.5
"""After this time it is said that something still goes on."""


class Failure(Exception):
    """`hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class Teller:
    """On a terminal what goes on is one line that changes; elsewhere each thing is a line of its own."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._open = False

    def step(self, text: str) -> None:
        self._end()
        print(text, file=sys.stderr, flush=True)

    def progress(self, text: str) -> None:
        if self._live:
            print(f"\r\x1b[K  {text[:76]}", end="", file=sys.stderr, flush=True)
            self._open = True
        else:
            print(f"  {text}", file=sys.stderr, flush=True)

    def _end(self) -> None:
        if self._open:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        self._open = False


def fingerprint(name: str) -> str:
    return hashlib.sha256(_lock(name).read_bytes() + Path("pyproject.toml").read_bytes()).hexdigest()


def satisfied(wanted: str) -> bool:
    if not works():
        return False
    for name in SETS[: SETS.index(wanted) + 1]:
        mark = _mark(name)
        if mark.exists() and mark.read_text().strip() == fingerprint(name):
            return True
    return False


def works() -> bool:
    """Without pip it is one that could only be begun."""
    has_pip = "import importlib.util, sys; sys.exit(importlib.util.find_spec('pip') is None)"
    try:
        return subprocess.run([PYTHON, "-c", has_pip], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make(wanted: str, teller: Teller) -> None:
    """Raises `Failure`."""
    began = time.monotonic()
    if not works():
        version = ".".join(map(str, sys.version_info[:3]))
        teller.step(f"Making a virtual environment in .venv, with Python {version} ({sys.executable}) ...")
        for line in run([sys.executable, "-m", "venv", "--clear", str(VENV)], lambda: "making .venv", teller):
            teller.progress(line)
    packages = sum("==" in line for line in _lock(wanted).read_text().splitlines() if line[:1].isalnum())
    teller.step(f"Installing the '{wanted}' set into .venv: {packages} packages, from PyPI or pip's cache. Once only.")
    for name in SETS:
        _mark(name).unlink(missing_ok=True)
    collect(wanted, packages, teller)
    teller.step("Adding this checkout ...")
    editable = ["--no-deps", "--no-build-isolation", "--editable", "."]
    for _ in pip(editable, lambda: "adding this checkout", teller):
        pass
    _mark(wanted).write_text(fingerprint(wanted) + "\n")
    teller.step(f"Done, in {time.monotonic() - began:.0f} s.")


def collect(wanted: str, packages: int, teller: Teller) -> None:
    """Raises `Failure`."""
    names: list[str] = []
    before = _unpacked()
    unpacking = threading.Event()

    def doing() -> str:
        if unpacking.is_set():
            return f"unpacking: {max(0, _unpacked() - before)} of {len(names)}"
        return f"fetching {names[-1]}" if names else "asking for packages"

    for line in pip(["--require-hashes", "-r", str(_lock(wanted))], doing, teller):
        if line.startswith("Collecting "):
            names.append(re.split(r"[ =;]", line)[1])
            teller.progress(f"{len(names)} of {packages}: {names[-1]}")
        elif line.startswith("Installing collected packages"):
            teller.step(f"Unpacking {len(names)} packages ...")
            unpacking.set()


def pip(arguments: Sequence[str], doing: Callable[[], str], teller: Teller) -> Iterator[str]:
    quiet = ["--disable-pip-version-check", "--no-color", "--progress-bar", "off"]
    return run([str(PYTHON), "-m", "pip", "install", *quiet, *arguments], doing, teller)


def run(command: Sequence[str], doing: Callable[[], str], teller: Teller) -> Iterator[str]:
    """The lines that a command prints; between them it is told how long it has been at it. Raises `Failure`."""
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=_read, args=(process.stdout, lines), daemon=True).start()
        said: list[str] = []
        while True:
            try:
                line = lines.get(timeout=QUIET_S)
            except queue.Empty:
                teller.progress(f"{doing()} ({time.monotonic() - began:.0f} s)")
                continue
            if line is None:
                break
            said.append(line)
            yield line
    if process.returncode:
        raise Failure("\n".join(said[-15:]) or f"{' '.join(command)} ended with {process.returncode}", _advice(said))


def _read(output: Iterable[str] | None, lines: queue.Queue[str | None]) -> None:
    for line in output or ():
        if line.strip():
            lines.put(line.strip())
    lines.put(None)


def _advice(said: Sequence[str]) -> str:
    text = "\n".join(said)
    if "ensurepip" in text:
        return "on Debian, Ubuntu and Raspberry Pi OS: sudo apt install python3-venv"
    if "NewConnectionError" in text or "Could not find a version" in text or "ConnectTimeout" in text:
        return (
            "can this machine reach the package index? A proxy is taken from HTTPS_PROXY, a mirror from PIP_INDEX_URL."
        )
    if "No space left" in text:
        return "free some space: a set takes up to 400 MB."
    return "run it again: what has come already is in pip's cache."


def _lock(name: str) -> Path:
    return Path("requirements") / f"{name}.txt"


def _unpacked() -> int:
    return sum(1 for _ in VENV.glob("lib/python*/site-packages/*.dist-info"))


def _mark(name: str) -> Path:
    return VENV / f"imnode-{name}"


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) == 2 else ""
    if wanted not in SETS:
        raise SystemExit("usage: scripts/venv node|controller|load|dev")
    if satisfied(wanted):
        return
    try:
        make(wanted, Teller())
    except Failure as failure:
        print(f"\nerror: {failure}", file=sys.stderr)
        print(f"hint: {failure.hint}", file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit("\nstopped: ./scripts/venv goes on where this ended") from None


if __name__ == "__main__":
    main()
