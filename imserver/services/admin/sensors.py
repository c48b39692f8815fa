"""The machine on which this runs, as far as a service without privileges sees it.

On a node the unit hides all of /proc but processes (`ProcSubset=pid`). What is missing there is read from the root
control group and the memory nodes below /sys, which every user may read, and asked by sysinfo(2).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

FLAGS: Final = ("voltage", "clock", "throttled", "heat")
"""Bits 0 to 3 of the firmware's get_throttled hold now, bits 16 to 19 since the start (Raspberry Pi documentation,
vcgencmd): the voltage is too low, the clock held down, throttled, the soft limit of temperature reached."""
SINCE_START: Final = 16

MEMORY: Final = re.compile(r"^(?:Node \d+ )?(\w+(?:\(file\))?): +(\d+) kB$", re.MULTILINE)
RECLAIMABLE: Final = ("Active(file)", "Inactive(file)", "SReclaimable")


class Memory(msgspec.Struct, frozen=True):
    """Bytes. `available` is what programs can still get without swapping."""

    total: int
    available: int


class Throttling(msgspec.Struct, frozen=True):
    """Names of `FLAGS`: what holds now, and what did at some time since the start."""

    now: tuple[str, ...]
    since_start: tuple[str, ...]


class HostSensors:
    """Everything is None where it can't be seen. Files are read below `root`; `sysconf` asks the kernel itself."""

    def __init__(self, root: Path = Path("/"), sysconf: Callable[[str], int] = os.sysconf) -> None:
        self._root = root
        self._sysconf = sysconf
        self.cpus = os.cpu_count() or 1

    @property
    def model(self) -> str | None:
        """Such as `Raspberry Pi 4 Model B Rev 1.5`."""
        text = self._read("sys/firmware/devicetree/base/model") or self._read("sys/class/dmi/id/product_name")
        return text.rstrip("\0\n") if text else None

    def busy_s(self) -> float | None:
        """Seconds that all processors together have worked since the start."""
        if stat := self._read("proc/stat"):
            user, nice, system, _idle, _wait, *interrupts = map(int, stat.split("\n", 1)[0].split()[1:9])
            return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")
        found = re.search(r"^usage_usec (\d+)$", self._read("sys/fs/cgroup/cpu.stat") or "", re.MULTILINE)
        return int(found[1]) / 1e6 if found else None

    def memory(self) -> Memory | None:
        if text := self._read("proc/meminfo"):
            found = {name: int(kib) * 1024 for name, kib in MEMORY.findall(text)}
            return Memory(found["MemTotal"], found["MemAvailable"]) if "MemAvailable" in found else None
        nodes = sorted(self._root.glob("sys/devices/system/node/node*/meminfo"))
        cached = sum(_reclaimable(self._text(node) or "") for node in nodes)
        page = self._sysconf("SC_PAGE_SIZE")
        total, free = (page * self._sysconf(name) for name in ("SC_PHYS_PAGES", "SC_AVPHYS_PAGES"))
        return Memory(total, min(total, free + cached)) if nodes else None

    def temperature(self) -> float | None:
        """Degrees Celsius of the processor."""
        zones = sorted(self._root.glob("sys/class/thermal/thermal_zone*"))
        for zone in sorted(zones, key=lambda zone: not re.search(r"cpu|soc|pkg", self._text(zone / "type") or "")):
            text = (self._text(zone / "temp") or "").strip()
            if text.removeprefix("-").isdigit():
                return int(text) / 1000
        return None

    def throttling(self) -> Throttling | None:
        """What the firmware of a Raspberry Pi says of its voltage and heat."""
        found = sorted(self._root.glob("sys/devices/platform/soc*/soc*:firmware/get_throttled"))
        text = self._text(found[0]) if found else None
        if text is None or not re.fullmatch(r"(0x)?[0-9a-f]+", text.strip()):
            return None
        bits = int(text, 16)
        now = tuple(name for bit, name in enumerate(FLAGS) if bits >> bit & 1)
        return Throttling(now, tuple(name for bit, name in enumerate(FLAGS) if bits >> bit + SINCE_START & 1))

    def _read(self, name: str) -> str | None:
        return self._text(self._root / name)

    @staticmethod
    def _text(path: Path) -> str | None:
        try:
            return path.read_text("utf-8", "replace")
        except OSError:
            return None


def _reclaimable(meminfo: str) -> int:
    """Bytes that the kernel gives up when programs want them: the larger part of what it calls available."""
    found = dict(MEMORY.findall(meminfo))
    return sum(int(found.get(name, 0)) * 1024 for name in RECLAIMABLE)
