"""One result of what a tool measured on several hosts. Histograms are added; percentiles are never averaged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from control.errors import Refused, UsageError
from control.load.histogram import Times, merge
from control.load.measurement.clock_offset import Clock, agreement, apart
from control.load.result import GeneratorUse, HostInfo, RunResult, ToolTarget, load
from control.load.run import StoredCounts, objective
from control.load.scenario.scenario import Scenario
from control.load.tools.injector import PARTS
from control.load.tools.kind import kind
from control.load.tools.outcome import from_histograms, from_samples
from control.load.verdict import verdict

COMPLETE: Final = "complete"


def merged(scenario: Scenario, folders: Sequence[Path], clocks: Sequence[Clock], held: StoredCounts) -> RunResult:
    """All folders together. `clocks` are those of the folders' hosts, `held` is what the server got meanwhile.

    Raises `UsageError` where they don't belong together, `Refused` without figures.
    """
    tools = {kind(folder) for folder in folders}
    if len(tools) != 1:
        raise UsageError(f"the folders hold results of {' and '.join(sorted(tools))}", "merge the results of one tool")
    if clocks and len(clocks) != len(folders):
        raise UsageError(
            f"there are {len(clocks)} clocks for {len(folders)} folders", "give --clocks once for each DIR"
        )
    [tool] = tools
    parts = [(folder.name, part) for folder in folders for part in _parts(scenario, tool, folder)]
    _require_one_run([part for _, part in parts])
    ahead = {folder.name: clock.ahead for folder, clock in zip(folders, clocks, strict=False)}
    for name, part in parts:
        part.started_at -= ahead.get(name, 0.0)
    result = _together([part for _, part in parts])
    result.command = f"imctl load merge {' '.join(map(str, folders))}"
    result.users, result.objective = scenario.users, objective(scenario)
    result.settings = {"scenario": scenario.model_dump(mode="json", exclude_none=True)}
    result.machines = {f"generator {name}": machine for name, part in parts for machine in part.machines.values()} | {
        "node": HostInfo(name=result.url)
    }
    result.ended = next((f"{name}: {part.ended}" for name, part in parts if part.ended != COMPLETE), COMPLETE)
    result.delivery.stored, result.delivery.files = held
    result.notes = [*_missing([part for _, part in parts])]
    if len(clocks) > 1:
        compared = {folder.name: clock for folder, clock in zip(folders, clocks, strict=True)}
        result.notes.append(agreement(compared))
        result.counts["clocks_apart_ms"] = 1000 * apart(compared)
    result.verdict = verdict.verdict_of(result)
    return result


def _parts(scenario: Scenario, tool: str, folder: Path) -> Iterator[RunResult]:
    """What 'imctl load inject' kept there, else what the tool itself wrote."""
    raw = [folder / "times.json"] if tool == "locust" else sorted(folder.glob("samples-*.csv"))
    if files := sorted(folder.glob(PARTS)):
        _require_latest(files, raw)
        for file in files:
            try:
                yield load(file)
            except (OSError, msgspec.MsgspecError) as error:
                raise UsageError(f"{file} can't be read: {error}") from None
        return
    nobody, command = ToolTarget(url=""), ""
    if tool == "locust":
        yield from_histograms(tool, "", scenario, nobody, raw[0], GeneratorUse(), COMPLETE, folder, command)
        return
    use = GeneratorUse(processes=len(raw))
    yield from_samples(tool, "", scenario, nobody, raw, use, COMPLETE, folder, command)


def _require_latest(parts: Sequence[Path], raw: Sequence[Path]) -> None:
    """Raises `UsageError` where the tool ran once more, by hand, after what `imctl load inject` kept."""
    kept = max(part.stat().st_mtime for part in parts)
    for file in raw:
        if file.exists() and file.stat().st_mtime > kept + 1:
            raise UsageError(
                f"{file.parent} holds two runs: {parts[0].name} of 'imctl load inject', and a newer {file.name}",
                f"remove the one you don't want: rm {file.parent / PARTS}",
                code="parts_outdated",
            )


def _together(parts: list[RunResult]) -> RunResult:
    measured = [part for part in parts if part.actions]
    if not measured:
        raise Refused(
            "no measurements found in these folders", "include the folder of Locust's master", code="tool_failed"
        )
    first = min(measured, key=lambda part: part.started_at)
    result = msgspec.structs.replace(first)
    shifted = [_from(part, round(part.started_at - first.started_at)) for part in measured]
    result.actions = {
        name: merge([actions[name] for actions in shifted if name in actions])
        for name in sorted({name for actions in shifted for name in actions})
    }
    result.counts = {name: sum(part.counts[name] for part in measured) for name in first.counts}
    result.delivery = msgspec.structs.replace(first.delivery)
    for name in ("sent", "acked", "received"):
        setattr(result.delivery, name, sum(getattr(part.delivery, name) for part in measured))
    result.generator = _use([part.generator for part in parts])
    return result


def _from(part: RunResult, later: int) -> dict[str, Times]:
    """Its times, by seconds of the whole, which began so many seconds before it."""
    return {
        name: msgspec.structs.replace(
            times,
            heat={str(int(second) + later): cells for second, cells in times.heat.items()},
            error_seconds={str(int(second) + later): count for second, count in times.error_seconds.items()},
        )
        for name, times in part.actions.items()
    }


def _use(uses: list[GeneratorUse]) -> GeneratorUse:
    lateness = [use.lateness for use in uses if use.lateness is not None]
    return GeneratorUse(
        processes=sum(use.processes for use in uses),
        cpu_s=round(sum(use.cpu_s for use in uses), 2),
        wall_s=max(use.wall_s for use in uses),
        rss_bytes=sum(use.rss_bytes for use in uses),
        busiest=max(use.busiest for use in uses),
        lateness=merge(lateness) if lateness else None,
        longest_stall_s=max(use.longest_stall_s for use in uses),
    )


def _require_one_run(parts: list[RunResult]) -> None:
    """Raises `UsageError` where they are those of different runs, or one is there twice."""
    said = [part.settings["part"] for part in parts if "part" in part.settings]
    counts = sorted({part["shards"] for part in said})
    alone = [part for part in said if not part["workers"] and not part["master"]]
    if len(counts) > 1:
        told = f"the parts are those of {' and '.join(f'{count} shards' for count in counts)}"
    elif alone and len(alone) < len(said):
        told = "one part is of Locust alone, others of a master and its workers"
    elif len({part["shard"] for part in alone}) < len(alone) or sum(bool(part["workers"]) for part in said) > 1:
        told = "one part is there twice"
    else:
        return
    raise UsageError(told, f"name each folder once, and remove the {PARTS} of other runs")


def _missing(parts: list[RunResult]) -> Iterator[str]:
    shards = [part.settings["part"] for part in parts if "part" in part.settings]
    for count in {shard["shards"] for shard in shards}:
        gone = sorted({*range(count)} - {shard["shard"] for shard in shards})
        if gone:
            yield f"{', '.join(f'shard {shard} of {count}' for shard in gone)} is missing: its users weren't there"
