"""A process with nothing but a gateway: without FastAPI, uvicorn and redis-py, since there are several of them.

`imserver run --services gateway` checks the settings and becomes this, by exec.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from contextlib import AsyncExitStack
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Final, Literal, NoReturn

import msgspec
import uvloop

import imserver
from imserver.bus.base import Bus
from imserver.bus.redis import RedisBus
from imserver.edge.admission import Admission, allow_files
from imserver.edge.gateway import Gateway
from imserver.edge.listener import READYZ, Listener, Status
from imserver.process.remote import RemoteSide, open_gateway, open_remote
from imserver.process.succession import Succession, disregard, hurry, report
from imserver.redis.endpoint import RedisHost
from imserver.rpc import address
from imserver.rpc.address import TlsCredentials
from imserver.rpc.wire import KNOWN, PROTOCOL, Hello
from imserver.system import logs
from imserver.system.clock import FollowedTime, wall_clock
from imserver.system.logs import get_logger
from imserver.system.proxies import TrustedProxies
from imserver.system.signals import stop_on_signals, until_stopped
from imserver.system.sockets import bind_shared
from imserver.system.supervisor import Supervisor
from imserver.system.systemd import notify

VARIABLE: Final = "IM_GATEWAY"

log = get_logger("imserver")


class GatewaySettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a gateway needs of the settings. `credentials` are the paths of authority, certificate and key.

    A successor of another process has a `generation`, the end of a pipe on which it says that it is `ready`, and a file
    descriptor of its `predecessor`, whose port it may share.
    """

    name: str
    host: str
    port: int
    link: str
    credentials: tuple[str, str, str] | None
    redis_url: str
    log_format: Literal["console", "json"]
    trusted_proxies: tuple[str, ...]
    address_connections: int
    address_half_open: int
    generation: str = ""
    ready: int = -1
    predecessor: int = -1
    shares_port: bool = False


def become(settings: GatewaySettings) -> NoReturn:
    """Doesn't return: this process goes on as a gateway."""
    disregard()
    environment = {**os.environ, VARIABLE: msgspec.json.encode(settings).decode()}
    command = [sys.executable, "-m", __name__, settings.name]  # the name is for whoever lists processes
    os.execve(sys.executable, command, environment)  # noqa: S606 - itself, no shell


def settings_of(pid: int) -> GatewaySettings | None:
    """Those with which a process became a gateway; None where it is none, or may not be looked at."""
    begin = f"{VARIABLE}=".encode()
    try:
        variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        told = next((each.removeprefix(begin) for each in variables if each.startswith(begin)), b"")
        return msgspec.json.decode(told, type=GatewaySettings)
    except (OSError, msgspec.MsgspecError):
        return None


class HealthProbes:
    """What the probes of a gateway tell: it is alive, it is ready."""

    def __init__(self, gateway: Gateway, remote: RemoteSide) -> None:
        self._gateway = gateway
        self._remote = remote

    async def alive(self) -> tuple[HTTPStatus, Status]:
        return HTTPStatus.OK, {"status": "ok", "version": imserver.__version__}

    async def ready(self) -> tuple[HTTPStatus, Status]:
        reason = self._unreadiness()
        return HTTPStatus.SERVICE_UNAVAILABLE if reason else HTTPStatus.OK, {"status": reason or "ready"}

    def _unreadiness(self) -> str:
        """While the messages service is exchanged, people stay: what they ask waits.

        Whether other gateways have lost it too can't be told from here. After as long as a call waits they are tried.
        """
        if self._gateway.hub.draining:
            return "draining"
        if self._remote.rpc.is_gone:
            return "the messages service can't be reached"
        return ""


async def serve(settings: GatewaySettings) -> None:
    """Run until SIGINT or SIGTERM. Raises as `open_remote`, and `OSError` where it can't listen."""
    stop = stop_on_signals()
    succession = Succession()
    credentials = TlsCredentials(*settings.credentials) if settings.credentials else None  # type: ignore[arg-type]
    hello = Hello(PROTOCOL, imserver.__version__, settings.name, ("gateway",), settings.generation, knows=KNOWN)
    async with AsyncExitStack() as closing:
        public = closing.enter_context(bind_shared(settings.host, settings.port, beside_another=settings.shares_port))
        bus = await _open_bus(settings, closing)
        closing.push_async_callback(bus.close)
        supervisor = Supervisor(wall_clock)
        closing.push_async_callback(supervisor.close)
        remote = await closing.enter_async_context(
            open_remote(address.parse(settings.link, credentials), hello, FollowedTime(), supervisor)
        )
        gateway = await closing.enter_async_context(open_gateway(remote, bus, partial(_relieve, settings.predecessor)))
        health = HealthProbes(gateway, remote)
        trusted = TrustedProxies(settings.trusted_proxies)
        admission = Admission(settings.address_connections, settings.address_half_open, allow_files(), trusted)
        listener = Listener(gateway, {"/healthz": health.alive, READYZ: health.ready}, admission)
        await listener.listen(public)
        gc.collect()
        gc.freeze()
        print(f"imserver ({settings.name}) is running at http://{settings.host}:{settings.port}", flush=True)
        log.info("listening", process=settings.name, port=settings.port)
        is_main = True
        if not settings.generation:
            notify("READY=1")
        elif not (is_main := report(settings.ready)):
            log.error("abandoned", reason="nobody waits for this process any more")
            stop.set()
        retiring = asyncio.create_task(succession.retire(listener, remote))
        await until_stopped(stop, [retiring])
        retiring.cancel()
        if is_main and not succession.retires:
            notify("STOPPING=1")
        gateway.hub.drain()
        await listener.close()
    log.info("stopped")


def _relieve(predecessor: int) -> None:
    """The proxies take this process's people elsewhere: its predecessor lets its own go as well."""
    if predecessor >= 0:
        hurry(predecessor)


async def _open_bus(settings: GatewaySettings, closing: AsyncExitStack) -> Bus:
    server = RedisHost(settings.redis_url)
    if server.url.kind != "single":
        from imserver.redis.client import RedisServer  # 6 MB: only where the server has to be looked for

        server = RedisServer(settings.redis_url)
    closing.push_async_callback(server.close)
    await server.check_unless_away()
    return RedisBus(server, settings.name)


def main() -> None:
    from imserver.process.startup_errors import explained, fail

    settings = msgspec.json.decode(os.environ.pop(VARIABLE), type=GatewaySettings)
    logs.set_up(settings.log_format)
    try:
        with explained():
            uvloop.run(serve(settings))
    except OSError as error:
        what = f"use {error.filename}" if error.filename else f"listen on {settings.host}:{settings.port}"
        fail(f"Can't {what}: {error.strerror or error}", hint="Choose another --port, or free this.")


if __name__ == "__main__":
    main()
