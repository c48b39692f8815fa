"""Looks names up, each in a thread of its own: a name whose server never answers keeps nobody waiting but itself."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from contextlib import suppress
from typing import Final

from imserver.services.push.reach import Address

MAX_ASKED: Final = 64
"""Names at once. The C library gives up on one after ten to thirty seconds, and can't be told to sooner."""


class Resolver:
    """Lives in the event loop."""

    def __init__(self) -> None:
        self._asked: dict[str, asyncio.Future[list[Address]]] = {}

    async def addresses(self, host: str) -> list[Address]:
        """All addresses of `host`, the one to prefer first. Raises `OSError`, `ValueError`.

        Who stops waiting leaves the question open: whoever asks for the same name meanwhile waits for its answer.
        """
        answer = self._asked.get(host)
        if answer is None:
            if len(self._asked) >= MAX_ASKED:
                raise OSError(f"{MAX_ASKED} other names are being looked up")
            answer = self._ask(host)
        return await asyncio.shield(answer)

    def _ask(self, host: str) -> asyncio.Future[list[Address]]:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[Address]] = loop.create_future()

        def tell(found: list[Address], error: Exception | None) -> None:
            self._asked.pop(host, None)
            if answer.cancelled():
                return
            if error is None:
                answer.set_result(found)
            else:
                answer.set_exception(error)
                answer.exception()  # perhaps nobody waits any more

        def ask() -> None:
            found: list[Address] = []
            problem: Exception | None = None
            try:
                entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
                found = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in entries]
            except Exception as error:
                problem = error
            with suppress(RuntimeError):  # the loop is gone
                loop.call_soon_threadsafe(tell, found, problem)

        try:
            threading.Thread(target=ask, name="resolver", daemon=True).start()
        except RuntimeError as error:
            raise OSError(f"it can't be looked up now: {error}") from error
        self._asked[host] = answer
        return answer
