"""Space set aside, given up when nothing else is left, and set aside again."""

from __future__ import annotations

from pathlib import Path

from imserver import reserve
from tests.disk import fill, small_disk


def test_it_comes_and_goes_with_the_free_space(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4) as disk:
        reserve.prepare(disk)
        file = disk / reserve.NAME
        assert file.stat().st_size == reserve.SIZE
        reserve.prepare(disk)
        assert file.exists()
        filler = fill(disk)
        reserve.prepare(disk)
        assert not file.exists()
        (disk / "needed").write_bytes(bytes(reserve.SIZE // 2))
        reserve.prepare(disk)
        assert not file.exists()
        filler.unlink()
        reserve.prepare(disk)
        assert file.exists()
