"""Every screen of the page, once, and how one gets there. A tour removes what it made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from tests.browser.tour.administration import administration
from tests.browser.tour.beginning import beginning
from tests.browser.tour.chat import chat
from tests.browser.tour.entry import entry
from tests.browser.tour.guide import LANGUAGES, Guide, Language, Stop, World, world
from tests.browser.tour.notices import notices

PARTS: Final[dict[str, Callable[[Guide], Iterator[Stop]]]] = {
    "entry": entry,
    "beginning": beginning,
    "chat": chat,
    "notices": notices,
    "administration": administration,
}

__all__ = ["LANGUAGES", "PARTS", "Guide", "Language", "Stop", "World", "world"]
