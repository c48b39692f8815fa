"""Files and commands of a system: the running one, or a tree of files that looks like one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

TIMEOUT_S = 600
"""Longest run of one command: installing a package on the slowest board."""


class CommandFailed(Exception):
    """A command ended with an error. The message is its own."""

    def __init__(self, command: Sequence[str], output: str) -> None:
        super().__init__(f"{' '.join(command)}: {output.strip() or 'failed'}")


class Machine:
    """A system whose files are below `root`. Names of files are absolute, as seen from inside.

    In a tree (`root` isn't `/`) commands aren't run: they belong to the system that would be running.
    """

    def __init__(self, root: Path = Path("/")) -> None:
        self.root = root
        self.running = root == Path("/")

    def path(self, name: str) -> Path:
        return self.root / name.lstrip("/")

    def data(self, name: str) -> bytes | None:
        """The content of a file; None where there is none, or it can't be read."""
        try:
            return self.path(name).read_bytes()
        except OSError:
            return None

    def text(self, name: str) -> str | None:
        data = self.data(name)
        return None if data is None else data.decode("utf-8", "surrogateescape")

    def exists(self, name: str) -> bool:
        return self.path(name).exists()

    def names(self, pattern: str) -> list[str]:
        """The files that match, in order."""
        found = self.root.glob(pattern.lstrip("/"))
        return sorted("/" + str(path.relative_to(self.root)) for path in found)

    def writable(self, name: str) -> bool:
        """Whether a value can be put there: false for read-only keys of a container."""
        return os.access(self.path(name), os.W_OK)

    def put(self, name: str, value: str) -> None:
        """Give a value to the kernel. Raises `OSError`."""
        self.path(name).write_text(value)

    def write(self, name: str, data: bytes, mode: int = 0o644) -> None:
        """Replace a file in one step: after a power cut it is the old one or the new one. Raises `OSError`."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.im-new")
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(PermissionError):  # FAT, of which the boot partition is, has no modes
            draft.chmod(mode)
        draft.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def remove(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)

    def run(self, *command: str) -> str | None:
        """What a command prints; None where it failed, isn't there, or this is a tree."""
        try:
            return self.call(*command)
        except CommandFailed:
            return None

    def call(self, *command: str) -> str:
        """Run a command. Raises `CommandFailed`."""
        if not self.running:
            raise CommandFailed(command, "this system isn't running")
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                errors="replace",
                stdin=subprocess.DEVNULL,
                timeout=TIMEOUT_S,
                env=environment,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CommandFailed(command, str(error)) from error
        if done.returncode:
            raise CommandFailed(command, done.stderr or done.stdout)
        return done.stdout
