"""Who is blocked doesn't reach the blocker by what is told and never stored, and the silenced don't by any of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.client import Device, Frame, Person
from tests.edge.conftest import Town


def of_type(kind: str) -> Callable[[Frame], bool]:
    return lambda frame: frame["t"] == kind


@contextmanager
def blocking(person: Person, other: Person) -> Iterator[None]:
    person.call("PUT", f"/blocks/{other.id}").raise_for_status()
    try:
        yield
    finally:
        person.call("DELETE", f"/blocks/{other.id}").raise_for_status()


def hears_typing(town: Town, conv: str, typist: Person, listener: Device) -> bool:
    """Whether it reaches the listener. What Cara types after it, on a device of her own, does.

    The server knows the members by then: who types while it still reads them may be told later than who types next.
    """
    assert listener.request({"t": "ping"})["t"] == "pong"
    for old in [frame for frame in listener.frames if frame["t"] == "typing"]:
        listener.frames.remove(old)
    with typist.device() as device, town.cara.device() as cara:
        assert cara.request({"t": "watch", "convs": [conv]})["t"] == "done"
        device.send_frame({"t": "typing", "conv": conv})
        assert device.request({"t": "ping"})["t"] == "pong"
        cara.send_frame({"t": "typing", "conv": conv})
        heard = [listener.wait(of_type("typing"))["user"]]
        if heard == [typist.id]:
            listener.wait(of_type("typing"))
        return heard == [typist.id]


@pytest.fixture(scope="module")
def group(town: Town) -> str:
    """Cara's, with Ann and Bob."""
    return town.cara.group(town.ann, town.bob)


def test_typing_is_kept_from_who_blocked_and_from_who_is_blocked(town: Town, group: str) -> None:
    with town.ann.device() as ann, town.bob.device() as bob:
        assert hears_typing(town, group, town.bob, ann)
        with blocking(town.ann, town.bob):
            assert not hears_typing(town, group, town.bob, ann)
            assert not hears_typing(town, group, town.ann, bob)
        assert hears_typing(town, group, town.bob, ann)


def test_typing_in_their_own_conversation_is_neither_told_nor_refused(town: Town, group: str) -> None:
    with town.ann.device() as ann, town.bob.device() as bob, blocking(town.ann, town.bob):
        bob.send_frame({"t": "typing", "conv": town.conv})
        assert bob.request({"t": "ping"})["t"] == "pong"
        assert not hears_typing(town, group, town.bob, ann)
        assert not any(frame["t"] == "error" for frame in bob.frames)


@pytest.mark.parametrize("where", ["direct", "group"])
def test_neither_sees_the_other_come_and_go(town: Town, group: str, where: str) -> None:
    conv = group if where == "group" else town.conv
    with town.ann.device() as ann, town.bob.device() as bob:
        for device, other in ((ann, town.bob), (bob, town.ann)):
            assert device.request({"t": "watch", "convs": [conv]})["t"] == "done"
            assert other.id in device.wait(of_type("presence"))["online"]
        with blocking(town.ann, town.bob):
            for device, other in ((ann, town.bob), (bob, town.ann)):
                assert device.wait(of_type("presence")) == {"t": "presence", "online": [], "offline": [other.id]}
                assert device.request({"t": "watch", "convs": [conv]})["t"] == "done"
                told = device.wait(of_type("presence"))
                assert other.id not in (*told["online"], *told["offline"])
        assert ann.request({"t": "watch", "convs": [conv]})["t"] == "done"
        assert town.bob.id in ann.wait(of_type("presence"))["online"]


def test_changes_do_not_reach_the_blocker(town: Town) -> None:
    with town.ann.device() as ann, town.bob.device() as bob:
        seq = bob.send(town.conv, "hello")["seq"]
        ann.next_message()
        with blocking(town.ann, town.bob):
            for change in (
                {"t": "edit", "text": "look at me"},
                {"t": "react", "emoji": "👍"},
                {"t": "pin"},
            ):
                answer = bob.request({**change, "conv": town.conv, "seq": seq})
                assert (answer["t"], answer["code"], answer["retry"]) == ("error", "blocked", False)
            assert bob.request({"t": "mark", "conv": town.conv, "read": seq})["t"] == "done"
            assert bob.wait(of_type("receipt"))["read"] == seq
            assert bob.request({"t": "recall", "conv": town.conv, "seq": seq})["t"] == "done"
            assert ann.wait(of_type("recalled"))["seq"] == seq
            assert {frame["t"] for frame in ann.frames} == {"block"}


def test_who_is_silenced_reacts_without_words_and_is_not_seen_typing(town: Town) -> None:
    group = town.cara.group(town.ann, town.bob)
    with town.ann.device() as ann, town.bob.device() as bob:
        seq = bob.send(group, "hello")["seq"]
        town.cara.call("PUT", f"/conversations/{group}/silenced/{town.bob.id}").raise_for_status()
        for words in ("I can still write", "no", "赞", "🇳🇴🇵🇪"):
            answer = bob.request({"t": "react", "conv": group, "seq": seq, "emoji": words})
            assert (answer["t"], answer["code"]) == ("error", "emoji_invalid")
        assert bob.request({"t": "react", "conv": group, "seq": seq, "emoji": "👍🏽"})["t"] == "done"
        assert bob.request({"t": "edit", "conv": group, "seq": seq, "text": "words"})["code"] == "forbidden"
        assert not hears_typing(town, group, town.bob, ann)
        town.cara.call("DELETE", f"/conversations/{group}/silenced/{town.bob.id}").raise_for_status()
        town.cara.call("PATCH", f"/conversations/{group}", {"settings": {"posting": "admins"}}).raise_for_status()
        assert not hears_typing(town, group, town.bob, ann)


def test_a_word_of_former_times_can_be_taken_back(town: Town) -> None:
    with town.ann.device() as ann:
        seq = ann.send(town.conv, "hello")["seq"]
        assert ann.request({"t": "react", "conv": town.conv, "seq": seq, "emoji": "nice", "on": False})["t"] == "done"
