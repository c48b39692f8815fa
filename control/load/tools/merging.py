"""One result of what a tool measured on several hosts. Histograms are added; percentiles are never averaged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from control.errors import Usage
from control.load.distribution import Times, merge
from control.load.result import GeneratorUse, Result, Target
from control.load.scenario import Scenario
from control.load.tools.outcome import from_histograms, from_samples

PLANS: Final = {"plan.jmx": "jmeter", "Chat.java": "gatling", "locustfile.py": "locust"}


def merged(scenario: Scenario, folders: Sequence[Path]) -> Result:
    """All folders together. Raises `Usage` where they don't belong together, `Refused` without figures."""
    tools = {_tool(folder) for folder in folders}
    if len(tools) != 1:
        raise Usage(f"the folders are those of {' and '.join(sorted(tools))}", "merge what one tool measured")
    [tool] = tools
    nobody = Target(url="", logins=[], users=[], password="", tokens=[], convs=[])
    command = f"imctl load merge {' '.join(map(str, folders))}"
    if tool != "locust":
        samples = [file for folder in folders for file in sorted(folder.glob("samples-*.csv"))]
        return from_samples(
            tool, "", scenario, nobody, samples, GeneratorUse(processes=len(samples)), "complete", folders[0], command
        )
    parts = [
        from_histograms(tool, "", scenario, nobody, folder / "times.json", GeneratorUse(), "complete", folder, command)
        for folder in folders
    ]
    return _together(parts)


def _together(parts: list[Result]) -> Result:
    whole = parts[0]
    names = sorted({name for part in parts for name in part.actions})
    actions: dict[str, Times] = {
        name: merge([part.actions[name] for part in parts if name in part.actions]) for name in names
    }
    counts = {name: sum(part.counts[name] for part in parts) for name in whole.counts}
    whole.actions, whole.counts = actions, counts
    whole.started_at = min(part.started_at for part in parts)
    for name in ("sent", "acked", "received"):
        setattr(whole.delivery, name, sum(getattr(part.delivery, name) for part in parts))
    whole.generator = GeneratorUse(processes=len(parts))
    return whole


def _tool(folder: Path) -> str:
    for plan, tool in PLANS.items():
        if (folder / plan).is_file():
            return tool
    raise Usage(f"{folder} holds no plan of {', '.join(PLANS.values())}", "name the folders in which the tool ran")
