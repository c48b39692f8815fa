"""The verdict on a run, with its reasons, the limit, and what to do about it.

The order matters. A broken promise is a fact whoever was slow. Then: a generator that was the limit measured itself;
a machine that was disturbed measured its disturbance. Only what is left tells about the server.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from control.load.measurement.time_series import Series
from control.load.result import RunResult, Verdict
from control.load.verdict.bottleneck import find

PASS: Final = "pass"  # noqa: S105
OVER: Final = "over its objective"
PRODUCT: Final = "product failure"
HARNESS: Final = "invalid harness"
INFRASTRUCTURE: Final = "infrastructure"
NAMES: Final = (PASS, OVER, PRODUCT, INFRASTRUCTURE, HARNESS)

REPEAT: Final = {
    HARNESS: "this says nothing about the server: run the generator on another machine, or with fewer users",
    INFRASTRUCTURE: "this says little about the server: run it again while nothing else runs on this machine",
}
"""What to do about a run that isn't worth anything."""

LATE_SHARE: Final = 0.25
"""Of the objective that the generator's own lateness may take, at its 99th percentile."""
STALL_S: Final = 0.5
BUSY: Final = 0.95
"""Of one core: a worker above this is its own limit."""
STEAL: Final = 0.05
OTHERS: Final = 0.25
"""Of all cores, taken by what is neither server nor generator."""


def verdict_of(result: RunResult) -> Verdict:
    reasons = list(broken(result))
    name = PRODUCT if reasons else ""
    if not name and (reasons := list(_harness(result))):
        name = HARNESS
    if not name:
        slow, wrong, disturbed = list(_slow(result)), list(_wrong(result)), list(_disturbed(result))
        name = OVER if wrong else PASS if not slow else INFRASTRUCTURE if disturbed else OVER
        reasons = [*wrong, *slow, *disturbed] if slow or wrong else []
    limit = find(result)
    if name in REPEAT:
        return Verdict(name=name, reasons=reasons, advice=[REPEAT[name]])
    return Verdict(name=name, reasons=reasons, bottleneck=limit.name, advice=limit.advice if name != PASS else [])


def broken(result: RunResult) -> Iterator[str]:
    """Promises of delivery that weren't kept."""
    delivery = result.delivery
    if delivery.lost:
        yield f"{delivery.lost} of {delivery.expected} deliveries are lost"
    if delivery.doubled:
        yield f"{delivery.doubled} messages were delivered twice"
    if delivery.reordered:
        yield f"{delivery.reordered} messages came out of order"
    if delivery.stored and delivery.acked > delivery.stored:
        yield f"{delivery.acked} messages were acknowledged, {delivery.stored} are stored"
    if delivery.complaints and not (delivery.lost or delivery.doubled or delivery.reordered):
        yield delivery.complaints[0]
    if result.ended.startswith("server"):
        yield result.ended


def _harness(result: RunResult) -> Iterator[str]:
    use, limit_ms = result.generator, result.objective.get("delivery_p99_ms", 200.0)
    late = use.lateness.at(99) if use.lateness else 0.0
    if late > LATE_SHARE * limit_ms:
        yield f"actions began late: 99 % within {late:.0f} ms, allowed are {LATE_SHARE * limit_ms:.0f} ms"
    if use.longest_stall_s > max(STALL_S, limit_ms / 1000):
        yield f"the generator stood still for {use.longest_stall_s:.1f} s"
    if use.busiest > BUSY:
        yield f"a process of the generator used {use.busiest:.0%} of a core"
    apart_ms = result.counts.get("clocks_apart_ms", 0.0)
    if apart_ms > LATE_SHARE * limit_ms:
        yield f"the generators' clocks are {apart_ms:.0f} ms apart, allowed are {LATE_SHARE * limit_ms:.0f} ms"
    if result.counts.get("log_trouble"):
        yield "the generator's disk is full, or it was killed: what it wrote down is cut off"


def _slow(result: RunResult) -> Iterator[str]:
    limit_ms = result.objective.get("delivery_p99_ms", 200.0)
    delivery = result.actions.get("delivery")
    if delivery and delivery.at(99) > limit_ms:
        yield f"99 % of deliveries within {delivery.at(99):.0f} ms, the objective is {limit_ms:.0f} ms"


def _wrong(result: RunResult) -> Iterator[str]:
    """What a busy machine is no excuse for."""
    failed = sum(times.failed for times in result.actions.values())
    done = sum(times.count for name, times in result.actions.items() if not name.startswith("delivery"))
    share = failed / max(1, failed + done)
    if share > result.objective.get("error_share", 0.0):
        kinds: dict[str, int] = {}
        for name, times in result.actions.items():
            for kind, count in times.errors.items():
                kinds[f"{name}: {kind}"] = count
        worst = ", ".join(f"{count} × {kind}" for kind, count in sorted(kinds.items(), key=lambda item: -item[1])[:3])
        yield f"{failed} errors, {share:.2%} of all actions ({worst})"
    if away := result.counts.get("away"):
        yield f"{away:.0f} users were not connected at the end"
    if result.delivery.unanswered:
        yield f"{result.delivery.unanswered} messages got no answer"
    if Series(result).last("board.throttled"):
        yield f"the board throttled itself (flags {int(Series(result).last('board.throttled')):#x})"


def _disturbed(result: RunResult) -> Iterator[str]:
    series = Series(result)
    cores = max(1.0, series.cores())
    steal = series.rate("machine.steal_s") / cores
    if steal > STEAL:
        yield f"the machine's host took {steal:.0%} of its time"
    others = (series.rate("machine.busy_s") - series.cpu() - series.generator_cpu()) / cores
    if others > OTHERS:
        yield f"other programs used {others:.0%} of the machine"
