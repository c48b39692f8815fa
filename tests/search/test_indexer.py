"""The indexer: however much comes at once, nothing stays out of the index."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest

from imserver.core import words
from imserver.core.event import Delivery, MessageAdded
from imserver.core.message import Message
from imserver.core.sync import SyncToken
from imserver.search import indexer as module
from imserver.search.index import SearchIndex
from imserver.search.indexer import Indexer
from imserver.store.records import StreamEntry, StreamPlace

pytestmark = pytest.mark.anyio


class Said:
    """A corpus of one conversation."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.edits: list[StreamEntry] = []

    @property
    def token(self) -> SyncToken:
        return SyncToken("e1", len(self.texts))

    async def changed_since(self, position: int) -> list[tuple[str, int]]:
        return [("c1", position)] if position < len(self.texts) else []

    async def entries(self, conv: str, after: int, limit: int) -> list[StreamEntry]:
        return [StreamEntry(seq, conv, seq, self.texts[seq - 1]) for seq in range(after + 1, len(self.texts) + 1)][
            :limit
        ]

    async def edited_since(self, position: int) -> list[StreamEntry]:
        return [entry for entry in self.edits if entry.position > position]

    async def conversations(self, user: str, limit: int) -> list[str]:
        return ["c1"]

    async def visible(self, user: str, places: Sequence[StreamPlace]) -> list[tuple[StreamPlace, Message]]:
        return []

    def say(self, *texts: str) -> list[Delivery]:
        """The deliveries of what is said."""
        first = len(self.texts) + 1
        self.texts += texts
        return [
            Delivery(seq, MessageAdded("c1", Message(seq, "u1", UUID(int=seq), 0, text)), ("u1",))
            for seq, text in enumerate(texts, first)
        ]


@asynccontextmanager
async def running(folder: Path, corpus: Said) -> AsyncIterator[Indexer]:
    indexer = Indexer(SearchIndex(folder / "search.db", bytes(16)), corpus)
    task = asyncio.create_task(indexer.run())
    yield indexer
    task.cancel()
    await asyncio.wait([task])
    indexer.close()


async def test_an_empty_store_is_up_to_date(tmp_path: Path) -> None:
    async with running(tmp_path, Said()) as indexer:
        await indexer.freshen()
        assert (await indexer.progress()).current
        await indexer.rebuild()
        await indexer.freshen()
        assert (await indexer.progress()).current


async def test_what_overflows_while_it_indexes_is_read_from_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_WAITING", 40)
    monkeypatch.setattr(module, "BATCH", 4)
    corpus = Said("first")
    async with running(tmp_path, corpus) as indexer:
        await indexer.freshen()
        index, flooded = indexer._index, False
        add = index.add

        def add_while_more_comes(entries: Any, through: int | None) -> None:
            nonlocal flooded
            if not flooded:
                flooded = True
                for size in (41, 3):
                    loop.call_soon_threadsafe(indexer.note, corpus.say(*[f"word{size}"] * size))
                asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result()
            add(entries, through)

        loop = asyncio.get_running_loop()
        monkeypatch.setattr(index, "add", add_while_more_comes)
        indexer.note(corpus.say("trigger"))
        await indexer.freshen()
        progress = await indexer.progress()
    assert (progress.indexed, progress.current) == (len(corpus.texts), True)


async def test_what_is_said_while_an_index_is_made_is_found_before_it_is_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 1)
    corpus, stuck, never = Said("first", "second", "third"), asyncio.Event(), asyncio.Event()
    read = corpus.entries

    async def entries(conv: str, after: int, limit: int) -> list[StreamEntry]:
        if after == 0:
            indexer.note([Delivery(9, MessageAdded("c1", Message(9, "u1", UUID(int=9), 0, "newest")), ("u1",))])
        if after == 1:
            stuck.set()
            await never.wait()
        return await read(conv, after, limit)

    monkeypatch.setattr(corpus, "entries", entries)
    async with running(tmp_path, corpus) as indexer:
        await stuck.wait()
        assert [place.seq for place in indexer._index.find(words.parse("newest"), ["c1"], None, 5)] == [9]
        assert not (await indexer.progress()).current


async def test_what_was_edited_after_an_index_was_left_half_made_is_found(tmp_path: Path) -> None:
    corpus = Said("first", "second")
    index = SearchIndex(tmp_path / "search.db", bytes(16))
    index.clear("e1")
    index.add(await corpus.entries("c1", 0, 1), None)
    index.close()
    corpus.texts[0] = "edited"
    corpus.edits.append(StreamEntry(3, "c1", 1, "edited"))
    async with running(tmp_path, corpus) as indexer:
        await indexer.freshen()
        assert [place.seq for place in indexer._index.find(words.parse("edited"), ["c1"], None, 5)] == [1]


async def test_a_message_that_can_t_be_taken_apart_keeps_no_other_one_out(tmp_path: Path) -> None:
    """No text that came in by the front door is like that; one that a damaged disk gives back may be."""
    none = cast(str, None)
    corpus = Said("first", none, "third")
    async with running(tmp_path, corpus) as indexer:
        await indexer.freshen()
        assert (await indexer.progress()).current
        for each in (["fourth", none], ["sixth"]):
            indexer.note(corpus.say(*each))
            await indexer.freshen()
        assert (await indexer.progress()).current
        index = indexer._index
        for text, position in (("first", 1), ("third", 3), ("fourth", 4), ("sixth", 6)):
            assert [place.position for place in index.find(words.parse(text), ["c1"], None, 5)] == [position]


async def test_a_conversation_that_can_t_be_read_keeps_no_other_one_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = Said("first", "second")
    read = corpus.entries

    async def changed_since(position: int) -> list[tuple[str, int]]:
        return [("c0", 0), ("c1", position)]

    async def entries(conv: str, after: int, limit: int) -> list[StreamEntry]:
        if conv == "c0":
            raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")
        return await read(conv, after, limit)

    monkeypatch.setattr(corpus, "changed_since", changed_since)
    monkeypatch.setattr(corpus, "entries", entries)
    async with running(tmp_path, corpus) as indexer:
        await indexer.freshen()
        progress = await indexer.progress()
    assert (progress.indexed, progress.current) == (2, True)
