"""The process: sockets, signals, a clean end."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import uvicorn

from imserver import lock, reserve
from imserver.app import build_app
from imserver.core.errors import ImError
from imserver.http.caller import AdminSocket
from imserver.listening import listen, listen_locally, reachable_url
from imserver.logs import get_logger
from imserver.node import Node, open_node
from imserver.notify import notify, record_admin_socket
from imserver.settings import Settings

GRACE_S: Final = 8
CONNECTION: Final = "imserver.edge.connection:Connection"

log = get_logger("imserver")


class Server(uvicorn.Server):
    """uvicorn without its own signal handlers: two of these run side by side."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM.

    Raises `InUseError`, `NewerDataError`, `OSError`, `LookupError` where the settings can't be followed.
    """
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with lock.hold(settings.data_dir), listen(settings.host, settings.port) as public:
        reserve.prepare(settings.data_dir)
        url = settings.public_url or reachable_url(settings.host, public.getsockname()[1])
        async with open_node(settings, url) as node:
            with listen_locally(settings.admin_socket_path, settings.admin_socket_group) as local:
                await _serve(settings, node, url, public, local, stop)
            settings.admin_socket_path.unlink(missing_ok=True)
        reserve.prepare(settings.data_dir)
    log.info("stopped")


async def _serve(
    settings: Settings, node: Node, url: str, public: socket.socket, local: socket.socket, stop: asyncio.Event
) -> None:
    app = build_app(node, settings)
    servers = [_server(app), _server(AdminSocket(app, app.state))]
    running = [
        asyncio.create_task(server.serve([listener])) for server, listener in zip(servers, (public, local), strict=True)
    ]
    record_admin_socket(settings.admin_socket_path)
    gc.collect()
    gc.freeze()
    log.info("listening", url=url, data_dir=str(settings.data_dir.absolute()))
    await _welcome(node, url)
    notify("READY=1")
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([stopping, *running], return_when=asyncio.FIRST_COMPLETED)
    notify("STOPPING=1")
    node.hub.drain()
    for server in servers:
        server.should_exit = True
    await asyncio.gather(*running)


def _server(app: Any) -> Server:
    return Server(
        uvicorn.Config(
            app,
            http="httptools",
            ws=CONNECTION,
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
        )
    )


async def _welcome(node: Node, url: str) -> None:
    print(f"imserver is running at {url}", flush=True)
    try:
        link = await node.links.setup()
    except ImError as error:
        log.error("no_setup_link", reason=error.message, hint=error.hint)
        return
    if link:
        print(f"First start: open {link.url} to set the first administrator's password", flush=True)
