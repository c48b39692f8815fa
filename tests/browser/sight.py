"""What is wrong with what one sees of the page: the one assertion for every screen.

There is one `main`, where the screen is. Nothing is scrolled, but the messages, which are at their end. The heading
and the first control are in view; they, and every other control in view, are on top. Nothing scrolls to the side, and
no text is cut, shortened, or off the screen, but what people wrote.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from tests.browser.person import WAIT

LOOK: Final = Path(__file__).with_suffix(".js").read_text("utf-8")

SCROLLS: Final = "textarea, input, .admin-nav"
"""What may be scrolled: where one writes, and the sections of the administration, which show the current one."""

SIDEWAYS: Final = "pre, .admin-nav, .table-box"
"""What may scroll to the side: code, those sections on a phone, and wide tables."""

WRITTEN: Final = "bdi, .row-sub, .quote, .quote-name, .message-text, .file-name, .mention-login"
"""What people wrote, which may be shortened."""

WHOLE: Final = ".button, legend, .segment, .tag, .menu-item"
"""What may not, even so."""

FLOATS: Final = ".jump, .message-tools, .mention-list"
"""What floats over the messages."""

PENDING: Final = """(patience) => new Promise((done) => {
  const deadline = performance.now() + patience;
  const moves = (one) => one.playState === "running" && one.effect?.getTiming().iterations !== Infinity;
  const hurry = () => {
    const moving = document.getAnimations().filter(moves);
    for (const one of moving) one.finish();
    return moving.length > 0;
  };
  const pending = () => [
    ...(document.fonts.status === "loading" ? ["a font hasn't come"] : []),
    ...[...document.images].filter((image) => !image.complete).map((image) => `a picture hasn't come: ${image.src}`),
    ...(hurry() ? ["something moves again and again"] : []),
  ];
  const look = () => requestAnimationFrame(() => {
    const found = pending();
    if (found.length > 0 && performance.now() < deadline) look();
    else requestAnimationFrame(() => done(found));
  });
  look();
})"""


def settle(page: Page) -> list[str]:
    """Wait until fonts and pictures have come. What moves, and will end, is at its end. Returns what never came."""
    found: list[str] = page.evaluate(PENDING, WAIT)
    return found


def expected(*, heading: bool = True, at_end: bool = True) -> dict[str, object]:
    return {
        "heading": heading,
        "atEnd": at_end,
        "scrolls": SCROLLS,
        "sideways": SIDEWAYS,
        "written": WRITTEN,
        "whole": WHOLE,
        "floats": FLOATS,
    }


def faults(page: Page, *, heading: bool = True, at_end: bool = True) -> list[str]:
    """One line for each that stays.

    `heading`: whether the page has one; a dialog has a name in any case. `at_end`: whether messages are at their end.
    """
    deadline = time.monotonic() + WAIT / 1000
    while True:
        found = settle(page)
        found += page.evaluate(LOOK, expected(heading=heading, at_end=at_end))
        if not found or time.monotonic() > deadline:
            return found
        page.wait_for_timeout(50)
