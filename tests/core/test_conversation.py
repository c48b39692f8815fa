"""Who may do what in a conversation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core import message
from imserver.core.conversation import (
    MAX_MEMBERS,
    Kind,
    MemberRole,
    check_may_remove,
    check_may_run,
    check_size,
    direct_key,
)
from imserver.core.errors import ImError

OWNER, ADMIN, MEMBER = MemberRole


@given(st.text("u0123", min_size=1), st.text("u0123", min_size=1))
def test_a_direct_conversation_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert direct_key(one, other) == direct_key(other, one)


@given(st.lists(st.text("u01", min_size=1, max_size=3), min_size=4, max_size=4))
def test_two_pairs_have_two_conversations(users: list[str]) -> None:
    one, two, three, four = users
    assert (direct_key(one, two) == direct_key(three, four)) is ({one, two} == {three, four})


@pytest.mark.parametrize(
    ("kind", "role", "allowed"),
    [
        (Kind.GROUP, OWNER, True),
        (Kind.GROUP, ADMIN, True),
        (Kind.GROUP, MEMBER, False),
        (Kind.DIRECT, OWNER, False),
        (Kind.DIRECT, MEMBER, False),
    ],
)
def test_who_runs_a_conversation(kind: Kind, role: MemberRole, allowed: bool) -> None:
    _expect(allowed, lambda: check_may_run(kind, role, "rename it"))


@pytest.mark.parametrize(
    ("kind", "actor", "actor_role", "target", "target_role", "allowed"),
    [
        (Kind.GROUP, "a", MEMBER, "a", MEMBER, True),
        (Kind.GROUP, "a", OWNER, "a", OWNER, True),
        (Kind.GROUP, "a", MEMBER, "b", MEMBER, False),
        (Kind.GROUP, "a", ADMIN, "b", MEMBER, True),
        (Kind.GROUP, "a", ADMIN, "b", ADMIN, True),
        (Kind.GROUP, "a", ADMIN, "b", OWNER, False),
        (Kind.GROUP, "a", OWNER, "b", OWNER, True),
        (Kind.DIRECT, "a", MEMBER, "a", MEMBER, False),
        (Kind.DIRECT, "a", MEMBER, "b", MEMBER, False),
    ],
)
def test_who_may_take_whom_out(
    kind: Kind, actor: str, actor_role: MemberRole, target: str, target_role: MemberRole, allowed: bool
) -> None:
    _expect(allowed, lambda: check_may_remove(kind, actor, actor_role, target, target_role))


def _expect(allowed: bool, check: object) -> None:
    assert callable(check)
    if allowed:
        check()
        return
    with pytest.raises(ImError) as refusal:
        check()
    assert refusal.value.code.name == "forbidden"


def test_groups_have_a_size() -> None:
    check_size(MAX_MEMBERS)
    with pytest.raises(ImError) as refusal:
        check_size(MAX_MEMBERS + 1)
    assert refusal.value.code.name == "too_many"
    assert str(MAX_MEMBERS + 1) in refusal.value.message


@pytest.mark.parametrize(
    "text", ["a", "x" * message.MAX_TEXT, " a ", "\u200ba", "\n\n.\n", "🫨", "¿", "\u2764\ufe0f", "*", "`é`"]
)
def test_texts_that_can_be_sent(text: str) -> None:
    message.check_text(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "\t\r\n", "\u200b", "\u3164 \u2800", "x" * (message.MAX_TEXT + 1), "\0", "a\0"),
        *("**\u200b**", "> \u200b", "`\u3164`", "~~\u2800~~", "> **`\u2060`**"),
    ],
)
def test_texts_that_can_not(text: str) -> None:
    with pytest.raises(ImError) as refusal:
        message.check_text(text)
    assert refusal.value.code.name == "text_invalid"
    assert len(refusal.value.message) < 100
