"""Charts as SVG, from figures to text, without any library or script.

Colours are CSS variables of the page around them, or of the picture itself where it stands alone.
"""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from control.load.report.translations import WORDS

WIDTH: Final = 720
HEIGHT: Final = 280
LEFT: Final = 64
RIGHT: Final = 16
TOP: Final = 28
BOTTOM: Final = 44
COLOURS: Final = 6

STYLE: Final = """
.chart text{font:12px system-ui,sans-serif;fill:var(--ink)}.chart .axis{stroke:var(--faint)}
.chart .grid{stroke:var(--grid)}
.chart .phase{fill:var(--phase)}.chart .mark{stroke:var(--ink);stroke-dasharray:4 3}
.c0{stroke:var(--c0)}.c1{stroke:var(--c1)}.c2{stroke:var(--c2)}
.c3{stroke:var(--c3)}
.c4{stroke:var(--c4)}.c5{stroke:var(--c5)}
.f0{fill:var(--c0)}
.f1{fill:var(--c1)}.f2{fill:var(--c2)}.f3{fill:var(--c3)}.f4{fill:var(--c4)}.f5{fill:var(--c5)}
.chart polyline{fill:none;stroke-width:1.8}.heat{fill:var(--c0)}
"""
LIGHT: Final = (
    "--ink:#1c2330;--paper:#fff;--faint:#5b6472;--grid:#e3e7ec;--phase:#eef3f8;"
    "--c0:#1f5fa8;--c1:#b3470d;--c2:#1d7a46;--c3:#7b3fa0;--c4:#8a6500;--c5:#a02050"
)
DARK: Final = (
    "--ink:#e6e9ee;--paper:#14181f;--faint:#9aa4b2;--grid:#2a313c;--phase:#1b222c;"
    "--c0:#7db4f2;--c1:#f0a070;--c2:#74d09c;--c3:#cba0ea;--c4:#e0c060;--c5:#f090b0"
)

Point = tuple[float, float]
Scale = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class ChartLine:
    name: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Axis:
    """`ticks` are (value, label). `log`: only values above 0 are shown."""

    label: str
    low: float
    high: float
    ticks: Sequence[tuple[float, str]]
    log: bool = False

    def scale(self, start: float, end: float) -> Scale:
        low, high = (math.log10(self.low), math.log10(self.high)) if self.log else (self.low, self.high)
        span = (high - low) or 1.0
        return lambda value: start + (end - start) * (((math.log10(value) if self.log else value) - low) / span)


def linear(label: str, values: Sequence[float], *, from_zero: bool = True) -> Axis:
    high = max(values, default=1.0) or 1.0
    low = 0.0 if from_zero else min(values, default=0.0)
    step = 10 ** math.floor(math.log10((high - low) / 4 or 1))
    step *= next((factor for factor in (1, 2, 5, 10) if (high - low) / (step * factor) <= 6), 10)
    first = math.ceil(low / step)
    ticks = [(number * step, f"{number * step:g}") for number in range(first, int(high / step) + 1)]
    return Axis(label, low, high, ticks)


def logarithmic(label: str, values: Sequence[float]) -> Axis:
    positive = [value for value in values if value > 0] or [1.0]
    low, high = math.floor(math.log10(min(positive))), math.ceil(math.log10(max(positive)))
    high = high if high > low else low + 1
    return Axis(
        label, 10.0**low, 10.0**high, [(10.0**power, f"{10.0**power:g}") for power in range(low, high + 1)], log=True
    )


def lines(
    title: str,
    x: Axis,
    y: Axis,
    found: Sequence[ChartLine],
    phases: Sequence[tuple[str, float, float]] = (),
    limit: float | None = None,
) -> str:
    """Lines over two axes; `phases` are shaded in turn, `limit` is a dashed line across."""
    to_x, to_y = x.scale(LEFT, WIDTH - RIGHT), y.scale(HEIGHT - BOTTOM, TOP)
    parts = [_shade(phases, x, to_x), _axes(x, y, to_x, to_y)]
    if limit is not None and y.low < limit <= y.high:
        parts.append(
            f'<line class="mark" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{to_y(limit):.1f}" y2="{to_y(limit):.1f}"/>'
        )
    for index, line in enumerate(found):
        colour = index % COLOURS
        shown = [
            (a, b) for a, b in line.points if x.low <= a <= x.high and (not y.log or b > 0) and (not x.log or a > 0)
        ]
        path = " ".join(f"{to_x(a):.1f},{to_y(min(max(b, y.low), y.high)):.1f}" for a, b in shown)
        parts.append(f'<polyline class="c{colour}" points="{path}"/>')
        if len(shown) <= 12:
            parts += [
                f'<circle class="f{colour}" r="3.5" cx="{to_x(a):.1f}" cy="{to_y(min(max(b, y.low), y.high)):.1f}"/>'
                for a, b in shown
            ]
    return _picture(title, [*parts, _legend([line.name for line in found])])


def heat(title: str, x: Axis, y: Axis, cells: Sequence[tuple[float, float, float, float, float]]) -> str:
    """Rectangles (x, x end, y, y end, weight 0 to 1)."""
    to_x, to_y = x.scale(LEFT, WIDTH - RIGHT), y.scale(HEIGHT - BOTTOM, TOP)
    parts = []
    for left, right, bottom, top, weight in cells:
        if y.low <= bottom and top <= y.high * 1.5 and x.low <= left <= x.high:
            width = max(0.8, to_x(right) - to_x(left))
            height = max(0.8, to_y(bottom) - to_y(top))
            parts.append(
                f'<rect class="heat" x="{to_x(left):.1f}" y="{to_y(top):.1f}" width="{width:.1f}" '
                f'height="{height:.1f}" fill-opacity="{0.08 + 0.92 * weight:.2f}"/>'
            )
    return _picture(title, [*parts, _axes(x, y, to_x, to_y)])


def alone(picture: str, language: str = "en") -> str:
    """A chart as a file of its own, in one language."""
    other = "zh" if language == "en" else "en"
    style = f"svg{{{LIGHT}}}@media(prefers-color-scheme:dark){{svg{{{DARK}}}}}{STYLE}.{other}{{display:none}}"
    background = f'<rect width="{WIDTH}" height="{HEIGHT}" style="fill:var(--paper)"/>'
    head, _, rest = picture.partition("</title>")
    return f"{head}</title><style>{style}</style>{background}{rest}\n"


def label(text: str) -> str:
    """A text in a chart, in both languages where the other is known."""
    chinese = WORDS.get(text)
    if chinese is None:
        return html.escape(text)
    return f'<tspan class="en">{html.escape(text)}</tspan><tspan class="zh">{html.escape(chinese)}</tspan>'


def _picture(title: str, parts: Sequence[str]) -> str:
    body = "".join(parts)
    text = html.escape(title)
    return (
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-label="{text}">'
        f"<title>{text}</title>{body}</svg>"
    )


def _axes(x: Axis, y: Axis, to_x: Scale, to_y: Scale) -> str:
    foot = HEIGHT - BOTTOM
    parts = [f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{foot}" y2="{foot}"/>']
    for value, text in y.ticks:
        at = to_y(value)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{html.escape(text)}</text>')
    for value, text in x.ticks:
        parts.append(f'<text x="{to_x(value):.1f}" y="{foot + 16}" text-anchor="middle">{html.escape(text)}</text>')
    parts.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 8}" text-anchor="end">{label(x.label)}</text>')
    parts.append(f'<text x="4" y="14">{label(y.label)}</text>')
    return "".join(parts)


def _shade(phases: Sequence[tuple[str, float, float]], x: Axis, to_x: Scale) -> str:
    parts = []
    for index, (name, begin, end) in enumerate(phases):
        left, right = to_x(max(begin, x.low)), to_x(min(end, x.high))
        if right - left < 1:
            continue
        if index % 2 == 0:
            parts.append(
                f'<rect class="phase" x="{left:.1f}" y="{TOP}" '
                f'width="{right - left:.1f}" height="{HEIGHT - BOTTOM - TOP}"/>'
            )
        if right - left > 30:
            parts.append(f'<text x="{left + 4:.1f}" y="{HEIGHT - BOTTOM - 6}" font-size="10">{label(name)}</text>')
    return "".join(parts)


def _legend(names: Sequence[str]) -> str:
    parts, at = [], LEFT + 110
    for index, name in enumerate(names):
        parts.append(f'<rect class="f{index % COLOURS}" x="{at}" y="6" width="10" height="10"/>')
        parts.append(f'<text x="{at + 14}" y="15">{label(name)}</text>')
        at += 28 + 8 * max(len(name), 6)
    return "".join(parts)
