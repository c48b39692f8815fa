"""Where who is mentioned stands; and what releases make of it that know nothing of spans."""

from __future__ import annotations

from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core.effects import Post
from imserver.core.errors import ImError
from imserver.core.frames import Edit
from imserver.core.message import Message
from imserver.core.span import Span, check_spans, of_those

TEXT = "@anna and @王芳 👋"


def test_spans_follow_one_another_within_the_text() -> None:
    check_spans(TEXT, ["u1", "u2"], [Span(0, 5, "u1"), Span(10, 13, "u2"), Span(13, 15, "u1")])
    for wrong in (
        [Span(0, 0, "u1")],
        [Span(3, 2, "u1")],
        [Span(0, 16, "u1")],
        [Span(0, 5, "u3")],
        [Span(0, 5, "u1"), Span(4, 6, "u2")],
        [Span(10, 13, "u2"), Span(0, 5, "u1")],
    ):
        with pytest.raises(ImError, match="span"):
            check_spans(TEXT, ["u1", "u2"], wrong)


@given(st.lists(st.sampled_from(["u1", "u2", "all"])), st.sets(st.sampled_from(["u1", "u2", "all"])))
def test_whoever_is_not_mentioned_has_no_span(whose: list[str], mentions: set[str]) -> None:
    spans = [Span(at, at + 1, who) for at, who in enumerate(whose)]
    left = of_those(spans, mentions)
    check_spans("x" * len(whose), mentions, left)
    assert [span.who for span in left] == [who for who in whose if who in mentions]


@pytest.mark.parametrize(
    "whole",
    [
        Post(1, "c1", UUID(int=1), "@a", mentions=("u1",), spans=(Span(0, 2, "u1"),)),
        Edit(1, "c1", 1, "@a", ("u1",), (Span(0, 2, "u1"),)),
        Message(1, "u2", UUID(int=1), 0, "@a", mentions=("u1",), spans=(Span(0, 2, "u1"),)),
    ],
    ids=["Post", "Edit", "Message"],
)
def test_a_release_without_spans_is_understood_and_understands(whole: Post | Edit | Message) -> None:
    """What goes between a gateway and a core of two releases: fields by name, of which one may be missing."""
    fields = msgspec.msgpack.decode(msgspec.msgpack.encode(whole))
    assert fields["spans"] == [{"start": 0, "end": 2, "who": "u1"}]
    newer = msgspec.msgpack.encode(fields | {"unheard": 1})
    assert msgspec.msgpack.decode(newer, type=type(whole)) == whole
    del fields["spans"]
    older = msgspec.msgpack.decode(msgspec.msgpack.encode(fields), type=type(whole))
    assert not older.spans
    assert older.text == whole.text
