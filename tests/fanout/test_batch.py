"""Batches come out as they went in, under one key only, in order only."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core.event import Delivery, MessageAdded, ReceiptMoved
from imserver.core.message import Message
from imserver.fanout import batch
from imserver.fanout.batch import BatchError, Packer, Unpacker, number_of

KEY = bytes(range(16))
users = st.lists(st.sampled_from([f"u{number}" for number in range(12)]), unique=True).map(tuple)
events = st.one_of(
    st.builds(ReceiptMoved, st.just("c1"), st.just("u1"), st.integers(0, 9), st.integers(0, 9)),
    st.builds(
        MessageAdded,
        st.just("c1"),
        st.builds(Message, st.integers(1, 99), st.just("u1"), st.just(UUID(int=7)), st.integers(0, 9), st.text()),
    ),
)
deliveries = st.builds(Delivery, st.integers(1, 1000), events, st.none() | users, st.sampled_from(["", "g/1"]))


@given(st.lists(st.lists(deliveries, min_size=1, max_size=4), min_size=1, max_size=20))
def test_batches_come_out_as_they_went_in(turns: list[list[Delivery]]) -> None:
    packer, unpacker = Packer(KEY), Unpacker(KEY)
    for number, turn in enumerate(turns, 1):
        packed = packer.pack("epoch", turn)
        assert number_of(packed) == number
        assert unpacker.unpack(packed) == ("epoch", turn)


def test_a_large_audience_is_spelled_out_once() -> None:
    audience = tuple(f"u{number:027}" for number in range(500))
    packer = Packer(KEY)
    sizes = [len(packer.pack("e", [Delivery(1, ReceiptMoved("c", "u", 1, 1), audience)])) for _ in range(3)]
    assert sizes[0] > 14_000
    assert sizes[1] == sizes[2] < 100


def test_names_of_audiences_are_forgotten_before_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "MAX_NAMED", 3)
    packer, unpacker = Packer(KEY), Unpacker(KEY)
    for number in range(20):
        told = [Delivery(number, ReceiptMoved("c", "u", 1, 1), tuple(f"u{number}-{each}" for each in range(9)))]
        assert unpacker.unpack(packer.pack("e", told)) == ("e", told)


def test_nobody_reads_it_without_the_key_or_after_it_was_touched() -> None:
    packed = Packer(KEY).pack("e", [Delivery(1, ReceiptMoved("secret-conv", "u", 1, 1), None)])
    assert b"secret-conv" not in packed
    with pytest.raises(BatchError):
        Unpacker(bytes(16)).unpack(packed)
    for place in (0, 7, 9, len(packed) - 1):
        touched = bytearray(packed)
        touched[place] ^= 1
        with pytest.raises(BatchError):
            Unpacker(KEY).unpack(bytes(touched))
