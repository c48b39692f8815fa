"""Every way a frame can be wrong: its named error, and a connection that lives on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from imserver.core import errors
from imserver.core.effects import Post
from imserver.core.errors import ErrorCode
from tests.core.script import CLIENT_ID, Script, history, refuses, says, send

BIG = 1 << 53


def _without(frame: dict[str, Any], field: str) -> dict[str, Any]:
    return {name: value for name, value in frame.items() if name != field}


PING = {"t": "ping", "id": 5}
AUTH = {"t": "auth", "id": 4, "token": "abc"}

NOT_JSON = {
    "empty": "",
    "blank": "  \n",
    "words": "hello",
    "cut": '{"t":"ping","id":',
    "trailing": '{"t":"ping","id":1} {}',
    "array": "[]",
    "number": "12",
    "null": "null",
    "string": '"ping"',
    "single quotes": "{'t':'ping','id':1}",
    "comment": '{"t":"ping",/* hi */"id":1}',
    "not a number": '{"t":"ping","id":NaN}',
    "lone surrogate escaped": '{"t":"ping","id":1,"x":"\\ud800"}',
    "control character": '{"t":"ping","id":1,"x":"\x01"}',
    "byte order mark": '\ufeff{"t":"ping","id":1}',
    "bottomless": "[" * 30_000,
    "bottomless field": '{"t":"ping","id":1,"x":' + "[" * 30_000,
}

WRONG: list[tuple[str, dict[str, Any], ErrorCode, int | None]] = [
    ("no type", {"id": 5}, errors.BAD_FRAME, 5),
    ("type null", {"t": None, "id": 5}, errors.BAD_FRAME, 5),
    ("type a number", {"t": 7, "id": 5}, errors.BAD_FRAME, 5),
    ("type a list", {"t": ["ping"], "id": 5}, errors.BAD_FRAME, 5),
    ("unknown type", {"t": "dance", "id": 5}, errors.UNKNOWN_TYPE, 5),
    ("a server's type", {"t": "message", "id": 5}, errors.UNKNOWN_TYPE, 5),
    ("type in capitals", {"t": "PING", "id": 5}, errors.UNKNOWN_TYPE, 5),
    ("long type", {"t": "x" * 60_000, "id": 5}, errors.UNKNOWN_TYPE, 5),
    ("no id", _without(PING, "id"), errors.BAD_FRAME, None),
    ("id null", PING | {"id": None}, errors.BAD_FRAME, None),
    ("id a string", PING | {"id": "5"}, errors.BAD_FRAME, None),
    ("id a boolean", PING | {"id": True}, errors.BAD_FRAME, None),
    ("id a fraction", PING | {"id": 5.5}, errors.BAD_FRAME, None),
    ("id negative", PING | {"id": -1}, errors.BAD_FRAME, None),
    ("id too large", PING | {"id": BIG}, errors.BAD_FRAME, None),
    ("id far too large", PING | {"id": 10**40}, errors.BAD_FRAME, None),
    ("id immense", PING | {"id": 10**4200}, errors.BAD_FRAME, None),
    ("unknown type, bad id", {"t": "dance", "id": -5}, errors.UNKNOWN_TYPE, None),
    ("auth without token", _without(AUTH, "token"), errors.BAD_FRAME, 4),
    ("auth token a number", AUTH | {"token": 7}, errors.BAD_FRAME, 4),
    ("auth token too long", AUTH | {"token": "x" * 2049}, errors.BAD_FRAME, 4),
    ("auth sync too long", AUTH | {"sync": "x" * 65}, errors.BAD_FRAME, 4),
    ("auth sync a number", AUTH | {"sync": 7}, errors.BAD_FRAME, 4),
    *[
        (f"send without {field}", _without(send(), field), errors.BAD_FRAME, 2)
        for field in ("conv", "client_id", "text")
    ],
    ("send without id", _without(send(), "id"), errors.BAD_FRAME, None),
    ("send conv null", send(conv=None), errors.BAD_FRAME, 2),
    ("send conv a number", send(conv=1), errors.BAD_FRAME, 2),
    ("send conv too long", send(conv="c" * 65), errors.BAD_FRAME, 2),
    ("send client_id not a UUID", send(client_id="1234"), errors.BAD_FRAME, 2),
    ("send client_id empty", send(client_id=""), errors.BAD_FRAME, 2),
    ("send client_id a number", send(client_id=5), errors.BAD_FRAME, 2),
    ("send text null", send(text=None), errors.BAD_FRAME, 2),
    ("send text a list", send(text=["hello"]), errors.BAD_FRAME, 2),
    ("send text empty", send(text=""), errors.TEXT_INVALID, 2),
    ("send text blank", send(text=" \n\t\u3000"), errors.TEXT_INVALID, 2),
    ("send text too long", send(text="x" * 8001), errors.TEXT_INVALID, 2),
    ("send text U+0000", send(text="a\0b"), errors.TEXT_INVALID, 2),
    ("history without conv", _without(history(), "conv"), errors.BAD_FRAME, 3),
    ("history conv too long", history(conv="c" * 65), errors.BAD_FRAME, 3),
    ("history limit 0", history(limit=0), errors.BAD_FRAME, 3),
    ("history limit negative", history(limit=-1), errors.BAD_FRAME, 3),
    ("history limit too large", history(limit=201), errors.BAD_FRAME, 3),
    ("history limit immense", history(limit=10**30), errors.BAD_FRAME, 3),
    ("history limit a string", history(limit="50"), errors.BAD_FRAME, 3),
    ("history before negative", history(before=-1), errors.BAD_FRAME, 3),
    ("history before too large", history(before=BIG), errors.BAD_FRAME, 3),
    ("history after a fraction", history(after=1.5), errors.BAD_FRAME, 3),
    ("history both ways", history(before=5, after=1), errors.BAD_FRAME, 3),
]


@pytest.mark.parametrize("text", NOT_JSON.values(), ids=NOT_JSON.keys())
def test_what_is_not_a_json_object(live: Script, text: str) -> None:
    live >> text << refuses(errors.BAD_JSON, None) >> PING << says(t="pong", id=5)


@pytest.mark.parametrize(("name", "frame", "code", "request_id"), WRONG, ids=[row[0] for row in WRONG])
def test_a_wrong_frame(live: Script, name: str, frame: dict[str, Any], code: ErrorCode, request_id: int | None) -> None:
    live >> frame << refuses(code, request_id) >> PING << says(t="pong", id=5)


def test_an_error_names_the_field_and_repeats_no_more_of_the_frame_than_fits(live: Script) -> None:
    (reply,) = live.session.receive(json.dumps(history(limit="x" * 60_000)).encode())
    (frame,) = reply.frames  # type: ignore[union-attr]
    assert "limit" in json.loads(frame)["message"]
    assert len(frame) < 500
    (reply,) = live.session.receive(json.dumps({"t": "x" * 60_000, "id": 5}).encode())
    assert len(reply.frames[0]) < 500  # type: ignore[union-attr]


@pytest.mark.parametrize("depth", [10, 500, 900, 940, 950, 960, 970, 980, 990, 1000, 1010])
def test_no_depth_breaks_the_reader(live: Script, depth: int) -> None:
    """Some depths can be decoded but not shown: the error must not fail on the way out."""
    for field in ("t", "x", "id"):
        frame = {"t": '"dance"', "id": "5", "x": "1"} | {field: "[" * depth + "]" * depth}
        text = ",".join(f'"{name}":{value}' for name, value in frame.items())
        (reply,) = live.session.receive(f"{{{text}}}".encode())
        assert json.loads(reply.frames[0])["t"] == "error"  # type: ignore[union-attr]


@pytest.mark.parametrize("number", ["9" * 5000, "1e400", "-1e400"])
def test_numbers_beyond_reading(live: Script, number: str) -> None:
    live >> f'{{"t":"ping","id":{number}}}' << refuses(errors.BAD_FRAME, None) >> PING << says(t="pong", id=5)


def test_unknown_fields_are_ignored(live: Script) -> None:
    live >> {**PING, "new": {"deep": [1, 2, 3]}} << says(t="pong", id=5)


def test_of_a_field_given_twice_the_last_counts(live: Script) -> None:
    live >> '{"t":"ping","id":1,"id":2}' << says(t="pong", id=2)


@pytest.mark.parametrize("text", ["x" * 8000, "𝄞" * 8000, "你好", "e\u0301", "\u202ea", "a\nb", "a\u0085b", "\ufffe"])
def test_texts_come_through_as_they_are(live: Script, text: str) -> None:
    live >> json.dumps(send(text=text), ensure_ascii=False) << Post(2, "c1", CLIENT_ID, text)


def test_uuids_are_one_however_they_are_written(live: Script) -> None:
    live >> send(client_id=str(CLIENT_ID).upper()) << Post(2, "c1", CLIENT_ID, "hello")
