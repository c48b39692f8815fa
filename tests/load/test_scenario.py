from __future__ import annotations

import json
from pathlib import Path

import pytest

from control.errors import UsageError
from control.load.scenario import scenario
from control.load.scenario.scenario import Scenario, UserAction
from control.load.scenario.texts import Phrases

GOOD = """
name: mine
title: Mine
users: 20
ramp: 5s
hold: 1min
conversations:
  - size: 10
rate: 2/min
mix: {send: 3, search: 1}
"""


def refusal(text: str) -> str:
    with pytest.raises(UsageError) as caught:
        scenario.parse(text, "mine.yml")
    return caught.value.message


@pytest.mark.parametrize("name", sorted(scenario.ready()))
def test_the_ready_scenarios_are_good(name: str) -> None:
    found = scenario.load(name)
    assert found.name == name
    assert scenario.parse(json.dumps(found.model_dump(mode="json", exclude_none=True))) == found


def test_there_are_nine() -> None:
    assert list(scenario.ready()) == [f"s{number}" for number in range(1, 10)]


def test_the_committed_schema_is_the_models() -> None:
    assert json.loads((scenario.FOLDER / "schema.json").read_text("utf-8")) == scenario.schema()


def test_quantities_have_units() -> None:
    found = scenario.parse(GOOD)
    assert (found.ramp.seconds, found.hold.seconds) == (5, 60)
    assert found.rate is not None
    assert found.rate.per_s == pytest.approx(1 / 30)
    assert found.shares() == {UserAction.SEND: 0.75, UserAction.SEARCH: 0.25}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("users: 20", "user: 20", "unknown key user; allowed are name, title, about, users, ramp"),
        (
            "size: 10",
            "size: 10\n    sise: 3",
            "unknown key conversations.0.sise; allowed are size, count, each, weight",
        ),
        ("send: 3", "sent: 3", "'send', 'history'"),
        ("rate: 2/min", "rate: -2/min", "rate: '-2/min' is negative"),
        ("rate: 2/min", "rate: 0/min", "is no rate"),
        ("rate: 2/min", "rate: 5000/s", "more than 1000 a second"),
        ("rate: 2/min", "rate: often", "'often' is no rate such as 12/min"),
        ("rate: 2/min", "", "an open arrival takes rate"),
        ("rate: 2/min", "rate: 2/min\nthink: 2s", "an open arrival takes rate, and no think"),
        ("rate: 2/min", "arrival: closed\nthink: 8s..2s", "ends before it begins"),
        ("ramp: 5s", "ramp: 5", "'5' has no unit: write ms, s, min, h, d, as in 90s"),
        ("ramp: 5s", "ramp: 5parsec", "unknown unit 'parsec'"),
        ("ramp: 5s", "ramp: -5s", "ramp: '-5s' is negative"),
        ("ramp: 5s", "ramp: 5s\nramp: 6s", "line 6 is not YAML: 'ramp' stands here twice"),
        ("users: 20", "users: 5", "conversations of 10 need as many users, and there are 5"),
        ("users: 20", "users: -20", "users (-20)"),
        ("users: 20", "users: .nan", "users (nan)"),
        ("send: 3", "send: -3", "mix.send (-3)"),
        ("send: 3", "file: 3", "files are given exactly where"),
        ("hold: 1min", "hold: 1min\nstorms: [{at: 2min}]", "the storm at 2min isn't over"),
        (GOOD, "[1, 2", "is not YAML"),
        (GOOD, "hello", "is not a mapping"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(old: str, new: str, said: str) -> None:
    message = refusal(GOOD.replace(old, new))
    assert said in message
    assert message.startswith("mine.yml")


def test_all_that_is_wrong_is_said_at_once() -> None:
    message = refusal(GOOD.replace("users: 20", "users: 1").replace("ramp: 5s", "ramp: 5").replace("send", "sned"))
    assert all(word in message for word in ("users", "ramp", "sned"))


def test_an_unknown_name_says_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        scenario.load("s10")
    assert "s1, s2" in caught.value.hint
    large = tmp_path / "large.yml"
    large.write_text("#" * (scenario.MAX_BYTES + 1))
    with pytest.raises(UsageError, match="larger than 64 KiB"):
        scenario.load(str(large))


def test_other_numbers_shrink_what_depends_on_them() -> None:
    found = scenario.load("s3").changed(users=6, rate="1/s", hold="3s")
    assert (found.users, found.conversations[0].size, found.hold.seconds) == (6, 6, 3)
    storm = scenario.load("s5").changed(hold="9s").storms[0]
    assert storm.at.seconds == 3
    with pytest.raises(UsageError, match="'-3s' is negative"):
        scenario.load("s5").changed(hold="-3s")
    with pytest.raises(UsageError, match=r"open arrival takes rate|closed arrival takes think"):
        scenario.load("s9").changed(rate="1/s")


def texts(found: Scenario, count: int) -> list[str]:
    import random

    phrases = Phrases(found.texts, random.Random(found.seed))
    return [phrases.text() for _ in range(count)]


def test_texts_are_the_mixture_that_was_asked_for() -> None:
    found = texts(scenario.load("s2"), 2000)
    chinese = sum(any("\u4e00" <= character <= "\u9fff" for character in text) for text in found)
    assert 0.55 < chinese / len(found) < 0.85
    assert 0.02 < sum("https://" in text for text in found) / len(found) < 0.1
    lengths = sorted(map(len, found))
    assert 10 <= lengths[1000] <= 30
    assert 100 < lengths[-1] <= scenario.MAX_TEXT
    assert found == texts(scenario.load("s2"), 2000)
