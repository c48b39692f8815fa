"""A class list: good rows, bad rows, and the encodings that spreadsheets write."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.control.conftest import Terminal


def test_bad_rows_are_listed_with_their_lines_and_nothing_is_imported(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "class.csv"
    file.write_text("login,name,role\na1,Good,\nb 1,Bad,\na1,Twice,\nc1,Boss,king\n\nd1,Fine,member\n")
    before = terminal.logins()
    done = terminal.run("users", "import", str(file))
    assert done.returncode == 1
    assert [line.split(" ")[1].rstrip(":") for line in done.stderr.splitlines()] == ["3", "4", "5"]
    assert "Nothing was imported" in done.stdout
    assert terminal.logins() == before

    done = terminal.run("--json", "users", "import", str(file), "--partial")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert [account["login"] for account in answer["created"]] == ["a1", "d1"]
    assert [error["line"] for error in answer["errors"]] == [3, 4, 5]
    assert terminal.logins() == before | {"a1", "d1"}


@pytest.mark.parametrize(
    ("content", "options"),
    [
        ("\ufefflogin;name\nbom;张三\n".encode(), ()),
        ("login\tname\nbom\t张三\n".encode("utf-16"), ()),
        ("login,name\nbom,张三\n".encode("gb18030"), ("--encoding", "gb18030")),
    ],
)
def test_what_spreadsheets_write_is_understood(
    terminal: Terminal, tmp_path: Path, content: bytes, options: tuple[str, ...]
) -> None:
    file = tmp_path / "class.csv"
    file.write_bytes(content)
    terminal.json("users", "import", str(file), *options)
    assert terminal.json("users", "show", "bom")["name"] == "张三"
    terminal.json("users", "remove", "bom", "--yes")


def test_an_unknown_encoding_is_named_with_the_way_out(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "class.csv"
    file.write_bytes("login,name\nx,张三\n".encode("gb18030"))
    done = terminal.run("users", "import", str(file))
    assert done.returncode == 2
    assert "--encoding gb18030" in done.stderr


def test_a_dry_run_shows_what_was_read(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "class.csv"
    file.write_bytes("账号;姓名;班级;邮箱\nm1;Max;3b;m@x\nw1;王小明;3b、足球队;w@x\n".encode("gb18030"))
    before = terminal.logins()
    done = terminal.run("users", "import", str(file), "--dry-run")
    assert done.returncode == 0
    for shown in ("gb18030", "账号 is login", "邮箱", "王小明", "3b; 足球队", "--encoding"):
        assert shown in done.stdout
    for encoding, shown in (("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16")):
        file.write_bytes("login,name\nx,Max Müller\n".encode(encoding))
        assert f"Encoding: {shown}\n" in terminal.run("users", "import", str(file), "--dry-run").stdout
    assert terminal.logins() == before
    file.write_bytes("login,name\nx,Max Müller\n".encode("cp1252"))
    done = terminal.run("users", "import", str(file))
    assert done.returncode == 2
    assert "--encoding cp1252" in done.stderr
    assert "Max Müller" in done.stderr


def test_a_dry_run_finds_what_the_import_would_find(terminal: Terminal, tmp_path: Path) -> None:
    """However far apart the lines are that don't go together."""
    terminal.json("users", "add", "cool")
    file = tmp_path / "class.csv"
    people = [f"dry{number},Hall" for number in range(1100)]
    file.write_text("\n".join(["login,group", "paypal,", "c00l,", *people, "PayPal,", "paypa1,", "Cool,"]))
    before = terminal.logins()
    shown = terminal.run("users", "import", str(file), "--dry-run")
    assert shown.returncode == 1
    problems = shown.stderr.splitlines()
    told = [
        "line 3 (c00l)",
        *(f"line {line} (dry" for line in range(4, 1104)),
        "line 1104 (PayPal)",
        "line 1105 (paypa1)",
    ]
    assert [line.startswith(start) for line, start in zip(problems, [*told, "line 1106 (Cool)"], strict=True)].count(
        False
    ) == 0
    assert "looks like 'cool'" in problems[0]
    assert "1101 members of 1000" in problems[1]
    assert "'PayPal' is already on line 2" in problems[-3]
    assert "'paypa1' looks like 'paypal', which is already on line 2" in problems[-2]
    assert "'Cool' looks like 'c00l', which is already on line 3" in problems[-1]
    done = terminal.run("users", "import", str(file))
    assert done.stderr == shown.stderr
    assert terminal.logins() == before


def test_people_come_into_the_groups_of_their_rows(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "class.csv"
    file.write_text("login,class\ng1,Room 7\ng2,room 7;Chess 7\n")
    terminal.json("users", "import", str(file))
    file.write_text("login,class\ng3,Room 7\n")
    terminal.json("users", "import", str(file))
    groups = {group["title"]: group["member_count"] for group in terminal.json("groups", "list")["groups"]}
    assert (groups["Room 7"], groups["Chess 7"]) == (3, 1)
    terminal.json("groups", "create", "ROOM 7", "g1")
    file.write_text("login,class\ng4,Room 7\n")
    done = terminal.run("users", "import", str(file))
    assert done.returncode == 1
    assert "2 groups called 'Room 7'" in done.stderr
    assert "g4" not in terminal.logins()


def test_a_list_of_a_large_school_has_many_groups(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "school.csv"
    rows = [f"clubs{row}," + ";".join(f"Club {row}-{number}" for number in range(20)) for row in range(26)]
    file.write_text("\n".join(["login,group", *rows]))
    done = terminal.run("users", "import", str(file), "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "Good rows: 26, bad rows: 0." in done.stdout


def test_an_import_that_broke_off_is_completed(terminal: Terminal, tmp_path: Path) -> None:
    file, links = tmp_path / "class.csv", tmp_path / "links.csv"
    file.write_text("login,name\nbroken1,Broken One\nbroken2,Broken Two\n")
    terminal.json("users", "import", str(file))  # what a killed server leaves: accounts without groups
    file.write_text(
        "login,name,class\nbroken1,Broken One,Room 9\nbroken2,Broken Two,Room 9\nbroken3,Broken Three,Room 9\n"
    )
    done = terminal.run("users", "import", str(file))
    assert done.returncode == 1
    assert "--resume" in done.stderr
    assert "broken3" not in terminal.logins()
    done = terminal.run("users", "import", str(file), "--resume", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "Good rows: 3, bad rows: 0. Already there, to be completed: 2. Nothing was imported." in done.stdout
    done = terminal.run("users", "import", str(file), "--resume", "--links", str(links))
    assert done.returncode == 0, done.stderr
    assert "Accounts created: 1. Already there, now complete: 2. Rows left out: 0." in done.stdout
    with links.open(newline="") as stream:
        assert [row["login"] for row in csv.DictReader(stream)] == ["broken1", "broken2", "broken3"]
    groups = {group["title"]: group["member_count"] for group in terminal.json("groups", "list")["groups"]}
    assert groups["Room 9"] == 3
    answer = terminal.json("users", "import", str(file), "--resume")
    assert [account["login"] for account in answer["completed"]] == ["broken1", "broken2", "broken3"]


def test_links_go_to_a_file_that_only_its_owner_reads(terminal: Terminal, tmp_path: Path) -> None:
    file, links = tmp_path / "class.csv", tmp_path / "links.csv"
    file.write_text("login\nlinked1\nlinked2\n")
    done = terminal.run("users", "import", str(file), "--links", str(links))
    assert done.returncode == 0
    assert "/#/link/" not in done.stdout
    assert links.stat().st_mode & 0o777 == 0o600
    with links.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["login"] for row in rows] == ["linked1", "linked2"]
    assert all("/#/link/" in row["link"] for row in rows)
    assert terminal.run("users", "import", str(file), "--links", str(links)).returncode != 0


def test_no_cell_of_the_links_is_a_formula(terminal: Terminal, tmp_path: Path) -> None:
    file, links = tmp_path / "class.csv", tmp_path / "links.csv"
    people = [
        ("-bob", "=HYPERLINK(1)"),
        ("@eve", "＝1+1"),
        ("mallory", "Mal;=cmd|' /C calc'!A0"),
        ("o-k", "Jean-Luc O'K"),
    ]
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("login", "name"), *people])
    assert terminal.run("users", "import", str(file), "--links", str(links)).returncode == 0
    with links.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["login"] for row in rows] == ["'-bob", "'@eve", "mallory", "o-k"]
    assert [row["name"] for row in rows] == ["'=HYPERLINK(1)", "'＝1+1", "Mal;'=cmd|' /C calc'!A0", "Jean-Luc O'K"]
    again = tmp_path / "again.csv"
    with again.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("login", "name"), *((row["login"], row["name"]) for row in rows)])
    for login, _ in people:
        terminal.json("users", "remove", "--yes", "--", login)
    created = terminal.json("users", "import", str(again))["created"]
    assert [account["login"] for account in created] == [login for login, _ in people]
    for login, name in people:
        assert terminal.json("users", "show", "--", login)["name"] == name


def test_many_rows_are_imported(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "school.csv"
    file.write_text("login,name\n" + "".join(f"pupil{number},Pupil {number}\n" for number in range(700)))
    assert len(terminal.json("users", "import", str(file))["created"]) == 700
    assert {f"pupil{number}" for number in range(700)} <= terminal.logins()
