"""The sweeper: a file that can't be deleted keeps no other one on the disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from imserver.core import ids
from imserver.seal.envelope import Sealer
from imserver.services.media import sweeper as module
from imserver.services.media.blob_store import BlobStore
from imserver.services.media.sweeper import MediaSweeper
from tests.contract.engines import open_sqlite
from tests.contract.test_media import bring
from tests.contract.town import NOW, RING, Town

pytestmark = pytest.mark.anyio
LATER = NOW + 2 * module.UNSENT_MS


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    town = Town(open_sqlite, tmp_path)
    yield town
    await town.store.close()


def keep(blobs: BlobStore, media: str) -> None:
    with blobs.draft(media) as draft:
        draft.write(b"content")
        draft.finish()
        draft.keep()


def jam(folder: Path, name: str) -> Path:
    """In the place of a file a folder that isn't empty: nobody can delete it as a file, not even root."""
    path = folder / name.partition(".")[0][-2:] / name
    path.unlink(missing_ok=True)
    (path / "something").mkdir(parents=True)
    return path


async def test_what_can_t_be_deleted_keeps_nothing_else(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    folder = tmp_path / "media"
    blobs = BlobStore(folder, Sealer(RING))
    anna = await town.person("anna")
    conv = await town.group(anna)
    files = sorted([(await bring(town, anna, conv)).id for _ in range(8)])
    for media in files:
        keep(blobs, media)
    jammed = [jam(folder, media) for media in files[:3]]  # more than a batch, and the first in the row
    jam(folder, f"{files[7]}.part")
    blobs.prepare()
    sweeper = MediaSweeper(town.store, blobs, lambda: LATER)
    await sweeper.sweep()
    assert sorted(blobs.kept()) == files[:3]
    assert await town.store.media.gone(10) == files[:3]
    for path in jammed:
        (path / "something").rmdir()
        path.rmdir()
    await sweeper.sweep()
    assert await town.store.media.gone(10) == []


async def test_orphans_are_deleted_behind_one_that_can_t_be(town: Town, tmp_path: Path) -> None:
    folder = tmp_path / "media"
    blobs = BlobStore(folder, Sealer(RING))
    orphans = [town.new_id(ids.FILE) for _ in range(6)]
    for media in orphans:
        keep(blobs, media)
    jam(folder, orphans[0])
    sweeper = MediaSweeper(town.store, blobs, lambda: NOW)
    await sweeper.remove_orphans(await sweeper.unknown())
    assert list(blobs.kept()) == orphans[:1]


async def test_pictures_that_nobody_has_are_deleted_and_no_others(town: Town, tmp_path: Path) -> None:
    """Also what a crash left: a square that the store wasn't told of, and what it was being made of."""
    blobs = BlobStore(tmp_path / "media", Sealer(RING))
    sweeper = MediaSweeper(town.store, blobs, lambda: LATER)
    anna = await town.person("anna")
    conv = await town.group(anna)
    former, kept, of_group, orphan = (town.new_id(ids.AVATAR) for _ in range(4))
    uploaded = town.new_id(ids.FILE)
    for media in (former, kept, of_group, orphan, uploaded):
        keep(blobs, media)
    for avatar in (former, kept):
        await town.store.accounts.set_avatar(anna, avatar)
    await town.store.conversations.set_avatar(conv, anna, of_group, NOW)
    suspects = await sweeper.unknown()
    assert sorted(suspects) == sorted((orphan, uploaded))
    await sweeper.sweep()
    await sweeper.remove_orphans([*suspects, kept, of_group])
    assert sorted(blobs.kept()) == sorted((kept, of_group))
    assert await town.store.media.gone(10) == []


async def test_what_is_left_behind_later_goes_without_a_start(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, seconds in (("EVERY_S", 0.01), ("LOOKED_EVERY_S", 0.0), ("SETTLED_S", 0.0)):
        monkeypatch.setattr(module, name, seconds)
    blobs = BlobStore(tmp_path / "media", Sealer(RING))
    sweeper = MediaSweeper(town.store, blobs, lambda: NOW)

    async def is_swept(avatar: str) -> None:
        keep(blobs, avatar)
        while list(blobs.kept()):  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)

    task = asyncio.create_task(sweeper.run())
    async with asyncio.timeout(60):
        await is_swept(town.new_id(ids.AVATAR))
        await is_swept(town.new_id(ids.AVATAR))
    task.cancel()


async def test_what_was_being_uploaded_at_the_start_stays_once_it_is_known(town: Town, tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path / "media", Sealer(RING))
    sweeper = MediaSweeper(town.store, blobs, lambda: NOW)
    anna, avatar = await town.person("anna"), town.new_id(ids.AVATAR)
    keep(blobs, avatar)
    suspects = await sweeper.unknown()
    assert suspects == [avatar]
    await town.store.accounts.set_avatar(anna, avatar)
    await sweeper.remove_orphans(suspects)
    assert list(blobs.kept()) == [avatar]
