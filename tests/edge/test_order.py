"""What the protocol says of the order of frames, of their size, and of how a client finds its own messages."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from imserver.core.codec import MAX_FRAME
from tests.client import Device, Frame
from tests.edge.conftest import Town

SAID = 30


def say(device: Device, conv: str, text: str, **fields: object) -> int:
    return device.send_frame({"t": "send", "conv": conv, "client_id": str(uuid4()), "text": text, **fields})


def answer(device: Device, request: int) -> Frame:
    return device.wait(lambda frame: frame.get("id") == request)


def position(sync: str) -> int:
    return int(sync.rpartition(".")[2])


def test_events_come_in_the_order_of_their_positions_and_before_done(town: Town) -> None:
    with town.ann.device() as ann, town.bob.device() as bob:
        for number in range(SAID):
            say(ann, town.conv, f"ann {number}")
            say(bob, town.conv, f"bob {number}")
        sent = [ann.wait(lambda frame: frame["t"] == "sent") for _ in range(SAID)]
        for each in sent:
            ann.send_frame({"t": "react", "conv": town.conv, "seq": each["seq"], "emoji": "👍"})
        last = ann.send_frame({"t": "pin", "conv": town.conv, "seq": sent[-1]["seq"]})
        done = ann.wait(lambda frame: frame.get("id") == last)
        came = list(ann.frames)
        assert done["t"] == "done"
        assert [frame for frame in came if frame["t"] == "pinned"], "told before its request is done"
        positions = [position(frame["sync"]) for frame in came if "sync" in frame and frame["t"] != "live"]
        assert positions == sorted(positions)
        told = [frame["seq"] for frame in came if frame["t"] == "message"]
        assert told == sorted(told)
        assert len(told) == SAID + 1, "the last one says who pinned"
        reacted = [frame["seq"] for frame in came if frame["t"] == "reaction"]
        assert reacted == [each["seq"] for each in sent]
        bob.wait(lambda frame: frame["t"] == "pinned")
        first = {frame["seq"]: at for at, frame in reversed(list(enumerate(bob.frames))) if frame["t"] == "message"}
        for at, frame in enumerate(bob.frames):
            assert frame["t"] != "reaction" or first[frame["seq"]] < at, "what happens to a message comes after it"


def test_a_page_has_what_was_told_before_it_was_asked_for(town: Town) -> None:
    """What comes meanwhile is told by events: with both, nothing is missing."""
    with town.ann.device() as ann, town.bob.device() as bob:
        asked: dict[int, int] = {}
        events: set[int] = set()
        for number in range(SAID):
            say(ann, town.conv, f"again {number}")
            if number % 3 == 0:
                events.add(seen := bob.next_message()["seq"])
                asked[bob.send_frame({"t": "history", "conv": town.conv, "limit": 200})] = seen
        newest = 0
        for _ in range(SAID):
            newest = max(newest, ann.wait(lambda frame: frame["t"] == "sent")["seq"])
        pages = {request: answer(bob, request) for request in asked}
        bob.request({"t": "ping"})
        events |= {frame["seq"] for frame in bob.frames if frame["t"] == "message"}
        for request, page in pages.items():
            numbers = [message["seq"] for message in page["messages"]]
            assert numbers == list(range(numbers[0], numbers[-1] + 1))
            assert numbers[-1] >= asked[request], "an event that came before the request is in the page"
            assert set(range(numbers[-1] + 1, newest + 1)) <= events


@pytest.mark.parametrize("change", [str.upper, lambda text: text.replace("-", ""), str])
def test_a_client_id_is_told_as_it_was_sent_and_is_one_however_it_is_written(town: Town, change: object) -> None:
    assert callable(change)
    canonical = str(uuid4())
    written = change(canonical)
    frame: Frame = {"t": "send", "conv": town.conv, "client_id": written, "text": "mine"}
    with town.ann.device() as ann, town.ann.device() as desk, town.bob.device() as bob:
        sent = ann.request(frame)
        assert sent["client_id"] == written
        for device in (desk, bob):
            assert device.next_message()["client_id"] == written
        assert ann.request({**frame, "client_id": canonical})["seq"] == sent["seq"]
        page = bob.request({"t": "history", "conv": town.conv, "limit": 1})
        assert page["messages"][0]["client_id"] == written
        ann.request({"t": "recall", "conv": town.conv, "seq": sent["seq"]})
    assert town.bob.history(town.conv)[-1]["client_id"] == written
    with town.bob.device() as late:
        (mine,) = [each for each in late.ready["conversations"] if each["id"] == town.conv]
        assert mine["last"]["client_id"] == written


def test_a_page_of_long_messages_comes_in_frames_of_the_size_that_is_said(town: Town) -> None:
    group = town.ann.group(town.bob)
    with town.ann.device() as ann, town.bob.device() as bob:
        for number in range(12):
            assert ann.send(group, f"{number} ".ljust(8000, "你"))["t"] == "sent"
        found: list[Frame] = []
        more = True
        while more:
            asked = {"t": "history", "conv": group, "limit": 200, "before": found[0]["seq"] if found else None}
            page = bob.request(asked)
            assert len(json.dumps(page, ensure_ascii=False).encode()) <= MAX_FRAME
            found, more = [*page["messages"], *found], page["more"]
        assert [each["seq"] for each in found] == list(range(1, 13))
    assert [each["seq"] for each in town.bob.history(group)] == list(range(1, 13))


def test_all_is_mentioned_in_a_list(town: Town) -> None:
    group = town.ann.group(town.bob)
    with town.ann.device() as ann:
        frame = {"t": "send", "conv": group, "text": "all", "client_id": str(uuid4())}
        refused = ann.request({**frame, "mentions": "all"})
        assert (refused["code"], "mentions" in refused["message"]) == ("bad_frame", True)
        assert ann.request({**frame, "mentions": ["all"]})["t"] == "sent"
    conversations = {person: person.call("GET", f"/conversations/{group}").json() for person in (town.ann, town.bob)}
    assert [each["mentioned"] for each in conversations.values()] == [0, 1]
