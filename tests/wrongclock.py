"""A clock that is wrong, for a process of Python and those that it starts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

DAY_S: Final = 24 * 3600
SITE: Final = """
import time

def _off():
    with open({path!r}) as file:
        return int(file.read())

_time, _time_ns = time.time, time.time_ns
time.time = lambda: _time() + _off()
time.time_ns = lambda: _time_ns() + _off() * 1_000_000_000
"""


class WrongClock:
    """Wrong by `off_s` seconds, which can be set while the process runs."""

    def __init__(self, folder: Path, off_s: int = 0) -> None:
        self._off = folder / "off"
        self._site = folder / "site"
        self._site.mkdir()
        (self._site / "sitecustomize.py").write_text(SITE.format(path=str(self._off)))
        self.set(off_s)

    @property
    def environment(self) -> dict[str, str]:
        return {"PYTHONPATH": str(self._site)}

    def set(self, off_s: int) -> None:
        new = self._off.with_suffix(".new")
        new.write_text(str(off_s))
        new.replace(self._off)
