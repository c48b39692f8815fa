"""What saturated first, and what to change about it, each with the figures that lead there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from control.load.histogram import cell_ms
from control.load.measurement.time_series import Series
from control.load.result import RunResult

CORE_BUSY: Final = 0.85
WAIT_SHARE: Final = 0.2
"""Of the time in which something waited for a resource (pressure stall information)."""
MEMORY_LOW: Final = 0.05
PAUSE_MS: Final = 512.0
USUAL_MS: Final = 100.0
SLOW_CELL: Final = 38
"""Of the heat map: half a second and more."""


@dataclass(slots=True)
class Bottleneck:
    """`strength` above 1: saturated. `name` is empty where nothing came near."""

    name: str
    strength: float
    advice: list[str] = field(default_factory=list)


def find(result: RunResult) -> Bottleneck:
    found = [limit for limit in _limits(result) if limit.strength >= 1]
    return max(found, key=lambda limit: limit.strength, default=Bottleneck("", 0.0))


def _limits(result: RunResult) -> Iterator[Bottleneck]:
    series = Series(result)
    yield from _generator(result)
    yield from _pauses(result, series)
    yield from _core(result, series)
    yield from _disk(series)
    yield from _memory(result, series)
    yield from _heat(series)


def _generator(result: RunResult) -> Iterator[Bottleneck]:
    use = result.generator
    yield Bottleneck(
        "generator",
        10 * use.busiest / 0.95 if use.busiest > 0.95 else 0.0,
        [
            f"its busiest process used {use.busiest:.0%} of a core: run it on another machine, or on several "
            "(playbooks/loadtest.yml)"
        ],
    )


def _pauses(result: RunResult, series: Series) -> Iterator[Bottleneck]:
    """Seconds in which the server answered nothing although messages were due."""
    pauses = silent(result)
    lag = series.meter_at("lag", 99.9)
    worst = max(pauses, default=0.0)
    if not pauses:
        return
    at = result.actions["ack"].at(99.9)
    yield Bottleneck(
        "pauses of the server",
        5.0 + worst,
        [
            f"{len(pauses)} times nobody got an answer for up to {worst:.1f} s; "
            f"99.9 % of acknowledgements within {at:.0f} ms",
            f"its event loop was up to {lag:.0f} ms late: "
            + (
                "look for something that blocks it"
                if lag >= PAUSE_MS
                else "the process itself was stopped, or not scheduled: look at memory, swap and what else runs"
            ),
        ],
    )


def silent(result: RunResult) -> list[float]:
    """Lengths in seconds of the times in which acknowledgements took very long, where they usually don't."""
    times, hold = result.actions.get("ack"), result.phase("hold")
    if times is None or hold is None or times.at(50) > USUAL_MS:
        return []
    slow: dict[int, float] = {}
    for second, pairs in times.heat.items():
        longest = max(cell for cell, _ in pairs)
        if hold.begin_s <= float(second) <= hold.end_s and longest >= SLOW_CELL:
            slow[int(second)] = cell_ms(longest) / 1000
    if len(slow) > (hold.end_s - hold.begin_s) / 3:
        return []
    return [length for second, length in slow.items() if second - 1 not in slow]


def _core(result: RunResult, series: Series) -> Iterator[Bottleneck]:
    share = float(result.settings.get("budget_core_share", 1.0))
    used = series.rate("imserver.busiest_thread_s") / share
    total = series.cpu()
    yield Bottleneck(
        "a core",
        used / CORE_BUSY,
        [
            f"the busiest thread of imserver used {used:.0%} of a core ({total:.2f} cores all services)",
            "more gateway processes use more cores, where the board has some: imserver run --services",
            "or a faster board: a Pi 5 has about twice the speed of a Pi 4",
            "imctl tune show cpu tells whether the governor and the clock are as they should be",
        ],
    )


def _disk(series: Series) -> Iterator[Bottleneck]:
    some, commit = series.rate("pressure.io_some_s"), series.meter_at("commits", 99)
    strength = max(commit / 100, some / 0.8 if commit > 20 else 0)
    yield Bottleneck(
        "fsync",
        strength,
        [
            f"99 % of commits within {commit:.0f} ms; something waited for the disk {some:.0%} of the time",
            "an SSD at USB 3 or NVMe in place of the card; "
            "imctl tune show storage; imctl tune doctor looks at the card",
        ],
    )


def _memory(result: RunResult, series: Series) -> Iterator[Bottleneck]:
    machine = result.machines.get("node")
    total = (machine.memory_mib << 20) if machine else 0
    limit = float(result.settings.get("budget_memory_bytes", 0)) or float(total)
    free = 1 - series.highest("imserver.rss_bytes") / limit if limit else 1.0
    some, swapped = series.rate("pressure.memory_some_s"), series.growth("machine.swap_used_bytes")
    yield Bottleneck(
        "memory",
        max(some / WAIT_SHARE, MEMORY_LOW / free if free > 0 else 2.0),
        [
            f"{free:.0%} of the memory was left, {swapped / 2**20:.0f} MiB went to swap, and something waited "
            f"for memory {some:.0%} of the time",
            "a board with more memory; imctl tune show memory (zram); fewer services on one board",
        ],
    )


def _heat(series: Series) -> Iterator[Bottleneck]:
    flags = int(series.last("board.throttled"))
    yield Bottleneck(
        "heat or power",
        2.0 if flags & 0x6 or flags & 0x1 else 0.0,
        [
            f"the firmware's flags are {flags:#x} at {series.highest('board.celsius'):.0f} °C: a heat sink or a fan, "
            "a better power supply; imctl tune doctor explains the flags"
        ],
    )
