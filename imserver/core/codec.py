"""Frames to bytes and back: what every subprotocol does, and `im.v1.json`."""

from __future__ import annotations

from typing import Final, Protocol, assert_never, get_args

import msgspec

from imserver.core import errors, event, frames
from imserver.core.errors import ImError
from imserver.core.event import Event
from imserver.core.frames import ClientFrame, EventFrame, ServerFrame

MAX_FRAME: Final = 65_536
"""Bytes of a frame, of either side, compressed or not."""

_TYPES: Final = frozenset(kind.__struct_config__.tag for kind in get_args(ClientFrame))


class Codec(Protocol):
    """One subprotocol. `is_binary` tells what kind of WebSocket frames carry it."""

    @property
    def subprotocol(self) -> str: ...

    @property
    def is_binary(self) -> bool: ...

    def decode(self, data: bytes) -> ClientFrame:
        """Raises `FrameError` with `bad_json` or `bad_packing`, `unknown_type` or `bad_frame`."""

    def encode(self, frame: ServerFrame) -> bytes: ...

    def size_of(self, data: bytes) -> int:
        """Bytes of what `encode` gave, unpacked."""


class Envelope(msgspec.Struct):
    """What can be told of a frame that is otherwise wrong."""

    t: object = None
    id: object = None


class Spelling(msgspec.Struct):
    client_id: str


def spelled_send(frame: frames.Send, client_id: str) -> frames.Send:
    """The frame with how its client wrote the `client_id`."""
    if client_id == str(frame.client_id):
        return frame
    return frames.SpelledSend(**msgspec.structs.asdict(frame), spelled=client_id)


class FrameError(ImError):
    """A frame that can't be taken. `request` is its id, where it could be read."""

    def __init__(self, code: errors.ErrorCode, message: str, request: int | None) -> None:
        super().__init__(code, message)
        self.request = request


class EnvelopeDecoder(Protocol):
    def decode(self, data: bytes, /) -> Envelope: ...


def diagnose(data: bytes, problem: str, decoder: EnvelopeDecoder, malformed: errors.ErrorCode, what: str) -> FrameError:
    """Why `data` is no frame. `malformed` is the error for what isn't even a well-formed `what`."""
    try:
        envelope = decoder.decode(data)
    except msgspec.ValidationError as wrong:
        if str(wrong).startswith("Expected `object`"):
            return FrameError(malformed, f"The frame is not {what}.", None)
        return FrameError(errors.BAD_FRAME, f"The frame is wrong: {wrong}.", None)
    except (msgspec.DecodeError, ValueError, RecursionError) as cause:
        return FrameError(malformed, f"The frame is not {what}: {cause}.", None)
    request = envelope.id if type(envelope.id) is int and 0 <= envelope.id < 1 << 53 else None
    if envelope.t is None:
        return FrameError(errors.BAD_FRAME, "The field t is missing.", request)
    if not isinstance(envelope.t, str):
        return FrameError(errors.BAD_FRAME, "The field t must be a string.", request)
    if envelope.t not in _TYPES:
        return FrameError(errors.UNKNOWN_TYPE, f"No frame has the type {envelope.t[:40]!r}.", request)
    return FrameError(errors.BAD_FRAME, f"The {envelope.t} frame is wrong: {problem}.", request)


class JsonCodec:
    subprotocol: Final = "im.v1.json"
    is_binary: Final = False

    def __init__(self) -> None:
        self._decoder: msgspec.json.Decoder[ClientFrame] = msgspec.json.Decoder(ClientFrame)
        self._envelope = msgspec.json.Decoder(Envelope)
        self._spelling = msgspec.json.Decoder(Spelling)
        self.encode = msgspec.json.Encoder().encode

    def decode(self, data: bytes) -> ClientFrame:
        try:
            frame = self._decoder.decode(data)
        except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
            raise diagnose(data, str(problem), self._envelope, errors.BAD_JSON, "a JSON object") from None
        if isinstance(frame, frames.Send) and self.encode(frame.client_id) not in data:
            return spelled_send(frame, self._spelling.decode(data).client_id)
        return frame

    def size_of(self, data: bytes) -> int:
        return len(data)


JSON: Final = JsonCodec()


def event_frame(sync: str, told: Event) -> EventFrame:
    """An event as the frame that every member of its audience gets alike."""
    match told:
        case event.MessageAdded(conv, message):
            return frames.MessageFrame(
                sync,
                conv,
                message.seq,
                message.sender,
                message.sent_as,
                message.ts,
                message.text,
                message.reply_to,
                message.thread,
                message.mentions,
                message.edited_at,
                message.reactions,
                message.gone,
                message.attachments,
                message.note,
                message.action,
                message.spans,
            )
        case event.ReceiptMoved(conv, user, read, delivered):
            return frames.ReceiptFrame(sync, conv, user, read, delivered)
        case event.Reacted(conv, seq, user, emoji, on):
            return frames.ReactionFrame(sync, conv, seq, user, emoji, on)
        case event.Edited(conv, seq, ts, text, mentions, spans):
            return frames.EditedFrame(sync, conv, seq, ts, text, mentions, spans)
        case event.Recalled(conv, seq, by):
            return frames.RecalledFrame(sync, conv, seq, by)
        case event.Pinned(conv, seq, by, on):
            return frames.PinnedFrame(sync, conv, seq, by, on)
        case event.Expired(conv, through):
            return frames.ExpiredFrame(sync, conv, through)
        case event.ConversationAdded(conversation):
            return frames.ConversationFrame(sync, conversation.as_sent())
        case event.MemberChanged(conv, member, change, role):
            return frames.MemberFrame(sync, conv, member, change, role)
        case event.GroupChanged(conv, title, settings, avatar):
            return frames.GroupFrame(sync, conv, title, settings, avatar)
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
