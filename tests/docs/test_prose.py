"""Prose of the documentation is at most 100 columns wide; tables, links and code may be wider."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

WIDTH: Final = 100
PAGES: Final = sorted(
    [
        *(Path(name) for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "scripts/README.md")),
        *Path("docs").rglob("*.md"),
    ]
)
UNBREAKABLE: Final = re.compile(r"(`+).+?\1|\]\([^)]*\)")
RECORD: Final = re.compile(r"<!-- record: begin -->.*<!-- record: end -->", re.DOTALL)
"""Commands that `scripts/record` writes."""
MARKER: Final = re.compile(r"^\s*([-*+]\s+|\d+\.\s+|>\s+)?")


def wide(text: str) -> Iterator[int]:
    """Numbers of the lines of prose that could be broken and are too wide."""
    fence = ""
    text = RECORD.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, line in enumerate(text.splitlines(), 1):
        if opened := re.match(r"\s*(```+)", line):
            fence = "" if line.strip() == fence else fence or opened[1]
        elif not fence and len(line) > WIDTH and not line.lstrip().startswith(("|", "#", "<!--")):
            prose = UNBREAKABLE.sub("_", MARKER.sub("", line))
            if " " in prose:
                yield number


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_no_line_of_prose_is_wider_than_the_page(page: Path) -> None:
    assert list(wide(page.read_text("utf-8"))) == []


def test_a_wide_line_is_found_where_it_could_be_broken() -> None:
    long = "x" * (WIDTH + 1)
    assert list(wide(f"{'word ' * 30}\n")) == [1]
    assert list(wide(f"- {'word ' * 30}\n")) == [1]
    assert list(wide(f"a `{long}`\n")) == [1]
    assert list(wide(f"`{long}`\n- `{long}`\n[text]({long})\n")) == []
    assert list(wide(f"| {'word ' * 30} |\n```console\n$ {'word ' * 30}\n```\n")) == []
