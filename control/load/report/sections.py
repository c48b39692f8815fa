"""The parts of a report, as HTML."""

from __future__ import annotations

import html
import json
from collections import defaultdict
from collections.abc import Callable, Sequence

import msgspec

from control.load.histogram import RAMP, cell_ms, curve, whole
from control.load.measurement.board_budget import BUDGETS
from control.load.measurement.time_series import Series
from control.load.report import chart
from control.load.report.chart import ChartLine
from control.load.report.translations import both
from control.load.result import RunResult

PLACES = (50, 90, 95, 99, 99.9, 100)
ESTIMATE = "ESTIMATE by a budget of CPU and memory on another machine, not a measurement of this board"
MANY = 600
"""Columns of a heat map: more seconds are drawn together."""


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], text: Sequence[int] = (0,)) -> str:
    """Cells are HTML. `text` are the columns that hold words."""

    def kind(index: int) -> str:
        return ' class="text"' if index in text else ""

    top = "".join(f'<th scope="col"{kind(index)}>{cell}</th>' for index, cell in enumerate(head))
    body = "".join(
        "<tr>" + "".join(f"<td{kind(index)}>{cell}</td>" for index, cell in enumerate(row)) + "</tr>" for row in rows
    )
    return (
        f'<div class="table" tabindex="0" role="group" aria-label="{html.escape(caption)}">'
        f"<table><caption>{both(caption)}</caption>"
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def badge(name: str) -> str:
    return f'<span class="verdict {html.escape(name.split()[0] if name else "")}">{both(name)}</span>'


def section(title: str, *parts: str) -> str:
    body = "".join(parts)
    return f"<section><h2>{both(title)}</h2>{body}</section>" if body else ""


def figure(picture: str) -> str:
    return f"<figure>{picture}</figure>"


def headline(result: RunResult) -> str:
    delivery, verdict = result.delivery, result.verdict
    if delivery.checked:
        first = (
            f"{delivery.lost} {both('lost')}, {delivery.doubled} {both('doubled')}, {delivery.reordered} "
            f"{both('reordered')} / "
            f"{delivery.received:,} {both('of deliveries')} · "
        )
    else:
        first = f"{both('not checked by this tool')} · "
    first += f"{delivery.acked:,} / {delivery.sent:,} {both('messages acknowledged')}" + (
        f", {delivery.stored:,} {both('stored')}" if delivery.stored else ""
    )
    parts = [f'<p class="first">{first}</p>']
    if result.budget:
        parts.append(f'<p class="estimate">{html.escape(BUDGETS[result.budget].title)}: {both(ESTIMATE)}</p>')
    limits = result.objective
    parts.append(
        f"<p>{both('Objective')}: {both('99 % of deliveries within')} {limits.get('delivery_p99_ms', 0):g} ms, "
        f"{both('share of errors at most')} {limits.get('error_share', 0):g}</p>"
    )
    if verdict is not None:
        parts.append(f"<p>{both('Verdict')}: {badge(verdict.name)}</p>")
        parts.append(_listed("Why", verdict.reasons))
        if verdict.bottleneck:
            parts.append(f"<p>{both('The limit')}: <strong>{both(verdict.bottleneck)}</strong></p>")
        parts.append(_listed("What to do", verdict.advice))
    if result.ended != "complete":
        parts.append(f"<p>{both('Ended')}: {both(result.ended)}</p>")
    parts.append(_listed("Kinds of errors", _errors(result)))
    parts.append(_listed("Notes", [*result.notes, *delivery.complaints]))
    return "".join(parts)


def _listed(title: str, sentences: Sequence[str]) -> str:
    if not sentences:
        return ""
    return f"<p>{both(title)}:</p><ul>{''.join(f'<li>{both(each)}</li>' for each in sentences)}</ul>"


def _errors(result: RunResult) -> list[str]:
    kinds = [
        (count, f"{name}: {kind}") for name, times in result.actions.items() for kind, count in times.errors.items()
    ]
    return [f"{count} × {kind}" for count, kind in sorted(kinds, reverse=True)]


def overview(results: Sequence[RunResult]) -> str:
    rows = []
    for result in results:
        delivery = result.actions.get("delivery")
        verdict = result.verdict
        rows.append(
            [
                html.escape(result.scenario),
                both(result.tool),
                f"{result.users:,}",
                html.escape(result.budget) + ("*" if result.budget else ""),
                f"{delivery.at(50):.1f}" if delivery else "–",
                f"{delivery.at(99):.1f}" if delivery else "–",
                f"{throughput(result):,.0f}",
                f"{sum(times.failed for times in result.actions.values()):,}",
                f"{result.delivery.lost}/{result.delivery.doubled}/{result.delivery.reordered}"
                if result.delivery.checked
                else "–",
                badge(verdict.name) if verdict else "",
            ]
        )
    head = [both(name) for name in ("Scenario", "Generator", "Users", "Budget")]
    head += ["p50 ms", "p99 ms", f"{both('delivered')}/s", both("Errors")]
    head += [f"{both('lost')}/{both('doubled')}/{both('reordered')}", both("Verdict")]
    note = f"<p>* {both(ESTIMATE)}</p>" if any(result.budget for result in results) else ""
    return section("Runs", table("Runs", head, rows, (0, 1, 3, 9)), note)


def throughput(result: RunResult) -> float:
    """Deliveries a second of the hold."""
    hold, delivery = result.phase("hold"), result.actions.get("delivery")
    return delivery.count / (hold.end_s - hold.begin_s) if hold and delivery and hold.end_s > hold.begin_s else 0.0


def against_users(results: Sequence[RunResult]) -> str:
    """Throughput and tail against concurrency."""
    return section("Throughput against users", *(figure(picture) for picture in user_charts(results).values()))


def user_charts(results: Sequence[RunResult]) -> dict[str, str]:
    """By name of a file: charts against the number of users, with a line for each scenario, generator and budget."""
    groups: defaultdict[str, list[RunResult]] = defaultdict(list)
    for result in results:
        budget = f"{result.budget} (estimate)" if result.budget else ""
        groups[" ".join(filter(None, (result.scenario, result.tool, budget)))].append(result)
    several = {name: found for name, found in sorted(groups.items()) if len({r.users for r in found}) > 1}
    if not several:
        return {}
    users = [float(result.users) for found in several.values() for result in found]
    x = chart.logarithmic("Users", users) if max(users) > 20 * min(users) else chart.linear("Users", users)

    def lines(value: Callable[[RunResult], float]) -> list[ChartLine]:
        return [
            ChartLine(name, sorted((float(result.users), value(result)) for result in found))
            for name, found in several.items()
        ]

    rates, tails = lines(throughput), lines(_p99)
    memory = lines(lambda result: Series(result).highest("imserver.uss_bytes") / 2**20)
    return {
        "throughput": chart.lines("Throughput against users", x, _vertical("delivered", rates), rates),
        "delivery": chart.lines(
            "99 % of deliveries against users", x, _vertical("p99 ms", tails, log=True), tails, limit=_limit(results)
        ),
        "memory": chart.lines("memory of imserver", x, _vertical("MiB", memory), memory),
    }


def _limit(results: Sequence[RunResult]) -> float | None:
    return results[0].objective.get("delivery_p99_ms") if results else None


def _p99(result: RunResult) -> float:
    return result.actions["delivery"].at(99) if "delivery" in result.actions else 0.0


def _vertical(label: str, lines: Sequence[ChartLine], *, log: bool = False) -> chart.Axis:
    values = [value for line in lines for _, value in line.points]
    return chart.logarithmic(label, values) if log else chart.linear(label, values)


def side_by_side(results: Sequence[RunResult]) -> str:
    """The same load by several generators."""
    groups: defaultdict[tuple[str, int], list[RunResult]] = defaultdict(list)
    for result in results:
        groups[result.scenario, result.users].append(result)
    rows = []
    for (scenario, users), found in groups.items():
        if len({result.tool for result in found}) < 2:
            continue
        for result in found:
            use, messages = result.generator, result.counts.get("sent", 0) + result.counts.get("received", 0)
            ack = result.actions.get("ack")
            rows.append(
                [
                    html.escape(f"{scenario}, {users}"),
                    both(result.tool),
                    f"{result.delivery.sent:,}",
                    f"{result.delivery.stored:,}" if result.delivery.stored else "–",
                    f"{ack.at(50):.1f}" if ack else "–",
                    f"{ack.at(99):.1f}" if ack else "–",
                    f"{1e6 * use.cpu_s / messages:.0f}" if messages else "–",
                    f"{use.rss_bytes / 2**20:.0f}",
                    both(result.correction),
                ]
            )
    if not rows:
        return ""
    head = [
        both("Scenario"),
        both("Generator"),
        both("messages acknowledged"),
        both("stored"),
        "ack p50 ms",
        "ack p99 ms",
    ]
    head += [f"{both('CPU per message sent or received')} µs", "MiB", both("Notes")]
    return section("Generators side by side", table("Generators side by side", head, rows, (0, 1, 8)))


def trend(results: Sequence[RunResult]) -> str:
    """What became better or worse: the same load, run again and again."""
    groups: defaultdict[str, list[RunResult]] = defaultdict(list)
    for result in results:
        groups[f"{result.scenario} {result.users} {result.tool} {result.budget}".strip()].append(result)
    lines = []
    for name, found in sorted(groups.items()):
        if len(found) > 1:
            ordered = sorted(found, key=lambda result: result.started_at)
            lines.append(ChartLine(name, [(float(number), _p99(result)) for number, result in enumerate(ordered, 1)]))
    if not lines:
        return ""
    x = chart.linear("Runs", [point[0] for line in lines for point in line.points])
    picture = chart.lines("Trend over runs", x, _vertical("p99 ms", lines, log=True), lines, limit=_limit(results))
    return section("Trend over runs", figure(picture))


def times(result: RunResult) -> str:
    rows = [
        [both(name), f"{t.count:,}", f"{t.mean_ms:.1f}", *(f"{t.at(p):.1f}" for p in PLACES), f"{t.failed:,}"]
        for name, t in result.actions.items()
    ]
    head = [both("Action"), both("Count"), both("Mean"), *(f"p{p:g}" for p in PLACES[:-1]), "max", both("Errors")]
    return section("Response times", f"<p>ms. {both(result.correction)}</p>", table("Response times", head, rows))


def curves(result: RunResult) -> str:
    lines = [
        ChartLine(name, [(100 / (100 - p), ms) for p, ms in curve(t)])
        for name, t in result.actions.items()
        if t.count and RAMP not in name
    ]
    if not lines:
        return ""
    ticks = [(1, "0"), (2, "50"), (10, "90"), (100, "99"), (1000, "99.9"), (10_000, "99.99"), (100_000, "99.999")]
    x = chart.Axis("percentile", 1, 100_000, ticks, log=True)
    picture = chart.lines("How response times are distributed", x, _vertical("ms", lines, log=True), lines)
    return section("How response times are distributed", figure(picture))


def heat_map(result: RunResult) -> str:
    name = "delivery" if "delivery" in result.actions else "ack"
    found = whole(result.actions, name)
    if found is None or not found.heat:
        return ""
    seconds = max(int(second) for second in found.heat) + 1
    wide = -(-seconds // MANY)
    cells: defaultdict[tuple[int, int], int] = defaultdict(int)
    for second, pairs in found.heat.items():
        for index, count in pairs:
            cells[int(second) // wide, index] += count
    most: defaultdict[int, int] = defaultdict(int)
    for (column, _), count in cells.items():
        most[column] = max(most[column], count)
    drawn = [
        (
            column * wide,
            (column + 1) * wide,
            max(cell_ms(index), 0.001),
            cell_ms(index + 1),
            (count / most[column]) ** 0.5,
        )
        for (column, index), count in sorted(cells.items())
    ]
    x = chart.linear("seconds since the start", [0.0, float(seconds)])
    y = chart.logarithmic("ms", [bottom for *_, bottom, top, weight in drawn] + [drawn[0][3]])
    return section(
        "Response times over the run", figure(chart.heat(f"{name}: Response times over the run", x, y, drawn))
    )


def over_time(result: RunResult) -> str:
    series, end = Series(result), max((phase.end_s for phase in result.phases), default=1.0)
    phases = [(phase.name, phase.begin_s, phase.end_s) for phase in result.phases]
    x = chart.linear("seconds since the start", [0.0, end])
    parts = []

    def add(title: str, unit: str, lines: Sequence[ChartLine]) -> None:
        shown = [line for line in lines if line.points]
        if shown:
            parts.append(
                f"<h3>{both(title)}</h3>" + figure(chart.lines(title, x, _vertical(unit, shown), shown, phases))
            )

    rates = []
    for name, title in (("delivery", "delivered"), ("ack", "acknowledged")):
        if (found := whole(result.actions, name)) is not None:
            heat = found.heat
            rates.append(
                ChartLine(title, [(float(s), float(sum(n for _, n in heat[s]))) for s in sorted(heat, key=int)])
            )
    add("Throughput", "per second", rates)
    add(
        "CPU",
        "cores",
        [ChartLine("user", series.rates("imserver.user_s")), ChartLine("system", series.rates("imserver.system_s"))],
    )
    memory = [("resident", "imserver.rss_bytes"), ("private", "imserver.uss_bytes")]
    add("Memory", "MiB", [ChartLine(title, [(t, v / 2**20) for t, v in series.values(name)]) for title, name in memory])
    return section("Throughput", *parts) if parts else ""


def resources(result: RunResult) -> str:
    series, messages = Series(result), result.counts.get("acked", 0.0)
    hold = result.phase("hold")
    span = hold.end_s - hold.begin_s if hold else 0.0
    in_hold = messages * span / (span + hold.begin_s / 2) if hold is not None and span else messages
    rows: list[tuple[str, str]] = []
    if cpu := series.cpu():
        rows.append(("CPU", f"{cpu:.2f}"))
        if in_hold and span:
            rows.append(("CPU per message", f"{1e6 * cpu * span / in_hold:.0f} µs"))
    if uss := series.highest("imserver.uss_bytes"):
        rows.append(("memory of imserver", f"{uss / 2**20:.0f} MiB"))
    connections, grown = series.highest("server.connections"), _grown(result, "imserver.uss_bytes")
    if connections >= 100 and grown > 0:
        rows.append(("memory per connection", f"{grown / connections / 1024:.1f} KiB"))
    written = _whole(result, "imserver.written_bytes")
    if written and messages:
        rows.append(("bytes written per message", f"{written / messages:,.0f}"))
    for name, title in (("lag", "event loop late by (99 %)"), ("commits", "commits within (99 %)")):
        if at := series.meter_at(name, 99):
            rows.append((title, f"{at:.0f} ms"))
    board = {name: series.highest(name) for name in ("board.celsius", "board.mhz", "machine.zram_ratio")}
    rows += [(name, f"{value:.1f}") for name, value in board.items() if value]
    if not rows:
        return ""
    return section("Resources", table("Resources", [both("Figure"), both("Value")], [[both(a), b] for a, b in rows]))


def _grown(result: RunResult, name: str) -> float:
    values = Series(result).values(name)
    return max(v for _, v in values) - values[0][1] if values else 0.0


def _whole(result: RunResult, name: str) -> float:
    values = Series(result).values(name)
    return values[-1][1] - values[0][1] if values else 0.0


def generator(result: RunResult) -> str:
    use, messages = result.generator, result.counts.get("sent", 0.0) + result.counts.get("received", 0.0)
    rows = [
        [both("CPU"), f"{use.cpu_s:.1f} s / {use.processes}"],
        [both("resident"), f"{use.rss_bytes / 2**20:.0f} MiB"],
    ]
    if messages:
        rows.append([both("CPU per message sent or received"), f"{1e6 * use.cpu_s / messages:.0f} µs"])
    if use.lateness is not None:
        rows.append([both("late by (99 %)"), f"{use.lateness.at(99):.1f} ms"])
        rows.append([both("longest stall"), f"{use.longest_stall_s * 1000:.0f} ms"])
    return section("The generator itself", table("The generator itself", [both("Figure"), both("Value")], rows))


def facts(result: RunResult) -> str:
    machines = {name: msgspec.to_builtins(machine) for name, machine in result.machines.items()}
    rows = [
        [both("Command"), f"<code>{html.escape(result.command)}</code>"],
        [both("Generator"), html.escape(f"{result.tool} {result.tool_version}")],
        [both("Seed"), str(result.seed)],
        [both("phases"), html.escape(", ".join(f"{p.name} {p.begin_s:.0f}–{p.end_s:.0f} s" for p in result.phases))],
        *([both("Machines") + f" ({html.escape(name)})", html.escape(str(each))] for name, each in machines.items()),
    ]
    settings = html.escape(json.dumps(result.settings, ensure_ascii=False, indent=1))
    body = table("Settings and versions", [both("Figure"), both("Value")], rows, (0, 1))
    return section("Settings and versions", body, f"<pre>{settings}</pre>")
