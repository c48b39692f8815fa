"""Searching: the index suggests, the messages themselves decide."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import msgspec

from imserver.core import errors, words
from imserver.core.errors import ImError
from imserver.core.message import Message
from imserver.core.room import ROOM, size_of
from imserver.search.index import MAX_CONVERSATIONS, SearchIndex
from imserver.store.base import Corpus

MAX_QUERY: Final = 200
MAX_ROUNDS: Final = 20
"""How often to go back to the index where what it suggested was edited, recalled or isn't for the searcher."""


class SearchResult(msgspec.Struct, frozen=True):
    position: int
    conv: str
    message: Message


class SearchResults(msgspec.Struct, frozen=True):
    """The newest first, as many as have room. `before` continues the search; it is None where there is nothing more."""

    results: list[SearchResult]
    before: int | None


class Finder:
    def __init__(self, index: SearchIndex, library: Corpus, freshen: Callable[[], Awaitable[None]]) -> None:
        self._index = index
        self._freshen = freshen
        self._library = library

    async def search(self, user: str, query: str, conv: str | None, before: int | None, limit: int) -> SearchResults:
        """Raises `bad_request` for a query without a word."""
        terms = words.parse(query[:MAX_QUERY])
        if not terms:
            raise ImError(errors.BAD_REQUEST, f"{query[:40]!r} holds no word to search for.", "Give a word or more.")
        await self._freshen()
        convs = [conv] if conv else await self._library.conversations(user, MAX_CONVERSATIONS)
        results: dict[tuple[str, int], SearchResult] = {}
        left = ROOM
        for _ in range(MAX_ROUNDS):
            places = await asyncio.to_thread(self._index.find, terms, convs, before, limit + 1)
            for place, message in await self._library.visible(user, places):
                if len(results) == limit:
                    return SearchResults(list(results.values()), before)
                if words.matches(message.text, terms) and (place.conv, place.seq) not in results:
                    left -= size_of(message)
                    if left < 0 and results:
                        return SearchResults(list(results.values()), before)
                    results[place.conv, place.seq] = SearchResult(place.position, place.conv, message)
                before = place.position
            if len(places) <= limit:
                return SearchResults(list(results.values()), None)
            before = places[-1].position
        return SearchResults(list(results.values()), before)
