"""Frames to bytes and back for the subprotocol `im.v1.json`."""

from __future__ import annotations

from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.core.event import (
    ConversationAdded,
    Event,
    MemberChanged,
    MessageAdded,
    ProfileChanged,
    Renamed,
)
from imserver.core.frames import (
    ClientFrame,
    ConversationFrame,
    EventFrame,
    MemberFrame,
    MessageFrame,
    ProfileFrame,
    RemovedFrame,
    RenamedFrame,
    ServerFrame,
)

SUBPROTOCOL: Final = "im.v1.json"
MAX_FRAME: Final = 65_536

_decoder: Final[msgspec.json.Decoder[ClientFrame]] = msgspec.json.Decoder(ClientFrame)
_encoder: Final = msgspec.json.Encoder()
_TYPES: Final = ("auth", "send", "history", "ping")


class _Envelope(msgspec.Struct):
    t: object = None
    id: object = None


_envelope: Final = msgspec.json.Decoder(_Envelope)


class FrameError(ImError):
    """A frame that can't be taken. `request` is its id, where it could be read."""

    def __init__(self, code: errors.ErrorCode, message: str, request: int | None) -> None:
        super().__init__(code, message)
        self.request = request


def decode(text: str) -> ClientFrame:
    """Raises `FrameError` with `bad_json`, `unknown_type` or `bad_frame`."""
    try:
        return _decoder.decode(text)
    except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
        raise _diagnose(text, str(problem)) from None


def _diagnose(text: str, problem: str) -> FrameError:
    try:
        envelope = _envelope.decode(text)
    except msgspec.ValidationError as wrong:
        if str(wrong).startswith("Expected `object`"):
            return FrameError(errors.BAD_JSON, "The frame is not a JSON object.", None)
        return FrameError(errors.BAD_FRAME, f"The frame is wrong: {wrong}.", None)
    except (msgspec.DecodeError, ValueError, RecursionError) as malformed:
        return FrameError(errors.BAD_JSON, f"The frame is not valid JSON: {malformed}.", None)
    request = envelope.id if type(envelope.id) is int and 0 <= envelope.id < 1 << 53 else None
    if envelope.t is None:
        return FrameError(errors.BAD_FRAME, "The field t is missing.", request)
    if not isinstance(envelope.t, str):
        return FrameError(errors.BAD_FRAME, "The field t must be a string.", request)
    if envelope.t not in _TYPES:
        return FrameError(errors.UNKNOWN_TYPE, f"No frame has the type {envelope.t[:40]!r}.", request)
    return FrameError(errors.BAD_FRAME, f"The {envelope.t} frame is wrong: {problem}.", request)


def encode(frame: ServerFrame) -> bytes:
    return _encoder.encode(frame)


def encode_event(sync: str, event: Event) -> bytes:
    """An event as the frame that every member of its audience gets alike."""
    return _encoder.encode(event_frame(sync, event))


def event_frame(sync: str, event: Event) -> EventFrame:
    if isinstance(event, MessageAdded):
        message = event.message
        return MessageFrame(sync, event.conv, message.seq, message.sender, message.client_id, message.ts, message.text)
    if isinstance(event, ConversationAdded):
        return ConversationFrame(sync, event.conversation)
    if isinstance(event, MemberChanged):
        return MemberFrame(sync, event.conv, event.member, event.change, event.role)
    if isinstance(event, Renamed):
        return RenamedFrame(sync, event.conv, event.title)
    if isinstance(event, ProfileChanged):
        return ProfileFrame(sync, event.user)
    return RemovedFrame(sync, event.conv)
