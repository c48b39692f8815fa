"""Every command that talks to the server, in each way in which its results are printed."""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from typer.core import TyperGroup

from control import cli
from tests.fake_vendor import Listener
from tests.server import Server

ELSEWHERE: Final = {"tune", "nodes", "deploy", "load", "version"}
"""What needs no server: hosts, or servers of its own."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a command prints for people, and the fields of its JSON. `{name}` stands for what the stage has."""

    command: str
    arguments: str
    prints: str
    fields: str


CASES: Final = [
    Case("setup-link", "", r"http\S+/#/link/\S+", "url code expires_at"),
    Case("server-name", "'Élan School'", r"Élan School", "name"),
    Case("users add", "anna --name 'Anna 李'", r"(?s)Added anna \(Anna 李\), member\.\n.*http", "user link"),
    Case("users add", "bert", r"Added bert", "user link"),
    Case("users import", "{roster}", r"carl", "created"),
    Case("users list", "", r"(?s)LOGIN.*anna.*bert.*carl", "users"),
    Case("users list", "-s ANNÁ", r"Anna 李", "users"),
    Case("users list", "-s nobody", r"(No account holds 'nobody'\.)?$", "users"),
    Case("users show", "anna", r"login: +anna", "login name role sessions"),
    Case("users disable", "bert", r"bert", "users"),
    Case("users enable", "bert", r"bert", "users"),
    Case("users role", "bert admin", r"bert", "users"),
    Case("users passwd", "bert --link", r"http", "link"),
    Case("users remove-picture", "anna", r"anna has no picture\.", "removed"),
    Case("users invite", "", r"http", "url code expires_at"),
    Case("users invites", "", r"ROLE", "invites"),
    Case("groups create", "'Élan & Co' anna", r"Created Élan & Co with 1 member: \S+", "id title member_count"),
    Case("groups list", "", r"Élan & Co\s+(members: +)?1\b", "groups"),
    Case("groups list", "-s elan", r"Élan & Co", "groups"),
    Case("groups add", "'Élan & Co' bert", r"Élan & Co has 2 members\.", "id title member_count"),
    Case("groups add", "'Élan & Co' anna --role owner", r"Élan & Co has 2 members\.", "id title member_count"),
    Case("groups members", "'Élan & Co'", r"(?s)LOGIN.*anna .*Anna 李.*owner.*bert .*member", "group members"),
    Case("groups remove", "'Élan & Co' bert", r"bert is no longer in Élan & Co\.", "group removed"),
    Case("groups remove-picture", "'Élan & Co'", r"Élan & Co has no picture\.", "removed"),
    Case("groups delete", "'Élan & Co' --yes", r"Deleted Élan & Co\.", "deleted"),
    Case("tokens list", "", r"(No tokens: make one.*)?$", "tokens"),
    Case("tokens create", "laptop", r"imt_\S+", "id token"),
    Case("tokens list", "", r"laptop", "tokens"),
    Case("tokens revoke", "{token}", r"Revoked {token}\.", "revoked"),
    Case("keys list", "", r"(?s)KEY.*seals and opens", "keys"),
    Case("keys rotate", "", r"encrypted with key 2", "number current"),
    Case("search status", "", r"indexed: +\d+ messages", "indexed current size_bytes"),
    Case("search rebuild", "", r"Indexed \d+ messages in \d", "indexed current size_bytes"),
    Case("webhooks list", "", r"(No webhooks: add one.*)?$", "webhooks"),
    Case("webhooks add", "{url} --event message", r"(?s)id: +\S+\nsecret: +whsec_", "id secret"),
    Case("webhooks list", "", r"message", "webhooks"),
    Case("webhooks test", "{webhook}", r"{webhook} accepted the ping", "ok outcome"),
    Case("webhooks enable", "{webhook}", r"{webhook} is enabled", "id state"),
    Case("webhooks remove", "{webhook}", r"Removed {webhook}\.", "removed"),
    Case("status", "", r"(?s)server: +imserver .*in background: ", "version users"),
    Case("audit", "", r"(?s)WHO.*anna", "entries"),
    Case("audit", "-s ELÁN", r"Élan & Co", "entries"),
    Case("selftest", "--rounds 1", r"(?s)log in.* ok\b.*People can chat at http", "ok"),
    Case("users remove", "bert --yes", r"Removed bert", "removed"),
]


REFUSALS: Final = [
    *("users add anna", "users show nobody", "users disable nobody", "users enable nobody", "users role nobody admin"),
    *("users passwd nobody --link", "users remove nobody --yes", "users import {url}", "groups create Empty nobody"),
    *("users remove-picture nobody", "groups remove-picture nothing"),
    *("groups members ''", "groups delete ' ' --yes"),
    *("groups add nothing anna", "groups members nothing", "groups remove nothing anna", "groups delete nothing --yes"),
    *("tokens revoke nothing", "webhooks add nowhere", "webhooks test nothing", "webhooks enable nothing"),
    *("webhooks remove nothing", "setup-link nothing", "audit --limit 0", "selftest --rounds 0"),
]


class Screen(io.StringIO):
    """A terminal, as far as a program asks."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "data")
    server.start()
    yield server
    server.stop()
    server.admin.close()


def leaves(group: TyperGroup, path: tuple[str, ...] = ()) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from leaves(command, (*path, name))
        else:
            yield " ".join((*path, name))


def test_no_command_is_forgotten() -> None:
    of_the_server = {command for command in leaves(cli.build()) if command.split()[0] not in ELSEWHERE}
    assert of_the_server == {case.command for case in CASES}


@pytest.mark.parametrize("manner", ["pipe", "narrow", "json"])
def test_every_command_prints_what_it_did(
    manner: str, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("login,name\ncarl,Carl Ö\n", encoding="utf-8")
    monkeypatch.setenv("IM_ADMIN_SOCKET", str(server.admin_socket))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "40")
    tree, wrong = cli.build(), list[str]()
    monkeypatch.setattr(cli, "build", lambda: tree)

    def run(arguments: str, known: dict[str, str]) -> tuple[int, str, str]:
        words = [word.format(**known) for word in shlex.split(arguments)]
        out, err = Screen() if manner == "narrow" else io.StringIO(), io.StringIO()
        with monkeypatch.context() as streams:
            streams.setattr(sys, "stdout", out)
            streams.setattr(sys, "stderr", err)
            code = cli.run([*(["--json"] if manner == "json" else []), *words])
        return code, out.getvalue(), err.getvalue()

    with Listener() as program:
        for case in CASES:
            known = {"roster": str(roster), "url": f"{program.url}/hook", **ids(server)}
            code, text, told = run(f"{case.command} {case.arguments}", known)
            problem = judge(case, text, manner, known) if code == 0 else f"ends with {code}"
            if problem:
                wrong.append(f"{case.command} {case.arguments}: {problem}\n{text}{told}")
        for arguments in REFUSALS:
            code, text, told = run(arguments, known)
            is_json = manner != "json" or json.loads(told)["error"]["message"]
            if code not in (1, 2) or not is_json or (manner != "json" and not told.startswith("error: ")):
                wrong.append(f"{arguments}: ends with {code}\n{text}{told}")
    assert not wrong, "\n".join(wrong)


def ids(server: Server) -> dict[str, str]:
    """The token and the webhook that there are."""
    api = "/api/v1"
    found = {"token": "", "webhook": ""}
    for kind, path in (("token", "admin/tokens"), ("webhook", "webhooks")):
        listed = server.admin.get(f"{api}/{path}").raise_for_status().json()[f"{kind}s"]
        found[kind] = listed[-1]["id"] if listed else ""
    return found


def judge(case: Case, text: str, manner: str, known: dict[str, str]) -> str:
    """What is wrong with what was printed; empty where nothing is."""
    if manner == "json":
        missing = set(case.fields.split()) - set(json.loads(text))
        return f"without {missing}" if missing else ""
    if manner == "pipe" and "\x1b" in text:
        return "steers a terminal"
    pattern = case.prints
    for name, value in known.items():
        pattern = pattern.replace(f"{{{name}}}", value)
    plain = re.sub(r"\x1b\[[\d;]*m", "", text)
    return "" if re.search(pattern, plain, re.IGNORECASE) else f"no {pattern}"
