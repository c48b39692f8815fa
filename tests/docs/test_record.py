"""The record of docs/capacity.md can be repeated: each figure stands beside a command that its script runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

RECORD = re.search(
    r"<!-- record: begin -->(.*)<!-- record: end -->", Path("docs/capacity.md").read_text("utf-8"), re.DOTALL
)


def test_each_row_has_a_command_of_the_script() -> None:
    assert RECORD is not None
    rows = re.findall(r"^\| (s\d[^|]*?) \| ([\d,]+) \|", RECORD[1], re.MULTILINE)
    commands = re.findall(r"^- (s\d), ([\d,]+): `(.+)`$", RECORD[1], re.MULTILINE)
    assert len(rows) > 30
    assert [(name.partition(" ")[0], users) for name, users in rows] == [(name, users) for name, users, _ in commands]
    listed = subprocess.run([sys.executable, "scripts/record", "--list"], check=True, capture_output=True, text=True)
    assert {command for _, _, command in commands} <= set(listed.stdout.splitlines())


def test_nothing_of_the_machine_is_told() -> None:
    assert RECORD is not None
    assert "--out" not in RECORD[1]
