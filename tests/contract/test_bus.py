"""The bus port: the same tests over every engine, then what each kind of Redis can do to it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from imserver.bus import outbox
from imserver.bus.base import Bus, Subscription
from imserver.bus.memory import MemoryBus
from imserver.bus.redis import RedisBus
from imserver.redis.client import RedisServer
from imserver.redis.endpoint import RedisHost
from tests.redis_servers import RedisOnSocket, ThreeNodes, WatchedPair, eventually

pytestmark = pytest.mark.anyio

CHANNEL = "im:{gateway-1}:events"
OTHER = "im:{gateway-2}:events"
RESTORED = b"(restored)"


class Ear:
    """Everything that a subscription was told, in order."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.subscription: Subscription | None = None

    async def listen(self, bus: Bus, channel: str = CHANNEL) -> Ear:
        self.subscription = await bus.subscribe(channel, self.heard.append, lambda: self.heard.append(RESTORED))
        return self

    @property
    def messages(self) -> list[bytes]:
        return [each for each in self.heard if each != RESTORED]

    async def hears(self, *expected: bytes) -> None:
        await eventually(lambda: len(self.heard) >= len(expected), f"heard {self.heard[-5:]}")
        assert self.heard == list(expected)

    async def is_restored(self, times: int = 1) -> None:
        await eventually(lambda: self.heard.count(RESTORED) >= times, "restored was not called")


ENGINES = ["memory", *(pytest.param(each, marks=pytest.mark.packages) for each in ("host", "redis", "cluster"))]


@pytest.fixture(params=ENGINES)
async def make(request: pytest.FixtureRequest) -> AsyncIterator[Callable[[], Bus]]:
    """Makes the bus as one process has it. In memory there is only one."""
    made: list[Bus] = []
    server: RedisServer | None = None
    over: RedisHost
    if request.param == "memory":
        shared = MemoryBus()
        made.append(shared)
        yield lambda: shared
    else:
        if request.param == "host":  # as a gateway has it
            over = RedisHost(request.getfixturevalue("redis").url)
        else:
            server = over = RedisServer(request.getfixturevalue(request.param).url)

        def new() -> Bus:
            made.append(RedisBus(over, "test"))
            return made[-1]

        yield new
    for bus in made:
        await bus.close()
    if server:
        await server.close()


async def test_what_is_published_arrives_in_order_and_once(make: Callable[[], Bus]) -> None:
    ear = await Ear().listen(make())
    sender = make()
    expected = [b"%d" % number for number in range(2000)]
    for number, data in enumerate(expected):
        sender.publish(CHANNEL, data)
        if number % 100 == 0:
            await asyncio.sleep(0)
    await ear.hears(*expected)


async def test_only_those_who_listen_on_the_channel_hear_it(make: Callable[[], Bus]) -> None:
    one, two, both = await Ear().listen(make()), await Ear().listen(make(), OTHER), await Ear().listen(make())
    sender = make()
    sender.publish(OTHER, b"for two")
    sender.publish(CHANNEL, b"for one")
    sender.publish("im:{nobody}:events", b"for nobody")
    await one.hears(b"for one")
    await both.hears(b"for one")
    await two.hears(b"for two")


async def test_any_bytes_arrive_as_they_were(make: Callable[[], Bus]) -> None:
    ear = await Ear().listen(make())
    contents = [b"", b"\0", bytes(range(256)) * 4, b"\r\n$5\r\n", b"x" * 300_000]
    sender = make()
    for content in contents:
        sender.publish(CHANNEL, content)
    await ear.hears(*contents)


async def test_publishing_calls_nobody_back_at_once(make: Callable[[], Bus]) -> None:
    bus = make()
    ear = await Ear().listen(bus)
    bus.publish(CHANNEL, b"a")
    assert ear.heard == []
    await ear.hears(b"a")


async def test_a_closed_subscription_hears_nothing_more_and_the_others_do(make: Callable[[], Bus]) -> None:
    bus = make()
    leaving, staying = await Ear().listen(bus), await Ear().listen(bus)
    bus.publish(CHANNEL, b"a")
    await leaving.hears(b"a")
    assert leaving.subscription is not None
    await leaving.subscription.close()
    await leaving.subscription.close()
    bus.publish(CHANNEL, b"b")
    await staying.hears(b"a", b"b")
    assert leaving.heard == [b"a"]


async def test_a_receiver_that_fails_misses_nothing_of_what_follows(make: Callable[[], Bus]) -> None:
    heard: list[bytes] = []

    def receive(data: bytes) -> None:
        heard.append(data)
        if data == b"bad":
            raise ValueError(data)

    bus = make()
    await bus.subscribe(CHANNEL, receive, lambda: None)
    for data in (b"a", b"bad", b"c"):
        bus.publish(CHANNEL, data)
    await eventually(lambda: heard == [b"a", b"bad", b"c"])


async def test_it_says_how_it_is(make: Callable[[], Bus]) -> None:
    bus = make()
    ear = await Ear().listen(bus)
    bus.publish(CHANNEL, b"a")
    await ear.hears(b"a")
    await eventually(lambda: bus.connected)
    told = bus.describe()
    assert (told["state"], told["published"], told["received"], told["dropped"]) == ("connected", 1, 1, 0)
    await bus.close()
    assert not bus.connected
    bus.publish(CHANNEL, b"after the end")


async def test_closing_lets_out_what_was_published(make: Callable[[], Bus]) -> None:
    ear = await Ear().listen(make())
    sender = make()
    sender.publish(CHANNEL, b"last words")
    await sender.close()
    await ear.hears(b"last words")


class Talk:
    """A sender and a listener, each with a bus of its own, as two processes would have."""

    def __init__(self, url: str) -> None:
        self.servers = RedisServer(url), RedisServer(url)
        self.sender, self.receiver = RedisBus(self.servers[0], "sender"), RedisBus(self.servers[1], "receiver")
        self.ear = Ear()
        self.numbers = itertools.count()

    def say(self) -> bytes:
        data = b"%06d" % next(self.numbers)
        self.sender.publish(CHANNEL, data)
        return data

    async def is_heard(self) -> None:
        """Somebody who goes on talking is heard again."""

        def heard() -> bool:
            said.append(self.say())
            return any(each in self.ear.heard for each in said)

        said: list[bytes] = []
        await eventually(heard, "nothing more is heard")
        await eventually(lambda: self.sender.connected and self.receiver.connected)

    def check(self) -> None:
        """Nothing twice, nothing in another order, and no hole of which nobody was told."""
        messages = self.ear.messages
        assert messages == sorted(set(messages))
        expected = 0
        told = False
        for each in self.ear.heard:
            if each == RESTORED:
                told = True
                continue
            assert told or int(each) == expected, f"{expected} to {int(each)} is missing, and nobody was told"
            expected, told = int(each) + 1, False

    async def close(self) -> None:
        await self.sender.close()
        await self.receiver.close()
        for server in self.servers:
            await server.close()


@pytest.fixture
async def talking() -> AsyncIterator[Callable[[str], Any]]:
    talks: list[Talk] = []

    async def begin(url: str) -> Talk:
        talks.append(Talk(url))
        await talks[-1].ear.listen(talks[-1].receiver)
        return talks[-1]

    yield begin
    for talk in talks:
        await talk.close()


@pytest.fixture
async def new_bus(redis: RedisOnSocket) -> AsyncIterator[Callable[[], Bus]]:
    server = RedisServer(redis.url)
    made: list[Bus] = []

    def new() -> Bus:
        made.append(RedisBus(server))
        return made[-1]

    yield new
    for bus in made:
        await bus.close()
    await server.close()


@pytest.mark.packages
async def test_killed_and_back(talking: Callable[[str], Any], redis: RedisOnSocket) -> None:
    talk = await talking(redis.url)
    await talk.is_heard()
    for times in range(1, 4):
        redis.kill()
        for _ in range(50):
            talk.say()
            await asyncio.sleep(0)
        await eventually(lambda: not talk.sender.connected and not talk.receiver.connected)
        assert str(talk.receiver.describe()["state"]).startswith("disconnected: ")
        redis.start()
        await talk.ear.is_restored(times)
        await talk.is_heard()
    talk.check()


@pytest.mark.packages
async def test_frozen_and_thawed(talking: Callable[[str], Any], redis: RedisOnSocket) -> None:
    talk = await talking(redis.url)
    await talk.is_heard()
    redis.freeze()
    for _ in range(50):
        talk.say()
        await asyncio.sleep(0)
    await eventually(lambda: not talk.sender.connected, "it thinks that it publishes")
    await eventually(lambda: not talk.receiver.connected, "it thinks that it listens")
    redis.thaw()
    await talk.ear.is_restored()
    await talk.is_heard()
    talk.check()


@pytest.mark.packages
async def test_it_may_begin_without_redis(talking: Callable[[str], Any], redis: RedisOnSocket) -> None:
    redis.kill()
    talk = await talking(redis.url)
    assert not talk.receiver.connected
    talk.say()
    assert talk.ear.heard == []
    redis.start()
    await talk.ear.is_restored()
    await talk.is_heard()


@pytest.mark.packages
async def test_who_publishes_only_sees_that_redis_is_away(new_bus: Callable[[], Bus], redis: RedisOnSocket) -> None:
    bus = new_bus()
    await eventually(lambda: bus.connected)
    redis.kill()
    await eventually(lambda: not bus.connected)


@pytest.mark.packages
async def test_what_was_dropped_is_counted_and_told_where_it_would_have_arrived(
    monkeypatch: pytest.MonkeyPatch, new_bus: Callable[[], Bus]
) -> None:
    """The listener's own connection was never lost: that something is missing it learns from the sender."""
    monkeypatch.setattr(outbox, "MAX_ITEMS", 100)
    sender, receiver = new_bus(), new_bus()
    ear, other = await Ear().listen(receiver), await Ear().listen(receiver, OTHER)
    for number in range(1000):
        sender.publish(CHANNEL, b"%d" % number)
    sender.publish(OTHER, b"a")
    await ear.hears(RESTORED, *(b"%d" % number for number in range(901, 1000)))
    await other.hears(b"a")
    assert (sender.describe()["dropped"], receiver.describe()["restored"]) == (901, 1)


@pytest.mark.packages
async def test_what_waited_too_long_is_not_sent_and_told_without_anything_following(
    monkeypatch: pytest.MonkeyPatch, new_bus: Callable[[], Bus]
) -> None:
    monkeypatch.setattr(outbox, "KEPT_S", -1.0)
    sender, receiver = new_bus(), new_bus()
    ear = await Ear().listen(receiver)
    sender.publish(CHANNEL, b"late")
    await ear.hears(RESTORED)
    assert sender.describe()["dropped"] == 1


@pytest.mark.packages
async def test_a_tick_goes_out_as_one_command_per_channel(new_bus: Callable[[], Bus], redis: RedisOnSocket) -> None:
    bus = new_bus()
    one, two = await Ear().listen(bus), await Ear().listen(bus, OTHER)
    await eventually(lambda: bus.connected)
    for number in range(500):
        bus.publish(CHANNEL, b"%d" % number)
        bus.publish(OTHER, b"%d" % number)
    await eventually(lambda: len(one.heard) == len(two.heard) == 500)
    with redis.client() as client:
        told: Any = client.info("commandstats")
        assert told["cmdstat_publish"]["calls"] == 2


@pytest.mark.packages
async def test_what_is_not_ours_on_the_channel_is_no_end(new_bus: Callable[[], Bus], redis: RedisOnSocket) -> None:
    bus = new_bus()
    ear = await Ear().listen(bus)
    with redis.client() as client:
        client.publish(CHANNEL, "not MessagePack at all")
    await ear.hears(RESTORED)
    bus.publish(CHANNEL, b"a")
    await ear.hears(RESTORED, b"a")


@pytest.mark.packages
async def test_a_listener_that_redis_drops_comes_back(talking: Callable[[str], Any], redis: RedisOnSocket) -> None:
    talk = await talking(redis.url)
    await talk.is_heard()
    with redis.client() as client:
        client.execute_command("CLIENT KILL", "TYPE", "pubsub")
    await talk.ear.is_restored()
    await talk.is_heard()
    talk.check()


@pytest.mark.packages
async def test_a_replica_takes_over(talking: Callable[[str], Any], tmp_path: Path) -> None:
    pair = WatchedPair(tmp_path)
    try:
        talk = await talking(pair.url)
        await talk.is_heard()
        pair.master.kill()
        await talk.ear.is_restored()
        await talk.is_heard()
        with pair.replica.client() as client:
            told: Any = client.info("commandstats")
            assert told["cmdstat_publish"]["calls"] > 0
        talk.check()
    finally:
        pair.kill()


@pytest.mark.packages
async def test_a_frozen_master_that_thaws_as_a_replica_is_left(talking: Callable[[str], Any], tmp_path: Path) -> None:
    pair = WatchedPair(tmp_path)
    try:
        talk = await talking(pair.url)
        await talk.is_heard()
        pair.master.freeze()
        await talk.ear.is_restored()
        pair.master.thaw()
        await talk.is_heard()
        talk.check()
    finally:
        pair.kill()


@pytest.mark.packages
async def test_a_node_of_a_cluster_dies_and_returns(talking: Callable[[str], Any], cluster: ThreeNodes) -> None:
    talk = await talking(cluster.url)
    await talk.is_heard()
    node = cluster.owner(CHANNEL)
    node.kill()
    for _ in range(20):
        talk.say()
        await asyncio.sleep(0)
    await eventually(lambda: not talk.receiver.connected)
    node.start()
    cluster.wait()
    await talk.ear.is_restored()
    await talk.is_heard()
    talk.check()


@pytest.mark.packages
async def test_a_channel_moves_to_another_node(talking: Callable[[str], Any], cluster: ThreeNodes) -> None:
    talk = await talking(cluster.url)
    await talk.is_heard()
    before = cluster.owner(CHANNEL)
    after = next(node for node in cluster.nodes if node is not before)
    cluster.move(CHANNEL, after)
    await talk.ear.is_restored()
    await talk.is_heard()
    assert cluster.owner(CHANNEL) is after
    talk.check()


DELAY_S = 0.2


@pytest.mark.packages
async def test_a_slow_server_is_shown_as_slow_also_when_that_is_usual(redis: RedisOnSocket, tmp_path: Path) -> None:
    carriers: list[asyncio.Task[None]] = []

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                await asyncio.sleep(DELAY_S / 2)
                if writer.is_closing():
                    break
                writer.write(data)
        writer.close()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(redis.socket)
        await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        carriers.append(asyncio.create_task(carry(reader, writer)))

    async def shown(bus: RedisBus, condition: Callable[[float], bool], what: str) -> None:
        """A stall of the machine is a slow answer too, so one answer proves nothing: more are asked for."""

        def is_shown() -> bool:
            bus.publish(CHANNEL, b"probe")
            return bus.connected and condition(float(bus.describe()["latency_ms"]))

        await eventually(is_shown, what)

    slow = tmp_path / "slow.sock"
    async with await asyncio.start_unix_server(accept, slow):
        bus = RedisBus(RedisHost(f"unix://{slow}"), "test")
        await Ear().listen(bus)
        await shown(bus, lambda latency: latency >= 1000 * DELAY_S, "a slow server was not shown as slow")
        await bus.close()
        await asyncio.gather(*carriers)
    quick = RedisBus(RedisHost(redis.url), "test")
    await (await Ear().listen(quick)).listen(quick, OTHER)
    await shown(quick, lambda latency: 0 < latency < 1000 * DELAY_S, "a quick server was not shown as quick")
    await quick.close()
