"""How uvicorn hands a request for a WebSocket over."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.server import ServerState

from imserver.edge.connection import Connection


def connect(
    config: Config, server_state: ServerState, app_state: dict[str, Any], _loop: asyncio.AbstractEventLoop | None = None
) -> Connection:
    """In the place of a protocol class, whose arguments these are."""
    return Connection(cast(Any, config.app).state.gateway, server_state.connections)
