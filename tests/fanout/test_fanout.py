"""Whatever a bus does to batches, who is connected ends up with every event: delivered, or read from the store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imserver.bus.memory import MemoryBus
from imserver.core import errors
from imserver.core.errors import CloseCode
from imserver.core.event import BlockChanged, Delivery, ReceiptMoved
from imserver.fanout.publisher import FanoutPublisher
from imserver.fanout.subscriber import FanoutSubscriber
from imserver.fanout.topics import Presence, TypingNotification
from imserver.rpc import client as caller_module
from imserver.rpc import server as server_module
from imserver.rpc.address import Address
from imserver.rpc.client import RpcClient
from imserver.rpc.server import RpcServer
from imserver.rpc.wire import PROTOCOL, Hello
from tests.patience import PATIENCE_S, until


class BadBus(MemoryBus):
    """Does to each batch what the script says: passes it on, loses it, doubles it, or holds it back for one."""

    def __init__(self, script: list[str]) -> None:
        super().__init__()
        self._script = list(script)
        self._held: list[tuple[str, bytes]] = []
        self.is_up = True

    @property
    def connected(self) -> bool:
        return self.is_up and super().connected

    def publish(self, channel: str, data: bytes) -> None:
        what = self._script.pop(0) if self._script else "pass"
        if what == "lose" or not self.is_up:
            return
        if what == "hold":
            self._held.append((channel, data))
            return
        for _ in range(2 if what == "double" else 1):
            super().publish(channel, data)
        held, self._held = self._held, []
        for each in held:
            super().publish(*each)


class Reader:
    """Implements the sink of a feed. What it knows is what it was delivered, and what it read from the `store`."""

    def __init__(self, store: list[int], users: list[str]) -> None:
        self._store = store
        self._users = users
        self.known: set[int] = set()
        self.delivered: list[int] = []
        self.typing: list[TypingNotification] = []
        self.ended: list[tuple[list[str], CloseCode]] = []
        self.caught_up = 0
        self.watching: set[str] = set()
        self.news: list[str] = []
        self.names: list[str] = []

    def present(self) -> list[Presence]:
        return [(user, f"s-{user}") for user in self._users]

    def deliver(self, epoch: str, deliveries: list[Delivery]) -> None:
        self.known |= {each.position for each in deliveries}
        self.delivered += [each.position for each in deliveries]

    def catch_up(self) -> None:
        self.caught_up += 1
        self.known |= set(self._store)

    def watched(self) -> Collection[str]:
        return self.watching

    def note_elsewhere(self, user: str) -> None:
        self.news.append(user)

    def hear_typing(self, typing: TypingNotification) -> None:
        self.typing.append(typing)

    def hear_renamed(self, name: str) -> None:
        self.names.append(name)

    def end_sessions(self, sessions: Collection[str], code: CloseCode) -> None:
        self.ended.append((list(sessions), code))


class Here:
    """The process that keeps the store, with nobody connected to it."""

    def __init__(self) -> None:
        self.typing: list[TypingNotification] = []

    def is_here(self, user: str) -> bool:
        return False

    def note_elsewhere(self, user: str) -> None: ...

    def hear_typing(self, typing: TypingNotification) -> None:
        self.typing.append(typing)

    def end_sessions(self, sessions: Collection[str], code: CloseCode) -> None: ...


class Feed:
    def __init__(self, folder: Path, bus: MemoryBus) -> None:
        self.address = Address("test", path=folder / "link.sock")
        self.bus = bus
        self.store: list[int] = []
        self.server = RpcServer(Hello(PROTOCOL, "1", "messages", ("messages",)), {})
        self.here = Here()
        self.publisher = FanoutPublisher(self.server, bus, lambda: "epoch", self.here)
        self.callers: list[RpcClient] = []

    async def gateway(self, name: str, *users: str) -> tuple[FanoutSubscriber, Reader]:
        rpc = RpcClient(self.address, Hello(PROTOCOL, "1", name, ("gateway",)))
        await rpc.start(PATIENCE_S)
        self.callers.append(rpc)
        reader = Reader(self.store, list(users))
        subscriber = FanoutSubscriber(rpc, self.bus, reader)
        await subscriber.start()
        await until(lambda: all(user in self.publisher.users for user in users))
        return subscriber, reader

    def answer(self) -> None:
        """Something goes out to every gateway in the turn after this one, as answers to what was committed do."""
        for peer in self.server.peers:
            asyncio.get_running_loop().call_soon(peer.tell, "beat", b"\xc0")

    def commit(self, *audience: str) -> None:
        """An event is stored, and told."""
        self.store.append(len(self.store) + 1)
        told = Delivery(self.store[-1], ReceiptMoved("c", "u", 1, 1), audience or None)
        self.publisher.deliver([told])


@asynccontextmanager
async def feed(folder: Path, bus: MemoryBus) -> AsyncIterator[Feed]:
    made = Feed(folder, bus)
    await made.server.listen(made.address)
    try:
        yield made
    finally:
        for rpc in made.callers:
            await rpc.close()
        await made.server.close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (caller_module, server_module):
        monkeypatch.setattr(module, "BEAT_S", 0.02)


@pytest.mark.anyio
async def test_only_the_gateways_that_have_somebody_are_told(tmp_path: Path) -> None:
    async with feed(tmp_path, MemoryBus()) as made:
        _, ann = await made.gateway("g1", "ann")
        _, bob = await made.gateway("g2", "bob")
        made.commit("ann", "carl")
        made.commit("bob")
        made.commit()
        await until(lambda: len(ann.delivered) == len(bob.delivered) == 2)
        assert (ann.delivered, bob.delivered) == ([1, 3], [2, 3])


@pytest.mark.anyio
async def test_every_gateway_learns_what_the_server_is_called_now(tmp_path: Path) -> None:
    async with feed(tmp_path, MemoryBus()) as made:
        _, ann = await made.gateway("g1", "ann")
        _, bob = await made.gateway("g2", "bob")
        made.publisher.rename("Greenfield School")
        await until(lambda: ann.names == bob.names == ["Greenfield School"])


@pytest.mark.anyio
async def test_a_gateway_that_is_answered_anyway_gets_its_events_with_the_answer(tmp_path: Path) -> None:
    bus = MemoryBus()
    async with feed(tmp_path, bus) as made:
        _, ann = await made.gateway("g1", "ann")
        made.commit("ann")
        made.answer()
        await until(lambda: ann.delivered == [1])
        assert bus.describe()["published"] == 0
        made.commit("ann")
        await until(lambda: ann.delivered == [1, 2])
        assert bus.describe()["published"] == 1


@given(
    script=st.lists(
        st.sampled_from(["pass", "pass", "lose", "double", "hold", "answer", "answer"]), min_size=1, max_size=12
    )
)
@settings(max_examples=25)
def test_nothing_is_missed_whatever_the_bus_does(script: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    async def play() -> None:
        bus = BadBus([each for each in script if each != "answer"])
        async with feed(tmp_path_factory.mktemp("feed"), bus) as made:
            _, ann = await made.gateway("g1", "ann")
            for each in script:
                made.commit("ann")
                if each == "answer":
                    made.answer()
                for _ in range(3):
                    await asyncio.sleep(0)
            await until(lambda: ann.known == set(made.store))
            assert len(ann.delivered) == len(set(ann.delivered)), "delivered twice"
            assert ann.delivered == sorted(ann.delivered), "delivered in another order"

    asyncio.run(play())


@pytest.mark.anyio
async def test_a_block_is_told_to_every_gateway(tmp_path: Path) -> None:
    """The one where the blocked person types has to know too."""
    async with feed(tmp_path, MemoryBus()) as here:
        _, where_ann_is = await here.gateway("one", "ann")
        _, where_bob_is = await here.gateway("two", "bob")
        _, where_neither_is = await here.gateway("three", "cara")
        here.publisher.deliver([Delivery(7, BlockChanged("bob", on=True), ("ann",))])
        for reader in (where_ann_is, where_bob_is, where_neither_is):
            await until(partial(reader.delivered.__eq__, [7]))


@pytest.mark.anyio
async def test_a_bus_that_is_away_is_gone_around_and_trusted_again(tmp_path: Path) -> None:
    bus = BadBus([])
    async with feed(tmp_path, bus) as made:
        _, ann = await made.gateway("g1", "ann")
        bus.is_up = False
        for _ in range(5):
            made.commit("ann")
        await until(lambda: ann.delivered == [1, 2, 3, 4, 5])
        bus.is_up = True
        published = bus.describe()["published"]

        def again() -> bool:
            made.commit("ann")
            return bus.describe()["published"] != published

        await until(again)
        await until(lambda: ann.known == set(made.store))
        assert ann.caught_up == 1, "only at the beginning was anything read from the store"


@pytest.mark.anyio
async def test_a_lost_link_means_reading_the_store_once(tmp_path: Path) -> None:
    async with feed(tmp_path, MemoryBus()) as made:
        _, ann = await made.gateway("g1", "ann")
        [peer] = made.server.peers
        made.server.on_left.append(lambda _: made.commit("ann"))  # at once: later the gateway may be half back
        peer.abort()
        await until(lambda: ann.caught_up == 2 and "ann" in made.publisher.users)
        made.commit("ann")
        await until(lambda: ann.known == {1, 2})


@pytest.mark.anyio
async def test_typing_goes_to_the_others_and_ended_sessions_to_all(tmp_path: Path) -> None:
    async with feed(tmp_path, MemoryBus()) as made:
        ann_feed, ann = await made.gateway("g1", "ann")
        _, bob = await made.gateway("g2", "bob")
        typing = TypingNotification("c", "ann", ("ann", "bob"))
        ann_feed.tell(typing)
        await until(lambda: bob.typing)
        assert (bob.typing, made.here.typing) == ([typing], [typing])
        made.publisher.end(["s-ann"], errors.SESSION_ENDED)
        await until(lambda: ann.ended and bob.ended)
        assert ann.ended == [(["s-ann"], errors.SESSION_ENDED)]
        assert ann.typing == [], "what was told later has come"


@pytest.mark.anyio
async def test_who_is_where_is_known_by_session(tmp_path: Path) -> None:
    async with feed(tmp_path, MemoryBus()) as made:
        subscriber, _ = await made.gateway("g1")
        for session in ("s1", "s2", "s1"):
            subscriber.came("ann", session)
        await until(lambda: made.publisher.sessions("ann") == {"s1", "s2"})
        for session in ("s1", "s2"):
            subscriber.went("ann", session)
        await until(lambda: made.publisher.sessions("ann") == {"s1"})
        subscriber.went("ann", "s1")
        await until(lambda: "ann" not in made.publisher.users)


@pytest.mark.anyio
async def test_who_is_watched_is_seen_coming_and_going_elsewhere(tmp_path: Path) -> None:
    async with feed(tmp_path, MemoryBus()) as made:
        here, ann = await made.gateway("g1", "ann")
        there, _ = await made.gateway("g2", "bob")
        ann.watching = {"bob", "ann", "carl"}
        here.watch(ann.watching, [])
        await until(lambda: here.is_elsewhere("bob"))
        assert not here.is_elsewhere("ann"), "she is only here"
        there.went("bob", "s-bob")
        await until(lambda: not here.is_elsewhere("bob"))
        there.came("carl", "s-carl")
        await until(lambda: here.is_elsewhere("carl"))
        assert ann.news == ["bob", "bob", "carl"]
        assert made.publisher.online_elsewhere("g1", ["ann", "bob", "carl"]) == ["carl"]
        [peer] = [peer for peer in made.server.peers if peer.hello.name == "g2"]
        peer.abort()
        await until(lambda: not here.is_elsewhere("carl"), "whose gateway is gone stays online")


@pytest.mark.anyio
async def test_an_answer_that_was_waited_for_is_older_than_what_was_told_meanwhile(tmp_path: Path) -> None:
    async with feed(tmp_path, MemoryBus()) as made:
        here, ann = await made.gateway("g1", "ann")
        await made.gateway("g2", "bob")
        ann.watching = {"bob"}
        here.watch(ann.watching, [])
        await until(lambda: here.is_elsewhere("bob"))
        here.learn(["bob", "carl"], ["carl"])
        assert (here.is_elsewhere("bob"), here.is_elsewhere("carl")) == (True, True)


@pytest.mark.anyio
async def test_after_a_lost_link_presence_is_learnt_anew(tmp_path: Path) -> None:
    async with feed(tmp_path, MemoryBus()) as made:
        here, ann = await made.gateway("g1", "ann")
        there, _ = await made.gateway("g2")
        ann.watching = {"bob"}
        here.watch(ann.watching, [])
        [peer] = [peer for peer in made.server.peers if peer.hello.name == "g1"]
        peer.abort()
        await until(lambda: peer not in made.server.peers)
        there.came("bob", "s-bob")
        await until(lambda: here.is_elsewhere("bob"))
