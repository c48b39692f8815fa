"""A bad network between clients and server: a TCP proxy that knows where WebSocket messages begin and end."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

HELD_S: Final = 0.2
"""For so long a message waits for one that may overtake it."""


@dataclass(slots=True)
class Weather:
    """How likely each message is to be delayed (by up to `delay_s`), sent twice, or to overtake the one before.

    Messages for which `is_stolen` never arrive.
    """

    delay: float = 0.0
    delay_s: float = 0.05
    double: float = 0.0
    swap: float = 0.0
    is_stolen: Callable[[bytes], bool] = lambda message: False


class Network:
    """Listens on a port of its own. The handshake passes as it is; after it, whole messages do."""

    def __init__(self, target: int, chance: random.Random) -> None:
        self.weather = Weather()
        self.port = 0
        self._target = target
        self._chance = chance
        self._server: asyncio.Server | None = None
        self._pairs: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = set()
        self._deaf: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=1 << 22)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """Every connection ends, abruptly."""
        for pair in self._pairs:
            for writer in pair:
                writer.transport.abort()

    def go_deaf(self) -> None:
        """Connections stay open, and nothing comes through any more: half-open, as after a Wi-Fi that was left."""
        for pair in self._pairs:
            self._deaf.update(pair)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Whoever is cancelled while it connects ends its side too: else it is garbage that another test finds."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with suppress(OSError, asyncio.CancelledError):
                await self._join(reader, writer)
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target, limit=1 << 22)
        pair = (writer, far_writer)
        self._pairs.add(pair)
        try:
            await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        finally:
            self._pairs.discard(pair)
            self._deaf.difference_update(pair)
            for each in pair:
                each.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held = b""
        with suppress(OSError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            writer.write(head)
            if b"websocket" not in head.lower():
                await self._copy(reader, writer)
                return
            while True:
                if held and not await _arrives(reader, HELD_S):
                    await self._write(writer, held)
                    held = b""
                message = await _read_message(reader)
                if self._is_data(message) and self.weather.is_stolen(message):
                    continue
                if self._chance.random() < self.weather.delay:
                    await asyncio.sleep(self._chance.uniform(0, self.weather.delay_s))
                if not held and self._is_data(message) and self._chance.random() < self.weather.swap:
                    held = message
                    continue
                for each in self._repeated(message):
                    await self._write(writer, each)
                if held:
                    await self._write(writer, held)
                    held = b""
        writer.close()

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Plain HTTP passes as it is."""
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
        writer.close()

    def _repeated(self, message: bytes) -> Iterator[bytes]:
        yield message
        if self._is_data(message) and self._chance.random() < self.weather.double:
            yield message

    async def _write(self, writer: asyncio.StreamWriter, message: bytes) -> None:
        if writer.transport.is_closing():
            raise ConnectionAbortedError
        if writer not in self._deaf:
            writer.write(message)
            await writer.drain()

    @staticmethod
    def _is_data(message: bytes) -> bool:
        return message[0] & 0x0F < 8


async def _arrives(reader: asyncio.StreamReader, within_s: float) -> bool:
    """Whether something can be read before long, of which nothing is taken yet."""
    deadline = asyncio.get_running_loop().time() + within_s
    while not reader._buffer and not reader.at_eof():  # type: ignore[attr-defined] # it has no look ahead
        if asyncio.get_running_loop().time() > deadline:
            return False
        await asyncio.sleep(0.01)
    return True


async def _read_message(reader: asyncio.StreamReader) -> bytes:
    """One frame of RFC 6455, as it stands on the wire. Nobody here fragments messages."""
    head = await reader.readexactly(2)
    size = head[1] & 0x7F
    extended = await reader.readexactly({126: 2, 127: 8}.get(size, 0))
    if extended:
        size = int.from_bytes(extended)
    return head + extended + await reader.readexactly(size + (4 if head[1] & 0x80 else 0))
