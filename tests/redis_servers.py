"""Real Redis servers of a test: one on a Unix socket, a pair watched by a sentinel, a cluster."""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import pytest
from redis import Redis
from redis.exceptions import MovedError, RedisError

from tests.ports import free_port
from tests.witness import keep_end, witness

DEADLINE_S = 60.0

T = TypeVar("T")


async def eventually(condition: Callable[[], Any], what: str = "") -> Any:
    """The first true value of the condition, which is asked again and again, and may be a coroutine's."""
    deadline = time.monotonic() + DEADLINE_S
    while True:
        found = condition()
        if isinstance(found, Awaitable):
            found = await found
        if found:
            return found
        assert time.monotonic() < deadline, what or "it didn't happen"
        await asyncio.sleep(0.02)


def wait_for(condition: Callable[[], Any], what: str) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while True:
        try:
            if condition():
                return
        except RedisError:
            pass
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def program() -> str:
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found is None:
        pytest.skip("redis-server is missing: apt install redis-server")
    return found


class RedisProcess:
    """A redis-server that can be killed, frozen and started again under the same address."""

    def __init__(self, folder: Path, *options: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._command = [program(), *options, "--dir", str(folder), "--logfile", str(folder / "redis.log")]
        self.process: subprocess.Popen[bytes] | None = None
        witness(self)

    def testify(self, folder: Path) -> None:
        keep_end(self.folder / "redis.log", folder, f"redis-{self.folder.name}.log")

    def client(self) -> Redis:
        raise NotImplementedError

    def start(self) -> None:
        self.process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        wait_for(self._answers, f"{self._command} doesn't start; see {self.folder / 'redis.log'}")

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "redis.log").read_text()
        with self.client() as client:
            return bool(client.ping())

    def _signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class RedisOnSocket(RedisProcess):
    """Memory only, on a Unix socket, and nowhere else."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}"
        super().__init__(folder, "--port", "0", "--unixsocket", str(self.socket), "--save", "", *options)
        self.start()

    def client(self) -> Redis:
        return Redis(unix_socket_path=str(self.socket))


class RedisOnPort(RedisProcess):
    def __init__(self, folder: Path, *options: str, password: str | None = None) -> None:
        self.port = free_port()
        self._password = password
        self.url = f"redis://127.0.0.1:{self.port}"
        super().__init__(folder, "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", *options)
        self.start()

    def client(self) -> Redis:
        return Redis(port=self.port, password=self._password)


class WatchedPair:
    """A master, its replica, and sentinels that make the replica the master when that is gone for two seconds.

    Most of the sentinels have to agree.
    """

    def __init__(self, folder: Path, sentinels: int = 1) -> None:
        self._all: list[RedisProcess] = []
        try:
            self.master = self._keep(RedisOnPort(folder / "master"))
            self.replica = self._keep(
                RedisOnPort(folder / "replica", "--replicaof", "127.0.0.1", str(self.master.port))
            )
            self.sentinels = [
                self._keep(_Sentinel(folder / f"sentinel{number}", self.master.port, sentinels // 2 + 1))
                for number in range(sentinels)
            ]
            self.url = f"redis+sentinel://{','.join(f'127.0.0.1:{each.port}' for each in self.sentinels)}/imnode"
            wait_for(lambda: all(map(self._is_seen_by, self.sentinels)), "a sentinel doesn't see all others")
            with self.replica.client() as client:
                wait_for(lambda: client.info("replication")["master_link_status"] == "up", "the replica isn't in step")
        except BaseException:
            self.kill()
            raise

    def _is_seen_by(self, sentinel: _Sentinel) -> bool:
        with sentinel.client() as client:
            replicas = [each for each in client.sentinel_slaves("imnode") if not each["is_disconnected"]]
            others = client.sentinel_sentinels("imnode")
            return len(replicas) == 1 and len(others) == len(self.sentinels) - 1

    def _keep(self, process: T) -> T:
        assert isinstance(process, RedisProcess)
        self._all.append(process)
        return process

    def kill(self) -> None:
        for process in self._all:
            process.kill()


class _Sentinel(RedisProcess):
    """Of `quorum` that agree, one makes the replica the master."""

    def __init__(self, folder: Path, master_port: int, quorum: int) -> None:
        self.port = free_port()
        super().__init__(folder)
        config = folder / "sentinel.conf"
        config.write_text(
            f"bind 127.0.0.1\nsentinel monitor imnode 127.0.0.1 {master_port} {quorum}\n"
            "sentinel down-after-milliseconds imnode 2000\nsentinel failover-timeout imnode 10000\n"
        )
        self._command = [
            program(),
            str(config),
            "--sentinel",
            "--port",
            str(self.port),
            "--logfile",
            str(folder / "redis.log"),
        ]
        self.start()

    def client(self) -> Redis:
        return Redis(port=self.port)


class ThreeNodes:
    """A cluster of three masters."""

    def __init__(self, folder: Path) -> None:
        self.nodes: list[RedisOnPort] = []
        try:
            for number in range(3):
                self.nodes.append(
                    RedisOnPort(
                        folder / f"node{number}",
                        *("--cluster-enabled", "yes", "--cluster-node-timeout", "5000"),
                        *("--cluster-port", str(free_port()), "--cluster-require-full-coverage", "no"),
                    )
                )
            addresses = [f"127.0.0.1:{node.port}" for node in self.nodes]
            subprocess.run(
                ["redis-cli", "--cluster", "create", *addresses, "--cluster-yes"],
                check=True,
                capture_output=True,
                timeout=DEADLINE_S,
            )
            self.wait()
        except BaseException:
            self.kill()
            raise
        self.url = f"redis+cluster://{','.join(addresses)}"

    def wait(self) -> None:
        """Until every node serves."""
        wait_for(lambda: all(map(self._is_whole, self.nodes)), "the cluster doesn't come together")

    @staticmethod
    def _is_whole(node: RedisOnPort) -> bool:
        with node.client() as client:
            told: Any = client.execute_command("CLUSTER INFO")
            return "ok" in str(told["cluster_state"]) and int(told["cluster_slots_ok"]) == 16384

    def slot(self, key: str) -> int:
        with self.nodes[0].client() as client:
            found: int = client.execute_command("CLUSTER KEYSLOT", key)
            return found

    def owner(self, key: str) -> RedisOnPort:
        """The node that serves the key."""
        for node in self.nodes:
            if node.process is not None:
                with node.client() as client, suppress(MovedError):
                    client.get(key)
                    return node
        raise AssertionError(f"nobody serves {key}")

    def move(self, key: str, to: RedisOnPort) -> None:
        """The slot of a key of which there is none, only a channel.

        Who imports a slot before it takes it gets a newer epoch: else what the owner still says of itself undoes it.
        """
        slot = self.slot(key)
        with self.owner(key).client() as client:
            owner = client.execute_command("CLUSTER MYID").decode()
        with to.client() as client:
            name = client.execute_command("CLUSTER MYID").decode()
            client.execute_command("CLUSTER SETSLOT", slot, "IMPORTING", owner)
        for node in [to, *(each for each in self.nodes if each is not to)]:
            with node.client() as client:
                client.execute_command("CLUSTER SETSLOT", slot, "NODE", name)

    def kill(self) -> None:
        for node in self.nodes:
            node.kill()
