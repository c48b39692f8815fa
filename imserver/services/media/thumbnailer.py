"""Has small pictures made, one at a time, each in a process of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

import msgspec

from imserver.logs import get_logger

TIMEOUT_S: Final = 60.0
"""Beyond what the process may compute, for a machine that is busy."""
MAX_ANSWER: Final = 1 << 20

log = get_logger("imserver.media")


class Measures(msgspec.Struct, frozen=True):
    """Pixels, as the picture is to be shown."""

    width: int
    height: int


class Thumbnailer:
    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)

    async def make(self, picture: AsyncIterator[bytes]) -> tuple[Measures | None, bytes]:
        """The picture's measures, None for what is none; and a small one, empty where none could be made."""
        async with self._turn:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-m", "imserver.services.media.picture"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={},
                limit=MAX_ANSWER,
            )
            try:
                async with asyncio.timeout(TIMEOUT_S):
                    answer = await _exchange(process, picture)
            except TimeoutError:
                log.warning("media.thumbnail_timeout")
                return None, b""
            finally:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        line, _, small = answer.partition(b"\n")
        try:
            return msgspec.json.decode(line, type=Measures), small
        except msgspec.MsgspecError:
            return None, b""


async def _exchange(process: asyncio.subprocess.Process, picture: AsyncIterator[bytes]) -> bytes:
    stdin, stdout = process.stdin, process.stdout
    if stdin is None or stdout is None:
        raise TypeError("The process has no pipes.")
    with suppress(BrokenPipeError, ConnectionResetError):
        async for part in picture:
            stdin.write(part)
            await stdin.drain()
    stdin.close()
    parts = []
    while part := await stdout.read(MAX_ANSWER):
        parts.append(part)
        if sum(map(len, parts)) > MAX_ANSWER:
            return b""
    return b"".join(parts)
