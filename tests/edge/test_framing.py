"""Frames cut from a stream: the same as websockets' own parser makes of it, however the network cuts the stream."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from imserver.edge.framing import UnusualError, cut, unmask

payloads = st.binary(max_size=300) | st.integers(0, 65_535).map(bytes)


def masked(payload: bytes, opcode: Opcode = Opcode.TEXT) -> bytes:
    return Frame(opcode, payload).serialize(mask=True)


@given(st.lists(payloads, max_size=4), st.binary(max_size=20))
@example([bytes(125), bytes(126), bytes(65_535)], b"")
def test_whole_frames_come_out_as_they_went_in(said: list[bytes], before: bytes) -> None:
    stream = before + b"".join(map(masked, said))
    at, found = len(before), []
    while at < len(stream):
        begin, at = cut(stream, at)
        found.append(unmask(stream, begin, at))
    assert found == said


@given(payloads, st.data())
def test_a_part_of_a_frame_is_waited_for(payload: bytes, data: st.DataObject) -> None:
    frame = masked(payload)
    assert cut(frame[: data.draw(st.integers(0, len(frame) - 1))], 0) == (0, 0)
    assert cut(frame, 0)[1] == len(frame)


@pytest.mark.parametrize(
    "frame",
    [
        Frame(Opcode.TEXT, b"not masked").serialize(mask=False),
        Frame(Opcode.TEXT, bytes(200)).serialize(mask=False),
        masked(bytes(65_536)),
    ],
    ids=["unmasked", "unmasked and long", "too long"],
)
def test_what_is_unusual_is_left_to_the_full_parser(frame: bytes) -> None:
    with pytest.raises(UnusualError):
        cut(frame, 0)
