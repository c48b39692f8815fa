"""The longest silence that a client met in each run: reported, and never asserted, since machines are noisy."""

from __future__ import annotations

import os

LONGEST: dict[str, float] = {}


def note(seconds: float) -> None:
    name = os.environ.get("PYTEST_CURRENT_TEST", "").partition(" ")[0]
    LONGEST[name] = max(seconds, LONGEST.get(name, 0.0))
