"""What members do with a conversation over HTTP, and what that means for the others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.client import Person
from tests.server import Server

People = tuple[Person, Person, Person]
SETTINGS = {"posting": "everybody", "mention_all": "admins", "history": "beginning", "retention_s": 0}


def code(person: Person, method: str, path: str, body: dict[str, Any] | None = None) -> str:
    return str(person.call(method, path, body).json()["error"]["code"])


def shown(person: Person, conv: str) -> dict[str, Any]:
    answer: dict[str, Any] = person.call("GET", f"/conversations/{conv}").raise_for_status().json()
    return answer


def test_in_an_announcement_group_only_who_runs_it_writes(people: People) -> None:
    ann, bob, _ = people
    conv = ann.group(bob)
    with ann.device() as owner, bob.device() as member:
        changed = ann.call("PATCH", f"/conversations/{conv}", {"settings": SETTINGS | {"posting": "admins"}})
        assert changed.raise_for_status().json()["settings"]["posting"] == "admins"
        assert member.wait(lambda frame: frame["t"] == "group")["settings"]["posting"] == "admins"
        assert member.send(conv, "may I?")["code"] == "forbidden"
        assert owner.send(conv, "no school tomorrow")["t"] == "sent"
        assert member.next_message()["text"] == "no school tomorrow"
        assert code(bob, "PATCH", f"/conversations/{conv}", {"settings": SETTINGS}) == "forbidden"
        ann.call("PATCH", f"/conversations/{conv}", {"settings": SETTINGS}).raise_for_status()
        assert member.send(conv, "thank you")["t"] == "sent"


@pytest.mark.parametrize(
    "body",
    [
        {"settings": {"posting": "nobody"}},
        {"settings": {"retention_s": -1}},
        {"settings": {"retention_s": 10**12}},
        {"title": ""},
        {"title": "two\nlines"},
    ],
)
def test_a_wrong_setting_changes_nothing(people: People, body: dict[str, Any]) -> None:
    ann, _, _ = people
    conv = ann.group()
    before = shown(ann, conv)
    answer = ann.call("PATCH", f"/conversations/{conv}", body)
    assert answer.status_code == 422
    assert answer.json()["error"]["message"]
    assert shown(ann, conv) == before


def test_who_is_silenced_reads_and_does_not_write(people: People) -> None:
    ann, bob, _ = people
    conv = ann.group(bob)
    assert code(bob, "PUT", f"/conversations/{conv}/silenced/{ann.id}") == "forbidden"
    ann.call("PUT", f"/conversations/{conv}/silenced/{bob.id}").raise_for_status()
    assert [member["login"] for member in shown(ann, conv)["members"] if member["silenced"]] == ["bob"]
    with ann.device() as owner, bob.device() as member:
        assert member.send(conv, "hello?")["code"] == "forbidden"
        owner.send(conv, "listen")
        assert member.next_message()["text"] == "listen"
        ann.call("DELETE", f"/conversations/{conv}/silenced/{bob.id}").raise_for_status()
        assert member.send(conv, "thank you")["t"] == "sent"


def test_who_is_banned_is_out_until_the_ban_is_lifted(people: People) -> None:
    ann, bob, cara = people
    conv = ann.group(bob, cara)
    assert code(cara, "PUT", f"/conversations/{conv}/bans/{bob.id}") == "forbidden"
    ann.call("PUT", f"/conversations/{conv}/bans/{bob.id}").raise_for_status()
    assert code(bob, "GET", f"/conversations/{conv}") == "not_member"
    assert code(ann, "POST", f"/conversations/{conv}/members", {"user": bob.id}) == "banned"
    bans = ann.call("GET", f"/conversations/{conv}/bans").raise_for_status().json()
    assert [person["login"] for person in bans["users"]] == ["bob"]
    assert code(cara, "GET", f"/conversations/{conv}/bans") == "forbidden"
    ann.call("DELETE", f"/conversations/{conv}/bans/{bob.id}").raise_for_status()
    ann.call("POST", f"/conversations/{conv}/members", {"user": bob.id}).raise_for_status()
    assert shown(bob, conv)["member_count"] == 3


def test_one_who_is_blocked_can_not_write_directly_and_in_groups_can(people: People) -> None:
    ann, _, cara = people
    conv, group = ann.direct(cara), ann.group(cara)
    cara.call("PUT", f"/blocks/{ann.id}").raise_for_status()
    assert cara.call("GET", "/blocks").raise_for_status().json() == {"users": [ann.id]}
    with ann.device() as device, cara.device() as other:
        assert device.send(conv, "hello?")["code"] == "blocked"
        assert other.send(conv, "neither")["code"] == "blocked"
        assert device.send(group, "here")["t"] == "sent"
        cara.call("DELETE", f"/blocks/{ann.id}").raise_for_status()
        assert device.send(conv, "friends again")["t"] == "sent"
    assert cara.call("GET", "/blocks").raise_for_status().json() == {"users": []}
    assert code(ann, "PUT", f"/blocks/{ann.id}") == "forbidden"
    assert code(ann, "PUT", "/blocks/unobody") == "unknown_user"


def test_preferences_are_ones_own_and_reach_ones_other_devices(people: People) -> None:
    ann, bob, _ = people
    conv = ann.group(bob)
    wanted = {"notify": "mentions", "muted_until": 1_800_000_000_000, "pinned": True}
    with ann.device() as device, bob.device() as other:
        ann.call("PUT", f"/conversations/{conv}/preferences", wanted).raise_for_status()
        assert device.wait(lambda frame: frame["t"] == "preferences")["preferences"] == wanted
        other.request({"t": "ping"})
        assert not [frame for frame in other.frames if frame["t"] == "preferences"]
    assert shown(ann, conv)["preferences"] == wanted
    assert shown(bob, conv)["preferences"] == {"notify": "all", "muted_until": 0, "pinned": False}
    assert ann.call("PUT", f"/conversations/{conv}/preferences", {"notify": "loudly"}).status_code == 422


def test_history_from_a_date_on(people: People) -> None:
    ann, bob, _ = people
    conv = ann.direct(bob)
    with ann.device() as device:
        first, second, third = (device.send(conv, text) for text in ("one", "two", "three"))
    path = f"/conversations/{conv}/messages"

    def seqs(query: str) -> list[int]:
        page = bob.call("GET", f"{path}?{query}").raise_for_status().json()
        return [message["seq"] for message in page["messages"]]

    assert {second["seq"], third["seq"]} <= set(seqs(f"since={second['ts']}"))
    assert seqs(f"since={first['ts']}&limit=1")[0] <= first["seq"]
    assert seqs(f"since={third['ts'] + 60_000}") == []
    assert code(bob, "GET", f"{path}?since=1&before=2") == "bad_request"


def test_who_joins_late_sees_what_the_group_shows_newcomers(site: Server, people: People) -> None:
    ann, bob, cara = people
    conv = ann.group(bob)
    ann.call("PATCH", f"/conversations/{conv}", {"settings": SETTINGS | {"history": "joining"}}).raise_for_status()
    with ann.device() as device:
        device.send(conv, "before")
        ann.call("POST", f"/conversations/{conv}/members", {"user": cara.id}).raise_for_status()
        device.send(conv, "after")
    added = "Ann added Cara.\nAnn 邀请 Cara 加入了群聊。"
    assert [message["text"] for message in cara.history(conv)] == [added, "after"]
    assert [message["text"] for message in bob.history(conv)] == ["before", added, "after"]
    assert shown(cara, conv)["first_seq"] == 2
    page = cara.call("GET", f"/conversations/{conv}/messages").raise_for_status().json()
    assert [message["action"] and message["action"]["did"] for message in page["messages"]] == ["added", None]
    assert page["messages"][0]["action"]["people"] == [cara.id]


@pytest.mark.slow
def test_who_opens_conversations_without_end_is_told_how_long_to_wait(site: Server, people: People) -> None:
    _, bob, _ = people
    dora = Person(site, "dora")
    with httpx.Client(base_url=site.url, headers={"Authorization": f"Bearer {dora.token}"}, timeout=60) as client:
        body = {"kind": "direct", "user": bob.id}
        answers = [client.post("/api/v1/conversations", json=body) for _ in range(301)]
    assert [answer.status_code for answer in answers[:300]] == [200] * 300
    assert (answers[300].status_code, answers[300].json()["error"]["code"]) == (429, "throttled")
    assert 3000 < int(answers[300].headers["Retry-After"]) <= 3600


def test_a_group_that_is_asked_for_again_is_the_same(people: People) -> None:
    """The first answer may have been lost, or the button pressed twice."""
    ann, bob, cara = people
    key = str(uuid4())
    wanted = {"kind": "group", "title": "Garden", "members": [bob.id], "client_id": key}
    with bob.device() as member:
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: ann.call("POST", "/conversations", wanted), range(4)))
        assert len({answer.raise_for_status().json()["id"] for answer in answers}) == 1
        again = {**wanted, "client_id": key.upper()}
        assert ann.call("POST", "/conversations", again).json()["id"] == answers[0].json()["id"]
        member.wait(lambda frame: frame["t"] == "conversation")
        member.request({"t": "ping"})
        assert not [frame for frame in member.frames if frame["t"] == "conversation"]
    assert code(ann, "POST", "/conversations", {**wanted, "title": "Gardens"}) == "client_id_conflict"
    assert code(ann, "POST", "/conversations", {**wanted, "members": [cara.id]}) == "client_id_conflict"
    others = bob.call("POST", "/conversations", {**wanted, "members": [ann.id]}).raise_for_status().json()
    assert others["id"] != answers[0].json()["id"], "it is a key of whoever asks"


def test_an_administrator_s_group_that_is_asked_for_again_is_the_same(site: Server, people: People) -> None:
    ann, *_ = people
    wanted = {"title": "Staff", "members": [ann.login], "client_id": str(uuid4())}
    ids = {site.admin.post("/api/v1/admin/groups", json=wanted).raise_for_status().json()["id"] for _ in range(2)}
    assert len(ids) == 1
    entries = site.admin.get("/api/v1/admin/audit").json()["entries"]
    assert [each["target"] for each in entries if each["action"] == "group.created"] == list(ids)
