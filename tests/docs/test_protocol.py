"""docs/protocol.md: its story is replayed, its tables are compared with the code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, get_args

import httpx
import msgspec
import pytest
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from imserver.core import frames
from imserver.core.codec import JSON, MAX_FRAME
from imserver.core.errors import CLOSE_CODES, ERRORS
from imserver.core.packed_codec import PACKED
from tests.server import Server

PAGE: Final = Path("docs/protocol.md").read_text("utf-8")
PASSWORD: Final = "correct horse battery"
LINE: Final = re.compile(
    r"(?P<who>ann|bob) (?:(?P<way>[<>]) (?P<frame>.+)|(?P<method>[A-Z]+) (?P<path>\S+)(?: (?P<body>.+))?|closes)"
)

INVENTED: Final = {
    *("user", "online", "by", "mentions", "people", "who", "sender"),
    *("session", "sync", "conv", "client_id", "ts", "created_at"),
}
"""Fields whose values differ in every run: a value of the page stands for one of the server, always the same."""


def story() -> Iterator[str]:
    for block in re.findall(r"```im\n(.*?)```", PAGE, re.DOTALL):
        yield from block.splitlines()


@dataclass
class Replay:
    """Two people before one server, and what the page's invented values stand for."""

    server: Server
    tokens: dict[str, str]
    stack: ExitStack
    sockets: dict[str, ClientConnection] = field(default_factory=dict)
    real: dict[Any, Any] = field(default_factory=dict)

    def play(self, line: str) -> None:
        parsed = LINE.fullmatch(line)
        assert parsed, f"not a line of the story: {line}"
        who = parsed["who"]
        if parsed["way"] == ">":
            self.send(who, json.loads(parsed["frame"]))
        elif parsed["way"] == "<":
            self.expect(who, json.loads(parsed["frame"]), line)
        elif parsed["method"]:
            self.call(who, parsed["method"], parsed["path"], parsed["body"])
        else:
            self.sockets.pop(who).close()

    def send(self, who: str, frame: dict[str, Any]) -> None:
        if frame["t"] == "auth":
            frame["token"] = self.tokens[who]
            opening = connect(self.server.ws_url, subprotocols=[Subprotocol(JSON.subprotocol)], compression=None)
            self.sockets[who] = self.stack.enter_context(opening)
        self.sockets[who].send(json.dumps(self.translate(frame)))

    def translate(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self.translate(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.translate(each) for each in value]
        return self.real.get(value, value) if isinstance(value, str) else value

    def expect(self, who: str, wanted: dict[str, Any], line: str) -> None:
        got = json.loads(self.sockets[who].recv(timeout=20))
        while got["t"] == "presence" != wanted["t"]:  # Bob was away for longer than on the page
            got = json.loads(self.sockets[who].recv(timeout=20))
        self.compare(wanted, got, "", line)

    def compare(self, wanted: Any, got: Any, name: str, line: str) -> None:
        explanation = f"the page: {line}\nthe server: {got}"
        if isinstance(wanted, dict):
            assert wanted.keys() == got.keys(), explanation
            for key in wanted:
                self.compare(wanted[key], got[key], key, line)
        elif isinstance(wanted, list):
            assert len(wanted) == len(got), explanation
            for one, other in zip(wanted, got, strict=True):
                self.compare(one, other, name, line)
        elif name in INVENTED or (name == "id" and isinstance(wanted, str)):
            assert type(wanted) is type(got), explanation
            assert self.real.setdefault(wanted, got) == got or name == "sync", explanation
        else:
            assert wanted == got, explanation

    def call(self, who: str, method: str, path: str, body: str | None) -> None:
        for invented, real in self.real.items():
            if isinstance(invented, str):
                path = path.replace(invented, str(real))
        answer = httpx.request(
            method,
            self.server.url + path,
            json=self.translate(json.loads(body)) if body else None,
            headers={"Authorization": f"Bearer {self.tokens[who]}"},
        )
        assert answer.is_success, answer.text


@pytest.fixture
def replay(server: Server) -> Iterator[Replay]:
    tokens = {}
    for login in ("ann", "bob"):
        account = {"login": login, "name": login.title(), "password": PASSWORD}
        server.admin.post("/api/v1/admin/users", json=account).raise_for_status()
        answer = httpx.post(f"{server.url}/api/v1/login", json={"login": login, "password": PASSWORD})
        tokens[login] = answer.raise_for_status().json()["access_token"]
    with ExitStack() as stack:
        yield Replay(server, tokens, stack)


def test_the_story_of_the_page_happens(replay: Replay) -> None:
    for line in story():
        replay.play(line)


def test_every_frame_has_an_example() -> None:
    shown = {
        json.loads(parsed["frame"])["t"] for line in story() if (parsed := LINE.fullmatch(line)) and parsed["frame"]
    }
    shown |= {json.loads(block).get("t") for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)}
    kinds = [*get_args(frames.ClientFrame), *get_args(frames.ServerFrame)]
    assert {kind.__struct_config__.tag for kind in kinds} - shown == set()


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table below a heading."""
    section = PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    table = section[section.index("\n|") + 1 :].split("\n\n", 1)[0]
    lines = table.splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


@pytest.mark.parametrize("heading", ["Client frames", "Server frames"])
def test_the_tables_of_frames_name_every_field(heading: str) -> None:
    kinds = get_args(frames.ClientFrame if heading == "Client frames" else frames.ServerFrame)
    wanted = {
        kind.__struct_config__.tag: {
            (each.encode_name, "?" if not each.required else "") for each in msgspec.structs.fields(kind)
        }
        for kind in kinds
    }
    named = {
        cells[0].strip("`"): set(re.findall(r"`(\w+)`(\??)", re.sub(r"\([^)]*\)", "", cells[1])))
        for cells in rows(heading)
    }
    assert named == wanted


def test_the_table_of_errors_is_that_of_the_code() -> None:
    wanted = [
        [f"`{code.name}`", str(code.status), "yes" if code.retry else "no", code.hint] for code in ERRORS.values()
    ]
    assert rows("Errors") == wanted


def test_the_table_of_close_codes_is_that_of_the_code() -> None:
    wanted = [
        [str(code.number), f"`{code.name}`", "yes" if code.reconnect else "no", code.hint]
        for code in CLOSE_CODES.values()
    ]
    assert rows("Close codes") == wanted


def test_limits_are_those_of_the_code() -> None:
    assert f"at most {MAX_FRAME:,} bytes" in PAGE


def test_the_packed_example_is_the_frame_it_is_said_to_be() -> None:
    (example,) = re.findall(r"```hex\n(.*?)```", PAGE, re.DOTALL)
    assert PACKED.decode(bytes.fromhex(example)) == frames.Ping(5)
