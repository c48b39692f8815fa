"""Texts as people write them, drawn by the seed of a scenario: the same for every tool.

They hold no quotes, backslashes, line breaks, tabs, `$` or `#`, so that every tool's templates take them as they are.
"""

from __future__ import annotations

import math
import random
from functools import cache
from pathlib import Path
from typing import Final

from control.load.scenario import MAX_TEXT, Scenario

FOLDER: Final = Path(__file__).with_name("phrases")
EMOJI: Final = ("😀", "😂", "👍", "🎉", "❤️", "🙏", "🌧️", "👩‍🏫", "🏫", "✅", "🔥", "🥟")
PAGES: Final = (
    "wiki/start",
    "news/2026/11/school-fair",
    "docs/d/9f31c2?page=4",
    "maps/place/31.23,121.47",
    "watch?v=Xk3d9aPq",
)
Z99: Final = 2.326
"""The 99th percentile of the standard normal distribution."""


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """`chinese` or `english`, each a line of its file."""
    return tuple((FOLDER / f"{kind}.txt").read_text("utf-8").split("\n")[:-1])


def texts(scenario: Scenario, count: int) -> list[str]:
    """`count` texts of 1 to 8,000 characters in the scenario's mixture."""
    lot = random.Random(f"texts {scenario.seed}")  # noqa: S311
    mixture = scenario.texts
    kinds = ("chinese", "english", "emoji", "link")
    drawn = lot.choices(kinds, [getattr(mixture, kind) for kind in kinds], k=count)
    sigma = math.log(mixture.length.p99 / mixture.length.median) / Z99
    return [_text(lot, kind, _length(lot, mixture.length.median, sigma)) for kind in drawn]


def words(scenario: Scenario, count: int) -> list[str]:
    """`count` things to search for: beginnings of what `texts` are made of."""
    lot = random.Random(f"words {scenario.seed}")  # noqa: S311
    mixture = scenario.texts
    weights = [mixture.chinese + mixture.emoji, mixture.english + mixture.link]
    return [_word(lot, kind) for kind in lot.choices(("chinese", "english"), weights, k=count)]


def _length(lot: random.Random, median: int, sigma: float) -> int:
    return min(MAX_TEXT, max(1, round(median * math.exp(lot.gauss(0, sigma)))))


def _text(lot: random.Random, kind: str, length: int) -> str:
    if kind == "link":
        return f"{lot.choice(phrases('english'))} https://example.org/{lot.choice(PAGES)}"
    if kind == "emoji":
        return _phrase(lot, lot.choice(("chinese", "english")), length) + lot.choice(EMOJI)
    return _phrase(lot, kind, length)


def _phrase(lot: random.Random, kind: str, length: int) -> str:
    glue = "，" if kind == "chinese" else ", "
    said = lot.choice(phrases(kind))
    while len(said) < length:
        said += glue + lot.choice(phrases(kind))
    return said[:length].rstrip() or said[:1]


def _word(lot: random.Random, kind: str) -> str:
    phrase = lot.choice([phrase for phrase in phrases(kind) if len(phrase) > 3])
    if kind == "chinese":
        return phrase[:2]
    return lot.choice(
        [word for word in phrase.replace(",", " ").split() if len(word) > 2 and word.isalpha()] or ["the"]
    )
