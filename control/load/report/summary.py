"""What came of runs, in a few lines at a terminal or as JSON. The whole is in the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import typer

from control.errors import Refused
from control.output import Cell, Marked, Output

if TYPE_CHECKING:
    from control.load.result import DeliveryReport, RunResult

COLOURS: Final = {"pass": "green", "over its objective": "yellow", "product failure": "red"}


def finish(output: Output, results: list[RunResult], folder: Path, *, complete: bool) -> None:
    """Write the report and say what came of it. The exit code is 1 where something failed, or not all was run."""
    from control.load.report.report import write

    try:
        write(folder, results)
    except OSError as error:
        output.error(Refused(f"the report can't be written to {folder}: {error.strerror}", "free some space there"))
    passed = all(result.verdict is not None and result.verdict.name == "pass" for result in results)
    if output.as_json:
        output.data({"folder": str(folder), "results": [brief(result) for result in results]})
    else:
        for result in results:
            _show(output, result)
        output.line(f"report: {folder / 'report.html'}")
    if not (passed and complete):
        raise typer.Exit(1)


def brief(result: RunResult) -> dict[str, Any]:
    """What a script wants to know; the whole is in result.json."""
    verdict, delivery = result.verdict, result.delivery
    names: tuple[Literal["lost", "doubled", "reordered", "sent", "acked", "stored", "files", "received"], ...]
    names = ("lost", "doubled", "reordered", "sent", "acked", "stored", "files", "received")
    return {
        "tool": result.tool,
        "scenario": result.scenario,
        "users": result.users,
        "budget": result.budget,
        "ended": result.ended,
        "verdict": verdict.name if verdict else "",
        "reasons": verdict.reasons if verdict else [],
        "bottleneck": verdict.bottleneck if verdict else "",
        "advice": verdict.advice if verdict else [],
        **{name: getattr(delivery, name) for name in names},
        "times_ms": {
            name: {"count": times.count, "mean": times.mean_ms, "errors": times.failed, **times.percentiles_ms}
            for name, times in result.actions.items()
        },
        "notes": result.notes,
    }


def _show(output: Output, result: RunResult) -> None:
    delivery, verdict = result.delivery, result.verdict
    if delivery.checked:
        output.line(
            f"{delivery.lost} lost, {delivery.doubled} doubled, {delivery.reordered} reordered "
            f"of {delivery.received} deliveries; "
            f"{delivery.acked} of {delivery.sent} messages acknowledged{_stored(delivery)}"
        )
    else:
        output.line(f"{delivery.acked} of {delivery.sent} messages acknowledged{_stored(delivery)} ({result.tool})")
    estimate_line(output, result.budget)
    rows: list[tuple[Cell, ...]] = [
        (name, times.count, f"{times.mean_ms:.1f}", *(f"{times.at(p):.1f}" for p in (50, 95, 99, 99.9)), times.failed)
        for name, times in result.actions.items()
        if times.count or times.failed
    ]
    output.table(("ACTION", "COUNT", "MEAN MS", "P50", "P95", "P99", "P99.9", "ERRORS"), rows, "Nothing was measured.")
    if verdict is not None:
        output.table(
            ("VERDICT", "WHY"),
            [(Marked(verdict.name, COLOURS.get(verdict.name, "magenta")), "; ".join(verdict.reasons))],
            "",
        )
        for advice in verdict.advice:
            output.line(f"- {advice}")
    for note in result.notes:
        output.line(f"note: {note}")
    if result.ended != "complete":
        output.line(f"the run ended early: {result.ended}")


def estimate_line(output: Output, budget: str) -> None:
    if budget:
        from control.load.measurement.board_budget import find

        output.line(
            f"ESTIMATE of a {find(budget).title} by a CPU and memory budget on this machine: not a measurement of one"
        )


def _stored(delivery: DeliveryReport) -> str:
    return f", {delivery.stored} stored" if delivery.stored else ""
