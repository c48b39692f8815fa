"""What a process has used, by the kernel's books."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Usage:
    """`cpu_us`: user and system of all threads; `uss_kb`: memory that only this process holds; `written`: bytes."""

    cpu_us: float
    uss_kb: int
    written: int

    def __sub__(self, earlier: Usage) -> Usage:
        return Usage(self.cpu_us - earlier.cpu_us, self.uss_kb - earlier.uss_kb, self.written - earlier.written)


def usage(pid: int) -> Usage:
    process = Path(f"/proc/{pid}")
    cpu_ns = sum(int((task / "schedstat").read_text().split()[0]) for task in (process / "task").iterdir())
    memory = dict(_fields(process / "smaps_rollup"))
    private = memory["Private_Clean"] + memory["Private_Dirty"]
    return Usage(cpu_ns / 1000, private, dict(_fields(process / "io"))["write_bytes"])


def _fields(file: Path) -> list[tuple[str, int]]:
    rows = (line.split() for line in file.read_text().splitlines())
    return [(row[0].rstrip(":"), int(row[1])) for row in rows if len(row) >= 2 and row[1].isdigit()]
