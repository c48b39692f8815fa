"""docs/imctl.md: every command in it is one that exists, with options that it has."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from control.cli import build
from control.errors import ControlError, NotAllowed, Unreachable, UsageError

PAGE = Path("docs/imctl.md").read_text("utf-8")
PAGES = [PAGE, *(Path(name).read_text("utf-8") for name in ("docs/install.md", "docs/tuning.md", "README.md"))]


def commands() -> list[str]:
    blocks = "\n".join(block for page in PAGES for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL))
    return re.findall(r"\bimctl (.+)", blocks)


@pytest.mark.parametrize("line", commands())
def test_the_command_exists(line: str) -> None:
    words = shlex.split(line)
    node: Any = build()
    options = {name for param in node.params for name in param.opts}
    for word in words:
        if word in getattr(node, "commands", {}):
            node = node.commands[word]
            options |= {name for param in node.params for name in param.opts}
    assert not hasattr(node, "commands"), f"{line}: names no command"
    assert {word for word in words if word.startswith("--")} <= options


def test_every_command_is_shown() -> None:
    shown = re.findall(r"^\$ imctl (?:--\S+ \S+ )*([a-z-]+)", PAGE, re.MULTILINE)
    assert set(build().commands) - set(shown) == {"version"}


def test_the_table_of_exit_codes_is_that_of_the_code() -> None:
    codes = {int(code) for code in re.findall(r"^\| (\d) \|", PAGE, re.MULTILINE)}
    assert codes == {0, *(kind.exit_code for kind in (ControlError, UsageError, Unreachable, NotAllowed))}
