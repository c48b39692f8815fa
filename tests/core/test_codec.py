"""Frames to bytes and back: no input breaks the reader, and what is written says what the protocol says."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imserver.core import codec, errors, frames
from imserver.core.account import Profile
from imserver.core.conversation import Conversation, GroupSettings, Kind, Member, MemberRole
from imserver.core.event import (
    ConversationAdded,
    Event,
    GroupChanged,
    MemberChanged,
    MessageAdded,
    ProfileChanged,
    Removed,
)
from imserver.core.message import Message

numbers = st.integers(0, (1 << 53) - 1)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
short = st.text(st.characters(exclude_categories=["Cs"]), max_size=64)
messages = st.builds(Message, numbers, short, st.uuids(), numbers, texts)
profiles = st.builds(Profile, short, short, texts)
roles = st.sampled_from(MemberRole)
conversations = st.builds(
    Conversation,
    id=short,
    kind=st.sampled_from(Kind),
    title=texts,
    role=roles,
    created_at=numbers,
    last_seq=numbers,
    member_count=numbers,
    members=st.lists(st.builds(Member, short, short, texts, roles), max_size=3).map(tuple),
    last=messages | st.none(),
)
events = st.one_of(
    st.builds(MessageAdded, short, messages),
    st.builds(ConversationAdded, conversations),
    st.builds(MemberChanged, short, profiles, st.sampled_from(["joined", "left", "role"]), roles),
    st.builds(GroupChanged, short, texts, st.builds(GroupSettings)),
    st.builds(Removed, short),
    st.builds(ProfileChanged, profiles),
)
client_frames = st.one_of(
    st.builds(frames.Auth, numbers, texts, short | st.none()),
    st.builds(frames.Send, numbers, short, st.uuids(), texts),
    st.builds(
        frames.History, numbers, short, numbers | st.none(), numbers | st.none(), st.integers(1, 200) | st.none()
    ),
    st.builds(frames.Ping, numbers),
)
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
)
nearly_frames = st.fixed_dictionaries(
    {"t": st.sampled_from(["auth", "send", "history", "ping", "dance"]) | junk, "id": numbers | junk},
    optional={
        "conv": short | junk,
        "client_id": st.uuids().map(str) | junk,
        "text": texts | junk,
        "before": numbers | junk,
        "after": numbers | junk,
        "limit": st.integers() | junk,
        "token": texts | junk,
        "sync": short | junk,
    },
).map(json.dumps)

FIELDS = {
    "message": {"t", "sync", "conv", "seq", "sender", "client_id", "ts", "text"},
    "conversation": {"t", "sync", "conversation"},
    "member": {"t", "sync", "conv", "user", "change", "role"},
    "group": {"t", "sync", "conv", "title", "settings"},
    "removed": {"t", "sync", "conv"},
    "profile": {"t", "sync", "user"},
}


def _decodes_or_refuses(data: bytes) -> None:
    frame, refusal = None, None
    try:
        frame = codec.JSON.decode(data)
    except codec.FrameError as error:
        refusal = error
    if refusal is None:
        assert isinstance(frame, frames.Auth | frames.Send | frames.History | frames.Ping)
        return
    assert refusal.code in (errors.BAD_JSON, errors.BAD_FRAME, errors.UNKNOWN_TYPE)
    assert refusal.message
    assert refusal.request is None or 0 <= refusal.request < 1 << 53


@given(st.text(st.characters(), max_size=300))
@example("\ud800")
@example('{"t":' * 2000)
def test_no_text_breaks_the_reader(text: str) -> None:
    _decodes_or_refuses(text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=300))
@example(b'{"t":"ping","id":1,"x":"\xff"}')
def test_no_bytes_break_the_reader(data: bytes) -> None:
    _decodes_or_refuses(data)


@given(nearly_frames)
def test_nothing_like_a_frame_breaks_the_reader(text: str) -> None:
    _decodes_or_refuses(text.encode("utf-8", "surrogatepass"))


@given(client_frames, st.data())
def test_a_damaged_frame_is_refused_or_read_as_a_frame(frame: frames.ClientFrame, data: st.DataObject) -> None:
    encoded = msgspec.json.encode(frame)
    start = data.draw(st.integers(0, len(encoded)))
    end = data.draw(st.integers(start, len(encoded)))
    _decodes_or_refuses(encoded[:start] + data.draw(st.binary(max_size=8)) + encoded[end:])


@given(client_frames)
def test_client_frames_come_back_the_same(frame: frames.ClientFrame) -> None:
    assert codec.JSON.decode(msgspec.json.encode(frame)) == frame


@given(client_frames)
def test_frames_may_be_written_in_pure_ascii(frame: frames.ClientFrame) -> None:
    assert codec.JSON.decode(json.dumps(json.loads(msgspec.json.encode(frame))).encode()) == frame


@given(short, events)
def test_an_event_has_the_documented_fields(sync: str, event: Event) -> None:
    frame: dict[str, Any] = json.loads(codec.JSON.encode(codec.event_frame(sync, event)))
    assert frame["sync"] == sync
    assert frame.keys() == FIELDS[frame["t"]]


@given(short, st.builds(MessageAdded, short, messages))
def test_a_message_is_told_unchanged(sync: str, event: MessageAdded) -> None:
    message = event.message
    assert json.loads(codec.JSON.encode(codec.event_frame(sync, event))) == {
        "t": "message",
        "sync": sync,
        "conv": event.conv,
        "seq": message.seq,
        "sender": message.sender,
        "client_id": str(message.client_id),
        "ts": message.ts,
        "text": message.text,
    }


@given(conversations)
def test_a_conversation_has_the_documented_fields(conversation: Conversation) -> None:
    told = json.loads(codec.JSON.encode(codec.event_frame("e.1", ConversationAdded(conversation))))["conversation"]
    fields = {"id", "kind", "title", "role", "created_at", "last_seq", "member_count", "members"}
    assert told.keys() - {"last"} == fields
    assert ("last" in told) is (conversation.last is not None)
    for member in told["members"]:
        assert member.keys() == {"id", "login", "name", "role"}


MESSAGE = Message(3, "u1", UUID(int=7), 1000, "hello")


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (
            frames.Ready(1, "u1", "s1", "resumed", "e.5"),
            {"t": "ready", "id": 1, "user": "u1", "session": "s1", "mode": "resumed", "sync": "e.5"},
        ),
        (
            frames.Ready(1, "u1", "s1", "fresh", "e.5", []),
            {
                "t": "ready",
                "id": 1,
                "user": "u1",
                "session": "s1",
                "mode": "fresh",
                "sync": "e.5",
                "conversations": [],
            },
        ),
        (frames.Live("e.5"), {"t": "live", "sync": "e.5"}),
        (
            frames.Sent(2, "c1", UUID(int=7), 3, 1000),
            {"t": "sent", "id": 2, "conv": "c1", "client_id": str(UUID(int=7)), "seq": 3, "ts": 1000},
        ),
        (
            frames.PageFrame(2, "c1", [MESSAGE], True),
            {
                "t": "page",
                "id": 2,
                "conv": "c1",
                "messages": [{"seq": 3, "sender": "u1", "client_id": str(UUID(int=7)), "ts": 1000, "text": "hello"}],
                "more": True,
            },
        ),
        (frames.Pong(2), {"t": "pong", "id": 2}),
        (
            frames.ErrorFrame(None, "bad_json", "No.", "Do.", False),
            {"t": "error", "id": None, "code": "bad_json", "message": "No.", "hint": "Do.", "retry": False},
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_server_frames(frame: frames.ServerFrame, expected: dict[str, object]) -> None:
    assert json.loads(codec.JSON.encode(frame)) == expected


def test_a_number_that_browsers_can_hold_is_the_largest() -> None:
    assert codec.JSON.decode(b'{"t":"ping","id":9007199254740991}') == frames.Ping((1 << 53) - 1)
