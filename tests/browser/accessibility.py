"""What axe-core finds on a page: the rules of WCAG 2.2 A and AA that a program can check, and its best practices."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page

AXE: Final = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


SETTLED: Final = """() => document.getAnimations().every((one) =>
  one.playState !== "running" || one.effect?.getTiming().iterations === Infinity)"""
"""Colours in the middle of a transition have any contrast."""


def violations(page: Page) -> list[str]:
    """One line for each rule that is broken, with the places."""
    if not AXE.exists():
        pytest.skip("axe-core is missing: npm ci")
    page.evaluate(AXE.read_text("utf-8"))
    page.wait_for_function(SETTLED)
    found: list[dict[str, Any]] = page.evaluate(
        "(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] }).then((r) => r.violations)", TAGS
    )
    return [
        f"{rule['id']}: {rule['help']}: "
        + "; ".join(f"{node['target']} {node['html'][:160]} {node['failureSummary'][:200]}" for node in rule["nodes"])
        for rule in found
    ]
