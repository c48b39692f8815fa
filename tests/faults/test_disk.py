"""The disk is full."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.client import Person
from tests.server import Server


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("mounting a small file system needs root")
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)], check=True)
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_refuses_sends_keeps_reading_and_recovers(small_disk: Path) -> None:
    server = Server(small_disk / "data")
    server.log = small_disk.with_name("server.log")
    server.start()
    try:
        ann, bob = Person(server, "ann"), Person(server, "bob")
        conv = ann.direct(bob)
        with ann.device() as device, bob.device() as reader:
            acked = 0
            ballast = small_disk / "ballast"
            while (answer := device.send(conv, os.urandom(3000).hex()))["t"] == "sent":
                acked += 1
                if acked == 20:
                    room = os.statvfs(small_disk)
                    ballast.write_bytes(b"\0" * max(0, room.f_bavail * room.f_frsize - 200_000))
            assert answer["code"] == "storage_full"
            assert answer["retry"] is True
            assert "space" in answer["hint"]
            assert len(bob.history(conv)) == acked
            assert [reader.next_message()["seq"] for _ in range(acked)] == list(range(1, acked + 1))
        server.kill()
        server.start()
        assert len(bob.history(conv)) == acked
        with ann.device() as device, bob.device() as reader:
            ballast.unlink()
            assert device.send(conv, "space again")["seq"] == acked + 1
            assert reader.next_message()["text"] == "space again"
        assert [message["seq"] for message in ann.history(conv)] == list(range(1, acked + 2))
    finally:
        server.stop()
        server.admin.close()
