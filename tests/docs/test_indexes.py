"""The indexes of decisions and of scripts are complete."""

from __future__ import annotations

import re
from pathlib import Path


def test_the_index_lists_every_decision() -> None:
    records = {file.name for file in Path("docs/adr").glob("[0-9]*.md")}
    listed = re.findall(
        r"^\| \[\d{4}\]\((.+?)\) \| .+ \|$", Path("docs/adr/README.md").read_text("utf-8"), re.MULTILINE
    )
    assert set(listed) == records
    assert listed == sorted(listed)


def test_a_decision_has_the_number_of_its_file() -> None:
    for file in Path("docs/adr").glob("[0-9]*.md"):
        assert file.read_text("utf-8").startswith(f"# {int(file.name[:4])}. "), file


def test_the_list_of_scripts_is_that_of_the_folder() -> None:
    scripts = {file.name for file in Path("scripts").iterdir() if file.is_file() and file.suffix != ".md"}
    listed = re.findall(r"^\| `([\w.-]+)` \| .+ \|$", Path("scripts/README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(scripts)
