"""The server as several processes: Redis, HAProxy, and imserver by services. Each can be killed and frozen."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final
from weakref import finalize

import httpx
import pytest

from tests.ports import free_port
from tests.witness import keep_end, witness

READY_S: Final = 60
STOP_S: Final = 60
TAKEN_OVER: Final = re.compile(r"process (\d+) takes over")

PROXY: Final = """
global
    stats socket {folder}/haproxy.sock mode 600 level admin
    maxconn 4000
defaults
    mode http
    retries 15
    retry-on conn-failure empty-response
    option redispatch
    timeout connect 2s
    timeout client 30s
    timeout server 60s
    timeout tunnel 10m
    timeout queue 30s
    default-server check inter 300ms fastinter 100ms downinter 100ms fall 2 rise 1
frontend people
    bind 127.0.0.1:{port}
    use_backend gateway if {{ path /ws }}
    use_backend messages if {{ path /api/v1/me/avatar }}
    use_backend auth if {{ path_reg ^/api/v1/(login|token|logout|links|me)(/|$) }}
    default_backend messages
backend gateway
    balance leastconn
    option httpchk GET /readyz
    http-check send-state
    default-server on-marked-down shutdown-sessions
{gateways}
backend auth
    balance roundrobin
    option httpchk GET /readyz
{auths}
backend messages
    server messages 127.0.0.1:{messages}
"""


class Orphan:
    """A process that isn't ours, as far as a `Popen` is needed of it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._file = os.pidfd_open(pid)
        finalize(self, os.close, self._file)

    def poll(self) -> int | None:
        return 0 if select.select([self._file], [], [], 0)[0] else None

    def send_signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._file, number)

    def wait(self, timeout: float) -> int:
        if not select.select([self._file], [], [], timeout)[0]:
            raise TimeoutError(f"process {self.pid} goes on")
        return 0


class Retiring:
    """A gateway from which another has taken over."""

    def __init__(self, process: subprocess.Popen[bytes] | Orphan) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)

    def let_go(self) -> None:
        self._process.send_signal(signal.SIGUSR2)

    def wait(self) -> None:
        """Until it has ended by itself."""
        assert self._process.wait(STOP_S) == 0


class Process:
    """A program that runs in the background."""

    def __init__(self, name: str, command: Sequence[str], log: Path, environment: dict[str, str] | None = None) -> None:
        self.name = name
        self.log = log
        self.command = list(command)
        self.environment = environment
        self._running: subprocess.Popen[bytes] | Orphan | None = None
        witness(self)

    def testify(self, folder: Path) -> None:
        keep_end(self.log, folder)

    def within(self, prefix: Sequence[str]) -> Process:
        """The same program, started by another."""
        return Process(self.name, [*prefix, *self.command], self.log, self.environment)

    @property
    def pid(self) -> int:
        assert self._running is not None
        return self._running.pid

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment
            )

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        return self._end(signal.SIGTERM)

    def freeze(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def succeed(self, command: Sequence[str] = ()) -> Retiring:
        """Let a gateway take over from this one, which keeps its people; returns that one."""
        assert self._running is not None
        usual = [*self.command[:3], "reload", str(self.pid), *self.command[4:]]
        with self.log.open("ab") as log:
            subprocess.run(command or usual, check=True, stdout=log, stderr=log, env=self.environment)
        predecessor, successor = self._running, TAKEN_OVER.findall(self.log.read_text())[-1]
        self._running = Orphan(int(successor))
        return Retiring(predecessor)

    @property
    def runs(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def _end(self, number: signal.Signals) -> int:
        if self._running is None:
            return 0
        running, self._running = self._running, None
        running.send_signal(number)
        running.send_signal(signal.SIGCONT)  # a frozen one would not hear of it
        return running.wait(STOP_S)


class Cluster:
    """Stands where tests expect a `tests.server.Server`: people come in by HAProxy."""

    def __init__(self, folder: Path, gateways: int = 2) -> None:
        self.folder = folder
        self.data_dir = folder / "data"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.ws_url = f"ws://127.0.0.1:{self.port}/ws"
        self.admin = httpx.Client(
            transport=httpx.HTTPTransport(uds=str(self.data_dir / "admin.sock")), base_url="http://admin", timeout=60
        )
        self.ports = {name: free_port() for name in ("messages", "auth", *self._gateway_names(gateways))}
        self.addresses = dict.fromkeys(self.ports, "127.0.0.1")
        self.gateways = list(self._gateway_names(gateways))
        redis = program("redis-server")
        self.redis = Process(
            "redis",
            [redis, "--port", "0", "--unixsocket", str(folder / "redis.sock"), "--save", "", "--appendonly", "no"],
            folder / "redis.log",
        )
        self.proxy = Process(
            "haproxy", [program("haproxy"), "-db", "-f", str(folder / "haproxy.cfg")], folder / "proxy.log"
        )
        self.processes = {name: self.make(name) for name in self.ports}

    @staticmethod
    def _gateway_names(count: int) -> Iterable[str]:
        return [f"gateway-{number + 1}" for number in range(count)]

    def make(self, name: str, environment: dict[str, str] | None = None) -> Process:
        """A process of imserver, not started yet."""
        services = {"messages": "messages,media,push", "auth": "auth"}.get(name, "gateway")
        command = [sys.executable, "-m", "imserver", "run", "--services", services, "--name", name]
        command += ["--port", str(self.ports[name]), "--data-dir", str(self.data_dir)]
        given = {name: value for name, value in os.environ.items() if not name.startswith("IM_")}
        given |= {"IM_REDIS_URL": f"unix://{self.folder / 'redis.sock'}", "IM_SEND_RATE": "0"}
        given["IM_TRUSTED_PROXIES"] = "127.0.0.1"
        given["XDG_STATE_HOME"] = str(self.folder / "state")
        return Process(name, command, self.folder / f"{name}.log", given | (environment or {}))

    def start(self) -> None:
        self.write_proxy_configuration()
        self.start_redis()
        for process in self.processes.values():
            process.start()
        self.proxy.start()
        self.wait()

    def start_redis(self) -> None:
        self.redis.start()
        wait_for(lambda: (self.folder / "redis.sock").exists(), "Redis does not come up")

    def write_proxy_configuration(self) -> None:
        def servers(names: Iterable[str]) -> str:
            return "\n".join(f"    server {name} {self.addresses[name]}:{self.ports[name]}" for name in names)

        text = PROXY.format(
            folder=self.folder,
            port=self.port,
            gateways=servers(self.gateways),
            auths=servers(["auth"]),
            messages=self.ports["messages"],
        )
        (self.folder / "haproxy.cfg").write_text(text)

    def wait(self, *names: str) -> None:
        """Until processes are ready; all without names."""
        for name in names or self.processes:
            wait_for(lambda name=name: self.is_ready(name), f"{name} does not come up:\n{self._logs()}")
        wait_for(lambda: self._proxy_sends(names or self.processes), f"HAProxy sends nobody to them:\n{self._logs()}")

    def is_ready(self, name: str) -> bool:
        try:
            return httpx.get(f"http://{self.addresses[name]}:{self.ports[name]}/readyz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def _proxy_sends(self, names: Collection[str]) -> bool:
        """To these; and to those that were not ready because another process wasn't: it answers 503 where nobody is."""
        try:
            answers = [httpx.get(f"{self.url}{path}", timeout=2).status_code for path in ("/readyz", "/api/v1/me")]
            return answers == [200, 401] and not any(self.is_given_up(name) for name in names)
        except (httpx.HTTPError, OSError):
            return False

    def is_given_up(self, name: str) -> bool:
        """Whether HAProxy sends nobody to a process."""
        places = [line.split(",") for line in self.command_proxy("show stat").splitlines() if "," in line]
        return any("DOWN" in columns for columns in places if columns[1] == name)

    def _logs(self) -> str:
        return "\n".join(f"{log.name}:\n{log.read_text()[-1500:]}" for log in sorted(self.folder.glob("*.log")))

    def heal(self) -> None:
        """Start what a test left killed, thaw what it left frozen, and let people in where it kept them out."""
        for process in (self.redis, *self.processes.values(), self.proxy):
            if process.runs:
                process.thaw()
            else:
                process.start()
        self.wait()
        self.wait_for_links()
        for name in self.gateways:
            self.command_proxy(f"set server gateway/{name} state ready")
            self.command_proxy(f"set server gateway/{name} weight 100%")

    def wait_for_links(self) -> None:
        """Until every process is joined: who connects while a gateway isn't may be asked to connect again."""
        wait_for(lambda: self._joined() == set(self.processes), f"not all processes are joined:\n{self._logs()}")

    def _joined(self) -> set[str]:
        return {each["name"] for each in self.admin.get("/api/v1/admin/status").json()["processes"]}

    def restart(self, name: str) -> None:
        self.processes[name].start()
        self.wait(name)

    def command_proxy(self, line: str) -> str:
        """A command of HAProxy's admin socket, and its answer."""
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(self.folder / "haproxy.sock"))
            client.sendall(line.encode() + b"\n")
            client.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: client.recv(65536), b"")).decode()

    def stop(self) -> None:
        with ExitStack() as stack:
            for end in (self.admin.close, self.redis.stop, self.proxy.stop):
                stack.callback(end)
            for process in self.processes.values():
                stack.callback(process.stop)


def wait_for(condition: object, otherwise: str) -> None:
    assert callable(condition)
    deadline = time.monotonic() + READY_S
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.05)


def program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if not found:
        pytest.skip(f"{name} is missing: apt install {name}")
    return found
