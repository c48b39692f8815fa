"""What two busy threads get of the CPU within a budget: `python3 -m tests.load.trial NAME` prints it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from control.load.measurement import board_budget

BUSY: Final = """
import threading
def burn():
    while True:
        sum(range(1000))
threading.Thread(target=burn, daemon=True).start()
burn()
"""
SECONDS: Final = 3.0


@dataclass(frozen=True, slots=True)
class Trial:
    """`cores`: how much it used; `groups`: its control groups, a line each; `left`: those that remained afterwards."""

    cores: float
    groups: str
    left: list[str]


def used(pid: int) -> float:
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def run(wanted: board_budget.Budget) -> Trial:
    """Raises `NotAllowed`."""
    process = subprocess.Popen([sys.executable, "-c", BUSY])
    try:
        with board_budget.within(wanted, process.pid):
            before, began = used(process.pid), time.monotonic()
            time.sleep(SECONDS)
            cores = (used(process.pid) - before) / (time.monotonic() - began)
            groups = Path(f"/proc/{process.pid}/cgroup").read_text()
    finally:
        process.kill()
        process.wait()
    places = [board_budget.CGROUPS / below / f"imnode-load-{os.getpid()}" for below in ("", "cpu", "memory")]
    return Trial(cores, groups, [str(place) for place in places if place.exists()])


if __name__ == "__main__":
    print(json.dumps(asdict(run(board_budget.find(sys.argv[1])))))
