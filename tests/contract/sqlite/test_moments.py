"""When one message was written is told by two moments as by all of them."""

from __future__ import annotations

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from imserver.store.sqlite.timeline import moments, moments_around

_times = st.integers(0, 1000)


@given(st.lists(st.tuples(st.integers(0, 20), _times, _times), max_size=12), st.integers(0, 22), _times, _times)
def test_two_moments_say_what_all_say(rows: list[tuple[int, int, int]], position: int, told: int, now: int) -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE moments (id INTEGER PRIMARY KEY, position INTEGER, at INTEGER, told INTEGER)")
    database.executemany("INSERT INTO moments (position, at, told) VALUES (?, ?, ?)", sorted(rows))
    around = moments_around(database, position).written(position, told, now)
    assert around == moments(database, "position").written(position, told, now)
    database.close()
