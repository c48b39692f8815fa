"""docs/backup.md: its commands are run as they stand, but for folders, on a server that has messages and files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx
import pytest

from tests.client import Person
from tests.server import Server

PAGE: Final = Path("docs/backup.md").read_text("utf-8")
FILE: Final = b"what was sent as a file " * 1000
STUBS: Final = {"sudo": 'exec "$@"', "chown": "true"}


def commands(section: str) -> list[str]:
    text = PAGE.split(f"\n## {section}")[1].split("\n## ")[0]
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]


class Board:
    """A folder that stands for the file system of a node."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = Server(folder / "var/lib/im")
        programs = folder / "programs"
        for place in (programs, folder / "var/lib", folder / "etc/im", folder / "root", folder / "tmp"):
            place.mkdir(parents=True)
        for name, text in STUBS.items():
            (programs / name).write_text(f"#!/bin/sh\n{text}\n")
            (programs / name).chmod(0o755)
        (programs / "python3").symlink_to(sys.executable)
        self._environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}

    def follow(self, section: str) -> list[str]:
        """Do what a section says. Returns what the commands printed."""
        return [self._do(command) for command in commands(section)]

    def _do(self, command: str) -> str:
        if command == "sudo systemctl stop imserver.target":
            assert self.server.stop() == 0
            return ""
        if command == "sudo systemctl start imserver.target":
            self.server.start()
            return ""
        assert "systemctl" not in command
        here = re.sub(r"(?<![\w/-])/(var|root|tmp|etc)\b", rf"{self.folder}/\1", command)
        here = here.replace("--directory=/ ", f"--directory={self.folder} ")
        here = here.replace("--owner=im --group=im ", "")  # an account of the node
        done = subprocess.run(["sh", "-c", here], env=self._environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{here}: {done.stderr}"
        return done.stdout.strip()


@pytest.mark.parametrize(
    "way",
    [pytest.param("Stopped", marks=pytest.mark.full("a backup while people chat is harder")), "While people chat"],
)
def test_what_was_copied_comes_back(tmp_path: Path, way: str) -> None:
    board = Board(tmp_path / "board")
    board.server.start()
    try:
        ann, bob = Person(board.server, "ann"), Person(board.server, "bob")
        conv = ann.direct(bob)
        file = upload(ann, conv, FILE)
        with ann.device() as phone:
            frame = {"t": "send", "conv": conv, "client_id": str(uuid4()), "text": "before the backup"}
            assert phone.request({**frame, "attachments": [file]})["t"] == "sent"
        told = board.follow(way)
        assert way == "Stopped" or "ok" in told
        with ann.device() as phone:
            phone.send(conv, "after the backup")
            sync = phone.sync
        board.follow("Restore")
        assert [message["text"] for message in bob.history(conv)] == ["before the backup"]
        assert download(bob, file) == FILE
        with ann.device(sync) as phone:
            assert phone.ready["mode"] == "reset", "clients are told to start anew"
    finally:
        board.server.stop()
        board.server.admin.close()


def upload(person: Person, conv: str, content: bytes) -> str:
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "application/octet-stream"}
    url = f"{person.server.url}/api/v1/media"
    answer = httpx.post(url, params={"conv": conv}, content=content, headers=headers, timeout=60)
    return str(answer.raise_for_status().json()["id"])


def download(person: Person, file: str) -> bytes:
    headers = {"Authorization": f"Bearer {person.token}"}
    return httpx.get(f"{person.server.url}/api/v1/media/{file}", headers=headers, timeout=60).content
