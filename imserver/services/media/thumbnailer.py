"""Has small pictures made, each in a process of its own, and nobody's pictures keep another one's waiting."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.services.media.picture import AVATAR
from imserver.services.media.turns import Turn, Turns
from imserver.system.logs import get_logger

PROGRAM: Final = (sys.executable, "-I", "-m", "imserver.services.media.picture")
SLICE_S: Final = 3.0
"""So long a picture may take while others wait for it. A photo takes a tenth of a second, on a slow board one."""
TIMEOUT_S: Final = 30.0
"""One that needs longer goes on beside, up to this, also on a machine that is busy."""
WAIT_S: Final = 30.0
"""Whose turn doesn't come within it has no small picture: an upload is answered."""
MAX_ANSWER: Final = 1 << 20
ROOMY: Final = 1 << 30
"""Bytes of memory from which on two pictures may be made at once."""

log = get_logger("imserver.media")


class Measures(msgspec.Struct, frozen=True):
    """Pixels, as the picture is to be shown."""

    width: int
    height: int


def places() -> int:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return 2 if memory >= ROOMY and (os.cpu_count() or 1) > 1 else 1


class Unfinished(Exception):
    """It took longer than there was time for. `said` is what came until then."""

    def __init__(self, said: bytes) -> None:
        super().__init__()
        self.said = said


class Thumbnailer:
    def __init__(self, program: Sequence[str] = PROGRAM, turns: Turns | None = None) -> None:
        self._program = program
        self._turns = turns or Turns(places())

    async def make(self, person: str, picture: AsyncIterator[bytes]) -> tuple[Measures | None, bytes]:
        """The picture's measures, None for what is none; and a small one, empty where none could be made in time.

        `person` is whose picture it is: each has one made at a time, and who has used the least time comes first.
        """
        try:
            line, small = await self._ask(person, picture, self._program)
        except TimeoutError:
            return None, b""
        except Unfinished as end:
            line, small = end.said.partition(b"\n")[0], b""  # the picture may have been cut off, the measures are whole
        try:
            return msgspec.json.decode(line, type=Measures), small
        except msgspec.MsgspecError:
            return None, b""

    async def make_avatar(self, person: str, picture: AsyncIterator[bytes]) -> bytes:
        """The square in the middle; empty for what is no picture, or takes too much.

        Raises `busy` where it wasn't begun or ended in time: on a machine that has less to do it may be.
        """
        try:
            _, small = await self._ask(person, picture, (*self._program, AVATAR))
        except TimeoutError:
            raise ImError(errors.BUSY, f"Within {WAIT_S:.0f} s nothing was free to make the picture small.") from None
        except Unfinished:
            raise ImError(errors.BUSY, "There wasn't time enough to make the picture small.") from None
        return small

    async def _ask(self, person: str, picture: AsyncIterator[bytes], program: Sequence[str]) -> tuple[bytes, bytes]:
        """The two parts of the answer.

        Raises `TimeoutError` where it isn't the person's turn in time, `Unfinished` where it takes too long.
        """
        try:
            async with self._turns.take(person, WAIT_S) as turn:
                answer = await self._run(person, picture, turn, program)
        except TimeoutError:
            log.warning("media.thumbnail_not_begun", user=person, seconds=WAIT_S)
            raise
        line, _, small = answer.partition(b"\n")
        return line, small

    async def _run(self, person: str, picture: AsyncIterator[bytes], turn: Turn, program: Sequence[str]) -> bytes:
        """What the process said until it ended. Raises `Unfinished` where it had to."""
        process = await asyncio.create_subprocess_exec(
            *program,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
            limit=MAX_ANSWER,
        )
        said = bytearray()
        exchange = asyncio.get_running_loop().create_task(_exchange(process, picture, said))
        try:
            await asyncio.wait([exchange], timeout=SLICE_S)
            if not exchange.done() and self._turns.step_aside(turn):
                await asyncio.wait([exchange], timeout=TIMEOUT_S - SLICE_S)
            is_finished = exchange.done()
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            exchange.cancel()
            await asyncio.wait([exchange])
        if not exchange.cancelled():
            exchange.result()
        if not is_finished:
            log.warning("media.thumbnail_timeout", user=person)
            raise Unfinished(bytes(said))
        if process.returncode:
            del said[said.find(b"\n") + 1 :]  # the picture may have been cut off, the measures are whole
        return bytes(said)


async def _exchange(process: asyncio.subprocess.Process, picture: AsyncIterator[bytes], said: bytearray) -> None:
    """Give the picture, gather the answer in `said`, and wait for the end."""
    stdin, stdout = process.stdin, process.stdout
    if stdin is None or stdout is None:
        raise TypeError("The process has no pipes.")
    with suppress(BrokenPipeError, ConnectionResetError):
        async for part in picture:
            stdin.write(part)
            await stdin.drain()
    stdin.close()
    while part := await stdout.read(MAX_ANSWER):
        said += part
        if len(said) > MAX_ANSWER:
            return
    await process.wait()
