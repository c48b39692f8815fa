"""Gateways are exchanged, go and come back, while people chat: each is cut off once at most, and shares even out."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidMessage, InvalidStatus
from websockets.typing import Subprotocol

from control.client.haproxy import Edge
from imserver.core.codec import JSON
from imserver.edge.balance import TOLERATED
from imserver.process.gateway import settings_of
from imserver.system.clock import wall_clock
from imserver.tokens.access import AccessTokens, load_key
from tests.client import PATIENCE_S, Frame, Person
from tests.cluster.cluster import Cluster, wait_for
from tests.cluster.through import at

pytestmark = [pytest.mark.packages, pytest.mark.anyio]

PAUSE_S: Final = 0.1
RESTARTING: Final = 3000
STARTING_S: Final = 3.0
"""In which a successor would listen too early, and before which it gives up waiting for messages."""


class Follower:
    """A device that comes back as the page does, and remembers what it got and how it was cut off."""

    def __init__(self, cluster: Cluster, user: str, token: str) -> None:
        self.user = user
        self.ends: list[int] = []
        self.texts: list[str] = []
        self.is_live = False
        self._cluster = cluster
        self._token = token
        self._sync: str | None = None
        self._socket: ClientConnection | None = None
        self._acked: set[str] = set()
        self._seen: set[int] = set()

    async def follow(self) -> None:
        while True:
            try:
                async with connect(self._cluster.ws_url, subprotocols=[Subprotocol(JSON.subprotocol)]) as socket:
                    await self._listen(socket)
            except ConnectionClosed as closed:
                self.ends.append(closed.rcvd.code if closed.rcvd else 1006)
            except (OSError, InvalidStatus, InvalidMessage):
                pass
            self.is_live = False
            await asyncio.sleep(random.uniform(0.25, 0.5))

    async def _listen(self, socket: ClientConnection) -> None:
        self._socket = socket
        known = {"sync": self._sync} if self._sync else {}
        await socket.send(json.dumps({"t": "auth", "id": 0, "token": self._token, **known}))
        while True:
            frame: Frame = json.loads(await socket.recv())
            self._sync = frame.get("sync", self._sync)
            if frame["t"] == "live":
                self.is_live = True
            elif frame["t"] == "message" and frame["seq"] not in self._seen:
                self._seen.add(frame["seq"])
                self.texts.append(frame["text"])
            elif frame["t"] == "sent":
                self._acked.add(frame["client_id"])

    async def say(self, conv: str, text: str) -> None:
        """Send it until it is acknowledged, whatever happens to the connection."""
        key = str(uuid4())
        sent = json.dumps({"t": "send", "id": 1, "conv": conv, "client_id": key, "text": text})
        for _ in range(60):
            if self.is_live and self._socket is not None:
                with suppress(ConnectionClosed):
                    await self._socket.send(sent)
            for _ in range(100):
                if key in self._acked:
                    return
                await asyncio.sleep(0.01)
        raise AssertionError(f"{text!r} was never acknowledged")


class Crowd:
    """People of one group: some with two devices."""

    def __init__(self, cluster: Cluster, connections: int) -> None:
        name = uuid4().hex[:8]
        people = connections * 2 // 3
        rows = [{"login": f"p{name}-{number}"} for number in range(people)]
        made = cluster.admin.post("/api/v1/admin/users/import", json={"rows": rows}).raise_for_status().json()
        users = [user["id"] for user in made["created"]]
        body = {"title": "All", "owner": users[0], "members": users}
        self.conv = str(cluster.admin.post("/api/v1/admin/groups", json=body).raise_for_status().json()["id"])
        tokens = AccessTokens(load_key(cluster.data_dir / "keys" / "access.key"), wall_clock)
        self.cluster = cluster
        self.said: list[str] = []
        self.followers = [
            Follower(cluster, user, tokens.issue(user, f"s{uuid4().hex[:12]}")[0])
            for user in (users[number % people] for number in range(connections))
        ]

    async def talk(self) -> None:
        while True:
            text = str(len(self.said))
            self.said.append(text)
            await self.followers[0].say(self.conv, text)
            await asyncio.sleep(PAUSE_S)

    async def until(self, condition: Callable[[], bool], otherwise: str) -> None:
        try:
            async with asyncio.timeout(2 * PATIENCE_S):
                while not condition():  # noqa: ASYNC110 - nothing tells
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(f"{otherwise}: {self.shares()}, {self.cuts()}") from None

    def shares(self) -> dict[str, int]:
        places = Edge(self.cluster.folder / "haproxy.sock").places()
        return {place.server: place.connections for place in places if place.service == "gateway"}

    def are_even(self) -> bool:
        shares, everybody = self.shares().values(), len(self.followers)
        fair = everybody / len(shares)
        return sum(shares) == everybody and all(abs(each - fair) <= max(TOLERATED, fair / 10) for each in shares)

    def cuts(self) -> Counter[tuple[int, ...]]:
        return Counter(tuple(follower.ends) for follower in self.followers)

    @property
    def all_live(self) -> bool:
        return all(follower.is_live for follower in self.followers)


@asynccontextmanager
async def chatting(cluster: Cluster, connections: int = 60) -> AsyncIterator[Crowd]:
    """Everybody is connected, and somebody talks; at the end everybody has heard all of it, once and in order."""
    crowd = Crowd(cluster, connections)
    async with asyncio.TaskGroup() as group:
        following = [group.create_task(follower.follow()) for follower in crowd.followers]
        await crowd.until(lambda: crowd.all_live and crowd.are_even(), "they don't come in")
        talking = group.create_task(crowd.talk())
        yield crowd
        last = len(crowd.said)
        await crowd.until(lambda: len(crowd.said) > last + 1, "nobody talks any more")
        heard = crowd.said[:last]
        await crowd.until(
            lambda: all(len(follower.texts) >= last for follower in crowd.followers[1:]), "some have missed something"
        )
        for follower in crowd.followers:
            if follower.user != crowd.followers[0].user:
                assert follower.texts[:last] == heard, "each message, in order"
        for task in (talking, *following):
            task.cancel()


async def test_a_rolling_upgrade_cuts_everybody_off_once(cluster: Cluster) -> None:
    async with chatting(cluster) as crowd:
        retiring = [await asyncio.to_thread(cluster.processes[name].succeed) for name in cluster.gateways]
        assert set(crowd.cuts()) == {()}, "nobody is cut off before there are successors for all"
        names = Counter(each["name"] for each in cluster.admin.get("/api/v1/admin/status").json()["processes"])
        assert names == {"messages": 1, "auth": 1, "gateway-1": 2, "gateway-2": 2}
        for each in retiring:
            each.let_go()
        for each in retiring:
            await asyncio.to_thread(each.wait)
        await crowd.until(lambda: crowd.all_live and crowd.are_even(), "shares don't even out")
        assert set(crowd.cuts()) == {(RESTARTING,)}


async def test_a_drained_gateway_lets_its_people_go_and_gets_its_share_when_it_is_back(cluster: Cluster) -> None:
    edge = Edge(cluster.folder / "haproxy.sock")
    async with chatting(cluster) as crowd:
        everybody = len(crowd.followers)
        edge.drain("gateway-1")
        await crowd.until(lambda: crowd.shares() == {"gateway-1": 0, "gateway-2": everybody}, "some are left")
        await crowd.until(lambda: crowd.all_live, "some don't come back")
        assert set(crowd.cuts()) == {(), (RESTARTING,)}
        edge.undrain("gateway-1")
        await crowd.until(lambda: crowd.all_live and crowd.are_even(), "shares don't even out")


@pytest.mark.full("shares even out in the same way after a drain, with 60")
async def test_a_gateway_that_was_killed_gets_its_share_when_it_is_back(cluster: Cluster) -> None:
    async with chatting(cluster, 300) as crowd:
        cluster.processes["gateway-2"].kill()
        await crowd.until(lambda: crowd.all_live and crowd.shares()["gateway-1"] == 300, "nobody takes over")
        assert set(crowd.cuts()) == {(), (1006,)}
        await asyncio.to_thread(cluster.restart, "gateway-2")
        await crowd.until(lambda: crowd.all_live and crowd.are_even(), "shares don't even out")
        again = sum(count for ends, count in crowd.cuts().items() if RESTARTING in ends)
        assert 0 < again <= 150, "those above the mean, and no more"
        assert set(crowd.cuts()) <= {(), (1006,), (RESTARTING,), (1006, RESTARTING)}, "nobody twice for that"


def joined(cluster: Cluster) -> Counter[str]:
    return Counter(each["name"] for each in cluster.admin.get("/api/v1/admin/status").json()["processes"])


def test_a_gateway_retires_through_whatever_happens_meanwhile(cluster: Cluster, ann: Person, bob: Person) -> None:
    conv = ann.direct(bob)
    gateway = cluster.processes["gateway-1"]
    with at(ann, cluster, "gateway-1") as device, at(bob, cluster, "gateway-2") as other:
        os.kill(gateway.pid, signal.SIGUSR2)
        first = gateway.succeed()
        cluster.processes["messages"].kill()
        cluster.restart("messages")
        wait_for(lambda: joined(cluster)["gateway-1"] == 2, "one of the two doesn't come back")
        assert "has a successor already" in refused(cluster, "reload", str(first.pid))
        with at(bob, cluster, "gateway-1"):
            second = gateway.succeed()
            wait_for(lambda: joined(cluster)["gateway-1"] == 3, "one of the three isn't there")
        second.wait()
        assert device.send(conv, "still here")["t"] == "sent"
        assert other.next_message()["text"] == "still here"
        first.let_go()
        assert device.wait_for_close() == RESTARTING
        first.wait()


def test_a_gateway_that_is_drained_after_a_reload_lets_all_go(cluster: Cluster, ann: Person) -> None:
    with at(ann, cluster, "gateway-1") as device:
        retiring = cluster.processes["gateway-1"].succeed()
        Edge(cluster.folder / "haproxy.sock").drain("gateway-1")
        assert device.wait_for_close() == RESTARTING
        retiring.wait()


def test_a_gateway_that_retires_ends_at_once_where_it_is_stopped(cluster: Cluster, ann: Person) -> None:
    with at(ann, cluster, "gateway-1") as device:
        retiring = cluster.processes["gateway-1"].succeed()
        retiring.stop()
        assert device.wait_for_close() == RESTARTING
        retiring.wait()


def test_nobody_waits_at_the_door_of_a_successor_that_is_not_ready(cluster: Cluster) -> None:
    """Half of the connections would be its own from the moment in which it listens."""
    gateway = cluster.processes["gateway-1"]
    cluster.processes["messages"].freeze()
    with ThreadPoolExecutor(1) as pool, httpx.Client(timeout=PATIENCE_S) as client:
        try:
            reloading = pool.submit(gateway.succeed)
            wait_for(lambda: is_starting(cluster), "it doesn't begin to start")
            enough = time.monotonic() + STARTING_S
            while time.monotonic() < enough:
                client.get(f"http://127.0.0.1:{cluster.ports['gateway-1']}/readyz")
            assert not reloading.done(), "it got ready without messages"
        finally:
            cluster.processes["messages"].thaw()
        retiring = reloading.result()
    retiring.let_go()
    retiring.wait()


def is_starting(cluster: Cluster) -> bool:
    """Whether there is a successor of gateway-1."""
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    found = {pid for pid in pids if (told := settings_of(pid)) and told.port == cluster.ports["gateway-1"]}
    return bool(found - {cluster.processes["gateway-1"].pid})


def refused(cluster: Cluster, *command: str, **options: object) -> str:
    """What `imserver` says when it ends at once."""
    given = {"services": "gateway", "name": "gateway-1", "port": cluster.ports["gateway-1"]} | options
    told = [text for name, value in given.items() for text in (f"--{name}", str(value))]
    done = subprocess.run(
        [sys.executable, "-m", "imserver", *command, "--data-dir", str(cluster.data_dir), *told],
        env=cluster.processes["gateway-1"].environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_successor_that_cannot_start_leaves_everything_as_it_is(cluster: Cluster, ann: Person) -> None:
    gateway = cluster.processes["gateway-1"]
    taken = cluster.ports["messages"]
    with ann.device() as device:
        told = refused(cluster, "reload", str(gateway.pid), port=taken)
        assert f"error: Can't listen on 127.0.0.1:{taken}: Address already in use" in told
        assert f"error: Process {gateway.pid} goes on: the new process ended before it was ready" in told
        assert cluster.is_ready("gateway-1")
        assert device.request({"t": "ping"})["t"] == "pong"
    assert "nothing can take over while it runs" in refused(cluster, "reload", str(gateway.pid), services="auth")
    told = refused(cluster, "reload", str(gateway.pid), name="gateway-2")
    assert f"Process {gateway.pid} is gateway-1, and not gateway-2" in told
    other = refused(cluster, "reload", str(gateway.pid), port=cluster.ports["gateway-2"])
    assert "Address already in use" in other, "it is another gateway's"
    with subprocess.Popen(["sleep", "600"]) as stranger:
        assert "no gateway that can be succeeded" in refused(cluster, "reload", str(stranger.pid))
        assert stranger.poll() is None
        stranger.kill()
    assert "There is no process 4194305" in refused(cluster, "reload", "4194305")


def test_a_gateway_shares_its_port_and_its_name_with_nobody_by_mistake(cluster: Cluster) -> None:
    assert "Address already in use" in refused(cluster, "run", name="gateway-3")
    assert "a process named gateway-1 is connected already" in refused(cluster, "run", port=0)
    retiring = cluster.processes["gateway-1"].succeed()
    assert "a process named gateway-1 is connected already" in refused(cluster, "run", port=0)
    retiring.let_go()
    retiring.wait()
