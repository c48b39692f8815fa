"""What the server learns of time where a sandbox hides most of the machine, as the unit of a node does."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from imserver.core.discipline import UNKNOWN_BOOT, Checkpoint, Discipline
from imserver.system import machine_clock
from imserver.system.machine_clock import MachineClock, boot_id, is_synchronised

HOUR_S = 3600


@pytest.fixture
def hidden(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As with `ProcSubset=pid`, and /proc/self besides."""
    real = Path.read_text

    def read_text(path: Path, *given: Any, **named: Any) -> str:
        if path.is_relative_to("/proc"):
            raise FileNotFoundError(path)
        return real(path, *given, **named)

    monkeypatch.setattr(Path, "read_text", read_text)


def kernel(monkeypatch: pytest.MonkeyPatch, adjtimex: Callable[[object], int]) -> None:
    class Library:
        def __init__(self, _: None) -> None:
            self.adjtimex = adjtimex

    monkeypatch.setattr(ctypes, "CDLL", Library)


@pytest.mark.usefixtures("hidden")
def test_uptime_needs_no_proc() -> None:
    before = time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    assert before <= MachineClock().uptime() <= time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


def test_the_boot_is_the_kernels_and_else_what_systemd_told() -> None:
    seen = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    assert boot_id() == boot_id("0123abcd") == seen


@pytest.mark.usefixtures("hidden")
def test_a_boot_that_the_kernel_hides_is_the_one_that_systemd_told() -> None:
    assert boot_id("0123abcd") == "0123abcd"
    assert boot_id() == UNKNOWN_BOOT


def test_a_time_namespace_does_not_move_uptime(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    offsets = tmp_path / "timens_offsets"
    offsets.write_text("monotonic          -5         0\nboottime        -3600 500000000\n")
    here = MachineClock().uptime()
    monkeypatch.setattr(machine_clock, "NAMESPACE", offsets)
    assert MachineClock().uptime() - here >= HOUR_S * 1000 - 500


@pytest.mark.parametrize(("answer", "said"), [(0, True), (1, True), (4, True), (5, False), (-1, None)])
def test_the_kernel_says_whether_it_is_synchronised_unless_it_is_kept_from_it(
    monkeypatch: pytest.MonkeyPatch, answer: int, said: bool | None
) -> None:
    """-1 is EPERM of a filter of system calls."""
    kernel(monkeypatch, lambda _: answer)
    assert is_synchronised() is said


def test_an_unknown_boot_is_never_the_same() -> None:
    hour = HOUR_S * 1000
    kept = Checkpoint(time=1000 * hour, boot=UNKNOWN_BOOT, uptime=hour, agreed=True, synchronised=True, last=True)
    server = Discipline(kept, UNKNOWN_BOOT, 9 * hour, 1008 * hour)
    assert server.is_new_boot
    assert server.time == 1000 * hour, "how long the machine was off can't be told by its uptime"
