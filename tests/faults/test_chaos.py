"""Whatever goes wrong: nothing acknowledged is lost, doubled or moved, and no reader is told anything else."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from tests.client import Person
from tests.disk import fill, small_disk
from tests.faults.actor import Habits
from tests.faults.network import Weather
from tests.faults.stage import Stage
from tests.patience import until
from tests.server import Server

pytestmark = [pytest.mark.anyio, pytest.mark.slow]


async def test_killed_again_and_again(server: Server, seed: int, kills: int) -> None:
    stage = Stage(server, seed)

    async def trouble() -> None:
        for _ in range(kills):
            await stage.pause(0.1, 1.0)
            server.kill()
            await asyncio.to_thread(server.start)
            await stage.more_acks()

    await stage.play(trouble)


async def test_frozen_and_thawed(server: Server, seed: int) -> None:
    stage = Stage(server, seed)

    async def trouble() -> None:
        for _ in range(3):
            await stage.pause(0.1, 0.5)
            os.kill(server.pid, signal.SIGSTOP)
            await stage.pause(0.5, 4.0)
            os.kill(server.pid, signal.SIGCONT)
            await stage.more_acks()

    await stage.play(trouble)


async def test_connections_that_are_cut_and_such_that_hang(server: Server, seed: int) -> None:
    stage = Stage(server, seed)

    async def trouble() -> None:
        for number in range(10):
            await stage.pause(0.05, 0.4)
            stage.network.cut() if number % 3 else stage.network.go_deaf()
            await stage.more_acks()

    await stage.play(trouble)


async def test_a_network_that_delays_and_doubles(server: Server, seed: int) -> None:
    stage = Stage(server, seed)
    stage.network.weather = Weather(delay=0.3, double=0.2)

    async def trouble() -> None:
        for _ in range(3):
            await stage.more_acks(150)
            stage.network.cut()

    await stage.play(trouble)


async def test_a_network_that_lets_messages_overtake(server: Server, seed: int) -> None:
    stage = Stage(server, seed, Habits(in_order=False))
    stage.network.weather = Weather(delay=0.2, double=0.1, swap=0.2)

    async def trouble() -> None:
        await stage.more_acks(100)

    await stage.play(trouble)


async def test_clients_that_send_everything_three_times(server: Server, seed: int) -> None:
    stage = Stage(server, seed, Habits(repeat=3))

    async def trouble() -> None:
        for _ in range(3):
            await stage.more_acks(100)
            server.kill()
            await asyncio.to_thread(server.start)

    await stage.play(trouble)


async def test_a_clean_stop_loses_nothing(server: Server, seed: int) -> None:
    stage = Stage(server, seed)

    async def trouble() -> None:
        for _ in range(3):
            await stage.more_acks()
            assert await asyncio.to_thread(server.stop) == 0
            await asyncio.to_thread(server.start)

    await stage.play(trouble)


async def test_a_disk_that_is_full_now_and_then(tmp_path: Path, seed: int) -> None:
    with small_disk(tmp_path / "data", 24) as disk:
        server = Server(disk)
        server.start()
        Person(server, "owner", role="owner")
        stage = Stage(server, seed)

        async def trouble() -> None:
            for number in range(3):
                await stage.more_acks()
                await asyncio.to_thread(server.stop)  # its log of writes is empty then, and can't grow
                filler = fill(disk)
                await asyncio.to_thread(server.start)
                await stage.more_refusals("storage_full")
                if number == 1:
                    server.kill()
                    await asyncio.to_thread(server.start)
                filler.unlink()
                await stage.more_acks()

        try:
            await stage.play(trouble)
        finally:
            server.stop()
            server.admin.close()


async def test_clients_that_never_read_stop_nobody(server: Server, seed: int) -> None:
    stage = Stage(server, seed, Habits(rest_s=0.005))
    mute = stage.people[0]

    async def trouble() -> None:
        async with AsyncExitStack() as stack:
            for _ in range(5):
                opening = connect(
                    server.ws_url, subprotocols=[Subprotocol("im.v1.json")], compression=None, max_queue=1
                )
                opened = await stack.enter_async_context(opening)
                await opened.send(f'{{"t": "auth", "id": 0, "token": "{mute.token}"}}')
                stack.callback(opened.transport.abort)
            await stage.more_acks(1000)

    await stage.play(trouble)


def find_library() -> Path:
    for library in Path("/usr/lib").glob("*/faketime/libfaketime.so.1"):
        return library
    pytest.skip("libfaketime is missing: apt install faketime")


async def test_a_clock_that_jumps_by_an_hour(tmp_path: Path, seed: int) -> None:
    """As that of a board without a battery does, once it has found a time server."""
    library = find_library()
    offset = tmp_path / "offset"
    offset.write_text("+0")
    server = Server(
        tmp_path / "data",
        {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(offset),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        },
    )
    await asyncio.to_thread(server.start)
    stage = Stage(server, seed)

    async def trouble() -> None:
        for jump in ("+3600", "-3600", "+0", "-3600", "+3600"):
            await stage.more_acks(25)
            offset.write_text(jump)
            await stage.more_acks(25)
            stage.network.cut()

    try:
        await stage.play(trouble)
        history = await asyncio.to_thread(stage.people[0].history, stage.actors[0].convs[0])
        times = [message["ts"] for message in history]
        assert max(times) - min(times) < 3_000_000, "messages jumped with the clock"
        await until(lambda: server.admin.get("/api/v1/admin/status").json()["clock"]["off"] > 3_000_000)
    finally:
        await asyncio.to_thread(server.stop)
        server.admin.close()


async def test_a_restored_backup_is_noticed_by_every_client(server: Server, seed: int) -> None:
    """What was said after the backup is gone; nobody goes on as if it were there."""
    stage = Stage(server, seed)
    database, backup = server.data_dir / "messages.db", server.data_dir / "backup.db"

    async def trouble() -> None:
        await stage.more_acks(50)
        with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(backup)) as copy:
            live.backup(copy)
        await stage.more_acks(50)
        server.kill()
        os.replace(backup, database)
        for name in ("messages.db-wal", "messages.db-shm"):
            (server.data_dir / name).unlink(missing_ok=True)
        await asyncio.to_thread(server.start)
        await stage.more_acks(50)

    await stage.play(trouble)
    assert all(actor.log.resets == 1 for actor in stage.actors)
