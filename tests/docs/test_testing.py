"""docs/testing.md has the budgets of tests/lanes.toml, names tests that exist, and tells every
reason for which one is left to the full set.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.lanes.lane import load

PAGE = Path("docs/testing.md").read_text("utf-8")


def test_the_budgets_are_those_of_the_lanes() -> None:
    rows = re.findall(r"^\| `([\w/]+)` \| .* \| ([\d.]+) \|$", PAGE, re.MULTILINE)
    assert {folder: float(minutes) for folder, minutes in rows} == load().budgets


def test_the_tests_that_it_quotes_exist() -> None:
    quoted = re.findall(r"(tests/[\w/]+\.py)::(\w+)", PAGE)
    assert quoted
    assert [f"{file}::{name}" for file, name in quoted if name not in _functions(Path(file))] == []


def test_every_reason_to_leave_a_test_to_the_full_set_is_told() -> None:
    reasons = {reason for file in Path("tests").rglob("*.py") for reason in _reasons(file)}
    table = PAGE[PAGE.index("## What is left to the full set") :]
    told = set(re.findall(r"^\| `tests/\w+` \| .* \| (.*) \| .* \|$", table, re.MULTILINE))
    assert reasons - told == set()
    assert told - reasons == {"a minute is enough to find most faults", "the theme changes no layout"}


def _functions(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8")) if file.exists() else ast.Module([], [])
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def _reasons(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text("utf-8"))
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="full"), args=[given]):
                value = constants.get(given.id) if isinstance(given, ast.Name) else given
                assert isinstance(value, ast.Constant), f"{file}:{node.lineno}: the reason must be a text"
                yield str(value.value)
