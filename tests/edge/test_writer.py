"""What one turn of the loop writes goes out at once, in order, and never piles up."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from imserver.edge.writer import MAX_JOINED, Turn, Writer

pytestmark = pytest.mark.anyio


class Line:
    """A transport that records what it is given."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.written.append(data)


class Gone(Line):
    """A transport of uvloop whose peer is gone."""

    def write(self, data: bytes) -> None:
        raise RuntimeError("unable to perform operation; the handler is closed")


def writer(line: Line, turn: Turn) -> Writer:
    return Writer(cast(asyncio.Transport, line), turn)


async def test_frames_of_one_turn_go_out_together_and_in_order() -> None:
    turn, lines = Turn(), [Line(), Line()]
    writers = [writer(line, turn) for line in lines]
    for number in range(3):
        for each in writers:
            each.write(b"%d" % number)
    assert [line.written for line in lines] == [[], []]
    await asyncio.sleep(0)
    assert [line.written for line in lines] == [[b"012"], [b"012"]]
    writers[0].write(b"3")
    await asyncio.sleep(0)
    assert lines[0].written == [b"012", b"3"]


async def test_a_peer_that_is_gone_holds_up_nobody_else() -> None:
    turn, lines = Turn(), [Line(), Gone(), Line()]
    for line in lines:
        writer(line, turn).write(b"frame")
    await asyncio.sleep(0)
    assert [line.written for line in lines] == [[b"frame"], [], [b"frame"]]


async def test_what_can_not_wait_comes_after_what_waits() -> None:
    line = Line()
    here = writer(line, Turn())
    here.write(b"frame")
    here.flush()
    line.write(b"close")
    await asyncio.sleep(0)
    assert line.written == [b"frame", b"close"]


async def test_much_goes_out_before_the_turn_ends() -> None:
    line = Line()
    here = writer(line, Turn())
    here.write(bytes(MAX_JOINED))
    assert line.written == []
    here.write(b"more")
    assert [len(data) for data in line.written] == [MAX_JOINED + 4]
