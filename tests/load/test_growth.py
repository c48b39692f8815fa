"""What a tool of others has measured so far, read while it writes."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from control.load.histogram import cell
from control.load.tick import Tick
from control.load.tools import process
from control.load.tools.growth import Samples, Totals, teller
from control.load.tools.process import Program

START_US = 1_800_000_000_000_000


def test_samples_are_read_as_they_come(tmp_path: Path) -> None:
    file = tmp_path / "samples-0.csv"
    growth = Samples(file)
    assert growth.look() == Tick()
    assert growth.start == 0
    with file.open("w", encoding="utf-8") as rows:
        rows.write(f"due_us,action,us,error\n{START_US},start,0,\n{START_US + 5},connect,900,\n{START_US + 9},ack,70")
        rows.flush()
        assert growth.look() == Tick(connected=1, done=1)
        assert growth.start == START_US / 1e6
        rows.write(f"0,\n{START_US + 12},delivery,900,\n{START_US + 15},ack,30,no answer\n{START_US + 20},beat,3,\n")
        rows.write(f"{START_US + 21},end,0,\n")
        rows.flush()
        told = Tick(connected=1, done=2, sent=2, acked=1, received=1, errors=1, cells={str(cell(900)): 1})
        assert growth.look() == told
    told.cells = {}
    assert growth.look() == told


def test_totals_are_read_as_they_grow(tmp_path: Path) -> None:
    file = tmp_path / "progress.json"
    growth = Totals(file)
    assert growth.look() == Tick()
    ack = {"cells": [[20, 3]], "errors": {"no answer": 1}}
    arriving = {"cells": [[20, 2]], "errors": {}}
    delivery = {"cells": [[20, 3], [22, 1]], "errors": {}}
    file.write_text(json.dumps({"start": 1.8e9, "actions": {"ack": ack, "ack (ramp)": arriving}}))
    assert growth.look() == Tick(done=5, sent=6, acked=5, errors=1)
    file.write_text(json.dumps({"start": 1.8e9, "actions": {"ack": ack, "delivery": delivery}}))
    assert growth.look() == Tick(done=3, sent=4, acked=3, errors=1, received=4, cells={"20": 3, "22": 1})
    delivery["cells"] = [[20, 8], [22, 1]]
    file.write_text(json.dumps({"start": 1.8e9, "actions": {"delivery": delivery}}))
    assert growth.look() == Tick(received=9, cells={"20": 5})


def test_nothing_is_told_before_a_run_has_begun(tmp_path: Path) -> None:
    file, told = tmp_path / "samples-0.csv", list[Tick]()
    watch = teller(Samples(file), lambda at_s, tick: told.append(tick))
    watch(0.5)
    assert told == []
    file.write_text(f"{START_US},start,0,\n", "utf-8")
    watch(0.5)
    assert told == [Tick(cpu=0.5)]


@pytest.mark.parametrize("begun", [True, False])
def test_a_program_is_too_busy_only_once_its_run_has_begun(
    tmp_path: Path, begun: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A JVM that starts takes all cores for a while, and measures nothing yet."""
    monkeypatch.setattr(process, "TICK_S", 0.2)
    command = [sys.executable, "-c", "import time\nwhile time.process_time() < 1: pass"]
    use, ended = Program("busy", command, tmp_path, os.environ, watch=lambda cpu: begun).run(30)
    assert ended == "complete"
    assert use.cpu_s > 0.3
    assert (use.busiest > 0.3) == begun
