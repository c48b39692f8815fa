"""Space set aside, given up when nothing else is left, and set aside again."""

from __future__ import annotations

from pathlib import Path

from imserver.system import disk_reserve
from tests.disk import fill, small_disk


def test_it_comes_and_goes_with_the_free_space(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4) as disk:
        disk_reserve.prepare(disk)
        file = disk / disk_reserve.NAME
        assert file.stat().st_size == disk_reserve.SIZE
        disk_reserve.prepare(disk)
        assert file.exists()
        filler = fill(disk)
        disk_reserve.prepare(disk)
        assert not file.exists()
        (disk / "needed").write_bytes(bytes(disk_reserve.SIZE // 2))
        disk_reserve.prepare(disk)
        assert not file.exists()
        filler.unlink()
        disk_reserve.prepare(disk)
        assert file.exists()
