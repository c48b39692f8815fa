"""A store from a backup is another one than clients know: they are told to start anew, and only then."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.contract.sqlite.inside import talk
from tests.contract.town import Town

pytestmark = pytest.mark.anyio


def copy(source: Path, target: Path) -> None:
    """A consistent copy, as backups are made."""
    with sqlite3.connect(source) as live, sqlite3.connect(target) as backup:
        live.backup(backup)
    live.close()
    backup.close()


def put_back(folder: Path) -> None:
    for file in folder.glob("messages.db-*"):
        file.unlink()
    (folder / "messages.db").write_bytes((folder / "backup.db").read_bytes())


async def test_a_restored_backup_has_another_epoch(town: Town, tmp_path: Path) -> None:
    conv, anna, _ = await talk(town)
    await town.post(conv, anna, "kept")
    copy(tmp_path / "messages.db", tmp_path / "backup.db")
    await town.post(conv, anna, "lost")
    known = town.token
    await town.store.close()
    put_back(tmp_path)
    await town.restart()
    assert town.token.epoch != known.epoch
    assert (await town.store.stream.resume(anna, known)).mode == "reset"
    assert [message.text for message in await town.history(conv, anna)] == ["kept"]


async def test_a_directory_that_was_put_back_whole_has_another_epoch(town: Town, tmp_path: Path) -> None:
    conv, anna, _ = await talk(town)
    await town.post(conv, anna, "kept")
    await town.store.close()
    aside = tmp_path.with_name("aside")
    shutil.copytree(tmp_path, aside)
    await town.restart()
    await town.post(conv, anna, "lost")
    known = town.token
    await town.store.close()
    shutil.move(tmp_path, tmp_path.with_name("broken"))
    shutil.copytree(aside, tmp_path)
    await town.restart()
    assert (await town.store.stream.resume(anna, known)).mode == "reset"


async def test_a_store_without_its_watermark_has_another_epoch(town: Town, tmp_path: Path) -> None:
    """As where only the database was copied, to a fresh board."""
    conv, anna, _ = await talk(town)
    await town.post(conv, anna, "kept")
    known = town.token
    await town.store.close()
    (tmp_path / "watermark").unlink()
    await town.restart()
    assert (await town.store.stream.resume(anna, known)).mode == "reset"
    known = town.token
    await town.restart()
    assert town.token.epoch == known.epoch, "once"


async def test_a_watermark_that_was_cut_short_keeps_the_epoch(town: Town, tmp_path: Path) -> None:
    """As by a power cut soon after the first start."""
    conv, anna, _ = await talk(town)
    await town.post(conv, anna)
    known = town.token
    await town.store.close()
    (tmp_path / "watermark").write_bytes(b"")
    await town.restart()
    assert town.token.epoch == known.epoch


async def test_a_mere_restart_keeps_the_epoch(town: Town) -> None:
    conv, anna, ben = await talk(town)
    known = town.token
    for change in range(3):
        await town.restart()
        await town.post(conv, anna, f"text {change}")
        await town.store.annotations.mark(conv, ben, 1 + change, 0)
        await town.store.conversations.change(conv, anna, f"title {change}", None) if change else None
    await town.restart()
    assert town.token.epoch == known.epoch
    assert (await town.store.stream.resume(anna, known)).mode == "resumed"


async def test_a_restart_after_a_group_was_removed_keeps_the_epoch(town: Town) -> None:
    conv, anna, ben = await talk(town)
    group = await town.group(anna)
    await town.store.conversations.remove_member(group, anna, anna)
    await town.post(conv, ben)
    other = await town.group(ben)
    await town.post(other, ben)
    for each in (group, other):
        await town.store.conversations.remove(each)
    known = town.token
    await town.restart()
    assert town.token.epoch == known.epoch
