"""The process: sockets, a clean end, and what only the keeper of the store does."""

from __future__ import annotations

import asyncio
import gc
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from imserver.core.errors import ImError
from imserver.edge.admission import Admission, allow_files
from imserver.http.admin_socket import AdminSocket
from imserver.process.app import build_app
from imserver.process.node import open_node
from imserver.process.uvicorn_server import make_server
from imserver.services.principal import LOCAL
from imserver.services.registry import Node
from imserver.settings import Service, Settings
from imserver.system import data_lock, disk_reserve
from imserver.system.logs import get_logger
from imserver.system.proxies import TrustedProxies
from imserver.system.signals import stop_on_signals, until_stopped
from imserver.system.sockets import listen, listen_locally, reachable_url
from imserver.system.systemd import notify, record_admin_socket

ADMIN_SOCKETS: Final = 128
"""Connections of `imctl` and of what monitors the server, apart from those of people."""

LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")

log = get_logger("imserver")


async def serve(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM.

    Raises `InUseError`, `LookupError` where the settings can't be followed, and what `open_node` raises.
    """
    stop = stop_on_signals()
    with _keeping(settings), listen(settings.host, settings.port) as public:
        url = settings.public_url or reachable_url(settings.host, public.getsockname()[1])
        async with open_node(settings, url) as node:
            with ExitStack() as closing:
                local = None
                if Service.MESSAGES in settings.services:
                    local = closing.enter_context(
                        listen_locally(settings.admin_socket_path, settings.admin_socket_group)
                    )
                    closing.callback(settings.admin_socket_path.unlink, missing_ok=True)
                await _serve(settings, node, url, public, local, stop)
    log.info("stopped")


@contextmanager
def _keeping(settings: Settings) -> Iterator[None]:
    """The data directory, for the one process that keeps the store."""
    if Service.MESSAGES not in settings.services:
        yield
        return
    with data_lock.hold(settings.data_dir):
        disk_reserve.prepare(settings.data_dir)
        yield
        disk_reserve.prepare(settings.data_dir)


async def _serve(
    settings: Settings, node: Node, url: str, public: socket.socket, local: socket.socket | None, stop: asyncio.Event
) -> None:
    app = build_app(node, settings)
    trusted = TrustedProxies(settings.trusted_proxies)
    people = Admission(settings.address_connections, settings.address_half_open, allow_files(), trusted)
    gateway = node.gateway if Service.GATEWAY in settings.services else None
    servers = {make_server(app, people, gateway): public}
    if local is not None:
        servers[make_server(AdminSocket(app), Admission(0, 0, ADMIN_SOCKETS), None)] = local
        record_admin_socket(settings.admin_socket_path)
    running = [asyncio.create_task(server.serve([listener])) for server, listener in servers.items()]
    gc.collect()
    gc.freeze()
    log.info("listening", url=url, process=settings.process_name, data_dir=str(settings.data_dir.absolute()))
    await _welcome(settings, node, url)
    notify("READY=1")
    await until_stopped(stop, running)
    notify("STOPPING=1")
    node.hub.drain()
    for server in servers:
        server.should_exit = True
    await asyncio.gather(*running)


async def _welcome(settings: Settings, node: Node, url: str) -> None:
    who = "imserver" if settings.is_whole else f"imserver ({settings.process_name})"
    print(f"{who} is running at {url}", flush=True)
    if Service.MESSAGES not in settings.services:
        return
    on_terminal = sys.stdout.isatty()
    if not await node.store.accounts.has_owner():
        if on_terminal:
            await _print_setup_link(node)
        else:  # a journal keeps what it is told, and others read it
            print("First start: `imctl setup-link` makes the link for the first administrator", flush=True)
    if on_terminal:
        if settings.host in LOOPBACK:
            print("Only this computer reaches it: --host 0.0.0.0 opens it to your network.")
        print(f"Ctrl-C ends it. What people write stays in {settings.data_dir.absolute()}.", flush=True)


async def _print_setup_link(node: Node) -> None:
    try:
        link = await node.auth.links.setup(LOCAL)
    except ImError as error:
        log.error("no_setup_link", reason=error.message, hint=error.hint)
        return
    print("First start: open this link in a browser, and make the owner's account. It works once, within a week.")
    print(f"  {link.url}", flush=True)
