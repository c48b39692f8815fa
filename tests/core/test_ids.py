"""Ids: sorted by age, unique enough to be made by thousands at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imserver.core import ids

KINDS = st.sampled_from([ids.USER, ids.CONVERSATION, ids.SESSION, ids.TOKEN])
TIMES = st.integers(0, (1 << 41) - 1)
ENTROPIES = st.integers(0, (1 << ids.RANDOM_BITS) - 1)


@given(KINDS, TIMES, ENTROPIES)
def test_an_id_is_one(kind: str, time: int, entropy: int) -> None:
    made = ids.make(kind, time, entropy)
    assert ids.is_id(kind, made)
    assert len(made) <= 32
    assert made.isascii()
    assert made.isalnum()


@given(TIMES, ENTROPIES, TIMES, ENTROPIES)
def test_ids_differ_and_sort_by_age(time: int, entropy: int, later: int, other: int) -> None:
    one, two = ids.make("u", time, entropy), ids.make("u", later, other)
    assert (one < two) is ((time, entropy) < (later, other))
    assert (one == two) is ((time, entropy) == (later, other))


@given(st.text(max_size=20))
def test_what_is_no_id(text: str) -> None:
    assert not ids.is_id("u", text) or text[0] == "u"


def test_an_import_of_five_thousand_in_one_millisecond_hits_no_id_twice() -> None:
    """The odds of a collision within one millisecond, by the birthday bound."""
    assert 5000**2 / 2 / 2**ids.RANDOM_BITS < 1e-3
