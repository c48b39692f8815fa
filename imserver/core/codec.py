"""Frames to bytes and back for the subprotocol `im.v1.json`."""

from __future__ import annotations

from typing import Final, assert_never, get_args

import msgspec

from imserver.core import errors, event, frames
from imserver.core.errors import ImError
from imserver.core.event import Event
from imserver.core.frames import ClientFrame, EventFrame, ServerFrame

SUBPROTOCOL: Final = "im.v1.json"
MAX_FRAME: Final = 65_536

_decoder: Final[msgspec.json.Decoder[ClientFrame]] = msgspec.json.Decoder(ClientFrame)
_encoder: Final = msgspec.json.Encoder()
_TYPES: Final = frozenset(kind.__struct_config__.tag for kind in get_args(ClientFrame))


class _Envelope(msgspec.Struct):
    t: object = None
    id: object = None


_envelope: Final = msgspec.json.Decoder(_Envelope)


class FrameError(ImError):
    """A frame that can't be taken. `request` is its id, where it could be read."""

    def __init__(self, code: errors.ErrorCode, message: str, request: int | None) -> None:
        super().__init__(code, message)
        self.request = request


def decode(text: str | bytes) -> ClientFrame:
    """Raises `FrameError` with `bad_json`, `unknown_type` or `bad_frame`."""
    try:
        return _decoder.decode(text)
    except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
        raise _diagnose(text, str(problem)) from None


def _diagnose(text: str | bytes, problem: str) -> FrameError:
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


def event_frame(sync: str, told: Event) -> EventFrame:
    match told:
        case event.MessageAdded(conv, message):
            return frames.MessageFrame(
                sync,
                conv,
                message.seq,
                message.sender,
                message.client_id,
                message.ts,
                message.text,
                message.reply_to,
                message.thread,
                message.mentions,
                message.edited_at,
                message.reactions,
                message.gone,
            )
        case event.ReceiptMoved(conv, user, read, delivered):
            return frames.ReceiptFrame(sync, conv, user, read, delivered)
        case event.Reacted(conv, seq, user, emoji, on):
            return frames.ReactionFrame(sync, conv, seq, user, emoji, on)
        case event.Edited(conv, seq, ts, text, mentions):
            return frames.EditedFrame(sync, conv, seq, ts, text, mentions)
        case event.Recalled(conv, seq, by):
            return frames.RecalledFrame(sync, conv, seq, by)
        case event.Pinned(conv, seq, by, on):
            return frames.PinnedFrame(sync, conv, seq, by, on)
        case event.Expired(conv, through):
            return frames.ExpiredFrame(sync, conv, through)
        case event.ConversationAdded(conversation):
            return frames.ConversationFrame(sync, conversation)
        case event.MemberChanged(conv, member, change, role):
            return frames.MemberFrame(sync, conv, member, change, role)
        case event.GroupChanged(conv, title, settings):
            return frames.GroupFrame(sync, conv, title, settings)
        case event.PreferencesChanged(conv, preferences):
            return frames.PreferencesFrame(sync, conv, preferences)
        case event.BlockChanged(user, on):
            return frames.BlockFrame(sync, user, on)
        case event.ProfileChanged(user):
            return frames.ProfileFrame(sync, user)
        case event.Removed(conv):
            return frames.RemovedFrame(sync, conv)
        case _:
            assert_never(told)
