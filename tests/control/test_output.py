"""What is printed steers no terminal, whoever chose the names in it."""

from __future__ import annotations

import json

import pytest

from control.output import Output

STEERING = "a\x1b[2Jb\x07c\x9b31md\u202egpj.exe\u2066\u2028\r[red]e[/red] 张三"


def test_a_document_steers_no_terminal_and_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    Output(as_json=True).data({"name": STEERING})
    shown = capsys.readouterr().out
    assert json.loads(shown) == {"name": STEERING}
    assert not set(shown) & set("\x1b\x07\x9b\u202e\u2066\u2028\r")
    assert "张三" in shown


def test_a_table_shows_what_would_steer_and_takes_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    output = Output()
    output.table(("NAME",), [(STEERING,)], "")
    output._drawn(("NAME",), [(STEERING,)], "")
    output.fields([("name", STEERING)])
    shown = capsys.readouterr().out
    assert not set(shown) & set("\x1b\x07\x9b\u202e\u2066\u2028\r")
    assert shown.count("[red]") == 3
