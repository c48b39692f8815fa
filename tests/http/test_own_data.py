"""What the server holds of oneself: taken along, and taken away."""

from __future__ import annotations

import json
from typing import Any

from tests.client import PASSWORD, Person
from tests.server import Server


def exported(person: Person) -> list[dict[str, Any]]:
    answer = person.call("GET", "/me/export").raise_for_status()
    assert "attachment" in answer.headers["Content-Disposition"]
    return [json.loads(line) for line in answer.text.splitlines()]


def test_an_export_holds_everything_that_one_can_see_and_nothing_else(site: Server) -> None:
    dora, emil, fred = (Person(site, login) for login in ("dora", "emil", "fred"))
    conv, foreign = dora.direct(emil), emil.direct(fred)
    with dora.device() as device, emil.device() as other:
        device.send(conv, "你好 emil")
        other.send(conv, "hello dora")
        gone = other.send(conv, "a slip")["seq"]
        other.request({"t": "recall", "conv": conv, "seq": gone})
        other.send(foreign, "not for dora")
    lines = exported(dora)
    kinds = [line["kind"] for line in lines]
    assert kinds[:2] == ["export", "account"]
    assert lines[1]["account"]["login"] == "dora"
    assert [line["message"]["text"] for line in lines if line["kind"] == "message"] == ["你好 emil", "hello dora", ""]
    assert [line["conversation"]["id"] for line in lines if line["kind"] == "conversation"] == [conv]
    text = json.dumps(lines, ensure_ascii=False)
    assert "not for dora" not in text
    assert "a slip" not in text
    assert "argon2" not in text


def test_a_long_history_is_exported_whole(site: Server) -> None:
    gina = Person(site, "gina")
    conv = gina.group()
    with gina.device() as device:
        for number in range(450):
            device.send_frame({"t": "send", "conv": conv, "client_id": _uuid(number), "text": f"{number}"})
        device.wait(lambda frame: frame["t"] == "sent" and frame["seq"] == 450)
    texts = [line["message"]["text"] for line in exported(gina) if line["kind"] == "message"]
    assert texts == [str(number) for number in range(450)]


def _uuid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012x}"


def test_a_deleted_account_is_gone_and_what_it_wrote_stays(site: Server) -> None:
    hans, iris = Person(site, "hans"), Person(site, "iris")
    conv = hans.direct(iris)
    with hans.device() as device, iris.device() as other:
        device.send(conv, "farewell")
        assert hans.call("POST", "/me/delete", {"password": "wrong password"}).json()["error"]["code"] == (
            "credentials_wrong"
        )
        assert hans.call("GET", "/conversations").status_code == 200
        hans.call("POST", "/me/delete", {"password": PASSWORD}).raise_for_status()
        assert device.wait_for_close() in (3501, 3502)
        assert other.wait(lambda frame: frame["t"] == "profile")["user"]["login"] == ""
    assert [message["text"] for message in iris.history(conv)] == ["farewell"]
    answer = site.admin.get("/api/v1/admin/users", params={"q": "hans"}).json()
    assert answer["users"] == []
    again = Person(site, "hans")
    assert again.id != hans.id
    assert again.call("GET", "/conversations").json() == {"conversations": []}
