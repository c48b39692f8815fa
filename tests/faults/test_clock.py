"""A machine whose clock is wrong, or was, or jumps: nobody loses a message, an invite or a login by it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest

from tests.client import PASSWORD, Frame, Person
from tests.server import Server
from tests.wrongclock import DAY_S, WrongClock

PATIENCE_S: Final = 90.0


class Board(Server):
    def __init__(self, folder: Path) -> None:
        self.clock = WrongClock(folder)
        super().__init__(folder / "data", self.clock.environment)


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    board = Board(tmp_path)
    yield board
    board.stop()
    board.admin.close()


class Family:
    """Ann, who keeps what is said for a week, has a login, an invite and a token of a program."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.ann = Person(board, "ann")
        self.kept = self.group(7 * DAY_S)
        self.brief = self.group(1)
        self.said: list[Frame] = []
        self.refresh = self.log_in()
        invite = board.admin.post("/api/v1/admin/invites", json={"role": "member", "uses": 5, "days": 7})
        self.code = invite.raise_for_status().json()["url"].rpartition("/")[2]
        self.token = board.admin.post("/api/v1/admin/tokens", json={"name": "robot", "days": 30}).json()["token"]
        self.say()

    def group(self, retention_s: int) -> str:
        conv = self.ann.group()
        answer = self.ann.call("PATCH", f"/conversations/{conv}", {"settings": {"retention_s": retention_s}})
        answer.raise_for_status()
        return conv

    def post(self, path: str, body: Frame) -> httpx.Response:
        return httpx.post(f"{self.board.url}/api/v1{path}", json=body, timeout=60)

    def log_in(self) -> str:
        return str(self.post("/login", {"login": "ann", "password": PASSWORD}).json()["refresh_token"])

    def say(self) -> None:
        self.ann.log_in()
        with self.ann.device() as device:
            self.said.append(device.send(self.kept, f"day {len(self.said)}"))
            device.send(self.brief, "for a second")

    def await_sweep(self) -> None:
        """Conversations are swept in the order of their making: what was said in the brief one goes after the rest."""
        deadline = time.monotonic() + PATIENCE_S
        while self.ann.history(self.brief):
            assert time.monotonic() < deadline, "nothing is swept: what is kept for a second is still there"
            time.sleep(0.1)

    def await_clock(self, off_s: int) -> None:
        """Until the server has seen by how much its clock is wrong, and says so."""
        deadline = time.monotonic() + PATIENCE_S
        while abs(self.board.admin.get("/api/v1/admin/status").json()["clock"]["off"] / 1000 - off_s) > 60:
            assert time.monotonic() < deadline, "nobody is told that the clock has jumped"
            time.sleep(0.1)

    def check(self) -> None:
        """Nobody has lost anything."""
        answer = self.post("/token", {"refresh_token": self.refresh})
        assert answer.status_code == 200, f"the login is gone: {answer.text}"
        self.refresh = answer.json()["refresh_token"]
        self.ann.log_in()
        self.await_sweep()
        history = self.ann.history(self.kept)
        assert [message["text"] for message in history] == [f"day {number}" for number in range(len(self.said))]
        times = [message["ts"] for message in history]
        assert times == sorted(times)
        answer = httpx.get(f"{self.board.url}/api/v1/links/{self.code}", timeout=60)
        assert answer.status_code == 200, f"the invite is void: {answer.text}"
        headers = {"Authorization": f"Bearer {self.token}"}
        assert httpx.get(f"{self.board.url}/api/v1/admin/status", headers=headers).status_code == 200


@pytest.mark.slow  # a server starts five times
def test_a_clock_that_was_wrong_ends_nothing(board: Board) -> None:
    board.clock.set(-21 * DAY_S)
    board.start()
    family = Family(board)
    for off_s in (0, 400 * DAY_S, 0, -3000 * DAY_S):
        board.stop()
        board.clock.set(off_s)
        board.start()
        family.check()
        family.say()


def test_a_clock_that_jumps_while_the_server_runs_ends_nothing(board: Board) -> None:
    board.clock.set(0)
    board.start()
    family = Family(board)
    board.clock.set(400 * DAY_S)
    family.await_clock(400 * DAY_S)
    for off_s in (400 * DAY_S, -21 * DAY_S, 30 * DAY_S):
        board.clock.set(off_s)
        before = time.time()
        family.say()
        after = time.time()
        answer = family.ann.call("GET", "/me")
        assert answer.status_code == 200, f"an access token ended: {answer.text}"
    board.clock.set(0)
    board.kill()
    board.start()
    family.check()
    newest = family.ann.history(family.kept)[-1]["ts"]
    assert before - 60 < newest / 1000 < after + 60, "what was said while the clock was wrong has the right time"
