"""`imctl tune`: how nodes are tuned, here on a node, or from the controller on all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import typer

from control.commands.tune_target import AUTO, Result, TuneTarget, require_root, set_here, set_there
from control.context import invocation
from control.errors import Refused, UsageError
from control.output import Cell, Marked, Output
from control.progress import Progress
from control.tuning import record, trial
from control.tuning.choice import LEAVE, choose
from control.tuning.knob import KnobError
from control.tuning.machine import Machine
from control.tuning.model import find, select
from control.tuning.page import where
from control.tuning.profile import PROFILES
from control.tuning.sample import Comparison
from control.tuning.tuner import Tuner

COLOURS: Final = {
    "ok": "green",
    "drift": "red",
    "restart": "yellow",
    "no effect": "yellow",
    "unseen": "yellow",
    "left": "dim",
}
LEVELS: Final = {"ok": "green", "warn": "yellow", "bad": "red"}

app = typer.Typer(
    help="Show and change how a node's system is tuned. On a node, imctl works on that node; on the controller, on"
    " the hosts of the inventory.",
    no_args_is_help=True,
)

Host = Annotated[list[str] | None, typer.Option("--host", metavar="NAME", help="Host of the inventory; repeatable.")]
Inventory = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Ansible inventory; default: inventory.ini, if it exists.")
]
Here = Annotated[bool, typer.Option("--here", help="Work on this machine, even if it isn't a node yet.")]
Group = Annotated[
    str, typer.Argument(metavar="[GROUP]", help="memory, network, storage, services, boot, cpu or security.")
]


@app.command()
def show(
    ctx: typer.Context,
    group: Group = "",
    everything: Annotated[bool, typer.Option("--all", help="Include knobs that are left alone here.")] = False,
    host: Host = None,
    inventory: Inventory = None,
    here: Here = False,
) -> None:
    """Show every knob: target value, current value, source and reason."""
    run = invocation(ctx)
    results = TuneTarget.choose(run, host, inventory, here).do("read", group)
    if _json(run.output, results):
        return
    for result in _readings(results):
        run.output.line(f"{result['host']} (profile {result.get('profile', '?')})")
        rows = [
            (
                reading["name"],
                _value(reading, "desired"),
                _value(reading, "live"),
                Marked(reading["state"], COLOURS[reading["state"]]),
                reading["origin"],
                reading["remark"] or reading["why"],
            )
            for reading in result["readings"]
            if (everything or reading["state"] != "left") and group in ("", reading["group"])
        ]
        run.output.table(("KNOB", "WANTED", "LIVE", "STATE", "FROM", "WHY"), rows, "No knob of this group is set here.")


@app.command()
def diff(
    ctx: typer.Context, group: Group = "", host: Host = None, inventory: Inventory = None, here: Here = False
) -> None:
    """Show the knobs that differ from their target. Exits with 1 if any does."""
    run = invocation(ctx)
    results = _readings(TuneTarget.choose(run, host, inventory, here).do("read", group))
    drifted = [
        {"host": result["host"], **reading}
        for result in results
        for reading in result["readings"]
        if reading["state"] in ("drift", "restart") and group in ("", reading["group"])
    ]
    if run.output.as_json:
        run.output.data({"drift": drifted})
    else:
        columns = ("HOST", "KNOB", "WANTED", "LIVE", "REMARK")
        rows = [(r["host"], r["name"], _value(r, "desired"), _value(r, "live"), r["remark"]) for r in drifted]
        run.output.table(columns, rows, "")
        if not drifted:
            run.output.line("Every knob has its target value.")
    if drifted:
        raise typer.Exit(1)


@app.command()
def apply(
    ctx: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Show what would change, without changing it.")] = False,
    reboot: Annotated[bool, typer.Option("--reboot", help="On the controller: reboot hosts that need it.")] = False,
    host: Host = None,
    inventory: Inventory = None,
    here: Here = False,
) -> None:
    """Set every knob to its target value."""
    run = invocation(ctx)
    place = TuneTarget.choose(run, host, inventory, here)
    if reboot and place.nodes is None:
        raise UsageError("--reboot works only on the controller", "reboot this machine with 'sudo reboot'")
    _tell(run.output, place.do("apply", check=check, variables={"tuning_reboot": True} if reboot else None), check)


@app.command("set")
def set_value(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KNOB")],
    value: Annotated[
        str, typer.Argument(help=f"Value; {LEAVE}: keep what the system has; {AUTO}: use the profile's value.")
    ],
    host: Host = None,
    inventory: Inventory = None,
    here: Here = False,
) -> None:
    """Set a knob to your own value, permanently, and apply it."""
    run = invocation(ctx)
    place = TuneTarget.choose(run, host, inventory, here)
    try:
        knob = find(key)
    except KnobError as refusal:
        raise UsageError(str(refusal), code="unknown_knob") from refusal
    value = " ".join(value.split())
    if place.nodes is None:
        set_here(knob.name, value)
        _tell(run.output, place.do("apply"), check=False)
    else:
        _tell(run.output, set_there(place, place.nodes, knob.name, value), check=False)


@app.command()
def revert(
    ctx: typer.Context,
    group: Group = "",
    check: Annotated[bool, typer.Option("--check", help="Show what would change, without changing it.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Skip the confirmation.")] = False,
    host: Host = None,
    inventory: Inventory = None,
    here: Here = False,
) -> None:
    """Restore the settings from before the first change."""
    run = invocation(ctx)
    place = TuneTarget.choose(run, host, inventory, here)
    if not yes and not check:
        typer.confirm(f"Restore the original values of {group or 'all groups'}?", abort=True)
    _tell(run.output, place.do("revert", group, check=check), check)


@app.command()
def profiles(ctx: typer.Context) -> None:
    """List the profiles of boards."""
    run = invocation(ctx)
    if run.output.as_json:
        run.output.data({"profiles": [{"name": profile.name, "title": profile.title} for profile in PROFILES.values()]})
        return
    run.output.table(("PROFILE", "BOARDS"), [(profile.name, profile.title) for profile in PROFILES.values()], "")


@app.command()
def explain(ctx: typer.Context, key: Annotated[str, typer.Argument(metavar="KNOB")]) -> None:
    """Explain a knob: purpose, values, where it is written, and sources."""
    run = invocation(ctx)
    try:
        knob = find(key)
    except KnobError as refusal:
        raise UsageError(str(refusal), code="unknown_knob") from refusal
    machine = Machine()
    tuner = Tuner(machine, record.load_overrides(machine))
    [choice] = choose(tuner.board, tuner.overrides, [knob])
    [reading] = [reading for reading in tuner.readings(knob.group) if reading.name == knob.name]
    about: list[tuple[str, Cell]] = [
        ("knob", knob.name),
        ("group", knob.group),
        ("sets", knob.title),
        ("why", knob.why),
        ("source", knob.source),
        ("values", knob.allowed.describe(tuner.board) + (f" {knob.unit}" if knob.unit else "")),
        ("written to", ", ".join(_places(tuner, knob.name))),
        ("restart", knob.reboot(tuner.board)),
        ("here", choice.value or f"left alone: {choice.why_not}"),
        ("live here", reading.live),
    ]
    if run.output.as_json:
        run.output.data(dict(about))
        return
    run.output.fields(about)


@app.command()
def doctor(ctx: typer.Context, host: Host = None, inventory: Inventory = None, here: Here = False) -> None:
    """Diagnose the board: power, heat, card, memory, disk, clock. Exits with 1 on a problem."""
    run = invocation(ctx)
    place = TuneTarget.choose(run, host, inventory, here)
    results = place.do("examine")
    if not _json(run.output, results):
        for result in results:
            run.output.line(result["host"])
            rows = [
                (f["name"], Marked(f["level"], LEVELS[f["level"]]), f["saw"], f["advice"]) for f in result["findings"]
            ]
            run.output.table(("LOOKED AT", "STATE", "SEEN", "TO DO"), rows, "")
    if any(finding["level"] == "bad" for result in results for finding in result["findings"]):
        raise typer.Exit(1)


@app.command()
def bench(
    ctx: typer.Context,
    group: Annotated[str, typer.Argument(metavar="GROUP", help="Group of knobs to measure.")],
    rounds: Annotated[int, typer.Option(min=2, max=100, help="Number of pairs of runs.")] = 6,
    messages: Annotated[int, typer.Option(min=10, max=100000, help="Number of messages in each run.")] = 500,
) -> None:
    """Measure the effect of a group of knobs on this node, by runs with and without it in turn."""
    from control.commands.exchange import chatting  # 0.02 s of CPU time, for this command alone

    run = invocation(ctx)
    require_root(check=False)
    machine = Machine()

    overrides = record.load_overrides(machine)

    def tuner() -> Tuner:
        return Tuner(machine, overrides)

    try:
        select(group)
        with chatting(run, messages) as load, Progress(run.output).over(f"Trying {group}", 2 * rounds) as advance:
            found = trial.run(tuner, group, load, rounds, advance)
    except KnobError as refusal:
        raise Refused(str(refusal), code="refused") from refusal
    _compared(run.output, group, rounds, found)


def _compared(output: Output, group: str, rounds: int, found: list[Comparison]) -> None:
    if output.as_json:
        output.data({"group": group, "rounds": rounds, "figures": [{**asdict(c), "verdict": c.verdict} for c in found]})
        return
    rows = [
        (c.figure, f"{c.without:.3f}", f"{c.with_:.3f}", f"{c.low:+.1f} to {c.high:+.1f} %", c.verdict) for c in found
    ]
    output.table(("FIGURE", "WITHOUT", "WITH", "INTERVAL (95 %)", "VERDICT"), rows, "")


def _places(tuner: Tuner, name: str) -> list[str]:
    return where(find(name), tuner.board)


def _value(reading: Result, side: str) -> str:
    value, unit = reading[side], reading["unit"]
    if value is None:
        return "-"
    return f"{value} {unit}" if unit and value[:1].isdigit() else str(value)


def _readings(results: list[Result]) -> list[Result]:
    return [result for result in results if "readings" in result]


def _json(output: Output, results: list[Result]) -> bool:
    if output.as_json:
        keep = ("host", "profile", "readings", "findings", "restart")
        output.data({"hosts": [{key: r[key] for key in keep if key in r} for r in results if set(r) & set(keep[2:])]})
    return output.as_json


def _tell(output: Output, results: list[Result], check: bool) -> None:
    """What was changed, and what is left to do. 1 where the system refused something."""
    hosts: dict[str, Result] = {}
    for result in results:
        told = hosts.setdefault(result["host"], {"changes": [], "trouble": {}, "restart": []})
        told["changes"] += [c["what"] if isinstance(c, dict) else c for c in result.get("changes", [])]
        told["trouble"] |= result.get("trouble", {})
        told["restart"] = result.get("restart", told["restart"])
    if output.as_json:
        output.data({"hosts": [{"host": host, **told} for host, told in hosts.items()]})
    else:
        _say(output, hosts, "would change" if check else "changed")
    if any(told["trouble"] for told in hosts.values()):
        raise typer.Exit(1)


def _say(output: Output, hosts: Mapping[str, Result], verb: str) -> None:
    for host, told in hosts.items():
        if not told["changes"]:
            output.line(f"{host}: nothing {verb.replace('would change', 'to change')}.")
        for what in dict.fromkeys(told["changes"]):
            output.line(f"{host}: {verb} {what}")
        for knob, text in told["trouble"].items():
            output.line(f"{host}: {knob} was refused: {text}")
        if told["restart"]:
            output.line(f"{host}: reboot to apply {', '.join(told['restart'])}: sudo reboot")
