"""Whose plan a folder holds."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from control.errors import UsageError

PLANS: Final = {"plan.jmx": "jmeter", "Chat.java": "gatling", "locustfile.py": "locust"}


def kind(folder: Path) -> str:
    """The name of the tool. Raises `UsageError`."""
    for plan, tool in PLANS.items():
        if (folder / plan).is_file():
            return tool
    raise UsageError(
        f"{folder} holds no plan: none of {', '.join(PLANS)}",
        "name the folder of one tool that 'imctl load export' wrote, such as plans/gatling",
        code="plan_missing",
    )
