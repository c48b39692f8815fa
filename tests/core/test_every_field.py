"""Each field of each client frame, with everything that it can't be: a named error, and life goes on."""

from __future__ import annotations

import json
from typing import Any, Final, get_args

import pytest

from imserver.core import errors, frames
from imserver.core.attachment import MAX_ATTACHMENTS
from imserver.core.effects import Apply, Observe, Post, Read, Tell
from imserver.core.message import MAX_EMOJI, MAX_MENTIONS
from imserver.core.span import MAX_SPANS
from tests.core.script import Frame, Script, accepted, auth, fresh, refuses, resumed, says

BIG: Final = 1 << 53
UUID: Final = "6f9619ff-8b86-d011-b42d-00c04fc964ff"
SPAN: Final[dict[str, Any]] = {"start": 0, "end": 5, "who": "u1"}

GOOD: Final[dict[str, Frame]] = {
    "auth": {"t": "auth", "id": 5, "token": "abc", "sync": "e1.1", "window": 10},
    "ack": {"t": "ack", "sync": "e1.1"},
    "send": {
        **{"t": "send", "id": 5, "conv": "c1", "client_id": UUID, "text": "hello"},
        **{"reply_to": 1, "thread": 1, "mentions": ["u1"], "attachments": ["f1"]},
        "spans": [SPAN],
    },
    "edit": {"t": "edit", "id": 5, "conv": "c1", "seq": 1, "text": "hello", "mentions": ["u1"], "spans": [SPAN]},
    "recall": {"t": "recall", "id": 5, "conv": "c1", "seq": 1},
    "react": {"t": "react", "id": 5, "conv": "c1", "seq": 1, "emoji": "👍", "on": False},
    "pin": {"t": "pin", "id": 5, "conv": "c1", "seq": 1, "on": False},
    "mark": {"t": "mark", "id": 5, "conv": "c1", "read": 1, "delivered": 1},
    "typing": {"t": "typing", "id": 5, "conv": "c1"},
    "watch": {"t": "watch", "id": 5, "convs": ["c1"]},
    "history": {"t": "history", "id": 5, "conv": "c1", "before": 1, "thread": 1, "limit": 1},
    "ping": {"t": "ping", "id": 5},
}

NESTED: Final[list[Any]] = [[[[]]]]
SHORT_TEXT: Final[list[Any]] = [7, True, 1.5, [], {}, NESTED, "x" * 65, "x" * 10_000]
NUMBER: Final[list[Any]] = ["1", "", True, 1.5, [], {}, NESTED, -1, BIG, 10**30]
POSITIVE: Final = [*NUMBER, 0]

BAD: Final[dict[str, list[Any]]] = {
    "id": [*NUMBER, None],
    "token": [None, 7, [], {}, "x" * 2049],
    "sync": SHORT_TEXT,
    "window": [*POSITIVE, frames.MAX_WINDOW + 1],
    "conv": [*SHORT_TEXT, None],
    "client_id": [None, "", "1234", 5, [], UUID + "0", UUID.replace("-", "")[:-1]],
    "text": [None, 7, True, [], {}, NESTED],
    "reply_to": POSITIVE,
    "thread": POSITIVE,
    "mentions": [7, "u1", {}, [7], [None], [[]], ["x" * 65], ["u1"] * (MAX_MENTIONS + 1)],
    "spans": [
        *(7, "u1", {}, [7], [None], [[]], [{}], [SPAN | {"start": -1}], [SPAN | {"start": "0"}], [SPAN | {"end": BIG}]),
        *([SPAN | {"end": 6}], [SPAN | {"end": 0}], [SPAN | {"who": "u2"}], [SPAN | {"who": 7}], [SPAN, SPAN]),
        [SPAN] * (MAX_SPANS + 1),
    ],
    "attachments": [7, "f1", {}, [7], [None], [[]], ["x" * 65], ["f1"] * (MAX_ATTACHMENTS + 1)],
    "seq": [*POSITIVE, None],
    "emoji": [None, 7, [], {}, "x" * (MAX_EMOJI + 1)],
    "on": [None, 0, 1, "true", [], {}],
    "read": [*NUMBER, None],
    "delivered": [*NUMBER, None],
    "convs": [None, 7, "c1", {}, [7], ["x" * 65], ["c1"] * (frames.MAX_WATCHED + 1)],
    "before": NUMBER,
    "after": NUMBER,
    "limit": [*POSITIVE, 201],
}

CASES: Final = [
    (kind, field, value) for kind, frame in GOOD.items() for field in frame if field != "t" for value in BAD[field]
]
NEEDED: Final = [
    (struct.__struct_config__.tag, field)
    for struct in get_args(frames.ClientFrame)
    for field in struct.__struct_fields__
    if field not in struct.__struct_fields__[len(struct.__struct_fields__) - len(struct.__struct_defaults__) :]
]


@pytest.fixture
def live() -> Script:
    script = Script()
    script >> auth()
    script._seen.clear()
    script >> accepted()
    script._seen.clear()
    script >> resumed(fresh())
    script._seen.clear()
    return script


def named(case: tuple[str, str, Any]) -> str:
    kind, field, value = case
    return f"{kind}-{field}-{str(value)[:20]}"


def is_alive(script: Script) -> None:
    script >> {"t": "ping", "id": 9} << says(t="pong", id=9)
    script.finish()


def test_the_table_has_every_frame_and_every_field() -> None:
    wanted = {struct.__struct_config__.tag: set(struct.__struct_fields__) for struct in get_args(frames.ClientFrame)}
    wanted["history"].discard("after")  # not together with before
    assert {kind: frame.keys() - {"t"} for kind, frame in GOOD.items()} == wanted


@pytest.mark.parametrize("kind", [kind for kind in GOOD if kind not in ("auth", "ack", "ping")])
def test_the_good_ones_are_taken(live: Script, kind: str) -> None:
    (effect,) = live.session.receive(json.dumps(GOOD[kind]).encode())
    assert isinstance(effect, Post | Apply | Tell | Observe | Read)


@pytest.mark.parametrize("case", CASES, ids=map(named, CASES))
def test_a_field_that_can_not_be_is_named(live: Script, case: tuple[str, str, Any]) -> None:
    kind, field, value = case
    request = None if field == "id" or kind == "ack" else 5
    live >> json.dumps({**GOOD[kind], field: value}) << refuses(errors.BAD_FRAME, request)
    is_alive(live)


@pytest.mark.parametrize(("kind", "field"), NEEDED)
def test_a_field_that_is_missing_is_named(live: Script, kind: str, field: str) -> None:
    request = None if field == "id" or kind == "ack" else 5
    frame = {name: value for name, value in GOOD[kind].items() if name != field}
    (effect,) = live.session.receive(json.dumps(frame).encode())
    (said,) = map(json.loads, effect.frames)  # type: ignore[union-attr]
    assert (said["code"], said["id"]) == ("bad_frame", request)
    assert field in said["message"]
    is_alive(live)


@pytest.mark.parametrize("kind", GOOD)
def test_a_frame_has_one_type(live: Script, kind: str) -> None:
    other = "ping" if kind != "ping" else "typing"
    live >> f'{json.dumps(GOOD[kind])[:-1]}, "id": 6, "t": "{other}"}}' << refuses(errors.BAD_FRAME, 6)
    is_alive(live)


def test_of_a_field_that_comes_twice_the_last_counts(live: Script) -> None:
    live >> '{"t": "ping", "id": 5, "id": 6}' << says(t="pong", id=6)
    is_alive(live)


@pytest.mark.parametrize("kind", GOOD)
def test_what_is_unknown_is_ignored_and_what_is_bottomless_is_not(live: Script, kind: str) -> None:
    text = json.dumps(GOOD[kind])
    live >> f'{text[:-1]}, "x": {"[" * 20_000}' << refuses(errors.BAD_JSON, None)
    live.session.receive(f'{text[:-1]}, "later": {{"a": [1, null, "x"]}}}}'.encode())
    is_alive(live)
