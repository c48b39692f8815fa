"""Links, roles, imports and tokens."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.client import PASSWORD, Person
from tests.server import Server

ADMIN = "/api/v1/admin"


def code(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["code"])


def redeem(site: Server, link: dict[str, Any], **body: str) -> httpx.Response:
    return httpx.post(f"{site.url}/api/v1/links/{link['code']}", json={"password": PASSWORD, **body}, timeout=60)


def test_the_setup_link_makes_one_owner(server: Server) -> None:
    link = {"code": server.setup_link.rpartition("/")[2]}
    assert httpx.get(f"{server.url}/api/v1/links/{link['code']}").json()["kind"] == "setup"
    assert code(redeem(server, link, login="first", password="short")) == "password_weak"
    assert redeem(server, link, login="first").json()["user"]["role"] == "owner"
    assert code(redeem(server, link, login="second")) == "link_invalid"


def test_an_invite_is_good_for_as_many_as_it_says(site: Server) -> None:
    link = site.admin.post(f"{ADMIN}/invites", json={"uses": 2}).json()
    assert redeem(site, link, login="guest1").status_code == 200
    assert code(redeem(site, link, login="guest1")) == "login_taken"
    assert redeem(site, link, login="guest2").json()["user"]["role"] == "member"
    assert code(redeem(site, link, login="guest3")) == "link_invalid"
    assert site.admin.get(f"{ADMIN}/invites").json()["invites"] == []


def test_roles_hold(site: Server) -> None:
    owner, other = Person(site, "boss", "owner"), Person(site, "boss2", "owner")
    admin, member = Person(site, "deputy", "admin"), Person(site, "worker")
    assert code(member.call("GET", "/admin/users")) == "forbidden"
    assert code(httpx.get(f"{site.url}{ADMIN}/users")) == "not_authenticated"
    assert admin.call("GET", "/admin/users").status_code == 200
    assert code(admin.call("PATCH", "/admin/users/boss", {"disabled": True})) == "forbidden"
    assert code(admin.call("PATCH", "/admin/users/deputy", {"role": "owner"})) == "forbidden"
    assert code(admin.call("POST", "/admin/tokens", {"name": "x", "days": 1})) == "forbidden"
    assert owner.call("PATCH", "/admin/users/deputy", {"role": "member"}).status_code == 200
    assert code(admin.call("GET", "/admin/users")) == "forbidden"
    assert owner.call("DELETE", "/admin/users/boss2").status_code == 204
    assert code(other.call("GET", "/me")) == "token_invalid"
    assert code(owner.call("PATCH", "/admin/users/boss", {"role": "member"})) == "last_owner"
    assert code(owner.call("DELETE", "/admin/users/boss")) == "last_owner"
    owner.call("POST", "/admin/users", {"login": "heir", "role": "owner"}).raise_for_status()
    boss = site.admin.patch("/api/v1/admin/users/boss", json={"role": "member"})
    assert code(boss) == "last_owner", "nobody could log in"
    owner.call("PATCH", "/admin/users/heir", {"password": PASSWORD}).raise_for_status()
    for attempt in ({"role": "admin"}, {"role": "member"}, {"disabled": True}):
        assert code(owner.call("PATCH", "/admin/users/boss", attempt)) == "last_owner", "they would be out at once"
    assert code(owner.call("DELETE", "/admin/users/boss")) == "last_owner"
    assert owner.call("GET", "/me").json()["role"] == "owner"


def test_an_import_is_all_or_nothing_unless_asked(site: Server) -> None:
    rows = [{"line": 2, "login": "row2"}, {"line": 3, "login": "no good"}, {"line": 4, "login": "row2"}]
    url = f"{ADMIN}/users/import"
    answer = site.admin.post(url, json={"rows": rows}).json()
    assert answer["created"] == []
    assert [(error["line"], error["code"]) for error in answer["errors"]] == [(3, "login_invalid"), (4, "login_taken")]
    assert site.admin.post(url, json={"rows": rows[:1], "check": True}).json()["errors"] == []
    partial = site.admin.post(url, json={"rows": rows, "partial": True}).json()
    assert [user["login"] for user in partial["created"]] == ["row2"]
    assert [error["line"] for error in partial["errors"]] == [3, 4]


def test_an_import_comes_into_the_group_that_is_there(site: Server) -> None:
    boss = Person(site, "precentor", "admin")
    row = {"groups": ["Choir, North"]}
    site.admin.post(f"{ADMIN}/users/import", json={"rows": [row | {"login": "alto1"}]}).raise_for_status()
    text = 'login,group\nalto2,"Choir, north"\n'
    assert boss.call("POST", "/admin/users/roster", {"text": text}).json()["foreign"] == ["Choir, North"]
    assert boss.call("POST", "/admin/users/import", {"rows": [row | {"login": "alto2"}]}).json()["errors"] == []
    rows = [row | {"login": "alto1"}, row | {"login": "alto2"}]
    again = site.admin.post(f"{ADMIN}/users/import", json={"rows": rows, "resume": True}).json()
    assert (len(again["completed"]), again["errors"]) == (2, [])
    (group,) = boss.call("GET", "/admin/groups?q=choir, north").json()["groups"]
    members = boss.call("GET", f"/admin/groups/{group['id']}").json()["members"]
    assert [member["login"] for member in members] == ["alto1", "alto2"]


def test_of_several_groups_an_import_comes_into_the_one_that_the_importer_looks_after(site: Server) -> None:
    boss, pupil = Person(site, "teacher", "admin"), Person(site, "rascal")
    pupil.group(title="Class 5")
    pupil.group(title="CLASS 5")
    wanted = {"rows": [{"login": "c50", "groups": ["Class 5"]}], "check": True}
    (error,) = boss.call("POST", "/admin/users/import", wanted).json()["errors"]
    assert (error["code"], error["column"]) == ("bad_request", "group")
    boss.group(title="Class 5")
    rows = [{"line": 2, "login": "c51", "groups": ["Class 5"]}, {"line": 3, "login": "c52", "groups": ["class 5", " "]}]
    answer = boss.call("POST", "/admin/users/import", {"rows": rows}).json()
    assert [(error["line"], error["column"], error["code"]) for error in answer["errors"]] == [
        (3, "group", "title_invalid")
    ]
    rows[1]["groups"] = ["class 5"]
    assert len(boss.call("POST", "/admin/users/import", {"rows": rows}).json()["created"]) == 2
    groups = boss.call("GET", "/admin/groups?q=class 5").json()["groups"]
    assert [group["member_count"] for group in groups] == [1, 1, 3]
    members = boss.call("GET", f"/admin/groups/{groups[2]['id']}").json()["members"]
    assert {member["login"]: member["role"] for member in members} == {
        "c51": "member",
        "c52": "member",
        "teacher": "owner",
    }


def test_an_import_takes_no_group_for_another(site: Server) -> None:
    boss = Person(site, "choirmaster", "admin")
    for title in ("Chöre", " chore ", "CHÖRE ", "Chore"):
        login = f"singer{len(boss.call('GET', '/admin/users?q=singer').json()['users'])}"
        wanted = {"rows": [{"login": login, "groups": [title]}]}
        assert boss.call("POST", "/admin/users/import", wanted).json()["errors"] == []
    groups = boss.call("GET", "/admin/groups?q=chore").json()["groups"]
    assert [(group["title"], group["member_count"]) for group in groups] == [("Chöre", 3), ("chore", 3)]


def test_lists_at_the_same_time_make_one_group(site: Server) -> None:
    def enrol(number: int) -> None:
        rows = [{"login": f"club{number}", "groups": ["Chess Club", "CHESS CLUB"]}]
        site.admin.post(f"{ADMIN}/users/import", json={"rows": rows}).raise_for_status()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(enrol, range(8)))
    (group,) = site.admin.get(f"{ADMIN}/groups?q=chess club").json()["groups"]
    assert group["member_count"] == 8


def test_an_import_that_broke_off_is_completed(site: Server) -> None:
    """What a server leaves that was killed after it had made the accounts: nobody is in a group."""
    url = f"{ADMIN}/users/import"
    made = [{"login": "half1", "name": "Half One"}, {"login": "half2"}, {"login": "half3", "role": "admin"}]
    site.admin.post(url, json={"rows": made}).raise_for_status()
    Person(site, "half4")
    others = [{"login": "half4", "name": "Half4"}, {"login": "half5"}]
    rows = [{"line": at, "groups": ["Halves"], **row} for at, row in enumerate([*made, *others], 2)]

    refused = site.admin.post(url, json={"rows": rows}).json()
    assert [(error["line"], error["code"]) for error in refused["errors"]] == [
        (at, "login_taken") for at in range(2, 6)
    ]
    for check in (True, False):
        answer = site.admin.post(url, json={"rows": rows, "check": check, "resume": True}).json()
        assert answer["errors"] == []
    assert [(user["login"], bool(user["link"])) for user in answer["created"]] == [("half5", True)]
    completed = [(user["login"], bool(user["link"])) for user in answer["completed"]]
    assert completed == [("half1", True), ("half2", True), ("half3", True), ("half4", False)]
    (group,) = site.admin.get(f"{ADMIN}/groups?q=halves").json()["groups"]
    members = site.admin.get(f"{ADMIN}/groups/{group['id']}").json()["members"]
    assert [(each["login"], each["role"]) for each in members] == [
        ("half1", "owner"),
        *((f"half{number}", "member") for number in range(2, 6)),
    ]
    noted = len(site.admin.get(f"{ADMIN}/audit?q=Halves").json()["entries"])
    again = site.admin.post(url, json={"rows": rows, "resume": True}).json()
    assert (again["created"], again["errors"]) == ([], [])
    assert len(site.admin.get(f"{ADMIN}/audit?q=Halves").json()["entries"]) == noted, "they are in it"


def test_an_import_completes_nobody_else(site: Server) -> None:
    """A login that somebody else has, or has had otherwise, is refused, whatever the importer says."""
    made = [{"login": "else1", "name": "Ann One"}, {"login": "else2", "role": "owner"}, {"login": "else3"}]
    site.admin.post(f"{ADMIN}/users/import", json={"rows": made}).raise_for_status()
    site.admin.post(f"{ADMIN}/users/import", json={"rows": [{"login": "else4"}]}).raise_for_status()
    site.admin.patch(f"{ADMIN}/users/else3", json={"disabled": True}).raise_for_status()
    rows = [
        {"line": 2, "login": "else1", "name": "Ann Two"},
        {"line": 3, "login": "else2"},
        {"line": 4, "login": "else3"},
        {"line": 5, "login": "else4", "password": "a password of the row"},
        {"line": 6, "login": "e1se1"},
    ]
    wanted = {"rows": [row | {"groups": ["Others"]} for row in rows], "partial": True, "resume": True}
    answer = site.admin.post(f"{ADMIN}/users/import", json=wanted).json()
    assert (answer["created"], answer["completed"]) == ([], [])
    assert [(error["line"], error["code"]) for error in answer["errors"]] == [
        *((line, "login_taken") for line in range(2, 6)),
        (6, "login_confusable"),
    ]
    assert "without the password of this line" in answer["errors"][3]["hint"]
    assert [error["holder"] for error in answer["errors"]] == ["Ann One", "else2", "else3", "else4", ""]
    assert "belongs to 'Ann One'" in answer["errors"][0]["message"]
    assert site.admin.get(f"{ADMIN}/groups?q=others").json()["groups"] == []


def test_a_large_group_is_completed(site: Server) -> None:
    """Who is in it already takes no room twice."""
    rows = [{"login": f"large{number}", "groups": ["Large"]} for number in range(600)]
    site.admin.post(f"{ADMIN}/users/import", json={"rows": rows}, timeout=60).raise_for_status()
    wanted = {"rows": rows, "check": True, "resume": True}
    assert site.admin.post(f"{ADMIN}/users/import", json=wanted, timeout=60).json()["errors"] == []


def test_a_list_names_only_so_many_groups(site: Server) -> None:
    rows = [{"login": f"many{row}", "groups": [f"G{row}-{number}" for number in range(20)]} for row in range(26)]
    answer = site.admin.post(f"{ADMIN}/users/import", json={"rows": rows, "check": True})
    assert code(answer) == "too_many"


def test_who_has_not_chosen_a_password_gets_a_new_link(site: Server) -> None:
    Person(site, "settled1")
    site.admin.post(f"{ADMIN}/users/import", json={"rows": [{"login": "new1"}, {"login": "chief1", "role": "owner"}]})
    wanted = {"logins": ["settled1", "NEW1", "new1", "chief1", "nobody1"]}
    deputy = Person(site, "deputy1", "admin")
    (renewed,) = deputy.call("POST", "/admin/users/links", wanted).json()["links"]
    assert renewed["login"] == "new1"
    assert site.admin.get(f"/api/v1/links/{renewed['link']['code']}").json()["login"] == "new1"
    entry = site.admin.get(f"{ADMIN}/audit").json()["entries"][0]
    assert (entry["action"], entry["target_name"]) == ("user.link", "new1")


def test_a_file_is_read_as_it_is(site: Server) -> None:
    def read(content: bytes, **more: str) -> dict[str, Any]:
        body = {"content": base64.b64encode(content).decode(), **more}
        answer = site.admin.post(f"{ADMIN}/users/roster", json=body).raise_for_status().json()
        assert isinstance(answer, dict)
        return answer

    content = "账号,姓名,邮箱\nm5,Max,m@x\nw 5,王小明,\n".encode("gbk")
    answer = read(content)
    assert (answer["encoding"], answer["ignored"], answer["problem"]) == ("gb18030", ["邮箱"], None)
    assert answer["sample"][0] == "账号,姓名,邮箱"
    (error,) = answer["errors"]
    assert (error["line"], error["column"], error["value"], error["code"]) == (3, "login", "w 5", "login_invalid")
    assert read("login,name\nx5,Max Müller\n".encode("cp1252"))["rows"][0]["name"] == "Max Müller"
    assert read("login,name\nx5,יוסי\n".encode("cp1255"), encoding="cp1255")["rows"][0]["name"] == "יוסי"
    wrong = read(content, encoding="utf-8")
    assert (wrong["rows"], wrong["problem"]["problem"]) == ([], "encoding")
    assert read(b"logn\nx\n")["problem"] | {"message": "", "hint": ""} == {
        "problem": "column",
        "line": 1,
        "value": "logn",
        "meant": "login",
        "message": "",
        "hint": "",
    }


REFUSED = {
    ".": "login_invalid",
    "..": "login_invalid",
    "@all": "login_reserved",
    "all.": "login_reserved",
    "@ace": "login_confusable",
    "\u3164": "login_invalid",
    "аnn": "login_mixed",
    "all": "login_reserved",
    "所有人": "login_reserved",
    "u0k3v8q2m1a7rcxy": "login_reserved",
    "асе": "login_confusable",
    "ＡＣＥ": "login_taken",
}


def test_no_way_in_takes_a_login_that_misleads(site: Server) -> None:
    site.admin.post(f"{ADMIN}/users", json={"login": "ace"}).raise_for_status()
    link = site.admin.post(f"{ADMIN}/invites", json={"uses": 1}).json()
    for login, why in REFUSED.items():
        answers = [
            redeem(site, link, login=login),
            site.admin.post(f"{ADMIN}/users", json={"login": login}),
        ]
        assert [code(answer) for answer in answers] == [why, why], login
        assert all(answer.json()["error"]["hint"] for answer in answers)
        row = {"line": 2, "login": login}
        for check in (True, False):
            answer = site.admin.post(f"{ADMIN}/users/import", json={"rows": [row], "check": check}).json()
            assert [error["code"] for error in answer["errors"]] == [why], login
    assert redeem(site, link, login="асе2").status_code == 200, "the link isn't spent, and Cyrillic is welcome"


def test_two_logins_of_a_file_that_look_alike_are_not_both_made(site: Server) -> None:
    text = "login,name\npaypal,Pay\npaypa1,Pal\nscope,S\nѕсоре,T\nelsewhere,\u3164"
    answer = site.admin.post(f"{ADMIN}/users/roster", json={"text": text}).raise_for_status().json()
    assert [row["login"] for row in answer["rows"]] == ["paypal", "scope"]
    assert [(error["line"], error["code"]) for error in answer["errors"]] == [
        (3, "login_confusable"),
        (5, "login_confusable"),
        (6, "name_invalid"),
    ]
    assert "line 2" in answer["errors"][0]["message"]


def test_names_and_titles_are_seen(site: Server) -> None:
    ann, pile = Person(site, "named"), "a" + "\u0301" * 20
    for bad in ("\u3164", "\u200b", "\u2800", pile, "\u202eann"):
        assert code(ann.call("PATCH", "/me", {"name": bad})) == "name_invalid"
        assert (
            code(ann.call("POST", "/conversations", {"kind": "group", "title": bad, "members": []})) == "title_invalid"
        )
        assert code(site.admin.patch(f"{ADMIN}/users/named", json={"name": bad})) == "name_invalid"
        assert code(site.admin.post(f"{ADMIN}/users", json={"login": "unnamed", "name": bad})) == "name_invalid"
        assert code(site.admin.post(f"{ADMIN}/tokens", json={"name": bad, "days": 1})) == "name_invalid"
        link = site.admin.post(f"{ADMIN}/invites", json={"uses": 1}).json()
        assert code(redeem(site, link, login="unnamed", name=bad)) == "name_invalid"
    assert ann.call("PATCH", "/me", {"name": "Ann\u200b Lee\u3164"}).status_code < 300
    assert ann.call("GET", "/me").json()["name"] == "Ann Lee"


def test_an_api_token_administers_until_it_is_removed(site: Server) -> None:
    token = site.admin.post(f"{ADMIN}/tokens", json={"name": "script", "days": 1}).json()
    headers = {"Authorization": f"Bearer {token['token']}"}
    assert httpx.get(f"{site.url}{ADMIN}/status", headers=headers).status_code == 200
    assert site.admin.delete(f"{ADMIN}/tokens/{token['id']}").status_code == 204
    assert code(httpx.get(f"{site.url}{ADMIN}/status", headers=headers)) == "token_invalid"


def test_who_is_removed_is_gone_and_their_words_stay(site: Server) -> None:
    ann, gone = Person(site, "stays"), Person(site, "goes")
    conv = ann.direct(gone)
    with gone.device() as device:
        device.send(conv, "remember me")
        assert site.admin.delete(f"{ADMIN}/users/goes").status_code == 204
        assert device.wait_for_close() == 3502
    assert [message["text"] for message in ann.history(conv)] == ["remember me"]
    assert "goes" not in [user["login"] for user in ann.call("GET", "/users?q=goes").json()["users"]]
    Person(site, "goes")


def test_an_administrator_does_not_come_into_a_group_unseen(site: Server) -> None:
    ann, bob, root = Person(site, "member1"), Person(site, "member2"), Person(site, "root", "admin")
    group = ann.group(bob)
    with bob.device() as device:
        since = device.sync
    with ann.device() as device:
        for _ in range(2):
            wanted = {"users": ["root"], "role": "owner"}
            root.call("POST", f"/admin/groups/{group}/members", wanted).raise_for_status()
        notes = [device.next_message() for _ in range(2)]
        assert device.is_quiet()
    joined = "Root joined this group as an administrator of the server."
    assert [note["text"].split("\n")[0] for note in notes] == [
        joined,
        "Root, an administrator of the server, made Root an owner of this group.",
    ]
    with bob.device(since) as device:
        assert device.next_message()["note"] == {"did": "added", "people": [root.id], "by": root.id, "role": "owner"}
    with root.device() as device:
        for change in ({"t": "recall"}, {"t": "edit", "text": "nothing"}):
            assert device.request({**change, "conv": group, "seq": 1})["code"] == "forbidden"
    root.call("DELETE", f"/admin/groups/{group}/members/{root.id}").raise_for_status()
    assert [message["note"]["did"] for message in bob.history(group)] == ["added", "role", "removed"]
    assert bob.history(group)[0]["text"].startswith(joined)
    actions = [entry["action"] for entry in site.admin.get(f"{ADMIN}/audit?q={root.id}").json()["entries"]]
    assert {"group.role", "group.left"} <= set(actions)


def test_an_invite_tells_what_it_was_made_with(site: Server) -> None:
    """A person may be called `local`, and so may a token."""
    namesake = Person(site, "local", "admin")
    token = site.admin.post(f"{ADMIN}/tokens", json={"name": "local", "days": 1}).json()["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    made = [
        namesake.call("POST", "/admin/invites", {}),
        httpx.post(f"{site.url}{ADMIN}/invites", json={}, headers=bearer),
        site.admin.post(f"{ADMIN}/invites", json={}),
    ]
    codes = [answer.raise_for_status().json()["code"] for answer in made]
    found = {each["code_hint"]: each for each in site.admin.get(f"{ADMIN}/invites").json()["invites"]}
    invites = [next(each for hint, each in found.items() if code.startswith(hint)) for code in codes]
    assert [(each["means"], each["created_by"]) for each in invites] == [
        ("person", "local"),
        ("token", "local"),
        ("local", "local"),
    ]
    for each in invites:
        site.admin.delete(f"{ADMIN}/invites/{each['id']}").raise_for_status()


def test_an_invite_is_revoked_by_who_may_have_made_it(site: Server) -> None:
    owner, deputy = Person(site, "host", "owner"), Person(site, "usher", "admin")
    assert code(deputy.call("POST", "/admin/invites", {"role": "owner"})) == "forbidden"
    link = owner.call("POST", "/admin/invites", {"role": "owner"}).json()
    [invite] = [each for each in deputy.call("GET", "/admin/invites").json()["invites"] if each["role"] == "owner"]
    assert code(deputy.call("DELETE", f"/admin/invites/{invite['id']}")) == "forbidden"
    assert invite["id"] not in link["url"]
    assert owner.call("DELETE", f"/admin/invites/{invite['id']}").status_code == 204
    assert code(redeem(site, link, login="late")) == "link_invalid"
    assert code(owner.call("DELETE", f"/admin/invites/{invite['id']}")) == "not_found"


def test_there_are_not_more_tokens_than_anybody_watches(server: Server) -> None:
    def make(days: int = 1) -> httpx.Response:
        return server.admin.post(f"{ADMIN}/tokens", json={"name": "script", "days": days})

    made = [make().raise_for_status().json()["id"] for _ in range(100)]
    assert code(make()) == "too_many"
    server.admin.delete(f"{ADMIN}/tokens/{made[0]}").raise_for_status()
    assert make().status_code == 201
