"""What a node does while it is loaded, from the kernel's books. It needs no privileges for processes of one's own.

All figures are floats by name; docs/capacity.md lists them. Counts that grow are given as they are: the reader
subtracts.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

TICK: Final = os.sysconf("SC_CLK_TCK")
PAGE: Final = os.sysconf("SC_PAGE_SIZE")
MEMORY_EVERY_S: Final = 5.0
"""USS and PSS walk all pages of a process, a few ms for each 100 MB: not every second."""
PI_EVERY_S: Final = 5.0
METERS: Final = ("lag", "commits")
BUSIEST: Final = "busiest_thread_s"
"""Of all processes of a service: none of its threads can use two cores."""
_OWN_UNIT: Final = re.compile(r":/system\.slice/im-(haproxy|redis)\.service$", re.MULTILINE)
"""In the cgroups of a process. Those of a container on this machine begin otherwise."""
SERVICES: Final = ("imserver", "haproxy", "redis-server", "valkey-server", "java")


def services(extra: Sequence[int] = ()) -> dict[int, str]:
    """Processes of a node by id: those named in `extra`, which are imserver, and what it stands on.

    Where units of the messenger have some of a name, others of that name are somebody else's.
    """
    found = dict.fromkeys(extra, "imserver")
    own: set[str] = set()
    others: dict[int, str] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) not in found:
            name = _read(folder / "comm").strip()
            command = _read(folder / "cmdline").split("\0")
            if "imserver" in command[1:3] + [os.path.basename(word) for word in command[:2]]:
                name = "imserver"
            if name not in SERVICES:
                continue
            if name == "imserver" or _OWN_UNIT.search(_read(folder / "cgroup")):
                found[int(folder.name)] = name
                own.add(name)
            else:
                others[int(folder.name)] = name
    return found | {pid: name for pid, name in others.items() if name not in own}


class NodeMeter:
    def __init__(self, processes: dict[int, str]) -> None:
        self._processes = processes
        self._slow_at = self._pi_at = 0.0
        self._slow: dict[str, float] = {}
        self._pi: dict[str, float] = {}

    def read(self) -> dict[str, float]:
        """The figures of this moment."""
        now = time.monotonic()
        figures: dict[str, float] = {}
        for pid, name in self._processes.items():
            for key, value in _process(Path(f"/proc/{pid}")).items():
                known = figures.get(f"{name}.{key}", 0.0)
                figures[f"{name}.{key}"] = max(known, value) if key == BUSIEST else known + value
        figures |= _machine_cpu() | _memory() | _pressure() | _network() | _temperature()
        if now - self._slow_at >= MEMORY_EVERY_S:
            self._slow_at = now
            self._slow = self._pages()
        if now - self._pi_at >= PI_EVERY_S:
            self._pi_at = now
            self._pi = _throttling()
        return figures | self._slow | self._pi

    def _pages(self) -> dict[str, float]:
        figures: dict[str, float] = {}
        for pid, name in self._processes.items():
            rows = _rows(_read(Path(f"/proc/{pid}/smaps_rollup")))
            values = {
                "uss_bytes": rows.get("Private_Clean", 0) + rows.get("Private_Dirty", 0),
                "pss_bytes": rows.get("Pss", 0),
                "swap_bytes": rows.get("Swap", 0),
            }
            with suppress(OSError):
                values["files"] = len(os.listdir(f"/proc/{pid}/fd"))
            for key, value in values.items():
                figures[f"{name}.{key}"] = figures.get(f"{name}.{key}", 0.0) + value
        return figures


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def _rows(text: str) -> dict[str, float]:
    """Lines like `Pss: 12 kB`, in bytes."""
    rows: dict[str, float] = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) >= 2 and words[1].isdigit():
            rows[words[0].rstrip(":")] = float(words[1]) * (1024 if words[-1] == "kB" else 1)
    return rows


def _process(folder: Path) -> dict[str, float]:
    stat = _read(folder / "stat").rpartition(")")[2].split()
    if len(stat) < 22:
        return {}
    figures = {
        "user_s": int(stat[11]) / TICK,
        "system_s": int(stat[12]) / TICK,
        "rss_bytes": float(int(stat[21]) * PAGE),
        "major_faults": float(stat[9]),
    }
    written = _rows(_read(folder / "io")).get("write_bytes")
    if written is not None:
        figures["written_bytes"] = written
    with suppress(OSError):  # it ended meanwhile
        tasks = os.listdir(folder / "task")
        figures[BUSIEST] = max((_thread_s(folder / "task" / task / "stat") for task in tasks), default=0.0)
    return figures


def _thread_s(path: Path) -> float:
    stat = _read(path).rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / TICK if len(stat) > 12 else 0.0


def _machine_cpu() -> dict[str, float]:
    words = _read(Path("/proc/stat")).split("\n", 1)[0].split()[1:]
    if len(words) < 8:
        return {}
    user, nice, system, idle, wait, irq, soft, steal = (int(word) / TICK for word in words[:8])
    return {
        "machine.busy_s": user + nice + system + irq + soft,
        "machine.idle_s": idle,
        "machine.iowait_s": wait,
        "machine.steal_s": steal,
    }


def _memory() -> dict[str, float]:
    rows = _rows(_read(Path("/proc/meminfo")))
    figures = {
        "machine.available_bytes": rows.get("MemAvailable", 0.0),
        "machine.swap_used_bytes": rows.get("SwapTotal", 0.0) - rows.get("SwapFree", 0.0),
    }
    stored = packed = 0.0
    for path in Path("/sys/block").glob("zram*/mm_stat"):
        words = _read(path).split()
        if len(words) >= 2:
            stored, packed = stored + float(words[0]), packed + float(words[1])
    if packed:
        figures["machine.zram_ratio"] = stored / packed
    return figures


def _pressure() -> dict[str, float]:
    figures = {}
    for kind in ("cpu", "memory", "io"):
        for line in _read(Path(f"/proc/pressure/{kind}")).splitlines():
            degree, *pairs = line.split()
            total = next((pair.partition("=")[2] for pair in pairs if pair.startswith("total=")), "0")
            figures[f"pressure.{kind}_{degree}_s"] = int(total) / 1e6
    return figures


def _network() -> dict[str, float]:
    received = sent = 0.0
    for line in _read(Path("/proc/net/dev")).splitlines()[2:]:
        words = line.partition(":")[2].split()
        if len(words) > 8:
            received, sent = received + float(words[0]), sent + float(words[8])
    return {"network.received_bytes": received, "network.sent_bytes": sent}


def _temperature() -> dict[str, float]:
    figures = {}
    if degrees := _read(Path("/sys/class/thermal/thermal_zone0/temp")).strip():
        figures["board.celsius"] = int(degrees) / 1000
    if clock := _read(Path("/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq")).strip():
        figures["board.mhz"] = int(clock) / 1000
    return figures


def _throttling() -> dict[str, float]:
    """The firmware's flags of a Raspberry Pi, as `vcgencmd get_throttled` gives them; the bits are in
    docs/tuning.md.
    """
    if not Path("/proc/device-tree/model").exists():
        return {}
    try:
        printed = subprocess.run(["vcgencmd", "get_throttled"], capture_output=True, text=True, timeout=2, check=True)
        return {"board.throttled": float(int(printed.stdout.partition("=")[2], 16))}
    except (OSError, ValueError, subprocess.SubprocessError):
        return {}


def server_figures(load: dict[str, Any], *, with_process: bool) -> dict[str, float]:
    """The answer of `/admin/load`, flat."""
    figures = {"server.online": float(load["online"]), "server.connections": float(load["connections"])}
    if with_process:
        figures["imserver.user_s"] = float(load["process"]["cpu_s"])
        figures["imserver.system_s"] = 0.0
        figures["imserver.rss_bytes"] = float(load["process"]["rss_bytes"])
    for name in METERS:
        figures[f"{name}.count"] = float(load[name]["count"])
        figures[f"{name}.sum_ms"] = float(load[name]["sum_ms"])
        figures |= {f"{name}.cell{index}": float(count) for index, count in enumerate(load[name]["cells"])}
    figures["commits.waiting"] = float(load["commits"]["waiting"])
    return figures
