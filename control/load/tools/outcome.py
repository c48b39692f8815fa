"""What a tool wrote down, as the `RunResult` that all generators have in common."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from control.errors import Refused
from control.load.histogram import RAMP, Recorder, Times, merge, named
from control.load.result import DeliveryReport, GeneratorUse, Phase, RunResult, ToolTarget
from control.load.scenario.scenario import Scenario

COLUMNS: Final = ["due_us", "action", "us", "error"]
START: Final = "start"
END: Final = "end"
"""The last row of a plan that could write down all that it measured."""
BEAT: Final = "beat"
"""Every tool looks at the clock ten times a second, and notes how late it was: that is the tool's own lateness."""
CORRECTION: Final = {
    True: "times count from when an action was due, not from when it was begun",
    False: "users wait for answers (closed arrival): times count from when an action was begun",
}


class OutcomeRow(NamedTuple):
    """One line of `samples.csv`, which the plans of JMeter and Gatling write.

    `due_us` are µs since 1970 UTC; `us` is how long it took, until it failed where `error` says why.
    """

    due_us: int
    action: str
    us: int
    error: str


def parse(lines: Iterable[str]) -> Iterator[OutcomeRow]:
    """What stands in lines of samples; one that an interruption cut short is left out."""
    for values in csv.reader(lines):
        if len(values) == len(COLUMNS) and values != COLUMNS and values[0].isdigit() and values[2].isdigit():
            yield OutcomeRow(int(values[0]), values[1], int(values[2]), values[3])


def rows(file: Path) -> Iterator[OutcomeRow]:
    with file.open(encoding="utf-8", newline="") as content:
        yield from parse(content)


def from_samples(
    tool: str,
    version: str,
    scenario: Scenario,
    target: ToolTarget,
    files: Iterable[Path],
    use: GeneratorUse,
    ended: str,
    log: Path,
    command: str,
) -> RunResult:
    """The result of one or several files of samples. Raises `Refused` where nothing was begun."""
    written = [list(rows(file)) for file in files if file.exists()]
    found = [row for part in written for row in part]
    starts = [row.due_us for row in found if row.action == START]
    if not starts:
        raise Refused(f"{tool} measured nothing", f"see {log}", code="tool_failed")
    start = min(starts)
    is_whole = all(any(row.action == END for row in part) for part in written)
    recorders: defaultdict[str, Recorder] = defaultdict(Recorder)
    for row in found:
        if row.action in (START, END):
            continue
        second = max(0.0, (row.due_us - start) / 1e6)
        name = named(row.action, second, scenario.ramp.seconds)
        if row.error:
            recorders[row.action].fail(second, row.error)
        else:
            recorders[name].record(second, row.us / 1e6)
    actions = {name: recorder.times() for name, recorder in sorted(recorders.items())}
    result = _result(tool, version, scenario, target, start / 1e6, actions, use, ended, command)
    result.counts["log_trouble"] = float(ended == "complete" and not is_whole)
    return result


def from_histograms(
    tool: str,
    version: str,
    scenario: Scenario,
    target: ToolTarget,
    file: Path,
    use: GeneratorUse,
    ended: str,
    log: Path,
    command: str,
) -> RunResult:
    """The result of Locust's times.json, which is written at the end. Raises `Refused` where it isn't there."""
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        why = f"is the disk full? see {log}"
        raise Refused(f"{tool} wrote no measurements", why, code="tool_failed") from None
    start = content["start"]
    actions = {}
    for name, taken in content["actions"].items():
        shifted = Times(
            count=0,
            hdr=taken["hdr"],
            heat={_second(second, start): [(cell, n) for cell, n in cells] for second, cells in taken["heat"].items()},
            errors=taken["errors"],
            error_seconds={_second(second, start): n for second, n in taken["error_seconds"].items()},
        )
        actions[name] = merge([shifted])
    return _result(tool, version, scenario, target, start, actions, use, ended, command)


def _second(epoch: str, start: float) -> str:
    return str(max(0, int(epoch) - int(start)))


def _result(
    tool: str,
    version: str,
    scenario: Scenario,
    target: ToolTarget,
    start: float,
    actions: dict[str, Times],
    use: GeneratorUse,
    ended: str,
    command: str,
) -> RunResult:
    def count(name: str) -> int:
        return sum(actions[each].count for each in (name, name + RAMP) if each in actions)

    use.lateness = actions.pop(BEAT, None)
    use.longest_stall_s = use.lateness.max_ms / 1000 if use.lateness else 0.0
    failed = sum(times.failed for times in actions.values())
    sent = count("ack") + (actions["ack"].failed if "ack" in actions else 0)
    ramp = scenario.ramp.seconds
    return RunResult(
        tool=tool,
        tool_version=version,
        scenario=scenario.name,
        users=scenario.users,
        rate=scenario.rate.per_s if scenario.rate else 0.0,
        seed=scenario.seed,
        url=target.url,
        started_at=start,
        ended=ended,
        phases=[Phase("ramp", 0, ramp), Phase("hold", ramp, scenario.length_s)],
        actions=actions,
        counts={
            "sent": sent,
            "acked": count("ack"),
            "received": count("delivery"),
            "done": sum(times.count for name, times in actions.items() if not name.startswith("delivery")),
            "errors": failed,
            "reconnects": count("reconnect"),
            "log_trouble": 0.0,
        },
        delivery=DeliveryReport(sent=sent, acked=count("ack"), received=count("delivery")),
        generator=use,
        correction=CORRECTION[scenario.arrival == "open"],
        command=command,
    )
