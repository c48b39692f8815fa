"""What the admin page shows of the machine and of how it is tuned; what it reads of a CSV file."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.client import Person
from tests.server import Server

pytestmark = pytest.mark.slow  # servers start again and again

ADMIN = "/api/v1/admin"
DEADLINE_S = 60.0


def wait(seen: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + DEADLINE_S
    while not (found := seen()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.2)
    return found


def test_what_goes_on_shows_in_the_samples(server: Server) -> None:
    ann, bob = Person(server, "ann", "admin"), Person(server, "bob")
    conv = ann.direct(bob)

    def samples(since: int = 0) -> list[dict[str, Any]]:
        answer = ann.call("GET", f"/admin/health?since={since}").raise_for_status().json()
        return list(answer["samples"])

    begun = wait(samples)[-1]["at"]
    with ann.device() as device, bob.device():
        for _ in range(20):
            device.send(conv, "hello")
        assert wait(lambda: [each for each in samples(begun) if (each["connections"], each["online"]) == (2, 2)])
        # a sample may be taken in the midst of them, and the rest is told by the next one
        assert wait(lambda: [each for each in samples(begun) if each["messages"] > 0])
        every_s = ann.call("GET", "/admin/health").json()["every_s"]
        wait(lambda: sum(each["messages"] for each in samples(begun)) * every_s > 5)
    last = samples()[-1]
    assert 0 <= last["cpu"] <= 100
    assert 0 < last["server_memory"] < last["memory"]["total"]
    assert 0 < last["memory"]["available"] <= last["memory"]["total"]
    assert samples(last["at"]) == [] or samples(last["at"])[0]["at"] > last["at"]


def test_health_says_what_the_machine_is(server: Server) -> None:
    def measured() -> dict[str, Any]:
        answer: dict[str, Any] = server.admin.get(f"{ADMIN}/health").json()
        return answer if answer["samples"] else {}

    answer = wait(measured)
    assert answer["cpus"] >= 1
    assert answer["disk_total"] > answer["samples"][-1]["disk_free"] > 0


def test_what_fails_in_the_background_is_told_and_people_are_served_all_the_same(server: Server) -> None:
    ann = Person(server, "ann", "admin")
    conv = ann.group()
    with closing(sqlite3.connect(server.data_dir / "search.db")) as index, index:
        index.execute("DROP TABLE places")
    with ann.device() as device:
        device.send(conv, "hello")

        def failing() -> dict[str, Any]:
            ann.call("GET", "/search?q=hello")  # the index is brought up to date for it
            answer: dict[str, Any] = ann.call("GET", "/admin/status").json()
            return answer if answer["health"] == "degraded" else {}

        (first, *others) = wait(failing)["tasks"]
        assert (first["name"], first["state"]) == ("search-indexer", "failing")
        assert "no such table" in first["error"]
        assert first["restarts"] >= 1
        assert abs(first["since"] / 1000 - time.time()) < DEADLINE_S
        assert {task["state"] for task in others} == {"running"}
        ready, alive = (httpx.get(f"{server.url}/{path}") for path in ("readyz", "healthz"))
        assert (ready.status_code, ready.json()) == (200, {"status": "ready", "failing": ["search-indexer"]})
        assert (alive.status_code, alive.json()["status"]) == (200, "degraded")
        assert device.send(conv, "again")["t"] == "sent"


def test_tuning_is_shown_as_it_was_written_down(tmp_path: Path) -> None:
    record = tmp_path / "state.json"
    server = Server(tmp_path / "data", {"IM_TUNING_RECORD": str(record)})
    server.start()
    try:
        assert server.admin.get(f"{ADMIN}/tuning").json() == {"status": "untuned", "record": None}
        record.write_text("{")
        assert server.admin.get(f"{ADMIN}/tuning").json()["status"] == "unreadable"
        knob = {"name": "vm.swappiness", "group": "memory", "title": "Swappiness", "unit": "", "desired": "100"}
        knob |= {"live": "60", "origin": "profile", "state": "drift", "remark": "", "why": "zram", "source": "kernel"}
        record.write_text(json.dumps({"at": 1, "profile": "pi4", "model": "Pi", "title": "OS", "knobs": [knob]}))
        shown = server.admin.get(f"{ADMIN}/tuning").json()
        assert shown["status"] == "tuned"
        assert shown["record"]["profile"] == "pi4"
        assert shown["record"]["knobs"][0]["live"] == "60"
    finally:
        server.stop()
        server.admin.close()


def test_a_csv_file_is_read_and_checked_line_by_line(site: Server) -> None:
    site.admin.post(f"{ADMIN}/users", json={"login": "taken"}).raise_for_status()
    lines = ["login;name;role", "A1;Ann Lee;", "b 1;Bad;", "a1;Twice;", ""]
    text = "\n".join([*lines, "taken;There;admin", "c1;Boss;king", ";Nobody;", "d1;x;;too many"])
    answer = site.admin.post(f"{ADMIN}/users/roster", json={"text": text}).raise_for_status().json()
    assert [(row["line"], row["login"], row["name"], row["role"]) for row in answer["rows"]] == [
        (2, "a1", "Ann Lee", "member")
    ]
    assert [(error["line"], error["code"]) for error in answer["errors"]] == [
        (3, "login_invalid"),
        (4, "login_taken"),
        (6, "login_taken"),
        (7, "bad_request"),
        (8, "login_invalid"),
        (9, "csv_invalid"),
    ]
    assert all(error["message"] for error in answer["errors"])
    assert site.admin.get(f"{ADMIN}/users/a1").status_code == 404
    site.admin.post(f"{ADMIN}/users/import", json={"rows": answer["rows"]}).raise_for_status()
    assert site.admin.get(f"{ADMIN}/users/a1").json()["name"] == "Ann Lee"


def test_a_file_that_makes_no_sense_is_refused_with_the_way_out(site: Server) -> None:
    def refused(text: str) -> dict[str, Any]:
        answer = site.admin.post(f"{ADMIN}/users/roster", json={"text": text})
        assert answer.status_code == 422
        error: dict[str, Any] = answer.json()["error"]
        return error

    for text, named in (("", "empty"), ("logn,name\nx,y\n", "'login'"), ("name\nx\n", "'login'"), ('login\n"x\n', "2")):
        error = refused(text)
        assert error["code"] == "csv_invalid"
        assert named in error["message"]
        assert error["hint"]
    assert refused("login\n" + "x" * 1_000_000)["code"] == "bad_request"
    many = "login\n" + "".join(f"u{number}\n" for number in range(5001))
    answer = site.admin.post(f"{ADMIN}/users/roster", json={"text": many})
    assert answer.json()["error"]["code"] == "too_many"


def test_an_admin_s_file_can_t_make_owners(site: Server) -> None:
    deputy = Person(site, "vice", "admin")
    answer = deputy.call("POST", "/admin/users/roster", {"text": "login,role\nz1,owner\nz2,admin\n"}).json()
    assert [row["login"] for row in answer["rows"]] == ["z2"]
    assert [(error["line"], error["code"]) for error in answer["errors"]] == [(2, "forbidden")]


def test_a_group_shows_its_members_by_pages(site: Server) -> None:
    for login in ("m1", "m2", "m3"):
        site.admin.post(f"{ADMIN}/users", json={"login": login}).raise_for_status()
    made = site.admin.post(f"{ADMIN}/groups", json={"title": "Paged", "members": ["m2", "m1", "m3"], "owner": "m3"})
    url = f"{ADMIN}/groups/{made.json()['id']}"
    first = site.admin.get(url, params={"limit": 2}).json()
    assert (first["title"], first["member_count"], first["more"]) == ("Paged", 3, True)
    assert [member["login"] for member in first["members"]] == ["m1", "m2"]
    rest = site.admin.get(url, params={"limit": 2, "after": "m2"}).json()
    assert [(member["login"], member["role"]) for member in rest["members"]] == [("m3", "owner")]
    assert rest["more"] is False
    assert site.admin.get(f"{ADMIN}/groups/c000").json()["error"]["code"] == "unknown_conversation"
