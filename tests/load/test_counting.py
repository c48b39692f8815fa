"""What is counted, merged and concluded, without a server."""

from __future__ import annotations

import json
import random
from pathlib import Path

import msgspec
import pytest

from control.load.generator import message_ids
from control.load.generator.delivery_tracker import DeliveryTracker
from control.load.histogram import Recorder, merge
from control.load.result import RunResult, Verdict
from control.load.scenario import scenario
from control.load.scenario.rooms import of_users, rooms
from control.load.verdict.capacity import search


def test_percentiles_of_merged_parts_are_those_of_the_whole() -> None:
    chance = random.Random(1)
    values = [chance.lognormvariate(-5, 1.5) for _ in range(20_000)]
    whole, parts = Recorder(), [Recorder() for _ in range(3)]
    for number, value in enumerate(values):
        whole.record(number % 60, value)
        parts[number % 3 if number % 7 else 0].record(number % 60, value)
    merged = merge([part.times() for part in parts])
    assert merged.percentiles_ms == whole.times().percentiles_ms
    assert merged.heat == whole.times().heat
    exact = sorted(values)[int(0.99 * len(values))] * 1000
    assert merged.at(99) == pytest.approx(exact, rel=0.01)


def test_an_id_tells_who_sent_it_and_when_it_was_due() -> None:
    made = message_ids.client_id(0xDEADBEEF, 70_000, 65_537, 123_456_789)
    assert (message_ids.user(made), message_ids.due_us(made)) == (70_000, 123_456_789)


def test_what_is_lacking_and_what_came_twice_is_known() -> None:
    seen = DeliveryTracker()
    seen.begin_after(10)
    assert [seen.learn(seq) for seq in (11, 13, 14, 13, 11, 10)] == [True, True, True, False, False, False]
    assert seen.lacking(14) == 1
    assert seen.lacking(16) == 3
    assert seen.learn(12)
    assert (seen.through, seen.lacking(14)) == (14, 0)


@pytest.mark.parametrize("name", list(scenario.ready()))
def test_everybody_of_a_scenario_has_somebody_to_talk_to(name: str) -> None:
    wanted = scenario.load(name)
    found = rooms(wanted)
    assert all(len(set(room.members)) == len(room.members) > 1 for room in found)
    assert all(of_users(found, wanted.users))
    assert rooms(wanted) == found


def _outcome(users: int, limit: int, invalid: int = 1 << 30) -> RunResult:
    name = "invalid harness" if users >= invalid else "pass" if users <= limit else "over its objective"
    return RunResult(tool="own", scenario="s2", users=users, rate=1, verdict=Verdict(name=name))


@pytest.mark.parametrize("limit", [7, 100, 730, 1999])
def test_the_capacity_is_inside_its_interval(limit: int) -> None:
    found = search(lambda users: _outcome(users, limit), first=4, most=20_000, repeats=3)
    assert found.low <= limit < found.high
    assert found.high - found.low <= max(1, 0.1 * found.high)
    assert sum(run.users == found.low for run in found.runs) == 3


def test_a_best_load_that_fails_once_is_not_the_capacity() -> None:
    tries: dict[int, int] = {}

    def attempt(users: int) -> RunResult:
        tries[users] = tries.get(users, 0) + 1
        return _outcome(users, 600 if tries[users] == 1 else 400)

    found = search(attempt, first=100, most=20_000, repeats=2)
    assert found.low <= 400
    assert found.high <= 600


def test_a_generator_at_its_end_ends_the_search_and_is_named() -> None:
    found = search(lambda users: _outcome(users, 10_000, invalid=800), first=100, most=20_000, repeats=3)
    assert found.low == 400
    assert "generator" in found.ended


def test_a_server_that_bears_everything_is_not_given_a_limit() -> None:
    found = search(lambda users: _outcome(users, 1 << 30), first=100, most=300, repeats=2)
    assert (found.low, found.high) == (300, 0)
    assert "300 users" in found.ended


def test_the_documented_schema_is_that_of_results() -> None:
    assert json.loads(Path("docs/load-result.schema.json").read_text("utf-8")) == msgspec.json.schema(RunResult)
