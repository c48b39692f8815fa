"""Keeps the index near the messages: never on the way of an acknowledgement, a moment later."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Final, ParamSpec, TypeVar

import msgspec

from imserver.core.errors import ImError
from imserver.core.event import Delivery, Edited, MessageAdded
from imserver.search.index import SearchIndex
from imserver.store.base import Corpus
from imserver.store.records import StreamEntry
from imserver.system.logs import get_logger

PAUSE_S: Final = 30.0
"""How long new messages are gathered, unless somebody searches: the more at once, the less is written for each."""
PATIENCE_S: Final = 2.0
PROGRESS_S: Final = 0.3
MAX_WAITING: Final = 20_000
BATCH: Final = 500

log = get_logger("imserver.search")
P = ParamSpec("P")
T = TypeVar("T")


class IndexProgress(msgspec.Struct, frozen=True):
    """`indexed` messages are in the index, which takes `size_bytes`; `current` tells that none is missing."""

    indexed: int
    current: bool
    size_bytes: int


class Indexer:
    def __init__(self, index: SearchIndex, corpus: Corpus) -> None:
        self._index = index
        self._corpus = corpus
        self._waiting: deque[StreamEntry] = deque()
        self._complete = False
        self._wake = asyncio.Event()
        self._hurry = asyncio.Event()
        self._current = asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "search-writer")

    def note(self, deliveries: Sequence[Delivery]) -> None:
        """What was committed. Where too much waits, it is read from the store later."""
        for delivery in deliveries:
            event = delivery.event
            if isinstance(event, MessageAdded) and not event.message.action:
                self._waiting.append(StreamEntry(delivery.position, event.conv, event.message.seq, event.message.text))
            elif isinstance(event, Edited):
                self._waiting.append(StreamEntry(delivery.position, event.conv, event.seq, event.text))
        if len(self._waiting) > MAX_WAITING:
            self._waiting.clear()
            self._complete = False
        if self._waiting or not self._complete:
            self._current.clear()
            self._wake.set()
        if len(self._waiting) > MAX_WAITING // 2:
            self._hurry.set()

    async def freshen(self) -> None:
        """Somebody wants to search: index what waits. Not waited for beyond `PATIENCE_S`."""
        self._hurry.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._current.wait(), PATIENCE_S)

    async def run(self) -> None:
        """Until cancelled, or until something failed: begun again, it reads from the store what is missing."""
        self._complete = False
        while True:
            await self._follow()
            await self._wake.wait()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), PAUSE_S)
            self._hurry.clear()

    async def _follow(self) -> None:
        if not self._complete:
            await self._catch_up()
        self._wake.clear()
        while self._waiting and self._complete:
            batch = self._next_waiting()
            await self._do(self._index.add, batch, batch[-1].position)
        if self._complete:
            self._current.set()
        else:
            self._wake.set()

    def _next_waiting(self) -> list[StreamEntry]:
        return [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]

    async def _catch_up(self) -> None:
        """Index what the store has and the index has not; between batches, the messages that come meanwhile."""
        self._complete = True
        token = self._corpus.token
        epoch, position = await self._do(self._index.state)
        if epoch != token.epoch or position > token.position:
            await self._do(self._index.clear, token.epoch)
            position = 0
        is_begun = await self._do(self._index.is_begun)
        for conv, after in await self._corpus.changed_since(position):
            await self._index_conversation(conv, after)
        edited = await self._corpus.edited_since(position) if is_begun else []
        await self._do(self._index.add, edited, token.position)
        await self._do(self._index.settle)

    async def _index_conversation(self, conv: str, after: int) -> None:
        try:
            while entries := await self._corpus.entries(conv, after, BATCH):
                await self._do(self._index.add, [*entries, *self._next_waiting()], None)
                after = entries[-1].seq
        except (ImError, sqlite3.Error):  # the store's or the index's trouble, not the conversation's
            raise
        except Exception:
            log.exception("search.conversation_skipped", conv=conv, after=after)

    async def rebuild(self) -> None:
        """Throw the index away and begin anew, in the background."""
        await self._do(self._index.clear, "")
        self._complete = False
        self._current.clear()
        self._wake.set()
        self._hurry.set()

    async def progress(self) -> IndexProgress:
        self._hurry.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._current.wait(), PROGRESS_S)
        count = await self._do(self._index.count)
        return IndexProgress(count, self._current.is_set(), self._index.size_bytes())

    async def _do(self, work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(work, *arguments, **options))

    def close(self) -> None:
        self._thread.shutdown(wait=True)
        self._index.close()
