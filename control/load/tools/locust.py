"""Locust: users as Python greenlets. Its counts and behaviour are to be trusted; its tail is that of its own loop."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import sys
from pathlib import Path
from typing import Final

from control.errors import Refused
from control.load.part import Part
from control.load.plan_folder import ANSWER_S, DRAIN_S, write_data
from control.load.result import GeneratorUse, RunResult, ToolTarget
from control.load.scenario.scenario import Scenario
from control.load.tools.growth import Tell, Totals, teller
from control.load.tools.outcome import from_histograms
from control.load.tools.process import Program

PLAN: Final = Path(__file__).with_name("plans") / "locustfile.py"
GRACE_S: Final = 60
"""For starting, and for what is left over at the end."""
WORKERS_S: Final = 120
"""How long a master waits for its workers."""


class Locust:
    name = "locust"

    def installed(self) -> str:
        if importlib.util.find_spec("locust") is None or importlib.util.find_spec("websocket") is None:
            raise Refused(
                "locust isn't installed",
                "install it with the load tests: pip install 'imnode[load]' (in a checkout: ./scripts/venv load)",
                code="tool_missing",
            )
        return importlib.metadata.version("locust")

    def export(self, scenario: Scenario, folder: Path) -> list[Path]:
        files = write_data(scenario, folder)
        plan, settings = folder / "locustfile.py", folder / "locust.conf"
        plan.write_bytes(PLAN.read_bytes())
        settings.write_text(_settings(scenario), "utf-8")
        return [plan, settings, *files]

    def run(self, scenario: Scenario, target: ToolTarget, plan: Path, tell: Tell, part: Part) -> RunResult:
        part.require_role(self.name)
        version = self.installed()
        command = [sys.executable, "-m", "locust", "--host", target.url, *_role(part)]
        out, progress = plan / "times.json", plan / "progress.json"
        environment = {**os.environ, "OUT": str(out), **({"CA": target.ca} if target.ca else {})}
        limit = _run_time(scenario) + _stop_time() + GRACE_S
        if part.master:
            program = Program("locust-worker", command, plan, environment)
            part.wait()
            use, ended = program.run(limit + WORKERS_S)
            return _worked(version, scenario, target, use, ended, program.shown)
        for old in (out, progress):
            old.unlink(missing_ok=True)
        program = Program(self.name, command, plan, environment, watch=teller(Totals(progress), tell))
        part.wait()
        use, ended = program.run(limit + (WORKERS_S if part.workers else 0))
        return from_histograms(self.name, version, scenario, target, out, use, ended, program.log, program.shown)


def _worked(
    version: str, scenario: Scenario, target: ToolTarget, use: GeneratorUse, ended: str, command: str
) -> RunResult:
    """What a worker used. What it measured is in its master's result."""
    return RunResult(
        tool=Locust.name,
        tool_version=version,
        scenario=scenario.name,
        users=scenario.users,
        rate=scenario.rate.per_s if scenario.rate else 0.0,
        url=target.url,
        ended=ended,
        generator=use,
        command=command,
    )


def _role(part: Part) -> list[str]:
    if part.workers:
        waiting = ["--expect-workers", str(part.workers), "--expect-workers-max-wait", str(WORKERS_S)]
        return ["--master", "--master-bind-port", str(part.port), *waiting]
    if part.master:
        return ["--worker", "--master-host", part.master, "--master-port", str(part.port)]
    return []


def _run_time(scenario: Scenario) -> int:
    return round(scenario.length_s + DRAIN_S + 2 * ANSWER_S)


def _stop_time() -> int:
    return round(DRAIN_S + ANSWER_S + 5)


def _settings(scenario: Scenario) -> str:
    """locust.conf. What is left when the run-time is over is stopped; usually everybody has left by then."""
    ramp = scenario.ramp.seconds
    lines = {
        "headless": "true",
        "only-summary": "true",
        "users": scenario.users,
        "spawn-rate": f"{scenario.users / ramp if ramp else scenario.users:g}",
        "run-time": f"{_run_time(scenario)}s",
        "stop-timeout": _stop_time(),
        "html": "report.html",
        "csv": "locust",
        "exit-code-on-error": "0",
    }
    return "".join(f"{name} = {value}\n" for name, value in lines.items())
