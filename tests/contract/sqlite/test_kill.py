"""A kill in the midst of a burst."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from imserver.core.message import Posted
from tests.contract.engines import open_sqlite
from tests.contract.town import NOW, Town

pytestmark = pytest.mark.anyio


BURST = """
import asyncio, json, sys
from pathlib import Path
from tests.contract.engines import open_sqlite
from tests.contract.town import Town

async def burst() -> None:
    town = Town(open_sqlite, Path(sys.argv[1]))
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    print(json.dumps([conv, anna]), flush=True)

    async def talk(sender: str, number: int) -> None:
        while True:
            ack = await town.post(conv, sender, f"{sender} {number}")
            print(json.dumps([ack.seq, f"{sender} {number}", town.token.position]), flush=True)
            number += 1

    await asyncio.gather(*(talk(sender, start * 1000000) for start in range(5) for sender in (anna, ben)))

asyncio.run(burst())
"""


def _burst(directory: Path, acks: int) -> tuple[str, str, list[tuple[int, str, int]]]:
    """Let another process post until `acks` are there, then kill it. Returns all that it acknowledged."""
    command = [sys.executable, "-c", BURST, str(directory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        conv, anna = json.loads(process.stdout.readline())
        lines = [process.stdout.readline() for _ in range(acks)]
        process.kill()
        lines += process.stdout.readlines()
    return conv, anna, [json.loads(line) for line in lines if line.endswith("\n")]


@pytest.mark.parametrize("acks", [1, 150, 700])
async def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, acks: int) -> None:
    conv, anna, acked = _burst(tmp_path, acks)
    town = Town(open_sqlite, tmp_path)
    history = {message.seq: message.text for message in await town.history(conv, anna)}
    assert list(history) == list(range(1, len(history) + 1))
    assert {seq: text for seq, text, _ in acked}.items() <= history.items()
    assert town.token.position >= max(position for *_, position in acked)
    assert await town.post(conv, anna) == Posted(len(history) + 1, NOW)
    await town.store.close()
