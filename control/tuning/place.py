"""The common ways of writing a value down."""

from __future__ import annotations

from collections.abc import Callable

from .board import HostFacts
from .knob import ConfigItem, FileLine

ConfigItems = Callable[[HostFacts], tuple[ConfigItem, ...]]


def nowhere(board: HostFacts) -> tuple[ConfigItem, ...]:
    """What keeps its own state."""
    return ()


def setting(file: str, key: str) -> ConfigItems:
    """A line of sysctl.d. The dash: a kernel that lacks the key is no error at start."""
    return written(file, lambda value: f"-{key} = {value}")


def written(file: str, text: Callable[[str], str], section: str = "", effect: str = "") -> ConfigItems:
    """Lines of a file, in a section."""
    line = FileLine(file, text, section, effect)
    return lambda board: (line,)
