"""uvicorn, as every process runs it that serves more than a gateway."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import uvicorn

from imserver.ending import GRACE_S

CONNECTION: Final = "imserver.edge.upgrade:connect"


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


async def until_stopped(stop: asyncio.Event, running: list[asyncio.Task[None]]) -> None:
    """Until `stop` is set, or one of `running` has ended by itself."""
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([stopping, *running], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
