"""Pictures of people and groups, where something fails: nobody keeps half of one, and nothing is left behind."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from imserver.cache.memory import MemoryCounters
from imserver.cluster.online import OnlineDirectory
from imserver.core import errors
from imserver.core.errors import ErrorCode, ImError
from imserver.seal.envelope import Sealer
from imserver.services.media import thumbnailer as module
from imserver.services.media.avatars import Avatars
from imserver.services.media.blob_store import BlobStore
from imserver.services.media.content import Contents
from imserver.services.media.sweeper import MediaSweeper
from imserver.services.media.thumbnailer import Thumbnailer
from imserver.services.media.turns import Turns
from imserver.services.messages.allowance import Allowance
from tests.contract.engines import open_sqlite
from tests.contract.town import NOW, RING, Town, refused

pytestmark = pytest.mark.anyio

STAND_IN = """
read -r kind || :
case $kind in
    none) exit 1 ;;
    long) while :; do :; done ;;
esac
echo '{"width": 8, "height": 4}'
printf "small $kind $1"
"""


class Studio:
    """Makes avatars by a program that begins at once."""

    def __init__(self, town: Town, directory: Path, free: int = 0) -> None:
        self.town = town
        self.blobs = BlobStore(directory / "media", Sealer(RING))
        self.turns = Turns(1)
        self.online_directory = AsyncMock(spec=OnlineDirectory)
        self.online_directory.all_know.return_value = True
        program = ("/bin/sh", "-c", STAND_IN, sys.executable)
        self.avatars = Avatars(
            town.store,
            self.blobs,
            Contents(self.blobs, free),
            Thumbnailer(program, self.turns),
            lambda: NOW,
            Allowance(MemoryCounters()),
            self.online_directory,
        )

    async def set(self, user: str, content: bytes = b"ann\n") -> str:
        async def parts() -> AsyncIterator[bytes]:
            yield content

        return (await self.avatars.set_own(user, len(content), parts())).avatar

    async def read(self, user: str, avatar: str) -> bytes:
        content = await self.avatars.content(user, avatar)
        return b"".join([part async for part in content.parts(0, content.size)])


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    town = Town(open_sqlite, tmp_path)
    yield Studio(town, tmp_path)
    await town.store.close()


async def test_a_picture_is_made_as_an_avatar_and_only_that_is_kept(studio: Studio) -> None:
    anna, ben = await studio.town.people("anna", "ben")
    avatar = await studio.set(anna)
    assert await studio.read(ben, avatar) == b"small ann avatar"
    assert list(studio.blobs.kept()) == [avatar]


async def test_what_is_no_picture_leaves_the_one_before(studio: Studio) -> None:
    anna = await studio.town.person("anna")
    avatar = await studio.set(anna)
    with refused(errors.PICTURE_INVALID):
        await studio.set(anna, b"none\n")
    assert list(studio.blobs.kept()) == [avatar]
    assert await studio.read(anna, avatar)


async def test_who_is_gone_meanwhile_leaves_nothing(studio: Studio) -> None:
    with refused(errors.UNKNOWN_USER):
        await studio.set("u000000000000000")
    assert list(studio.blobs.kept()) == []


@pytest.mark.parametrize("done", [True, False], ids=["stored", "not stored"])
async def test_a_store_that_is_lost_in_between_costs_nobody_their_picture(
    studio: Studio, done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it was stored can't be told then: what is there stays, and is swept if nobody has it."""
    anna = await studio.town.person("anna")
    store = studio.town.store.accounts.set_avatar

    async def lost(user: str, avatar: str) -> None:
        if done:
            await store(user, avatar)
        raise ImError(errors.STORAGE_FAILED, "A part of the server can't be reached at the moment.")

    monkeypatch.setattr(studio.town.store.accounts, "set_avatar", lost)
    with refused(errors.STORAGE_FAILED):
        await studio.set(anna)
    sweeper = MediaSweeper(studio.town.store, studio.blobs, lambda: NOW)
    await sweeper.remove_orphans(await sweeper.unknown())
    avatar = (await studio.town.store.accounts.get(anna)).avatar
    assert list(studio.blobs.kept()) == ([avatar] if done else [])
    assert bool(avatar) is done


async def test_one_is_uploaded_at_a_time(studio: Studio) -> None:
    anna, ben = await studio.town.people("anna", "ben")
    more = asyncio.Event()
    begun = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        begun.set()
        await more.wait()
        yield b"ann\n"

    first = asyncio.create_task(studio.avatars.set_own(anna, 0, slowly()))
    await begun.wait()
    with refused(errors.THROTTLED):
        await studio.set(anna)
    assert await studio.set(ben), "others don't wait"
    more.set()
    assert (await first).avatar


@pytest.mark.parametrize(
    ("free", "declared", "code"),
    [(1 << 60, 10, errors.STORAGE_FULL), (0, 11 << 20, errors.TOO_LARGE)],
    ids=["disk", "size"],
)
async def test_what_has_no_room_is_refused_before_it_is_read(
    tmp_path: Path, free: int, declared: int, code: ErrorCode
) -> None:
    town = Town(open_sqlite, tmp_path)
    studio = Studio(town, tmp_path, free)

    async def unread() -> AsyncIterator[bytes]:
        pytest.fail("it was read")
        yield b""

    with refused(code):
        await studio.avatars.set_own(await town.person("anna"), declared, unread())
    await town.store.close()


async def test_whoever_waits_too_long_may_try_again(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAIT_S", 0.01)
    anna = await studio.town.person("anna")
    async with studio.turns.take("ben", 1):
        with refused(errors.BUSY):
            await studio.set(anna)
    assert list(studio.blobs.kept()) == []


async def test_what_there_was_no_time_for_may_be_tried_again(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine was busy, for all that is known: nothing is wrong with the picture."""
    monkeypatch.setattr(module, "SLICE_S", 0.1)
    monkeypatch.setattr(module, "TIMEOUT_S", 0.2)
    anna = await studio.town.person("anna")
    with refused(errors.BUSY):
        await studio.set(anna, b"long\n")
    assert list(studio.blobs.kept()) == []


async def test_a_picture_that_is_replaced_while_it_is_fetched_is_none_that_is_damaged(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    anna = await studio.town.person("anna")
    avatar = await studio.set(anna)
    check, checked = studio.town.store.media.check_avatar, list[str]()

    async def replace_behind(avatar: str, user: str) -> None:
        await check(avatar, user)
        if not checked:
            checked.append(user)
            await studio.avatars.remove_own(anna)
            studio.blobs.remove(avatar)

    monkeypatch.setattr(studio.town.store.media, "check_avatar", replace_behind)
    with refused(errors.UNKNOWN_FILE):
        await studio.read(anna, avatar)
    assert "media.damaged" not in caplog.text


async def test_nobody_gets_a_picture_while_some_would_be_told_without_it(studio: Studio) -> None:
    anna = await studio.town.person("anna")
    studio.online_directory.all_know.return_value = False
    with refused(errors.BUSY):
        await studio.set(anna)
    await studio.avatars.remove_own(anna)
    studio.online_directory.all_know.return_value = True
    assert await studio.set(anna)
