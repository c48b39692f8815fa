"""What the documentation names is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

PAGES = sorted(
    [*Path("docs").rglob("*.md"), *Path().glob("*.md"), *Path("roles").glob("*/README.md"), Path("scripts/README.md")]
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_to_files(page: Path) -> None:
    prose = re.sub(r"(`+).+?\1", "", page.read_text("utf-8"))
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)[^)]*\)", prose)
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_to_headings(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?://)([^)#\s]*)#([^)]+)\)", page.read_text("utf-8"))
    pages = {file: page.parent / file if file else page for file, _ in targets}
    assert [(file, anchor) for file, anchor in targets if anchor not in anchors(pages[file])] == []


def anchors(page: Path) -> set[str]:
    """The addresses that GitHub gives to the headings of a page."""
    prose = re.sub(r"^(`{3,}).*?^\1$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_the_map_of_the_code_names_what_exists(page: str) -> None:
    named = re.findall(r"`((?:imserver|control|roles|playbooks|tests)/[\w/.-]*)`", Path(page).read_text("utf-8"))
    assert named
    assert [name for name in named if not Path(name).exists()] == []


def test_every_dependency_has_a_line() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *(each for extra in project["project"]["optional-dependencies"].values() for each in extra),
        *(each for group in project["dependency-groups"].values() for each in group),
    ]
    names = {re.split(r"[><=;\[ ]", each, maxsplit=1)[0] for each in wanted}
    page = Path("docs/dependencies.md").read_text("utf-8")
    assert {name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", page)} == set()
