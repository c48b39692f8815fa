"""The sync token: opaque to clients, and hostile ones may send anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core.sync import MAX_POSITION, SyncToken, parse

EPOCHS = st.text("0123456789abcdef", min_size=1, max_size=16)


@given(EPOCHS, st.integers(0, MAX_POSITION))
def test_tokens_come_back_the_same(epoch: str, position: int) -> None:
    assert parse(str(SyncToken(epoch, position))) == SyncToken(epoch, position)


@given(EPOCHS, st.integers(0, MAX_POSITION))
def test_tokens_fit_into_the_field_of_the_auth_frame(epoch: str, position: int) -> None:
    assert len(str(SyncToken(epoch, position))) <= 64


@given(st.text(max_size=80))
def test_anything_else_is_no_token_or_a_possible_one(text: str) -> None:
    token = parse(text)
    if token is not None:
        assert 0 <= token.position <= MAX_POSITION
        assert token.epoch


@pytest.mark.parametrize(
    "text",
    ["", ".", "e", "e.", ".5", "e.-1", "e.+1", "e. 1", "e.1.2", "e.x", "e.1_0", "e.٣", "e.²", "e.9007199254740992"],
)
def test_what_was_never_a_token(text: str) -> None:
    assert parse(text) is None
