"""How the virtual users of one worker reach the server: WebSockets, HTTP, and access tokens for both."""

from __future__ import annotations

import asyncio
import random
import ssl
from urllib.parse import urlsplit

import httpx

from control.load.generator.credentials import UserCredentials
from control.load.generator.websocket import Owner, Wire


class Connector:
    """Make it in a running event loop. `ca` is a file, `key` the server's own, each empty where there is none."""

    def __init__(self, url: str, ca: str, key: str, chance: random.Random) -> None:
        self._loop = asyncio.get_running_loop()
        parts = urlsplit(url)
        self._host = parts.netloc
        self._address = (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        self._tls = ssl.create_default_context(cafile=ca or None) if parts.scheme == "https" else None
        self._chance = chance
        self.http = httpx.AsyncClient(
            base_url=url,
            verify=self._tls if self._tls is not None else True,
            timeout=60,
            limits=httpx.Limits(max_connections=500, max_keepalive_connections=50),
            trust_env=False,
        )
        self.credentials = UserCredentials(key, self.http)

    async def open(self, owner: Owner) -> Wire:
        """A connected socket. Raises `OSError`."""
        _, wire = await self._loop.create_connection(
            lambda: Wire(owner, self._host),
            *self._address,
            ssl=self._tls,
            server_hostname=self._address[0] if self._tls else None,
        )
        return wire

    def jitter(self, pause_s: float) -> float:
        """A pause before another attempt, so that not all users come back at once."""
        return pause_s * self._chance.uniform(0.5, 1.5)

    async def close(self) -> None:
        await self.http.aclose()
