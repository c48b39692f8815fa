"""What axe-core finds on a page: the rules of WCAG 2.2 A and AA that a program can check, and its best practices."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page

from tests.browser.sight import settle

AXE: Final = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, *, colours: bool = False, heading: bool = True) -> list[str]:
    """One line for each rule that is broken, with the places.

    `colours`: only of the contrast. `heading`: whether there should be one.
    """
    if not AXE.exists():
        pytest.skip("axe-core is missing: npm ci")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    settle(page)  # Colours in the middle of a transition have any contrast.
    found: list[dict[str, Any]] = page.evaluate(
        "(only) => axe.run(document, { runOnly: only, resultTypes: ['violations'], preload: false })"
        ".then((r) => r.violations)",
        ["color-contrast"] if colours else TAGS,
    )
    return [
        f"{rule['id']}: {rule['help']}: "
        + "; ".join(f"{node['target']} {node['html'][:160]} {node['failureSummary'][:200]}" for node in rule["nodes"])
        for rule in found
        if heading or rule["id"] != "page-has-heading-one"
    ]
