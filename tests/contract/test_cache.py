"""The cache port over every engine, and the law of a store with copies: nobody reads what is older than they know."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from imserver.cache.base import Cache
from imserver.cache.redis_values import PREFIX, RedisCache
from imserver.cache.values import MemoryCache, TieredCache
from imserver.cache.versions import BLOCK
from imserver.core import errors
from imserver.core.conversation import GroupSettings, MemberRole
from imserver.core.event import Delivery, Edited, MessageAdded, Reacted, Recalled
from imserver.redis.client import RedisServer
from imserver.seal.envelope import Sealer
from imserver.store.base import Listener, Store
from tests.contract.engines import StoreWithCopies
from tests.contract.test_machine import Chat
from tests.contract.town import NOW, RING, Town, refused
from tests.redis_servers import RedisOnSocket, eventually

pytestmark = pytest.mark.anyio

SEALER = Sealer(RING)
KEY = "{c_1}:block:0:a:1"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may need longer for a copy than is worth waiting for."""
    monkeypatch.setattr("imserver.cache.redis_values.LIMIT_S", 10.0)


@pytest.fixture(
    params=["memory", *(pytest.param(each, marks=pytest.mark.packages) for each in ("redis", "cluster", "tiered"))]
)
async def cache(request: pytest.FixtureRequest) -> AsyncIterator[Cache]:
    if request.param == "memory":
        yield MemoryCache(1 << 20)
        return
    url = request.getfixturevalue("cluster" if request.param == "cluster" else "redis").url
    server = RedisServer(url)
    await server.client.flushall()
    engine: Cache = RedisCache(server, SEALER)
    if request.param == "tiered":
        engine = TieredCache(MemoryCache(1 << 20), engine)
    yield engine
    await engine.close()
    await server.close()


async def _kept(cache: Cache, key: str, value: bytes) -> bool:
    return await cache.get([key]) == [value]


async def test_what_was_put_is_there_soon(cache: Cache) -> None:
    values = {f"{{c_1}}:block:{number}:a:1": b"value %d" % number for number in range(20)}
    for key, value in values.items():
        cache.put(key, value, lasting=True)
    for key, value in values.items():
        await eventually(lambda key=key, value=value: _kept(cache, key, value))  # type: ignore[misc]
    assert await cache.get(["{c_1}:nothing", *values]) == [None, *values.values()]


async def test_any_bytes_are_kept_as_they_were(cache: Cache) -> None:
    for number, value in enumerate([b"", bytes(range(256)), secrets.token_bytes(100_000)]):
        key = f"{{c_1}}:block:{number}:a:1"
        cache.put(key, value, lasting=True)
        await eventually(lambda key=key, value=value: _kept(cache, key, value))  # type: ignore[misc]


async def test_memory_stays_within_its_bound_and_forgets_who_was_asked_for_longest_ago() -> None:
    cache = MemoryCache(10_000)
    for number in range(100):
        cache.put(f"{number}", bytes(300), lasting=True)
        await cache.get(["0"])
    cache.put("too large", bytes(5000), lasting=True)
    assert int(cache.describe()["cache_bytes"]) <= 10_000
    assert await cache.get(["0", "1", "99", "too large"]) == [bytes(300), None, bytes(300), None]


@pytest.fixture
async def server(redis: RedisOnSocket) -> AsyncIterator[RedisServer]:
    server = RedisServer(redis.url)
    yield server
    await server.close()


@pytest.mark.packages
async def test_what_is_put_as_the_last_batch_ends_is_kept_too(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = RedisCache(server, SEALER)
    other = KEY.replace("block:0", "block:1")
    pipeline, batches = server.client.pipeline, iter(range(1000))

    def watched(**options: Any) -> object:
        made = pipeline(**options)
        execute = made.execute

        async def execute_and_put() -> object:
            done = await execute()
            if next(batches) == 0:
                asyncio.get_running_loop().call_soon(lambda: cache.put(other, b"later", lasting=True))
            return done

        monkeypatch.setattr(made, "execute", execute_and_put)
        return made

    monkeypatch.setattr(server.client, "pipeline", watched)
    cache.put(KEY, b"first", lasting=True)
    await eventually(lambda: _kept(cache, other, b"later"))
    assert await cache.get([KEY]) == [b"first"]
    await cache.close()


@pytest.mark.packages
async def test_redis_sees_no_text_and_can_exchange_nothing(server: RedisServer) -> None:
    cache = RedisCache(server, SEALER)
    other = KEY.replace("block:0", "block:1")
    cache.put(KEY, b"what Anna wrote", lasting=True)
    await eventually(lambda: _kept(cache, KEY, b"what Anna wrote"))
    envelope = await server.client.get(PREFIX + KEY)
    assert isinstance(envelope, bytes)
    assert b"Anna" not in envelope
    assert await server.client.ttl(PREFIX + KEY) > 0
    await server.client.set(PREFIX + other, envelope)
    assert await cache.get([KEY, other]) == [b"what Anna wrote", None]
    await server.client.set(PREFIX + KEY, b"rubbish")
    assert await cache.get([KEY]) == [None]
    await cache.close()


@pytest.mark.packages
async def test_a_frozen_redis_is_asked_once_and_then_left_alone(
    monkeypatch: pytest.MonkeyPatch, server: RedisServer, redis: RedisOnSocket
) -> None:
    monkeypatch.setattr("imserver.cache.redis_values.LIMIT_S", 0.05)
    monkeypatch.setattr("imserver.cache.redis_values.AWAY_S", 3600)
    cache = RedisCache(server, SEALER)
    redis.freeze()
    for _ in range(100):
        assert await cache.get([KEY]) == [None]
        cache.put(KEY, b"value", lasting=True)
    assert cache.describe()["cache_redis_failures"] == 1
    assert str(cache.describe()["cache"]).startswith("redis: ")
    redis.thaw()
    await cache.close()


@pytest.mark.packages
async def test_redis_may_go_and_come_back_empty(server: RedisServer, redis: RedisOnSocket) -> None:
    cache = RedisCache(server, SEALER)
    cache.put(KEY, b"value", lasting=True)
    await eventually(lambda: _kept(cache, KEY, b"value"))
    redis.kill()
    assert await cache.get([KEY]) == [None]
    redis.start()

    async def keeps() -> bool:
        cache.put(KEY, b"value", lasting=True)
        return await _kept(cache, KEY, b"value")

    await eventually(keeps)
    assert cache.describe()["cache"] == "redis"
    await cache.close()


# the store with copies


def _with_room(directory: Path, sealer: Sealer, listener: Listener) -> Store:
    return StoreWithCopies(directory, sealer, listener, MemoryCache(1 << 20))


@pytest.fixture
async def copied(tmp_path: Path) -> AsyncIterator[Town]:
    town = Town(_with_room, tmp_path)
    yield town
    await town.store.close()


def _counted(town: Town) -> tuple[int, int]:
    told = town.store.describe()
    return int(told["cache_hits"]), int(told["cache_misses"])


async def test_what_was_read_once_is_not_read_from_the_store_again(copied: Town) -> None:
    anna, ben = await copied.people("anna", "ben")
    conv = await copied.group(anna, ben)
    for number in range(10):
        await copied.post(conv, anna, f"text {number}")
    first = await copied.store.messages.page(conv, anna, None, None, 50)
    _, misses = _counted(copied)
    again = await copied.store.messages.page(conv, anna, None, None, 50)
    hits, misses_now = _counted(copied)
    assert (first, misses_now) == (again, misses)
    assert hits > 0


async def test_a_message_doesn_t_push_out_what_came_long_before(copied: Town) -> None:
    anna, ben = await copied.people("anna", "ben")
    conv = await copied.direct(anna, ben)
    for number in range(BLOCK + 1):
        await copied.post(conv, anna, f"{number}")
    await copied.store.messages.page(conv, ben, None, None, BLOCK + 1)
    await copied.post(conv, anna, "new")
    _, before = _counted(copied)
    page = await copied.store.messages.page(conv, ben, None, None, BLOCK + 2)
    assert (len(page.messages), page.messages[-1].text) == (BLOCK + 2, "new")
    assert _counted(copied)[1] == before + 1  # the newest block, and not the full one before it


async def test_newcomers_see_only_what_is_theirs_of_what_others_have_read(copied: Town) -> None:
    anna, ben, carl = await copied.people("anna", "ben", "carl")
    conv = await copied.group(anna, ben)
    await copied.store.conversations.change(conv, anna, None, GroupSettings(history="joining"))
    for number in range(3):
        await copied.post(conv, anna, f"before {number}")
    await copied.store.messages.page(conv, anna, None, None, 50)
    with refused(errors.NOT_MEMBER):
        await copied.store.messages.page(conv, carl, None, None, 50)
    assert set(await copied.store.conversations.audience(conv, anna)) == {anna, ben}
    await copied.store.conversations.add_members(conv, anna, [carl], MemberRole.MEMBER)
    assert set(await copied.store.conversations.audience(conv, anna)) == {anna, ben, carl}
    await copied.post(conv, anna, "after")
    for user, texts in ((carl, ["after"]), (anna, ["before 0", "before 1", "before 2", "after"]), (carl, ["after"])):
        page = await copied.store.messages.page(conv, user, None, None, 50)
        assert ([message.text for message in page.messages], page.more) == (texts, False)
    await copied.store.conversations.ban(conv, anna, carl)
    with refused(errors.NOT_MEMBER):
        await copied.store.messages.page(conv, carl, None, None, 50)
    with refused(errors.NOT_MEMBER):
        await copied.store.conversations.audience(conv, carl)
    await copied.store.conversations.remove(conv)
    with refused(errors.UNKNOWN_CONVERSATION):
        await copied.store.messages.page(conv, anna, None, None, 50)


async def test_accounts_are_as_they_were_left(copied: Town) -> None:
    anna, ben = await copied.people("anna", "ben")
    assert (await copied.store.accounts.get("ben")).name == "Ben"
    await copied.store.accounts.set_name(ben, "Benjamin")
    assert (await copied.store.accounts.get("ben")).name == "Benjamin"
    await copied.store.accounts.set_disabled(ben, True, NOW)
    assert (await copied.store.accounts.get(ben)).disabled
    await copied.store.accounts.remove(ben, NOW)
    for name in ("ben", ben):
        with refused(errors.UNKNOWN_USER):
            await copied.store.accounts.get(name)
    again = await copied.person("ben")
    assert (await copied.store.accounts.get("ben")).id == again
    assert (await copied.store.accounts.get("anna")).id == anna


async def test_a_change_whose_caller_gave_up_counts_all_the_same(copied: Town) -> None:
    (ben,) = await copied.people("ben")
    await copied.store.accounts.get(ben)
    changing = asyncio.ensure_future(copied.store.accounts.set_disabled(ben, True, NOW))
    await asyncio.sleep(0)
    changing.cancel()
    await asyncio.wait([changing])

    async def disabled() -> bool:
        return (await copied.store.accounts.get(ben)).disabled

    await eventually(disabled)


class Rough:
    """A cache whose answers and stores take their time, and which forgets."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._under = MemoryCache(1 << 20)

    async def _dawdle(self) -> None:
        for _ in range(self._random.randrange(6)):
            await asyncio.sleep(0)

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        await self._dawdle()
        found = await self._under.get(keys)
        await self._dawdle()
        return [value if self._random.random() < 0.9 else None for value in found]

    def put(self, key: str, value: bytes, *, lasting: bool) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(self._random.choice((0, 0, 0.001)), lambda: self._under.put(key, value, lasting=lasting))

    def describe(self) -> dict[str, str | int]:
        return self._under.describe()

    async def close(self) -> None:
        await self._under.close()


class Announced:
    """What everybody has been told, by conversation and number."""

    def __init__(self) -> None:
        self.texts: dict[int, int] = {}
        self.gone: set[int] = set()
        self.reactions: dict[int, set[str]] = {}

    def hear(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            match delivery.event:
                case MessageAdded(message=message):
                    self.texts[message.seq] = int(message.text)
                case Edited(seq=seq, text=text):
                    self.texts[seq] = int(text)
                case Recalled(seq=seq):
                    self.gone.add(seq)
                case Reacted(seq=seq, emoji=emoji, on=True):
                    self.reactions.setdefault(seq, set()).add(emoji)


async def _live(seed: int, folder: Path, cache: Cache) -> tuple[int, int]:
    """Some write and some read, all at once. Returns hits and misses."""
    chance = random.Random(seed)
    told = Announced()

    def open_it(directory: Path, sealer: Sealer, listener: Listener) -> Store:
        return StoreWithCopies(directory, sealer, listener, cache)

    town = Town(open_it, folder)
    try:
        anna, ben = await town.people("anna", "ben")
        conv = await town.group(anna, ben)
        town.listen = told.hear  # type: ignore[method-assign]
        await town.store.close()
        town.store = StoreWithCopies(folder, SEALER, told.hear, cache)
        edition = 0

        async def write() -> None:
            nonlocal edition
            for _ in range(40):
                edition += 1
                seqs = [seq for seq in told.texts if seq not in told.gone]
                seq = chance.choice(seqs) if seqs else 0
                act = chance.random() if seq else 0
                if act < 0.5:
                    await town.post(conv, anna, str(edition))
                elif act < 0.75:
                    await town.store.annotations.edit(conv, anna, seq, str(edition), (), NOW)
                elif act < 0.9:
                    await town.store.annotations.react(conv, ben, seq, chance.choice("👍👎"), True)
                else:
                    await town.store.annotations.recall(conv, anna, seq, NOW, 1000)

        async def read(done: asyncio.Event) -> None:
            while not done.is_set():
                texts, gone = dict(told.texts), set(told.gone)
                reactions = {seq: set(emoji) for seq, emoji in told.reactions.items()}
                page = await town.store.messages.page(conv, chance.choice((anna, ben)), None, None, 200)
                seen = {message.seq: message for message in page.messages}
                assert seen.keys() >= texts.keys()
                for seq, text in texts.items():
                    if seq in gone:
                        assert seen[seq].gone == "recalled"
                    elif not seen[seq].gone:
                        assert int(seen[seq].text) >= text
                        assert seen[seq].reactions.keys() >= reactions.get(seq, set())
                await asyncio.sleep(0)

        done = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for _ in range(3):
                group.create_task(read(done))
            await write()
            done.set()
        return _counted(town)
    finally:
        await town.store.close()


@given(seed=st.integers(0, 1 << 32))
@settings(max_examples=15)
def test_nobody_reads_what_is_older_than_they_were_told(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    hits, _ = asyncio.run(_live(seed, tmp_path_factory.mktemp("law"), Rough(seed)))
    assert hits > 0


@pytest.mark.packages
async def test_nor_from_redis(tmp_path: Path, server: RedisServer) -> None:
    """With nothing nearer than Redis, which keeps everything."""

    class Lasting(RedisCache):
        def put(self, key: str, value: bytes, *, lasting: bool) -> None:
            super().put(key, value, lasting=True)

    hits, misses = 0, 0
    for seed in range(5):
        (tmp_path / str(seed)).mkdir()
        more = await _live(seed, tmp_path / str(seed), Lasting(server, SEALER))
        hits, misses = hits + more[0], misses + more[1]
    assert hits > 0
    assert misses > 0


def _over(url: str) -> type[StoreWithCopies]:
    class OverRedis(StoreWithCopies):
        """A new connection for each: a state machine has an event loop for each run."""

        def __init__(self, directory: Path, sealer: Sealer, listener: Listener) -> None:
            self._server = RedisServer(url)
            super().__init__(
                directory, sealer, listener, TieredCache(MemoryCache(2_000), RedisCache(self._server, sealer))
            )

        async def close(self) -> None:
            await super().close()
            await self._server.close()

    return OverRedis


@pytest.mark.packages
@pytest.mark.timeout(900)
def test_any_order_of_calls_over_redis(redis: RedisOnSocket) -> None:
    run_state_machine_as_test(type("Chat", (Chat,), {"engine": staticmethod(_over(redis.url))}))
    with redis.client() as client:
        assert client.dbsize() > 0
