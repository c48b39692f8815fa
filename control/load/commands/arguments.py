"""What a command line of `imctl load` asks for: a scenario, a server and generators."""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from control.commands.selftest import address, administration
from control.context import Invocation
from control.errors import Refused, UsageError
from control.load.commands.modules import board_budget, registry, results, runs, scenarios, units


def require() -> None:
    """Raises `Refused` where the packages of load tests aren't installed."""
    if missing := [name for name in ("hdrh", "yaml") if importlib.util.find_spec(name) is None]:
        raise Refused(
            f"load tests need packages that aren't installed: {', '.join(missing)}",
            "pip install 'imnode[load]' (in a checkout: ./scripts/venv load)",
            code="load_missing",
        )


def scenario_of(
    name: str, users: int | None, rate: str | None, hold: str | None, ramp: str | None
) -> scenarios.Scenario:
    found = scenarios.load(name).changed(users, rate, hold)
    if ramp is not None:
        try:
            found = found.model_copy(update={"ramp": units.Duration.parse(ramp)})
        except ValueError as error:
            raise UsageError(f"--ramp: {error}") from None
    return found


def with_objective(scenario: scenarios.Scenario, p99: str) -> scenarios.Scenario:
    try:
        limit = units.Duration.parse(p99)
    except ValueError as error:
        raise UsageError(f"--p99: {error}") from None
    return scenario.model_copy(update={"objective": scenario.objective.model_copy(update={"delivery_p99": limit})})


def options_of(
    scenario: scenarios.Scenario,
    out: Path | None,
    own: list[str] | None,
    budget: str,
    settings: list[str] | None,
    disk: Path | None,
) -> runs.RunOptions:
    if budget:
        board_budget.find(budget)
    folder = (out or Path("load") / f"{time.strftime('%Y%m%d-%H%M%S')}-{scenario.name}").absolute()
    return runs.RunOptions(
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
            raise UsageError(f"{pair!r} is not a setting", "write it like IM_SEND_RATE=0; docs/settings.md lists them")
        found[name] = value
    return found


@contextmanager
def target_of(asked: Invocation, options: runs.RunOptions, local: bool) -> Iterator[runs.TargetServer]:
    if local:
        if asked.url:
            raise UsageError("--local and --url exclude each other")
        with runs.local_target(options) as target:
            yield target
        return
    if options.budget or options.settings or options.data_dir:
        raise UsageError("--budget, --set and --disk need --local: they can't change a running server")
    if not (asked.url or os.environ.get("IM_URL") or asked.socket):
        raise UsageError(
            "no server is named", "pass --local for a temporary server, or --url https://… with --i-own HOST for yours"
        )
    if named := asked.url or os.environ.get("IM_URL"):
        runs.require_own(named, options.own, by_token=bool(asked.token or os.environ.get("IM_TOKEN")))
    server = administration(asked)
    with runs.remote_target(server, address(asked, server), options.own) as target:
        yield target


def all_tools() -> list[results.Tool]:
    return list(registry.third_party_tools().values())


def tools_of(name: str) -> list[results.Tool | None]:
    """The generators of a name; None stands for the built-in one."""
    others = {each.name: each for each in all_tools()}
    if name == "own":
        return [None]
    if name == "all":
        return [None, *others.values()]
    if name not in others:
        raise UsageError(f"unknown generator {name!r}", f"take own, {', '.join(others)} or all", code="tool_unknown")
    return [others[name]]
