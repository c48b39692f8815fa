"""Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from playwright.sync_api import Browser, sync_playwright

ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


PROGRAMS: Final = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The first draws the same pages without a browser around them, for two thirds of the CPU time."""


def find() -> str | None:
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


@contextmanager
def launch() -> Iterator[Browser]:
    """While it lasts, Playwright occupies the thread's event loop, and no asynchronous test can run."""
    program = find()
    if program is None:
        pytest.skip("Chromium is missing: apt install chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        browser.close()
