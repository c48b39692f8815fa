"""What a virtual user makes of the server's frames, without a server."""

from __future__ import annotations

import json
import random
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from control.load.generator.connector import Connector
from control.load.generator.message_ids import client_id
from control.load.generator.recorder import RunRecorder
from control.load.generator.request import PendingRequest
from control.load.generator.virtual_user import VirtualUser
from control.load.generator.worker_protocol import UserAccount

pytestmark = pytest.mark.anyio


class Answers:
    """Counts the actions that are over."""

    def __init__(self) -> None:
        self.count = 0

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        work.close()

    def went_live(self, user: VirtualUser, action: str) -> None:
        pass

    def answered(self, user: VirtualUser) -> None:
        self.count += 1


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[RunRecorder]:
    found = RunRecorder(["c1"], 0.0, tmp_path / "delivery.log")
    found.start = time.monotonic() - 10
    yield found
    found.log.close()


@pytest.fixture
async def user(answers: Answers, recorder: RunRecorder) -> AsyncIterator[VirtualUser]:
    connector = Connector("http://127.0.0.1:1", "", "", random.Random(1))
    yield VirtualUser(UserAccount(0, "ann", "u0", [0]), answers, connector, recorder)
    await connector.close()


def message(seq: int, sender: int = 1, due_us: int = 9_000_000) -> bytes:
    identity = client_id(7, sender, seq, due_us)
    frame = {"t": "message", "sync": f"s{seq}", "conv": "c1", "seq": seq, "client_id": identity}
    return json.dumps(frame, separators=(",", ":")).encode()


async def test_a_delivery_is_timed_from_when_it_was_due(user: VirtualUser, recorder: RunRecorder) -> None:
    user.frame(message(1))
    taken = recorder.actions["delivery"].times()
    assert (recorder.counts["received"], taken.count) == (1, 1)
    assert taken.max_ms >= 1000


async def test_a_message_that_comes_twice_is_a_complaint(user: VirtualUser, recorder: RunRecorder) -> None:
    for seq in (1, 2, 2):
        user.frame(message(seq))
    assert (recorder.counts["received"], recorder.doubled, recorder.reordered) == (2, 1, 0)
    assert "c1 2 was delivered again" in recorder.complaints[0]


async def test_a_message_out_of_order_is_a_complaint(user: VirtualUser, recorder: RunRecorder) -> None:
    for seq in (2, 1):
        user.frame(message(seq))
    assert (recorder.counts["received"], recorder.doubled, recorder.reordered) == (2, 0, 1)


async def test_an_acknowledgement_ends_its_request_and_no_other(
    user: VirtualUser, recorder: RunRecorder, answers: Answers
) -> None:
    identity = client_id(7, 0, 1, 0)
    user.ask(PendingRequest("ack", time.monotonic(), b'"t":"send"}', 0, identity))
    sent = {"t": "sent", "id": 1, "conv": "c1", "client_id": identity, "seq": 1}
    user.frame(json.dumps(sent, separators=(",", ":")).encode())
    assert (recorder.counts["acked"], user.waits, answers.count) == (1, 0, 1)
    assert recorder.newest() == {"0": 1}
    user.frame(json.dumps(sent, separators=(",", ":")).encode())
    assert (recorder.counts["acked"], answers.count) == (1, 1)
    assert "which it didn't ask for" in recorder.complaints[0]
