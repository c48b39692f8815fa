"""The report: one HTML file that needs nothing else, the figures as CSV, and all results as JSON."""

from __future__ import annotations

import csv
import html
import itertools
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from control.load.histogram import whole
from control.load.measurement.time_series import Series
from control.load.report import sections
from control.load.report.chart import DARK, LIGHT, STYLE, alone
from control.load.report.translations import both
from control.load.result import RunResult
from imserver.core.spreadsheet import guard

HTML: Final = "report.html"
CSV: Final = "report.csv"
OTHERS: Final = ("reconnect", "history", "scroll", "search", "inbox", "upload")
COLUMNS: Final = (
    *("scenario", "tool", "users", "budget", "started", "verdict", "action", "count", "errors", "mean_ms"),
    *("p50_ms", "p90_ms", "p95_ms", "p99_ms", "p99.9_ms", "max_ms"),
)

PAGE_STYLE: Final = """
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main,header{max-width:60rem;margin:0 auto;padding:0 1rem}h1{font-size:1.6rem}h2{font-size:1.25rem;margin:2rem 0 .5rem}
h3{font-size:1.05rem;margin:1.2rem 0 .3rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}caption{text-align:left;color:var(--faint)}
th,td{border-bottom:1px solid var(--grid);padding:.25rem .5rem;text-align:right;vertical-align:top}
th:first-child,td:first-child,td.text,th.text{text-align:left}.table{overflow-x:auto}
.first{font-size:1.15rem;font-weight:600}
.estimate{border:2px solid var(--c1);padding:.4rem .7rem;color:var(--c1);font-weight:600}
.verdict{display:inline-block;padding:.1rem .6rem;border-radius:.3rem;border:2px solid currentColor;font-weight:600}
.pass{color:var(--c2)}.over,.infrastructure{color:var(--c4)}.product{color:var(--c1)}.invalid{color:var(--c3)}
button{font:inherit;color:inherit;background:none;border:1px solid var(--faint);border-radius:.3rem;padding:.2rem .7rem}
button[aria-pressed=true]{background:var(--ink);color:var(--paper)}
figure{margin:.5rem 0}svg.chart{width:100%;height:auto;max-width:45rem}pre{white-space:pre-wrap;overflow-wrap:anywhere}
html[data-language=en] .zh,html[data-language=zh] .en{display:none}
@media print{button{display:none}section{break-inside:avoid}details>*{display:block}}
"""
SCRIPT: Final = """
const root = document.documentElement;
function choose(language) {
  root.dataset.language = language;
  root.lang = language === "zh" ? "zh-CN" : "en";
  for (const button of document.querySelectorAll("button[data-choose]"))
    button.setAttribute("aria-pressed", String(button.dataset.choose === language));
}
for (const button of document.querySelectorAll("button[data-choose]"))
  button.addEventListener("click", () => choose(button.dataset.choose));
choose(navigator.language.startsWith("zh") ? "zh" : "en");
"""


def write(folder: Path, results: Sequence[RunResult]) -> list[Path]:
    """Write the report of these results into `folder`; the files. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    page, table, data = folder / HTML, folder / CSV, folder / "report.json"
    page.write_text(document(results), "utf-8")
    with table.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(COLUMNS)
        rows.writerows([guard(cell) if isinstance(cell, str) else cell for cell in row] for row in _rows(results))
    data.write_bytes(msgspec.json.encode(results))
    markdown = folder / "report.md"
    markdown.write_text("\n".join(_markdown(results)) + "\n", "utf-8")
    files = [page, table, data, markdown]
    for name, picture in sections.user_charts(results).items():
        files.append(folder / f"{name}.svg")
        files[-1].write_text(alone(picture), "utf-8")
    return files


def _markdown(results: Sequence[RunResult]) -> Iterator[str]:
    """A table for a page of documentation, each run with the command that made it."""
    columns = (
        *("scenario", "users", "sign-in mean", "ack p50 / p99", "delivery p50 / p99", "delivered/s"),
        *("others, p99", "CPU", "memory", "lost, doubled, reordered", "verdict"),
    )
    yield f"| {' | '.join(columns)} |"
    yield "|---" * len(columns) + "|"
    for result in results:
        series, delivery = Series(result), result.delivery
        times = [result.actions.get(name) for name in ("ack", "delivery")]
        sign_in = next((result.actions[name] for name in ("login", "connect") if name in result.actions), None)
        cells = [
            f"{result.scenario}{f' ({result.budget}, estimate)' if result.budget else ''}",
            f"{result.users:,}",
            f"{sign_in.mean_ms:.1f} ms" if sign_in else "–",
            *(f"{each.at(50):.1f} / {each.at(99):.1f} ms" if each else "–" for each in times),
            f"{sections.throughput(result):,.0f}",
            ", ".join(_others(result)) or "–",
            f"{series.cpu():.3f} cores",
            f"{series.highest('imserver.uss_bytes') / 2**20:.0f} MiB",
            f"{delivery.lost}/{delivery.doubled}/{delivery.reordered}" if delivery.checked else "–",
            _judged(result),
        ]
        yield f"| {' | '.join(cells)} |"
    yield ""
    for result in results:
        yield f"- {result.scenario}, {result.users:,}: `{result.command}`"


def _judged(result: RunResult) -> str:
    verdict = result.verdict
    if verdict is None:
        return "–"
    return f"{verdict.name} ({verdict.bottleneck})" if verdict.bottleneck and verdict.name != "pass" else verdict.name


def _others(result: RunResult) -> Iterator[str]:
    """What else was done, with the times of the slow ones."""
    for name in OTHERS:
        if times := whole(result.actions, name):
            yield f"{name} {times.at(99):.0f} ms"


def document(results: Sequence[RunResult]) -> str:
    """The page. Without scripts it shows English."""
    body = "".join(_body(results))
    title = "Load report"
    switch = "".join(
        f'<button type="button" data-choose="{code}" lang="{code}" '
        f'aria-pressed="{str(code == "en").lower()}">{name}</button> '
        for code, name in (("en", "English"), ("zh", "中文"))
    )
    style = f":root{{{LIGHT};color-scheme:light dark}}@media(prefers-color-scheme:dark){{:root{{{DARK}}}}}"
    return (
        '<!doctype html>\n<html lang="en" data-language="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<link rel="icon" href="data:,">'
        f"<title>{title}</title><style>{style}{STYLE}{PAGE_STYLE}</style></head>"
        f'<body><header><h1>{both(title)}</h1><nav aria-label="Language 语言">{switch}</nav></header>'
        f"<main>{body}</main><script>{SCRIPT}</script></body></html>\n"
    )


def _body(results: Sequence[RunResult]) -> Iterator[str]:
    for result in results if len(results) == 1 else ():
        yield sections.headline(result)
    yield sections.overview(results)
    yield sections.against_users(results)
    yield sections.side_by_side(results)
    yield sections.trend(results)
    many = len(results) > 1
    for number, result in enumerate(results, 1):
        inside = "".join(_single(result, number, many=many))
        if many:
            name = html.escape(f"{result.scenario} · {result.tool} · {result.users} · {_moment(result)}")
            yield f"<section><details><summary><strong>{number}. {name}</strong></summary>{inside}</details></section>"
        else:
            yield inside


def _single(result: RunResult, number: int, *, many: bool) -> Iterator[str]:
    if many:
        yield sections.headline(result)
    yield sections.times(result)
    yield sections.curves(result)
    yield sections.heat_map(result)
    yield sections.over_time(result)
    yield sections.resources(result)
    yield sections.generator(result)
    yield sections.facts(result)


def _rows(results: Sequence[RunResult]) -> Iterator[list[Any]]:
    for result, (action, times) in itertools.chain.from_iterable(
        ((result, item) for item in result.actions.items()) for result in results
    ):
        verdict = result.verdict.name if result.verdict else ""
        head = [result.scenario, result.tool, result.users, result.budget, _moment(result), verdict]
        places = [times.at(p) for p in (50, 90, 95, 99, 99.9)]
        yield [*head, action, times.count, times.failed, times.mean_ms, *places, times.max_ms]


def _moment(result: RunResult) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(result.started_at))
