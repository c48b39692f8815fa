"""The composition root: everything that a process consists of, built once from the settings.

Services that share a process call one another directly. The store is here where the messages service is, and
otherwise at the other end of a link.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from imserver.process.core import open_core
from imserver.process.engines import open_engines
from imserver.process.wiring import Startup
from imserver.process.worker import open_worker
from imserver.services.registry import Node
from imserver.settings import Service, Settings
from imserver.system.clock import wall_clock
from imserver.system.supervisor import Supervisor


@asynccontextmanager
async def open_node(settings: Settings, public_url: str) -> AsyncIterator[Node]:
    """Raises `NewerDataError`, `OSError` where the data directory can't be used; `AbsentError`, `RefusedError`,
    `AddressError` where other processes can't be reached; `RedisUnusableError`, `RedisUrlError`.
    """
    async with AsyncExitStack() as closing:
        supervisor = Supervisor(wall_clock)
        closing.push_async_callback(supervisor.close)
        startup = Startup(
            settings=settings,
            public_url=public_url,
            supervisor=supervisor,
            engines=await open_engines(settings, closing),
            closing=closing,
        )
        opener = open_core if Service.MESSAGES in settings.services else open_worker
        node, background = await opener(startup)
        for name, work in background.items():
            supervisor.start(name, work)
        try:
            yield node
        finally:
            await supervisor.close()  # before what they use
