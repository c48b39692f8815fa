"""The generators of others, each against a real server, one thing at a time: what they count is what the server stored.

test_days.py asserts the same of days on which all of it happens.
"""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from control.load.result import RunResult, load
from control.load.tools.registry import third_party_tools
from tests.control.conftest import Terminal
from tests.load.conftest import scenario
from tests.load.figures import counted, failures, fastest_ms, later, median_ms, within
from tests.load.manual import by_hand, files_in, forget_tokens, merged, plan_with_accounts
from tests.load.process import child_of, halted, paused, running, said, stored, until

pytestmark = pytest.mark.packages
ALONE = "longer, and each by itself: test_days.py has all of it in three runs of each tool"

MORNING = """
name: morning
title: A bit of everything
users: 8
ramp: 1s
hold: 8s
sign_in: password
conversations:
  - size: 4
  - size: 2
arrival: closed
think: 100ms..500ms
mix: {send: 2, history: 1, scroll: 1, mark: 1, react: 1, search: 1, inbox: 1, reconnect: 0.3}
storms:
  - at: 4s
"""

STORM = """
name: storm
title: A storm between rare messages
users: 12
ramp: 2s
hold: 9s
conversations:
  - size: 4
arrival: open
rate: 30/min
mix: {send: 1}
storms:
  - at: 5s
"""
STRUCK = range(7, 9)
"""Seconds: the one in which it comes, and the next."""

ALBUM = """
name: album
title: Files beside messages
users: 6
ramp: 1s
hold: 6s
conversations:
  - size: 3
arrival: open
rate: 2/s
mix: {send: 2, file: 1}
files:
  - size: 1KB
    weight: 2
  - size: 300KB
"""


@pytest.fixture
def album(tmp_path: Path) -> str:
    """A scenario of 6 users, 12 actions a second; a third of them are files."""
    file = tmp_path / "album.yml"
    file.write_text(ALBUM, "utf-8")
    return str(file)


def run(terminal: Terminal, file: str, tool: str) -> RunResult:
    with running(terminal, file, "--with", tool):
        pass
    return load(terminal.home / "out")


@pytest.mark.full(ALONE)
def test_counts_agree_with_the_servers_to_the_message(terminal: Terminal, chat: str, tool: str) -> None:
    users = terminal.logins()
    result = run(terminal, chat, tool)
    assert (result.tool, result.ended) == (tool, "complete")
    assert failures(result) == {}
    assert counted(result, "ack") == result.delivery.acked == result.delivery.sent == result.delivery.stored > 50
    assert counted(result, "connect") == 12
    assert counted(result, "delivery") > result.delivery.acked
    assert later(result, "delivery") == 3 * later(result, "ack") > 0, "everybody was there"
    assert result.generator.cpu_s > 0
    assert result.generator.lateness is not None
    assert result.generator.lateness.count > 30
    assert terminal.logins() == users


@pytest.mark.full(ALONE)
def test_every_action_is_known_to_every_tool(terminal: Terminal, tool: str) -> None:
    file = terminal.home / "morning.yml"
    file.write_text(MORNING, "utf-8")
    result = run(terminal, str(file), tool)
    assert failures(result) == {}
    assert counted(result, "login") == 8
    assert counted(result, "reconnect") >= 8
    for action in ("ack", "connect", "delivery", "history", "scroll", "mark", "react", "search", "inbox"):
        assert counted(result, action) > 0, action
    assert counted(result, "ack") == result.delivery.stored


@pytest.mark.full(ALONE)
def test_ctrl_c_keeps_what_was_measured_and_awaits_what_was_asked(terminal: Terminal, tool: str) -> None:
    with running(terminal, scenario(terminal.home, "10min", "3s"), "--with", tool) as process:
        until(lambda: stored(terminal) > 30, process)
        with halted(terminal.server.pid):
            time.sleep(1)
            process.send_signal(signal.SIGINT)
            time.sleep(1)
    result = load(terminal.home / "out")
    assert result.ended == "interrupted"
    assert counted(result, "ack") == result.delivery.stored > 30, said(terminal)
    assert not any(login.startswith("load-") for login in terminal.logins())
    assert not list((terminal.home / "out").rglob("stop"))


@pytest.mark.full(ALONE)
def test_a_server_that_pauses_until_after_the_end_is_found_out_by_every_tool(terminal: Terminal, tool: str) -> None:
    with running(terminal, scenario(terminal.home, "6s", "1s"), "--with", tool) as process:
        until(lambda: stored(terminal) > 80, process)
        paused(terminal.server.pid, 6)
    result = load(terminal.home / "out")
    assert result.verdict is not None
    assert result.verdict.name in ("over its objective", "infrastructure", "invalid harness"), result.verdict
    assert failures(result) == {}
    assert result.actions["ack"].max_ms > 5500
    assert result.actions["delivery"].max_ms > 5500
    assert later(result, "delivery") == 3 * later(result, "ack") > 0
    assert result.actions["ack"].count > 100, "144 are due in the hold, most of them in the pause"


@pytest.mark.full(ALONE)
def test_a_tool_that_stood_still_is_called_invalid(terminal: Terminal, tool: str) -> None:
    with running(terminal, scenario(terminal.home, "20s", "1s"), "--with", tool) as process:
        until(lambda: stored(terminal) > 80, process)
        paused(child_of(process), 4)
    result = load(terminal.home / "out")
    assert result.verdict is not None
    assert result.verdict.name == "invalid harness", result.verdict
    assert any("stood still" in reason for reason in result.verdict.reasons)


@pytest.mark.full(ALONE)
def test_a_storm_makes_nobody_late(terminal: Terminal, tool: str) -> None:
    file = terminal.home / "storm.yml"
    file.write_text(STORM, "utf-8")
    result = run(terminal, str(file), tool)
    assert failures(result) == {}
    reconnects, connects = result.actions["reconnect"], result.actions["connect"]
    assert counted(result, "reconnect") == within(reconnects, STRUCK[:1]) == 12
    assert result.actions["ack"].count > 30
    stalled_ms = result.generator.longest_stall_s * 1000
    assert fastest_ms([reconnects], STRUCK) <= connects.max_ms + stalled_ms
    asked = [result.actions[action] for action in ("ack", "delivery")]
    assert median_ms(asked, STRUCK) <= reconnects.max_ms + stalled_ms


@pytest.mark.parametrize(
    "tool",
    ["locust", *(pytest.param(name, marks=pytest.mark.full(ALONE)) for name in ("gatling", "jmeter"))],
    indirect=True,
)
def test_what_a_restarted_server_did_not_answer_is_sent_again(terminal: Terminal, tool: str) -> None:
    file = Path(scenario(terminal.home, "12s", "1s"))
    file.write_text(file.read_text("utf-8").replace("send: 1", "send: 4\n  inbox: 1"), "utf-8")
    with running(terminal, str(file), "--with", tool) as process:
        until(lambda: stored(terminal) > 80, process)
        terminal.server.kill()
        terminal.server.start()
    result = load(terminal.home / "out")
    assert result.ended == "complete"
    assert set(failures(result)) <= {"connection", "reconnect", "inbox"}, failures(result)
    assert counted(result, "reconnect") >= 12
    assert counted(result, "ack") == result.delivery.stored > 150
    asked = counted(result, "inbox") + result.actions["inbox"].failed
    assert asked > 30, "about 60 are due; Locust's fail at once while the server is away"
    assert later(result, "delivery") == 3 * later(result, "ack") > 0
    assert 500 < result.actions["ack"].max_ms < 15_000


@pytest.mark.full(ALONE)
def test_a_token_that_is_worth_nothing_any_more_is_renewed(terminal: Terminal, chat: str, tool: str) -> None:
    folder = plan_with_accounts(terminal, chat, tool)
    forget_tokens(folder)
    done = terminal.run("load", "inject", str(folder), "--url", terminal.server.url, HOME=str(Path.home()))
    assert done.returncode == 0, done.stderr
    result = merged(terminal, folder / "scenario.yml", folder)
    assert failures(result) == {"connect": {"token_invalid": 12}}
    assert counted(result, "login") == counted(result, "connect") == 12
    assert counted(result, "ack") == stored(terminal) > 50


@pytest.mark.parametrize(
    "tool",
    ["own", *(pytest.param(name, marks=pytest.mark.full(ALONE)) for name in sorted(third_party_tools()))],
    indirect=True,
)
def test_counts_agree_with_the_servers_to_the_file(terminal: Terminal, album: str, tool: str) -> None:
    result = run(terminal, album, tool)
    assert (result.tool, result.ended) == (tool, "complete")
    assert failures(result) == {}
    assert counted(result, "upload") == result.delivery.files > 3
    assert counted(result, "ack") == result.delivery.acked == result.delivery.sent == result.delivery.stored
    assert result.delivery.stored > result.delivery.files


@pytest.mark.full(ALONE)
def test_a_plan_runs_by_hand_as_the_documentation_says(terminal: Terminal, album: str, tool: str) -> None:
    folder = plan_with_accounts(terminal, album, tool)
    with by_hand(folder, tool, terminal.server.port):
        pass
    result = merged(terminal, folder / "scenario.yml", folder)
    assert failures(result) == {}
    assert counted(result, "ack") == stored(terminal)
    contents = files_in(terminal, folder)
    assert counted(result, "upload") == len(contents) > 3
    assert len(set(contents)) == len(contents)
    assert {len(content) for content in contents} == {1000, 300_000}
