"""uvicorn, as every process of this server runs it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import uvicorn

GRACE_S: Final = 8
CONNECTION: Final = "imserver.edge.connection:Connection"


class Server(uvicorn.Server):
    """uvicorn without its own signal handlers: two of these run side by side."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def make_server(app: Any) -> Server:
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


def stop_on_signals() -> asyncio.Event:
    """Set by SIGINT and SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def until_stopped(stop: asyncio.Event, running: list[asyncio.Task[None]]) -> None:
    """Until `stop` is set, or one of `running` has ended by itself."""
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([stopping, *running], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
