"""Where a link is. Over a network both sides show a certificate of the same authority."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from imserver.rpc.connection import RpcConnection
from imserver.rpc.handshakes import TlsListener

CONNECT_S = 5.0


class AddressError(Exception):
    """The settings don't say where the link is, or with what. The message names the setting."""


@dataclass(frozen=True, slots=True)
class TlsCredentials:
    """PEM files: the authority's certificate, one's own, and the key to that."""

    ca: Path
    cert: Path
    key: Path

    def context(self, purpose: ssl.Purpose) -> ssl.SSLContext:
        """Raises `AddressError`."""
        try:
            context = ssl.create_default_context(purpose, cafile=str(self.ca))
            context.load_cert_chain(self.cert, self.key)
        except (OSError, ssl.SSLError) as error:
            named = error.filename or f"{self.cert} with the key {self.key} and the authority {self.ca}"
            raise AddressError(f"{named} can't be used: {error.strerror or error}") from error
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.verify_mode = ssl.CERT_REQUIRED
        return context


@dataclass(frozen=True, slots=True)
class Address:
    """`path` of a Unix socket, or `host` and `port` with `credentials`."""

    url: str
    path: Path | None = None
    host: str = ""
    port: int = 0
    credentials: TlsCredentials | None = None

    async def listen(self, make: Callable[[], RpcConnection]) -> asyncio.Server | TlsListener:
        """Raises `AddressError`, `OSError`."""
        loop = asyncio.get_running_loop()
        from imserver.system.sockets import listen, listen_locally

        if self.path is not None:
            return await loop.create_unix_server(make, sock=listen_locally(self.path, None))
        context = self._credentials().context(ssl.Purpose.CLIENT_AUTH)
        return TlsListener(listen(self.host, self.port), context, make)

    async def connect(self, make: Callable[[], RpcConnection]) -> None:
        """Raises `AddressError`, `OSError`, `TimeoutError`."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(CONNECT_S):
            if self.path is not None:
                await loop.create_unix_connection(make, str(self.path))
            else:
                context = self._credentials().context(ssl.Purpose.SERVER_AUTH)
                await loop.create_connection(make, self.host, self.port, ssl=context)

    def _credentials(self) -> TlsCredentials:
        if self.credentials is None:
            raise AddressError(f"{self.url} goes over the network and needs IM_LINK_CA, IM_LINK_CERT and IM_LINK_KEY")
        return self.credentials


def parse(url: str, credentials: TlsCredentials | None = None) -> Address:
    """`unix:///run/im/link.sock` or `tls://host:port`. Raises `AddressError`."""
    parts = urlsplit(url)
    if parts.scheme == "unix" and parts.path:
        return Address(url, path=Path(parts.netloc + parts.path))
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme == "tls" and parts.hostname and port:
        return Address(url, host=parts.hostname, port=port, credentials=credentials)
    raise AddressError(f"IM_LINK is {url!r}; write unix:///run/im/link.sock or tls://host:port")
