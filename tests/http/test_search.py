"""Searching as people do: soon after the message, only what one may see, and never what is gone."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.client import Person
from tests.server import Server
from tests.sites import Sites

PATIENCE_S = 20.0


@pytest.fixture
def server(lent: Sites) -> Iterator[Server]:
    yield lent.take()
    lent.give_back()


def indexed(server: Server) -> None:
    """Until the index has everything."""
    deadline = time.monotonic() + PATIENCE_S
    while not server.admin.get("/api/v1/admin/search").raise_for_status().json()["current"]:
        assert time.monotonic() < deadline, "the index does not get ready"
        time.sleep(0.05)


def found(person: Person, query: str, **fields: object) -> list[str]:
    more = "".join(f"&{name}={value}" for name, value in fields.items())
    answer = person.call("GET", f"/search?q={query}{more}").raise_for_status().json()
    return [result["message"]["text"] for result in answer["results"]]


def test_messages_are_found_by_chinese_and_latin_words(server: Server) -> None:
    ann, bob, cara = (Person(server, login) for login in ("ann", "bob", "cara"))
    conv = ann.direct(bob)
    with ann.device() as device:
        for text in ("明天下午开会", "Meeting tomorrow", "会后吃饭"):
            device.send(conv, text)
    indexed(server)
    for person in (ann, bob):
        assert found(person, "会") == ["会后吃饭", "明天下午开会"]
        assert found(person, "开会") == found(person, "下午开") == ["明天下午开会"]
        assert found(person, "MEET") == ["Meeting tomorrow"]
        assert found(person, "会 吃饭") == ["会后吃饭"]
    assert found(cara, "会") == []
    assert found(cara, "会", conv=conv) == []
    assert ann.call("GET", "/search?q=%21").json()["error"]["code"] == "bad_request"


def test_edited_and_recalled_messages(server: Server) -> None:
    ann, bob = Person(server, "ann"), Person(server, "bob")
    conv = ann.direct(bob)
    with ann.device() as device:
        first = device.send(conv, "the old plan")["seq"]
        second = device.send(conv, "a secret plan")["seq"]
        device.request({"t": "edit", "conv": conv, "seq": first, "text": "the new idea"})
        device.request({"t": "recall", "conv": conv, "seq": second})
    indexed(server)
    assert found(bob, "plan") == []
    assert found(bob, "idea") == ["the new idea"]


def test_a_message_is_found_at_once(server: Server) -> None:
    ann = Person(server, "ann")
    conv = ann.group()
    with ann.device() as device:
        for number in range(5):
            device.send(conv, f"word{number}")
            assert found(ann, f"word{number}") == [f"word{number}"]


def test_pages(server: Server) -> None:
    ann = Person(server, "ann")
    conv = ann.group()
    with ann.device() as device:
        for number in range(7):
            device.send(conv, f"note {number}")
    indexed(server)
    seen: list[str] = []
    before = ""
    while True:
        page = ann.call("GET", f"/search?q=note&limit=3{before}").raise_for_status().json()
        seen += [result["message"]["text"] for result in page["results"]]
        if page["before"] is None:
            break
        before = f"&before={page['before']}"
    assert seen == [f"note {number}" for number in reversed(range(7))]


def test_an_index_that_is_lost_or_behind_is_made_good(server: Server) -> None:
    ann = Person(server, "ann")
    conv = ann.group()
    with ann.device() as device:
        seq = device.send(conv, "first words")["seq"]
        device.send(conv, "second words")
        device.request({"t": "edit", "conv": conv, "seq": seq, "text": "other words"})
    server.kill()
    for file in Path(server.data_dir).glob("search.db*"):
        file.unlink()
    server.start()
    ann.log_in()
    indexed(server)
    assert sorted(found(ann, "words")) == ["other words", "second words"]
    assert server.admin.post("/api/v1/admin/search/rebuild").status_code == 202
    indexed(server)
    assert sorted(found(ann, "words")) == ["other words", "second words"]


def test_after_an_upgrade_of_the_fold_the_index_is_made_anew_by_itself(server: Server) -> None:
    ann = Person(server, "ann")
    conv = ann.group()
    with ann.device() as device:
        device.send(conv, "my résumé")
    indexed(server)
    server.kill()
    with closing(sqlite3.connect(server.data_dir / "search.db")) as index, index:
        index.execute("UPDATE meta SET value = '1' WHERE key = 'folding'")
        index.execute("INSERT INTO words (words) VALUES ('delete-all')")  # found is only what is indexed anew
    server.start()
    ann.log_in()
    assert found(ann, "zebra") == []
    indexed(server)
    assert found(ann, "resume") == found(ann, "RÉSUMÉ") == ["my résumé"]
    assert not list(Path(server.data_dir).glob("search-before*"))


def test_people_are_found_without_accents(server: Server) -> None:
    ann = Person(server, "ann")
    for login, name in (("jose", "José Núñez"), ("sabine", "Sabine Groß"), ("khalid", "خَالِد")):
        server.admin.post("/api/v1/admin/users", json={"login": login, "name": name}).raise_for_status()
    for query, login in (("nunez", "jose"), ("JOSÉ", "jose"), ("gross", "sabine"), ("خالد", "khalid")):
        answer = ann.call("GET", f"/users?q={query}").raise_for_status().json()
        assert [user["login"] for user in answer["users"]] == [login]
