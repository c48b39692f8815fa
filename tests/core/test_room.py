"""No frame is larger than the protocol says, whatever it tells; and what has no room comes all the same."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core.attachment import MAX_ATTACHMENTS, MAX_FILE_NAME, Attachment
from imserver.core.codec import JSON, MAX_FRAME, Codec
from imserver.core.conversation import MEMBERS_SHOWN, Conversation, Kind, Member, MemberRole
from imserver.core.effects import Read, Reply, Resumption
from imserver.core.errors import ErrorCode, ImError
from imserver.core.message import MAX_MENTIONS, MAX_REACTIONS, MAX_TEXT, Message, Page
from imserver.core.packed_codec import PACKED, _unpack
from imserver.core.room import fit_conversation
from imserver.core.session import Session
from imserver.core.span import MAX_SPANS, Span
from imserver.core.sync import SyncToken

ME = "u0k3v8q2m1a7rc"
TOKEN = SyncToken("5f1c9a2e", 10_000)

letters = st.sampled_from(["a", "é", "你", "🏳", "\x01", '"', "\n"])
lengths = st.sampled_from([0, 1, 200, 3000, MAX_TEXT])


def user(number: int) -> str:
    return f"u0k3v8q2m1{number:04}"


@st.composite
def messages(draw: st.DrawFn, seq: int) -> Message:
    reacted = draw(st.sampled_from([0, 1, 40, 1000]))
    files = draw(st.sampled_from([0, 1, MAX_ATTACHMENTS]))
    return Message(
        seq,
        user(seq),
        UUID(int=seq),
        1_795_500_000_000 + seq,
        draw(letters) * draw(lengths),
        mentions=tuple(map(user, range(draw(st.sampled_from([0, MAX_MENTIONS]))))),
        spans=tuple(Span(7000 + at, 7001 + at, user(0)) for at in range(draw(st.sampled_from([0, MAX_SPANS])))),
        reactions={
            "👨‍👩‍👧‍👦" * 4 + str(emoji): (*map(user, range(reacted)), *([ME] if reacted else ()))
            for emoji in range(draw(st.sampled_from([0, 1, MAX_REACTIONS])))
        },
        attachments=tuple(Attachment("f" * 16, "𠀀" * MAX_FILE_NAME, "image/png", 1 << 30) for _ in range(files)),
    )


@st.composite
def conversations(draw: st.DrawFn, number: int) -> Conversation:
    count = draw(st.sampled_from([1, 2, 50, MEMBERS_SHOWN]))
    size = draw(st.sampled_from([1, 20, 100]))
    members = tuple(
        Member(user(each), "𠀀" * min(size, 64), "𠀀" * size, MemberRole.MEMBER, 9999, 9999, True)
        for each in range(count)
    )
    return fit_conversation(
        Conversation(
            id=f"c0k3v8q2m1{number:04}",
            kind=Kind.GROUP,
            title="𠀀" * size,
            role=MemberRole.OWNER,
            created_at=1_795_500_000_000,
            last_seq=number,
            member_count=count,
            members=members,
            last=draw(st.none() | messages(number).map(lambda last: msgspec.structs.replace(last, reactions={}))),
        )
    )


def plain(codec: Codec, data: bytes) -> dict[str, Any]:
    """The frame, which is as large as it may be."""
    if codec is JSON:
        assert len(data) <= MAX_FRAME
        read: dict[str, Any] = json.loads(data)
        return read
    unpacked = _unpack(data)
    assert max(len(unpacked), len(data)) <= MAX_FRAME
    decoded: dict[str, Any] = msgspec.msgpack.decode(unpacked)
    return decoded


def session(codec: Codec) -> Session:
    made = Session(codec)
    made.receive(codec.encode(_Auth(1, "token")))  # type: ignore[arg-type]
    made.authenticated(ME, "s1")
    return made


class _Auth(msgspec.Struct, tag_field="t", tag="auth"):
    id: int
    token: str


def answers(effects: Any) -> list[bytes]:
    (reply,) = effects
    assert isinstance(reply, Reply)
    return reply.frames


@pytest.mark.parametrize("codec", [JSON, PACKED])
@given(data=st.data(), forwards=st.booleans())
def test_a_page_has_a_bound_and_its_messages_come_by_further_ones(
    codec: Codec, data: st.DataObject, forwards: bool
) -> None:
    said = [data.draw(messages(seq)) for seq in range(1, data.draw(st.integers(1, 12)) + 1)]
    live = session(codec)
    live.resumed(Resumption("fresh", TOKEN, [], ()))
    found: list[int] = []
    more = True
    while more:
        at = (found[-1] if forwards else found[0]) if found else None
        rest = [each for each in said if at is None or (each.seq > at if forwards else each.seq < at)]
        read = Read(2, "c1", None if forwards else at, (at or 0) if forwards else None, 200)
        (answer,) = answers(live.read(read, Page(rest, False)))
        frame = plain(codec, answer)
        came = [each["seq"] for each in frame["messages"]]
        assert came, "a page that says there is more has something"
        found = found + came if forwards else came + found
        more = frame["more"]
        for each in frame["messages"]:
            whole = said[each["seq"] - 1].reactions
            told = each.get("reactions", {})
            assert {emoji: len(who) + each.get("unnamed", {}).get(emoji, 0) for emoji, who in told.items()} == {
                emoji: len(who) for emoji, who in whole.items()
            }
            assert all(ME in who for who in told.values() if who), "the reader is named first"
    assert found == [each.seq for each in said]


@pytest.mark.parametrize("codec", [JSON, PACKED])
@given(data=st.data(), mode=st.sampled_from(["fresh", "limited", "reset"]))
def test_conversations_that_have_no_room_in_ready_come_before_live(
    codec: Codec, data: st.DataObject, mode: Any
) -> None:
    all_of_them = [data.draw(conversations(number)) for number in range(1, data.draw(st.integers(0, 10)) + 1)]
    frames = [
        plain(codec, frame) for frame in answers(session(codec).resumed(Resumption(mode, TOKEN, all_of_them, ())))
    ]
    ready, *others, live = frames
    assert (ready["t"], ready["mode"], live) == ("ready", mode, {"t": "live", "sync": str(TOKEN)})
    assert {frame["t"] for frame in others} <= {"conversation"}
    told = [*ready["conversations"], *(frame["conversation"] for frame in others)]
    assert [each["id"] for each in told] == [each.id for each in all_of_them]
    syncs = {frame["sync"] for frame in (ready, *others)}
    assert syncs == {f"{TOKEN.epoch}.0" if others else str(TOKEN)}, "who goes too early begins anew"


@given(error=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50), times=st.integers(1, 5000))
def test_an_error_that_quotes_has_a_bound(error: str, times: int) -> None:
    (frame,) = answers(Session().fail(1, ImError(ErrorCode("x", 400, "Hint."), error * times)))
    plain(JSON, frame)
