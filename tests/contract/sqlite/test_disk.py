"""A disk that is really full."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from imserver.core import errors
from tests.contract.engines import open_sqlite
from tests.contract.sqlite.inside import talk
from tests.contract.town import Town, refused
from tests.disk import fill, small_disk

pytestmark = pytest.mark.anyio


@pytest.fixture(name="small_disk")
def four_megabytes(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 4) as disk:
        yield disk


async def _post_until_full(town: Town, conv: str, sender: str) -> int:
    for number in range(20_000):
        try:
            await town.post(conv, sender, os.urandom(2000).hex())
        except errors.ImError as error:
            if error.code is errors.STORAGE_FULL:
                return number
            raise
    pytest.fail("the disk was never full")


async def test_a_full_disk_refuses_writing_keeps_reading_and_recovers(small_disk: Path) -> None:
    town = Town(open_sqlite, small_disk)
    conv, anna, ben = await talk(town)
    since = town.token
    await town.post(conv, anna, "before")
    filler = fill(small_disk)
    stored = 1 + await _post_until_full(town, conv, anna)

    assert len(await town.history(conv, ben)) == stored
    assert len(await town.missed(ben, since)) == stored
    assert (await town.store.accounts.get("anna")).id == anna
    assert (await town.store.conversations.get(conv, ben)).last_seq == stored
    await town.store.check()
    with refused(errors.STORAGE_FULL):
        await town.store.check(write=True)
    with refused(errors.STORAGE_FULL):
        await town.post(conv, ben, "x" * 8000)
    heard = len(town.heard)

    filler.unlink()
    await town.store.check(write=True)
    assert (await town.post(conv, ben, "after")).seq == stored + 1
    assert len(town.heard) == heard + 1
    assert [message.seq for message in await town.history(conv, anna)] == list(range(1, stored + 2))
    await town.store.close()


async def test_a_restart_on_a_full_disk_still_reads(small_disk: Path) -> None:
    town = Town(open_sqlite, small_disk)
    conv, anna, ben = await talk(town)
    filler = fill(small_disk)
    stored = await _post_until_full(town, conv, anna)
    await town.restart()
    assert len(await town.history(conv, ben)) == stored
    filler.unlink()
    assert (await town.post(conv, ben, "after")).seq == stored + 1
    await town.store.close()
