"""Who gets what: live, after an absence, and never twice."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.client import Person
from tests.edge.conftest import Town


def test_a_message_reaches_the_others_and_ones_other_devices(town: Town) -> None:
    with town.ann.device() as sender, town.ann.device() as second, town.bob.device() as reader:
        sent = sender.send(town.conv, "to everybody")
        for device in (second, reader):
            message = device.next_message()
            assert (message["text"], message["seq"]) == ("to everybody", sent["seq"])
        assert sender.is_quiet()
        assert reader.is_quiet()


def test_one_id_is_one_message(town: Town) -> None:
    client_id = uuid4()
    with town.ann.device() as device, town.bob.device() as reader:
        first = device.send(town.conv, "once", client_id)
        again = device.send(town.conv, "once", client_id)
        assert (again["seq"], again["ts"]) == (first["seq"], first["ts"])
        assert device.send(town.conv, "something else", client_id)["code"] == "client_id_conflict"
        assert reader.next_message()["text"] == "once"
        assert reader.is_quiet()


def test_a_thousand_in_one_burst_are_dense_and_in_order(town: Town) -> None:
    group = town.ann.group(town.bob)
    with town.ann.device() as sender, town.bob.device() as reader:
        requests = [
            sender.send_frame({"t": "send", "conv": group, "client_id": str(uuid4()), "text": f"{number}"})
            for number in range(1000)
        ]
        acks = [sender.wait(lambda frame, wanted=wanted: frame.get("id") == wanted) for wanted in requests]  # type: ignore[misc]
        assert [ack["seq"] for ack in acks] == list(range(1, 1001))
        received = [reader.next_message() for _ in range(1000)]
        assert [message["seq"] for message in received] == list(range(1, 1001))
        assert [message["text"] for message in received] == [f"{number}" for number in range(1000)]


def test_what_was_missed_comes_once(town: Town) -> None:
    group = town.ann.group(town.bob)
    with town.bob.device() as reader:
        sync = reader.sync
    with town.ann.device() as sender:
        for number in range(20):
            sender.send(group, f"{number}")
        with town.bob.device(sync) as reader:
            assert reader.ready["mode"] == "resumed"
            missed = [frame["text"] for frame in reader.frames if frame["t"] == "message"]
            assert missed == [f"{number}" for number in range(20)]
            sender.send(group, "live again")
            reader.frames.clear()
            assert reader.next_message()["text"] == "live again"
            sync = reader.sync
    with town.bob.device(sync) as reader:
        assert [frame for frame in reader.frames if frame["t"] == "message"] == []


def test_who_missed_too_much_starts_from_the_newest(town: Town) -> None:
    group = town.ann.group(town.bob)
    with town.bob.device() as reader:
        sync = reader.sync
    with town.ann.device() as sender:
        numbers = [
            sender.send_frame({"t": "send", "conv": group, "client_id": str(uuid4()), "text": "x"}) for _ in range(1001)
        ]
        sender.wait(lambda frame: frame.get("id") == numbers[-1])
    with town.bob.device(sync) as reader:
        assert reader.ready["mode"] == "limited"
        newest = next(each for each in reader.ready["conversations"] if each["id"] == group)
        assert newest["last_seq"] == 1001


@pytest.mark.parametrize("sync", ["00000000.5", "never one of ours", "\u4f60\u597d.1"])
def test_a_foreign_token_starts_over(town: Town, sync: str) -> None:
    with town.bob.device(sync) as reader:
        assert reader.ready["mode"] == "reset"
        assert any(each["id"] == town.conv for each in reader.ready["conversations"])


def test_history_comes_by_pages_in_both_directions(town: Town) -> None:
    group = town.ann.group()
    with town.ann.device() as device:
        for number in range(1, 8):
            device.send(group, f"{number}")
        page = device.request({"t": "history", "conv": group, "before": 6, "limit": 3})
        assert ([message["seq"] for message in page["messages"]], page["more"]) == ([3, 4, 5], True)
        page = device.request({"t": "history", "conv": group, "after": 5})
        assert ([message["seq"] for message in page["messages"]], page["more"]) == ([6, 7], False)


def test_who_leaves_a_group_hears_no_more_of_it(town: Town) -> None:
    dave = Person(town.server, "dave")
    group = town.ann.group(dave)
    with town.ann.device() as sender, dave.device() as reader:
        assert dave.call("DELETE", f"/conversations/{group}/members/{dave.id}").status_code == 204
        assert reader.wait(lambda frame: frame["t"] == "removed")["conv"] == group
        sender.send(group, "without you")
        assert reader.is_quiet()
        assert reader.request({"t": "history", "conv": group})["code"] == "not_member"


def test_who_reads_late_gets_everything_once_and_in_order(town: Town) -> None:
    """Far more than one reader may have waiting: the rest is read from the store, once there is room."""
    group = town.ann.group(town.bob)
    with town.ann.device() as ann, town.bob.device() as bob:
        sent = [ann.send(group, f"{number} " + "x" * 7_900)["seq"] for number in range(400)]
        assert [bob.next_message()["seq"] for _ in sent] == sent
        assert ann.send(group, "and live again")["seq"] == bob.next_message()["seq"]
