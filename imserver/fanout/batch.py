"""Deliveries of one turn, as bytes for one gateway.

An audience is spelled out once and then named by a number: a group of 500 would otherwise cost 15 KB a message.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from imserver.core.event import Delivery, Event

KEY_BYTES: Final = 16
NUMBER_BYTES: Final = 8
SPELLED_OUT: Final = 4
"""Audiences up to this size are cheaper to spell out each time."""
MAX_NAMED: Final = 2000

Audience = tuple[str, ...]


class PackedDelivery(msgspec.Struct, frozen=True, array_like=True):
    """A delivery; `audience` may be the number of one that was spelled out."""

    position: int
    event: Event
    audience: int | Audience | None
    origin: str


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """`forget`: numbers of audiences begin anew with this batch."""

    epoch: str
    forget: bool
    audiences: list[tuple[int, Audience]]
    deliveries: list[PackedDelivery]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Batch).decode


class BatchError(Exception):
    """The bytes are none of this gateway's batches."""


class Packer:
    """Seals batches under `key`, numbered from 1. The number is the nonce: a key is used for one packer only."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._named: dict[Audience, int] = {}
        self.number = 0

    def pack(self, epoch: str, deliveries: Sequence[Delivery]) -> bytes:
        forget = len(self._named) > MAX_NAMED
        if forget:
            self._named.clear()
        spelled: list[tuple[int, Audience]] = []
        told = [
            PackedDelivery(each.position, each.event, self._name(each.audience, spelled), each.origin)
            for each in deliveries
        ]
        self.number += 1
        number = self.number.to_bytes(NUMBER_BYTES, "big")
        body = _encode(Batch(epoch, forget, spelled, told))
        return number + self._cipher.encrypt(_nonce(number), body, None)

    def _name(self, audience: Audience | None, spelled: list[tuple[int, Audience]]) -> int | Audience | None:
        if audience is None or len(audience) <= SPELLED_OUT:
            return audience
        number = self._named.get(audience)
        if number is None:
            number = self._named[audience] = len(self._named) + 1
            spelled.append((number, audience))
        return number


class Unpacker:
    """The other side. Batches are to be given in the order of their numbers, without a hole."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._audiences: dict[int, Audience] = {}

    def unpack(self, data: bytes) -> tuple[str, list[Delivery]]:
        """The store's epoch, and deliveries. Raises `BatchError`."""
        number = data[:NUMBER_BYTES]
        try:
            batch = _decode(self._cipher.decrypt(_nonce(number), data[NUMBER_BYTES:], None))
            if batch.forget:
                self._audiences.clear()
            self._audiences.update(batch.audiences)
            return batch.epoch, [self._delivery(told) for told in batch.deliveries]
        except (InvalidTag, msgspec.MsgspecError, KeyError, ValueError) as error:
            raise BatchError(repr(error)) from error

    def _delivery(self, told: PackedDelivery) -> Delivery:
        audience = self._audiences[told.audience] if isinstance(told.audience, int) else told.audience
        return Delivery(told.position, told.event, audience, told.origin)


def number_of(data: bytes) -> int:
    return int.from_bytes(data[:NUMBER_BYTES], "big")


def _nonce(number: bytes) -> bytes:
    return bytes(12 - NUMBER_BYTES) + number
