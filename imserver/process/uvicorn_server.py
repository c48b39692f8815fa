"""uvicorn, as every process runs it that serves more than a gateway."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from imserver.edge.admission import Admission
from imserver.edge.gateway import Gateway
from imserver.process.uvicorn_protocol import BoundedProtocol
from imserver.system.signals import GRACE_S


class UvicornServer(uvicorn.Server):
    """uvicorn without its own signal handlers: two of these run side by side."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def make_server(app: Any, admission: Admission, gateway: Gateway | None) -> UvicornServer:
    """WebSockets go to `gateway`, and all else to `app`."""

    def connect(**given: Any) -> BoundedProtocol:
        return BoundedProtocol(admission, gateway, **given)

    return UvicornServer(
        uvicorn.Config(
            app,
            http=connect,  # type: ignore[arg-type]  # in the place of a protocol class, whose arguments these are
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
        )
    )
