"""What a command line of `imctl load` asks for: a scenario, a server and generators.

Modules that run a load test are imported inside the commands of `control.load.commands`: their packages are optional
(`require`), and would add 0.3 s of CPU time to the 0.6 s that every start of `imctl` takes.
"""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from control.context import Invocation
from control.errors import Refused, Usage

if TYPE_CHECKING:
    from control.load.result import Tool
    from control.load.run import RunOptions, TargetServer
    from control.load.scenario.scenario import Scenario


def require() -> None:
    """Raises `Refused` where the packages of load tests aren't installed."""
    if missing := [name for name in ("hdrh", "yaml") if importlib.util.find_spec(name) is None]:
        raise Refused(
            f"load tests need packages that aren't installed: {', '.join(missing)}",
            "pip install 'imnode[load]' (in a checkout: ./scripts/venv load)",
            code="load_missing",
        )


def scenario_of(name: str, users: int | None, rate: str | None, hold: str | None, ramp: str | None) -> Scenario:
    from control.load.scenario import scenario
    from control.load.scenario.units import Duration

    found = scenario.load(name).changed(users, rate, hold)
    if ramp is not None:
        try:
            found = found.model_copy(update={"ramp": Duration.parse(ramp)})
        except ValueError as error:
            raise Usage(f"--ramp: {error}") from None
    return found


def with_objective(scenario: Scenario, p99: str) -> Scenario:
    from control.load.scenario.units import Duration

    try:
        limit = Duration.parse(p99)
    except ValueError as error:
        raise Usage(f"--p99: {error}") from None
    return scenario.model_copy(update={"objective": scenario.objective.model_copy(update={"delivery_p99": limit})})


def options_of(
    scenario: Scenario,
    out: Path | None,
    own: list[str] | None,
    budget: str,
    settings: list[str] | None,
    disk: Path | None,
) -> RunOptions:
    from control.load.measurement import board_budget as budgets
    from control.load.run import RunOptions

    if budget:
        budgets.find(budget)
    folder = (out or Path("load") / f"{time.strftime('%Y%m%d-%H%M%S')}-{scenario.name}").absolute()
    return RunOptions(
        scenario=scenario,
        folder=folder,
        own=tuple(own or ()),
        budget=budget,
        data_dir=disk,
        settings=settings_of(settings or []),
    )


def settings_of(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.startswith("IM_"):
            raise Usage(f"{pair!r} is not a setting", "write it like IM_SEND_RATE=0; docs/settings.md lists them")
        found[name] = value
    return found


@contextmanager
def target_of(asked: Invocation, options: RunOptions, local: bool) -> Iterator[TargetServer]:
    from control.commands.selftest import address, administration
    from control.load.run import local_target, remote_target, require_own

    if local:
        if asked.url:
            raise Usage("--local and --url exclude each other")
        with local_target(options) as target:
            yield target
        return
    if options.budget or options.settings or options.data_dir:
        raise Usage("--budget, --set and --disk need --local: they can't change a running server")
    if not (asked.url or os.environ.get("IM_URL") or asked.socket):
        raise Usage(
            "no server is named", "pass --local for a temporary server, or --url https://… with --i-own HOST for yours"
        )
    if named := asked.url or os.environ.get("IM_URL"):
        require_own(named, options.own, by_token=bool(asked.token or os.environ.get("IM_TOKEN")))
    server = administration(asked)
    with remote_target(server, address(asked, server), options.own) as target:
        yield target


def all_tools() -> list[Tool]:
    from control.load.tools.registry import third_party_tools

    return list(third_party_tools().values())


def tools_of(name: str) -> list[Tool | None]:
    """The generators of a name; None stands for the built-in one."""
    others = {each.name: each for each in all_tools()}
    if name == "own":
        return [None]
    if name == "all":
        return [None, *others.values()]
    if name not in others:
        raise Usage(f"unknown generator {name!r}", f"take own, {', '.join(others)} or all", code="tool_unknown")
    return [others[name]]
