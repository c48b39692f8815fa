"""The plans that are written for the generators of others, and what is read of what they wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from control.load.result import GeneratorUse, ToolTarget
from control.load.scenario.scenario import load
from control.load.tools.gatling import Gatling
from control.load.tools.install import JAVA_TOOLS
from control.load.tools.locust import Locust
from control.load.tools.outcome import from_samples
from control.load.tools.registry import third_party_tools
from tests.control.conftest import Terminal
from tests.load.conftest import installed, serving
from tests.server import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.mark.parametrize(("rows", "trouble"), [("1800000009000000,end,0,\n", 0), ("", 1)])
def test_samples_without_their_last_row_are_worth_nothing(tmp_path: Path, rows: str, trouble: int) -> None:
    file = tmp_path / "samples-0.csv"
    file.write_text(f"1800000000000000,start,0,\n1800000001000000,ack,900,\n{rows}", "utf-8")
    told = ("gatling", "", load("s2"), ToolTarget(url=""), [file], GeneratorUse())
    assert from_samples(*told, "complete", tmp_path, "").counts["log_trouble"] == trouble
    assert from_samples(*told, "interrupted", tmp_path, "").counts["log_trouble"] == 0


@pytest.mark.parametrize("tool", sorted(third_party_tools()))
def test_a_plan_can_be_taken_elsewhere(terminal: Terminal, tool: str) -> None:
    folder = terminal.home / "plans"
    done = terminal.run("load", "export", "s5", "--with", tool, "--out", str(folder))
    assert done.returncode == 0, done.stderr
    names = {file.name for file in folder.rglob("*") if file.is_file()}
    plan = {"jmeter": "plan.jmx", "locust": "locustfile.py", "gatling": "Chat.java"}[tool]
    assert {plan, "texts.txt", "words.txt", "scenario.json"} <= names
    [numbers] = folder.rglob("scenario.json")
    assert json.loads(numbers.read_text("utf-8"))["users"] == 1000


def test_jmeter_gets_a_ramp_that_it_can_count(terminal: Terminal, chat: str) -> None:
    done = terminal.run("load", "export", chat, "--ramp", "2.5s", "--with", "jmeter", "--out", "plans")
    assert done.returncode == 0, done.stderr
    folder = terminal.home / "plans" / "jmeter"
    assert "${__P(ramp,3)}" in (folder / "plan.jmx").read_text("utf-8")
    assert json.loads((folder / "scenario.json").read_text("utf-8"))["ramp"] == 3
    assert load(str(folder / "scenario.yml")).ramp.seconds == 3


@pytest.mark.packages
def test_no_title_breaks_a_simulation(terminal: Terminal, chat: str) -> None:
    file = Path(chat)
    file.write_text(file.read_text("utf-8").replace("A short chat", r"'C:\users \u002a/ **// \\'"), "utf-8")
    done = terminal.run("load", "export", chat, "--with", "gatling", "--out", "plans")
    assert done.returncode == 0, done.stderr
    installed("gatling")
    Gatling().compile(terminal.home / "plans" / "gatling")


@pytest.mark.parametrize("refused", ["token_invalid", "token_invalid/granted"])
def test_a_user_of_locusts_whose_tokens_stay_refused_asks_less_and_less_often(tmp_path: Path, refused: str) -> None:
    """The first refusal says that the server is back, and the next ones that a new token doesn't help."""
    Locust().export(load("s2"), tmp_path)
    (tmp_path / "people.csv").write_text("login,password,token,convs\nann,secret,old,c1=1\n", "utf-8")
    command = [sys.executable, "-m", "tests.load.refusal", str(tmp_path), *["closed"] * 3, *[refused] * 8]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [0.1, 0.2, 0.4, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5]


@pytest.mark.parametrize("name", JAVA_TOOLS)
def test_a_missing_tool_says_the_command(terminal: Terminal, chat: str, name: str) -> None:
    done = terminal.run(
        *("load", "run", chat, "--with", name, "--url", terminal.server.url),
        XDG_CACHE_HOME=str(terminal.home / "empty"),
    )
    assert done.returncode == 1
    assert f"imctl load tools install {name}" in done.stderr
