"""The common ways of writing a value down."""

from __future__ import annotations

from collections.abc import Callable

from .board import Board
from .knob import Line, Place

Places = Callable[[Board], tuple[Place, ...]]


def nowhere(board: Board) -> tuple[Place, ...]:
    """What keeps its own state."""
    return ()


def setting(file: str, key: str) -> Places:
    """A line of sysctl.d. The dash: a kernel that lacks the key is no error at start."""
    return written(file, lambda value: f"-{key} = {value}")


def written(file: str, text: Callable[[str], str], section: str = "", effect: str = "") -> Places:
    """Lines of a file, in a section."""
    line = Line(file, text, section, effect)
    return lambda board: (line,)
