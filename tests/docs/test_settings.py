"""docs/settings.md lists the settings as they are."""

from __future__ import annotations

import inspect
from pathlib import Path

from imserver import cli
from imserver.settings import Service, Settings


def test_the_table_of_settings_is_that_of_the_code() -> None:
    options = set(inspect.signature(cli.run).parameters)
    wanted = []
    for name, field in Settings.model_fields.items():
        option = f"`--{name.replace('_', '-')}`" if name in options else ""
        default = "" if field.default in (None, (), "", frozenset(Service)) else f"`{field.default}`"
        wanted.append(f"| `IM_{name.upper()}` | {option} | {default} | {field.description} |")
    lines = Path("docs/settings.md").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("| `IM_")] == wanted
