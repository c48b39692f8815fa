"""One result of what a tool measured on several hosts. Histograms are added; percentiles are never averaged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from control.errors import Refused, Usage
from control.load import verdict
from control.load.clock import Clock, agreement
from control.load.distribution import Times, merge
from control.load.injection import PARTS
from control.load.result import GeneratorUse, Machine, Result, Target, load
from control.load.run import Held, objective
from control.load.scenario import Scenario
from control.load.tools.kind import kind
from control.load.tools.outcome import from_histograms, from_samples

COMPLETE: Final = "complete"


def merged(scenario: Scenario, folders: Sequence[Path], clocks: Sequence[Clock], held: Held) -> Result:
    """All folders together. `clocks` are those of the folders' hosts, `held` is what the server got meanwhile.

    Raises `Usage` where they don't belong together, `Refused` without figures.
    """
    tools = {kind(folder) for folder in folders}
    if len(tools) != 1:
        raise Usage(f"the folders are those of {' and '.join(sorted(tools))}", "merge what one tool measured")
    if clocks and len(clocks) != len(folders):
        raise Usage(f"there are {len(clocks)} clocks for {len(folders)} folders", "give --clocks once for each DIR")
    [tool] = tools
    parts = [(folder.name, part) for folder in folders for part in _parts(scenario, tool, folder)]
    result = _together([part for _, part in parts])
    result.command = f"imctl load merge {' '.join(map(str, folders))}"
    result.users, result.objective = scenario.users, objective(scenario)
    result.settings = {"scenario": scenario.model_dump(mode="json", exclude_none=True)}
    result.machines = {f"generator {name}": machine for name, part in parts for machine in part.machines.values()} | {
        "node": Machine(name=result.url)
    }
    result.ended = next((f"{name}: {part.ended}" for name, part in parts if part.ended != COMPLETE), COMPLETE)
    result.delivery.stored, result.delivery.files = held
    result.notes = [*_missing([part for _, part in parts])]
    if len(clocks) > 1:
        result.notes.append(agreement({folder.name: clock for folder, clock in zip(folders, clocks, strict=True)}))
    result.verdict = verdict.judge(result)
    return result


def _parts(scenario: Scenario, tool: str, folder: Path) -> Iterator[Result]:
    """What 'imctl load inject' kept there, else what the tool itself wrote."""
    if files := sorted(folder.glob(PARTS)):
        for file in files:
            try:
                yield load(file)
            except (OSError, msgspec.MsgspecError) as error:
                raise Usage(f"{file} can't be read: {error}") from None
        return
    nobody, command = Target(url=""), ""
    if tool == "locust":
        times = folder / "times.json"
        yield from_histograms(tool, "", scenario, nobody, times, GeneratorUse(), COMPLETE, folder, command)
        return
    samples = sorted(folder.glob("samples-*.csv"))
    use = GeneratorUse(processes=len(samples))
    yield from_samples(tool, "", scenario, nobody, samples, use, COMPLETE, folder, command)


def _together(parts: list[Result]) -> Result:
    measured = [part for part in parts if part.actions]
    if not measured:
        raise Refused("nothing was measured in these folders", "name that of Locust's master too", code="tool_failed")
    first = min(measured, key=lambda part: part.started_at)
    result = msgspec.structs.replace(first)
    shifted = [_from(part, int(part.started_at) - int(first.started_at)) for part in measured]
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


def _from(part: Result, later: int) -> dict[str, Times]:
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


def _missing(parts: list[Result]) -> Iterator[str]:
    """Raises `Usage` where they are those of different runs."""
    shards = [part.settings["part"] for part in parts if "part" in part.settings]
    counts = {shard["shards"] for shard in shards}
    if len(counts) > 1:
        raise Usage(
            f"the parts are those of {' and '.join(f'{count} shards' for count in sorted(counts))}",
            f"remove the {PARTS} of other runs",
        )
    for count in counts:
        gone = sorted({*range(count)} - {shard["shard"] for shard in shards})
        if gone:
            yield f"{', '.join(f'shard {shard} of {count}' for shard in gone)} is missing: its users weren't there"
