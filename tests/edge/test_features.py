"""What people do with messages, as their devices see it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.client import Device, Frame, Person
from tests.edge.conftest import Town
from tests.server import Server

PNG = "👍🏽"


def of_type(kind: str) -> Callable[[Frame], bool]:
    return lambda frame: frame["t"] == kind


def test_an_edit_reaches_every_device_also_ones_own(town: Town) -> None:
    with town.ann.device() as phone, town.ann.device() as desk, town.bob.device() as bob:
        seq = phone.send(town.conv, "helo")["seq"]
        change = {"t": "edit", "conv": town.conv, "seq": seq, "text": "hello"}
        assert phone.request(change)["t"] == "done"
        for device in (phone, desk, bob):
            told = device.wait(of_type("edited"))
            assert (told["seq"], told["text"]) == (seq, "hello")


def test_a_recalled_message_is_gone_for_who_comes_later(town: Town) -> None:
    with town.ann.device() as ann:
        seq = ann.send(town.conv, "a secret")["seq"]
        assert ann.request({"t": "recall", "conv": town.conv, "seq": seq})["t"] == "done"
    last = town.bob.history(town.conv)[-1]
    assert (last["seq"], last["text"], last["gone"]) == (seq, "", "recalled")


def test_a_change_that_is_sent_again_is_done_again_and_told_once(town: Town) -> None:
    """The first answer may have been lost with the connection."""
    with town.ann.device() as ann, town.bob.device() as bob:
        seq = ann.send(town.conv, "helo")["seq"]
        at = {"conv": town.conv, "seq": seq}
        changes = ({"t": "edit", "text": "hello"}, {"t": "react", "emoji": "👍"}, {"t": "pin"}, {"t": "recall"})
        for change in changes:
            for _ in range(2):
                answer = ann.request({**change, **at})
                assert answer["t"] == "done", answer
        assert bob.request({"t": "recall", **at})["code"] == "forbidden"
        told = [frame["t"] for frame in bob.frames if frame.get("seq") == seq]
        assert told == ["message", "edited", "reaction", "pinned", "pinned", "recalled"]


def test_reactions_and_receipts(town: Town) -> None:
    with town.ann.device() as ann, town.bob.device() as bob:
        seq = ann.send(town.conv, "dinner?")["seq"]
        assert bob.request({"t": "react", "conv": town.conv, "seq": seq, "emoji": PNG})["t"] == "done"
        assert ann.wait(of_type("reaction"))["emoji"] == PNG
        assert bob.request({"t": "mark", "conv": town.conv, "read": seq})["t"] == "done"
        receipt = ann.wait(of_type("receipt"))
        assert (receipt["user"], receipt["read"], receipt["delivered"]) == (town.bob.id, seq, seq)
    assert town.ann.history(town.conv)[-1]["reactions"] == {PNG: [town.bob.id]}


def test_a_reply_and_a_thread(town: Town) -> None:
    with town.ann.device() as ann, town.bob.device() as bob:
        root = ann.send(town.conv, "plans")["seq"]
        answer = {"t": "send", "conv": town.conv, "client_id": "0b7e2b5e-94a4-4d4e-9a3f-2f1f3f0c8a12", "text": "mine"}
        assert bob.request({**answer, "reply_to": root, "thread": root})["t"] == "sent"
        told = ann.wait(of_type("message"))
        assert (told["reply_to"], told["thread"]) == (root, root)
        page = ann.request({"t": "history", "conv": town.conv, "thread": root})
        assert [message["text"] for message in page["messages"]] == ["mine"]


def test_typing_is_told_to_the_others_and_not_stored(town: Town) -> None:
    with town.ann.device() as ann, town.bob.device() as bob:
        bob.send_frame({"t": "typing", "conv": town.conv})
        assert ann.wait(of_type("typing")) == {"t": "typing", "conv": town.conv, "user": town.bob.id}
        assert bob.is_quiet()
        assert not any(frame["t"] == "typing" for frame in bob.frames)


def test_typing_where_one_is_not_a_member_is_refused(town: Town) -> None:
    with town.ann.device() as ann, town.cara.device() as cara:
        ann.send_frame({"t": "typing", "conv": town.conv})
        assert cara.request({"t": "typing", "conv": town.conv})["code"] == "not_member"


def test_presence_is_told_to_who_watches(town: Town) -> None:
    with town.ann.device() as ann:
        assert ann.request({"t": "watch", "convs": [town.conv]})["t"] == "done"
        assert ann.wait(of_type("presence")) == {"t": "presence", "online": [], "offline": [town.bob.id]}
        with town.bob.device():
            assert ann.wait(of_type("presence"))["online"] == [town.bob.id]
        assert ann.wait(of_type("presence"))["offline"] == [town.bob.id]


def test_who_is_not_a_member_can_not_watch(town: Town) -> None:
    with town.cara.device() as cara:
        assert cara.request({"t": "watch", "convs": [town.conv]})["code"] == "not_member"


SPANNED: dict[str, Any] = {"t": "edit", "seq": 1, "text": "@u", "mentions": ["u"]}

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"t": "edit", "seq": 1, "text": ""}, "text_invalid"),
    ({"t": "edit", "seq": 0, "text": "x"}, "bad_frame"),
    ({"t": "edit", "seq": 1, "text": "x", "mentions": ["u"] * 51}, "bad_frame"),
    ({"t": "edit", "seq": 1, "text": "x", "mentions": "u"}, "bad_frame"),
    ({"t": "edit", "seq": 1, "text": "@u", "spans": [{"start": 0, "end": 2, "who": "u"}]}, "bad_frame"),
    ({**SPANNED, "spans": [{"start": 0, "end": 3, "who": "u"}]}, "bad_frame"),
    ({**SPANNED, "spans": [{"start": 2, "end": 2, "who": "u"}]}, "bad_frame"),
    ({"t": "edit", "seq": 999_999, "text": "x"}, "unknown_message"),
    ({"t": "recall", "seq": -1}, "bad_frame"),
    ({"t": "recall", "seq": 1 << 53}, "bad_frame"),
    ({"t": "react", "seq": 1, "emoji": ""}, "emoji_invalid"),
    ({"t": "react", "seq": 1, "emoji": "two words"}, "emoji_invalid"),
    ({"t": "react", "seq": 1, "emoji": "\u200d"}, "emoji_invalid"),
    ({"t": "react", "seq": 1, "emoji": "x" * 33}, "bad_frame"),
    ({"t": "react", "seq": 1, "emoji": "x", "on": "yes"}, "bad_frame"),
    ({"t": "pin", "seq": "1"}, "bad_frame"),
    ({"t": "mark"}, "bad_frame"),
    ({"t": "mark", "read": -1}, "bad_frame"),
    ({"t": "mark", "read": 1.5}, "bad_frame"),
    ({"t": "typing", "conv": 7}, "bad_frame"),
    ({"t": "typing", "conv": "nowhere"}, "unknown_conversation"),
    ({"t": "watch"}, "bad_frame"),
    ({"t": "watch", "convs": ["c"] * 21}, "bad_frame"),
    ({"t": "watch", "convs": "c"}, "bad_frame"),
    ({"t": "history", "thread": 0}, "bad_frame"),
    ({"t": "send", "client_id": "0b7e2b5e-94a4-4d4e-9a3f-2f1f3f0c8a77", "text": "x", "reply_to": 0}, "bad_frame"),
    ({"t": "send", "client_id": "0b7e2b5e-94a4-4d4e-9a3f-2f1f3f0c8a77", "text": "x", "thread": 77}, "unknown_message"),
    ({"t": "send", "client_id": "0b7e2b5e-94a4-4d4e-9a3f-2f1f3f0c8a77", "text": "x", "mentions": [7]}, "bad_frame"),
]


@pytest.mark.parametrize(("frame", "code"), WRONG, ids=[f"{number}" for number in range(len(WRONG))])
def test_a_mistake_is_named_and_the_connection_lives_on(town: Town, bystander: Device, frame: Frame, code: str) -> None:
    with town.ann.device() as ann:
        conv = {} if frame["t"] == "watch" else {"conv": town.conv}
        error = ann.request({**conv, **frame})
        assert (error["t"], error["code"]) == ("error", code), error
        assert ann.request({"t": "ping"})["t"] == "pong"


def test_spans_go_with_the_text_and_count_characters(town: Town) -> None:
    group = town.ann.group(town.bob)
    with town.ann.device() as ann, town.bob.device() as bob:
        spans = [{"start": 2, "end": 6, "who": town.bob.id}]
        frame = {"t": "send", "conv": group, "client_id": str(uuid4()), "text": "👋 @bob", "mentions": [town.bob.id]}
        sent = ann.request({**frame, "spans": spans})
        assert bob.next_message()["spans"] == spans
        moved = [{"start": 0, "end": 4, "who": town.bob.id}]
        edit = {"t": "edit", "conv": group, "seq": sent["seq"], "text": "@bob 👋", "mentions": [town.bob.id]}
        assert ann.request({**edit, "spans": moved})["t"] == "done"
        assert bob.wait(of_type("edited"))["spans"] == moved
    assert town.bob.history(group)[-1]["spans"] == moved


def test_a_window_holds_events_back_until_they_are_acknowledged(town: Town) -> None:
    with Device(town.server) as bob, town.ann.device() as ann:
        bob.request({"t": "auth", "token": town.bob.token, "window": 2})
        bob.wait(of_type("live"))
        sent = [ann.send(town.conv, f"text {number}")["seq"] for number in range(5)]
        got = [bob.next_message() for _ in range(2)]
        assert bob.is_quiet()
        while len(got) < 5:
            bob.socket.send(f'{{"t": "ack", "sync": "{got[-1]["sync"]}"}}')
            got.append(bob.next_message())
        assert sorted({message["seq"] for message in got}) == sent


def test_who_sends_too_much_is_asked_to_wait_and_others_are_not(tmp_path: Path) -> None:
    server = Server(tmp_path / "data", {"IM_SEND_RATE": "1"})
    server.start()
    try:
        ann, bob = Person(server, "ann"), Person(server, "bob")
        conv = ann.direct(bob)
        with ann.device() as device, bob.device() as other:
            answers = [device.send(conv, f"text {number}") for number in range(40)]
            assert answers[0]["t"] == "sent"
            refused = [answer for answer in answers if answer["t"] == "error"]
            assert {(answer["code"], answer["retry"]) for answer in refused} == {("throttled", True)}
            assert other.send(conv, "calm")["t"] == "sent"
    finally:
        server.stop()
        server.admin.close()
