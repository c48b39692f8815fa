"""docs/architecture.md draws the states of a session as their table has them."""

from __future__ import annotations

from tests.docs.session_diagram import draw, drawn


def test_the_diagram_of_states_is_that_of_the_table() -> None:
    assert drawn() == [draw()], "draw it anew: python -m tests.docs.session_diagram"
