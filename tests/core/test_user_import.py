"""Class lists as spreadsheets write them: encodings, separators, headings in several languages."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core.encoding import guess
from imserver.core.errors import ImError
from imserver.core.user_import import DELIMITERS, RosterError, RosterRow, decode, read_roster

GERMAN = ("Max Müller", "Jörg Groß", "Änne Schäfer")
WESTERN = (
    GERMAN,
    ("José Núñez", "María Peña", "Íñigo Sáez"),
    ("François Lefèvre", "Zoé Garçon"),
    ("João Conceição", "Inês Simões"),
    ("Søren Kjær", "Åse Nygård"),
    ("Max Müller",),
    ("Jürgen",),
    ("José Núñez",),
    ("Zoé",),
    ("JOSÉ MÜLLER",),
)
CHINESE = (("王小明", "李娜"), ("赵四",), ("欧阳娜娜", "司马懿"), ("郑爽",), ("三年二班",), ("张伟", "Max Weber"))
LISTS = [
    *((names, encoding) for names in WESTERN for encoding in ("utf-8", "cp1252", "latin-1", "utf-16")),
    *((names, encoding) for names in (GERMAN, *WESTERN[1:3], WESTERN[7]) for encoding in ("mac_roman", "cp850")),
    *((names, encoding) for names in CHINESE for encoding in ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16-le")),
    *((names, "big5") for names in (("陳怡君", "林志豪"), ("張家豪",))),
    *(
        (names, "cp1250")
        for names in (("Łukasz Wiśniewski",), ("Jiří Dvořák", "Černý"), ("Szőke", "Győző"), ("Łukasz",))
    ),
    *((names, "cp1251") for names in (("Иван Петров", "Мария"), ("Иван",), ("ИВАН",), ("Олексій",))),
    (("Şule Yılmaz", "İbrahim Çağlar"), "cp1254"),
    (("Γιώργος", "Μαρία"), "cp1253"),
    (("山田太郎", "さくら"), "cp932"),
    (("José",), "utf-8"),
]


def table(*names: str) -> str:
    return "login;name\r\n" + "".join(f"u{number};{name}\r\n" for number, name in enumerate(names))


@pytest.mark.parametrize(("names", "encoding"), LISTS, ids=[f"{names[0]} {encoding}" for names, encoding in LISTS])
def test_names_are_read_as_they_were_written(names: tuple[str, ...], encoding: str) -> None:
    rows = read_roster(decode(table(*names).encode(encoding)).text).rows
    assert [row.name for row in rows] == list(names)


@given(st.lists(st.sampled_from([name for names in (*WESTERN, *CHINESE) for name in names]), min_size=1), st.booleans())
def test_what_is_utf_8_is_never_taken_for_something_else(names: list[str], marked: bool) -> None:
    content = table(*names).encode("utf-8-sig" if marked else "utf-8")
    assert decode(content).text == table(*names).replace("\r\n", "\n")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_letter_far_down_counts(encoding: str) -> None:
    names = [*["Ann"] * 9_000, "José Núñez"]
    assert read_roster(decode(table(*names).encode(encoding)).text).rows[-1].name == "José Núñez"


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_none(content: bytes) -> None:
    assert content.decode(guess(content)) is not None
    with suppress(RosterError):
        read_roster(decode(content).text)


def test_a_wrong_encoding_is_named_with_the_plausible_one() -> None:
    with pytest.raises(RosterError) as caught:
        decode(table(*GERMAN).encode("cp1252"), "utf-8")
    assert (caught.value.problem, caught.value.line) == ("encoding", 2)
    assert "--encoding cp1252" in caught.value.hint


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("named", [None, "utf-8", "gb18030"])
def test_utf_32_is_refused_with_the_way_out(encoding: str, marked: bool, named: str | None) -> None:
    text = ("\ufeff" if marked and encoding != "utf-32" else "") + table(*GERMAN, "王小明")
    with pytest.raises(RosterError) as caught:
        decode(text.encode(encoding), named)
    assert caught.value.problem == "utf-32"
    assert "CSV UTF-8" in caught.value.hint


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_tables_of_all_kinds_are_the_same(delimiter: str, end: str) -> None:
    lines = ["login{0}name{0}", "", 'a{0}"Ann ""X"" {0} Lee"{0}{0}', "{0}{0}", "b{0}Bob"]
    text = end.join(lines).format(delimiter)
    assert [(row.line, row.login, row.name) for row in read_roster(text).rows] == [
        (3, "a", f'Ann "X" {delimiter} Lee'),
        (5, "b", "Bob"),
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("姓名,账号\n王小明,wxm", RosterRow(line=2, login="wxm", name="王小明")),
        ("帐 号,名字,角色\nwxm,王小明,管理员", RosterRow(line=2, login="wxm", name="王小明", role="admin")),
        ("用户名\t显示名\t密码\nwxm\t王\t12345678", RosterRow(line=2, login="wxm", name="王", password="12345678")),
        ("学号,姓名,班级\n7,王,三年二班", RosterRow(line=2, login="7", name="王", groups=("三年二班",))),
        ("学号,账号,姓名\n7,wxm,王", RosterRow(line=2, login="wxm", name="王")),
        ("登录名,姓,名,邮箱\nwxm,王,小明,w@x", RosterRow(line=2, login="wxm", name="王小明")),
        ("Group,Login\n3b; Choir、Chess;3b,a", RosterRow(line=2, login="a", groups=("3b", "Choir", "Chess"))),
        ("login,class,小组\na,3b,红队", RosterRow(line=2, login="a", groups=("3b", "红队"))),
        (
            "Benutzername;Vorname;Nachname;Klasse\na;Max;Müller;3b",
            RosterRow(line=2, login="a", name="Max Müller", groups=("3b",)),
        ),
        ("Nom d'utilisateur;Nom complet;Rôle\na;Zoé;membre", RosterRow(line=2, login="a", name="Zoé", role="member")),
        ("USER NAME,Full_Name\na,Ann", RosterRow(line=2, login="a", name="Ann")),
        ("maria,Maria Lopez", RosterRow(line=1, login="maria", name="Maria Lopez")),
        ("Maria Lopez,maria", RosterRow(line=1, login="maria", name="Maria Lopez")),
        ("maria;Lopez, Maria", RosterRow(line=1, login="maria", name="Lopez, Maria")),
        ("maria", RosterRow(line=1, login="maria")),
        ("\nlogin\nmaria,", RosterRow(line=3, login="maria")),
        (
            "账号（必填）,姓名(选填),*班级\nwxm,王小明,三年二班",
            RosterRow(line=2, login="wxm", name="王小明", groups=("三年二班",)),
        ),
        (
            "登陆账号,中文名,班级名称\nwxm,王小明,三年二班",
            RosterRow(line=2, login="wxm", name="王小明", groups=("三年二班",)),
        ),
        (
            "使用者帳號,真實姓名,班別\nwxm,王小明,三年二班",
            RosterRow(line=2, login="wxm", name="王小明", groups=("三年二班",)),
        ),
        (
            "Nutzername;Vor- und Nachname;Rollen\na;Max Müller;Mitglied",
            RosterRow(line=2, login="a", name="Max Müller", role="member"),
        ),
        ("login,name,game,class,class no\na,Ann,chess,3b,7", RosterRow(line=2, login="a", name="Ann", groups=("3b",))),
        ("sep=;\r\nlogin;name\r\na;Ann", RosterRow(line=3, login="a", name="Ann")),
    ],
)
def test_columns_go_by_many_names_or_none(text: str, row: RosterRow) -> None:
    roster = read_roster(text)
    assert not roster.bad
    assert roster.rows == [row]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ann\nbob,Bob", [None, "Bob"]),
        ("ann\nbob;Bob", [None, "Bob"]),
        ("ann\nbob,Bob; Rob", [None, "Bob; Rob"]),
        ("ann\nbob", [None, None]),
    ],
)
def test_lines_below_tell_what_separates_columns_where_the_first_has_one(text: str, names: list[str | None]) -> None:
    roster = read_roster(text)
    assert [(row.login, row.name) for row in roster.rows] == list(zip(["ann", "bob"], names, strict=True))


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ('login,group\na,"Choir, North"', ("Choir, North",)),
        ('login,group\na,"Choir, North;3b"', ("Choir, North", "3b")),
        ("login,group\na,3b;Choir", ("3b", "Choir")),
        ("login;group\na;Choir, North", ("Choir, North",)),
        ('login;group\na;"Choir, North;3b"', ("Choir, North", "3b")),
        ("login\tgroup\na\tChoir, North; 3b", ("Choir, North", "3b")),
        ("login;name;class, group, team;group\na;Ann;x;Choir, North", ("Choir, North",)),
        ('"login";"name";"Notes, in short, of, us";"group"\n"a";"Ann";"";"Choir, North"', ("Choir, North",)),
        ('sep=;\nlogin;"Notes, in short";group\na;;Choir, North', ("Choir, North",)),
        ('login,"Notes; or; so",group\na,,"Choir, North"', ("Choir, North",)),
        ("login;name (family, given, titles);group\na;;Choir, North", ("Choir, North",)),
    ],
)
def test_a_comma_stands_in_the_title_of_a_group(text: str, groups: tuple[str, ...]) -> None:
    """Whether it separates columns is told by the first line."""
    roster = read_roster(text)
    assert not roster.bad
    assert [(row.login, row.groups) for row in roster.rows] == [("a", groups)]


def test_what_isn_t_needed_is_named() -> None:
    roster = read_roster("账号,姓名,邮箱,备注\na,王,a@b,new")
    assert roster.columns == {"账号": "login", "姓名": "name"}
    assert roster.ignored == ["邮箱", "备注"]


def test_columns_without_end_are_read_in_no_time() -> None:
    roster = read_roster("login" + ",group" * 100_000 + "\na" + ",3b" * 30)
    assert roster.rows == [RosterRow(line=2, login="a", groups=("3b",))]
    assert decode(("a" * 1500 + ",é\n").encode("cp1252") * 900).encoding == "cp1252"


@pytest.mark.parametrize(
    ("text", "problem", "value"),
    [
        ("", "empty", ""),
        ("\n ,\n", "empty", ""),
        ("logn,name\na,b", "column", "logn"),
        ("姓名,邮箱\n王,a@b", "login", "'邮箱'"),
        ("login,login\na,b", "twice", "login"),
        ("a,b,c\nd,e,f", "header", ""),
        ('login\n"a', "quotes", ""),
    ],
)
def test_a_file_that_makes_no_sense_says_where(text: str, problem: str, value: str) -> None:
    with pytest.raises(RosterError) as caught:
        read_roster(text)
    assert (caught.value.problem, caught.value.value) == (problem, value)
    assert isinstance(caught.value, ImError)


def test_each_bad_row_names_its_column_and_value() -> None:
    bad = read_roster("login,name,password\na,A,\na,B,\n,C,\nd,D, secret secret\ne,E,,extra\n").bad
    assert [(row.line, row.column, row.value, row.earlier) for row in bad] == [
        (3, "login", "a", 2),
        (4, "login", "", 0),
        (5, "password", "", 0),
        (6, "", "extra", 0),
    ]
