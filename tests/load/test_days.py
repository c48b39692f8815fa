"""Three days of each tool. In each of them several things happen whose traces can't be mistaken for one another; the
tests of test_tools.py, one thing each, are those of the full set.
"""

from __future__ import annotations

import csv
import math
import os
import signal
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from control.load.result import RunResult
from control.load.tools.growth import Growth, Samples, Totals
from tests.load.day import Day, Days, days
from tests.load.figures import counted, everybody_there, failures, late, later, within
from tests.load.manual import LEFT_OVER, by_hand, files_in, forget_tokens, merged, plan_with_accounts
from tests.load.process import child_of, halted, paused, running, said, stored, until
from tests.server import Server

pytestmark = pytest.mark.packages

GOOD = """
name: good
title: A bit of everything
users: 8
ramp: 1s
hold: 11s
conversations:
  - size: 4
  - size: 2
arrival: closed
think: 50ms..250ms
mix: {send: 2, file: 1, history: 1, scroll: 1, mark: 1, react: 1, search: 1, inbox: 1, reconnect: 0.3}
files:
  - size: 1KB
    weight: 2
  - size: 300KB
storms:
  - at: 2s
  - at: 5s
  - at: 8s
"""
PEOPLE = 8
STORMS = (3, 6, 9)
"""Seconds in which one comes. What was drawn before it is due a quarter of a second later at most."""
CALM = (2, 5, 8, 11)
"""Seconds before which there was time to get over it."""

BAD = """
name: bad
title: Things go wrong
users: 6
ramp: 1s
hold: 10min
sign_in: password
conversations:
  - size: 3
arrival: open
rate: 2/s
mix: {send: 1}
"""
STALL_S = 1.5
PENDING_S = 1.5
"""So long that everybody waits for an answer."""

ALONE = """
name: alone
title: Files beside messages
users: 6
ramp: 1s
hold: 14s
conversations:
  - size: 3
arrival: open
rate: 2/s
mix: {send: 2, file: 1}
files:
  - size: 1KB
    weight: 2
  - size: 300KB
objective:
  delivery_p99: 1s
"""
ALONE_S = 15.0


@dataclass(frozen=True, slots=True)
class Good:
    result: RunResult
    before: set[str]
    after: set[str]
    out: Path


def live_good(day: Day) -> Good:
    """Everything is done that a scenario can ask for, and all connections break once."""
    before = day.terminal.logins()
    with running(day.terminal, day.file(GOOD), "--with", day.tool):
        pass
    return Good(day.result(), before, day.terminal.logins(), day.out)


@pytest.fixture(scope="module")
def good(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Days[Good]]:
    with days(request, tmp_path_factory.mktemp("good"), live_good) as begun:
        yield begun


def test_counts_agree_with_the_servers_to_the_message_and_the_file(good: Days[Good], tool: str) -> None:
    day = good[tool].result()
    result = day.result
    assert (result.tool, result.ended) == (tool, "complete")
    assert failures(result) == {}
    delivery = result.delivery
    assert counted(result, "ack") == delivery.acked == delivery.sent == delivery.stored > 15
    assert counted(result, "upload") == delivery.files > 3
    assert delivery.stored > delivery.files
    assert result.generator.cpu_s > 0
    assert result.generator.lateness is not None
    assert result.generator.lateness.count > 30
    assert result.verdict is not None
    assert result.verdict.name != "product failure"
    assert day.after == day.before, "its accounts are gone"


def test_every_action_is_known_to_every_tool(good: Days[Good], tool: str) -> None:
    result = good[tool].result().result
    assert counted(result, "connect") == 8
    for action in ("ack", "delivery", "history", "scroll", "mark", "react", "search", "inbox"):
        assert counted(result, action) > 0, action


def test_a_storm_comes_in_time_and_makes_nobody_late(good: Days[Good], tool: str) -> None:
    """A plan that makes people late makes all of them late, at each storm; a machine is slow by chance, at one of them,
    or always.
    """
    result = good[tool].result().result
    reconnects = result.actions["reconnect"]
    assert all(within(reconnects, second(at)) >= PEOPLE for at in STORMS)
    asked = [result.actions[name] for name in ("ack", "history", "scroll", "mark", "react", "search", "inbox")]
    for actions in ([reconnects], asked):
        storms, calm = ([late(actions, second(at)) for at in seconds] for seconds in (STORMS, CALM))
        assert min(storms) < PEOPLE // 2 + max(calm), (storms, calm)


def second(at: int) -> range:
    return range(at, at + 1)


@pytest.mark.parametrize("tool", ["jmeter"], indirect=True)
def test_jmeters_own_table_has_the_same_counts(good: Days[Good], tool: str) -> None:
    day = good[tool].result()
    [table] = day.out.rglob("results.jtl")
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["label"] == "ack"]
    assert len(rows) == counted(day.result, "ack")
    assert all(row["success"] == "true" for row in rows)


def growth_of(tool: str, folder: Path) -> Growth:
    """What a tool tells that runs the plan in a folder. It counts who is live: a socket is open before that."""
    return Totals(folder / "progress.json") if tool == "locust" else Samples(folder / "samples-0.csv")


@dataclass(frozen=True, slots=True)
class Bad:
    result: RunResult
    told: str
    left: list[object]
    lost: list[tuple[int, int]]


def live_bad(day: Day) -> Bad:
    """The tool stands still; the server is killed, and comes back with another key; Ctrl-C comes while it pauses."""
    terminal, server = day.terminal, day.terminal.server
    growth = growth_of(day.tool, day.out / day.tool)
    with running(terminal, day.file(BAD), "--with", day.tool) as process:
        until(lambda: stored(terminal) > 20, process)
        paused(child_of(process), STALL_S)
        before = stored(terminal)
        until(lambda: stored(terminal) > before + 10, process)
        os.kill(server.pid, signal.SIGSTOP)
        time.sleep(PENDING_S)
        server.kill()
        (server.data_dir / "keys" / "access.key").unlink()
        server.start()
        until(lambda: growth.look().reconnects == 6, process)
        before = stored(terminal)
        until(lambda: stored(terminal) > before + 40, process)
        lost = missing(server)
        with halted(server.pid):
            time.sleep(PENDING_S)
            process.send_signal(signal.SIGINT)
            time.sleep(1)
    left = [login for login in terminal.logins() if login.startswith("load-")]
    return Bad(day.result(), said(terminal), [*left, *day.out.rglob("stop")], lost)


def missing(server: Server) -> list[tuple[int, int]]:
    """Of messages that people sent, by the index of the person: the numbers in their `client_id` that aren't stored."""
    with closing(sqlite3.connect(f"file:{server.data_dir / 'messages.db'}?mode=ro", uri=True)) as store:
        sent = [bytes(row[0]) for row in store.execute("SELECT client_id FROM messages")]
    numbers: defaultdict[int, set[int]] = defaultdict(set)
    for made in sent:
        numbers[int.from_bytes(made[4:8])].add(int.from_bytes(made[8:10]))
    return [
        (person, number)
        for person, found in numbers.items()
        for number in sorted(set(range(min(found), max(found))) - found)
    ]


@pytest.fixture(scope="module")
def bad(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Days[Bad]]:
    with days(request, tmp_path_factory.mktemp("bad"), live_bad) as begun:
        yield begun


def test_a_tool_that_stood_still_is_called_invalid(bad: Days[Bad], tool: str) -> None:
    result = bad[tool].result().result
    assert result.verdict is not None
    assert result.verdict.name == "invalid harness", result.verdict
    assert any("stood still" in reason for reason in result.verdict.reasons)
    assert result.generator.longest_stall_s > STALL_S - 0.2


def test_what_a_restarted_server_did_not_answer_is_sent_again(bad: Days[Bad], tool: str) -> None:
    day = bad[tool].result()
    result = day.result
    assert day.lost == []
    assert set(failures(result)) == {"connection", "reconnect"}, failures(result)
    assert result.actions["connection"].failed == counted(result, "reconnect") == 6
    assert counted(result, "ack") == result.delivery.stored > 70
    assert later(result, "delivery") == 2 * later(result, "ack") > 0
    assert result.actions["ack"].max_ms > 500


def test_a_token_that_is_worth_nothing_any_more_is_renewed_by_its_refresh_token(bad: Days[Bad], tool: str) -> None:
    result = bad[tool].result().result
    assert failures(result)["reconnect"]["token_invalid"] == counted(result, "token") == 6
    assert counted(result, "login") == 6


def test_ctrl_c_keeps_what_was_measured_and_awaits_what_was_asked(bad: Days[Bad], tool: str) -> None:
    day = bad[tool].result()
    assert day.result.ended == "interrupted", day.told
    assert counted(day.result, "ack") == day.result.delivery.stored, day.told
    assert day.left == []


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """`paused` are whole seconds of the run, until its end, in which the server paused."""

    result: RunResult
    stored: int
    files: list[bytes]
    paused: range
    pause_ms: float
    left_over: list[str]


def live_alone(day: Day) -> Alone:
    """Somebody runs the plan by hand, a while after its tokens were made, and the server pauses until after the end."""
    terminal = day.terminal
    folder = plan_with_accounts(terminal, day.file(ALONE), day.tool)
    forget_tokens(folder)
    growth = growth_of(day.tool, folder)
    with by_hand(folder, day.tool, terminal.server.port) as process:
        until(lambda: growth.look().connected == 6 and stored(terminal) > 20, process)
        began = time.time()
        with halted(terminal.server.pid):
            time.sleep(max(0.0, growth.start + ALONE_S + 0.5 - time.time()))
            resumed = time.time()
    result = merged(terminal, folder / "scenario.yml", folder)
    left_over = {"locust": ["times.json"], "jmeter": ["results.jtl", "dashboard/index.html"], "gatling": []}[day.tool]
    return Alone(
        result=result,
        stored=stored(terminal),
        files=files_in(terminal, folder),
        paused=range(math.ceil(began - result.started_at), int(ALONE_S)),
        pause_ms=(resumed - began) * 1000,
        left_over=[name for name in left_over if (folder / name).read_text("utf-8") == LEFT_OVER],
    )


@pytest.fixture(scope="module")
def alone(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Days[Alone]]:
    with days(request, tmp_path_factory.mktemp("alone"), live_alone) as begun:
        yield begun


def test_a_plan_runs_by_hand_as_the_documentation_says(alone: Days[Alone], tool: str) -> None:
    day = alone[tool].result()
    assert set(failures(day.result)) == {"connect"}, failures(day.result)
    assert counted(day.result, "ack") == day.stored > 20
    assert counted(day.result, "upload") == len(day.files) > 10
    assert len(set(day.files)) == len(day.files)
    assert {len(content) for content in day.files} == {1000, 300_000}
    assert day.left_over == []


def test_a_token_that_is_worth_nothing_any_more_is_renewed_by_a_login(alone: Days[Alone], tool: str) -> None:
    result = alone[tool].result().result
    assert failures(result) == {"connect": {"token_invalid": 6}}
    assert counted(result, "login") == counted(result, "connect") == 6


def test_a_server_that_pauses_until_after_the_end_is_found_out(alone: Days[Alone], tool: str) -> None:
    """Times count from when messages were due, and all are sent: a pause can't hide behind a tool that waits."""
    day = alone[tool].result()
    assert day.result.verdict is not None
    assert day.result.verdict.name in ("over its objective", "infrastructure", "invalid harness"), day.result.verdict
    asked = [day.result.actions[name] for name in ("ack", "upload")]
    assert max(times.max_ms for times in asked) > day.pause_ms - 1000
    assert day.result.actions["delivery"].max_ms > day.pause_ms - 1000
    assert sum(within(times, day.paused) for times in asked) > 6 * len(day.paused), "12 are due in each second"
    assert everybody_there(day.result) < day.paused.stop
    assert later(day.result, "delivery") == 2 * later(day.result, "ack") > 0
