"""A budget holds, on machines that let one set it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from control.errors import NotAllowed
from control.load import budget

BUSY = """
import threading
def burn():
    while True:
        sum(range(1000))
threading.Thread(target=burn, daemon=True).start()
burn()
"""


def used(pid: int) -> float:
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def test_a_process_gets_no_more_than_its_budget() -> None:
    wanted = budget.find("zero2w")
    process = subprocess.Popen([sys.executable, "-c", BUSY])
    try:
        with budget.within(wanted, process.pid):
            before, began = used(process.pid), time.monotonic()
            time.sleep(3)
            share = (used(process.pid) - before) / (time.monotonic() - began)
            groups = Path(f"/proc/{process.pid}/cgroup").read_text()
    except NotAllowed as error:
        pytest.skip(str(error))
    finally:
        process.kill()
        process.wait()
    assert "imnode-load-" in groups
    assert share <= 1.3 * 2 * wanted.share
