"""Whoever guesses a wrong method or address is told so."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import anyio
import httpx
import pytest
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from imserver.http.methods import HeadAsGet
from tests.server import Server

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")


def code(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["code"])


def test_every_address_says_what_can_be_done_there(site: Server) -> None:
    with httpx.Client(base_url=site.url, timeout=60) as client:
        paths = client.get("/api/v1/openapi.json").json()["paths"]
        for path in paths:
            address = path.replace("{", "").replace("}", "")
            there = {
                call.upper()
                for other, calls in paths.items()  # /admin/users/import is somebody's login, too
                if re.fullmatch(re.sub(r"{\w+}", "[^/]+", other), address)
                for call in calls
            }
            wanted = there | {"OPTIONS"} | ({"HEAD"} if "GET" in there else set())
            for method in METHODS:
                if method in there:
                    continue
                answer = client.request(method, address)
                if method == "HEAD" and "GET" in there:
                    assert answer.status_code == client.get(address).status_code, path
                    assert answer.content == b""
                    continue
                assert answer.status_code == (204 if method == "OPTIONS" else 405), (method, path)
                assert set(answer.headers["Allow"].split(", ")) == wanted, (method, path)
                if method not in ("OPTIONS", "HEAD"):
                    assert code(answer) == "method_not_allowed"


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "DELETE"])
@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1/nothing", "/api/v1/login/", "/api/v2/login"])
def test_the_page_s_files_stand_before_no_address_of_the_api(site: Server, method: str, path: str) -> None:
    answer = httpx.request(method, site.url + path, timeout=60)
    assert (answer.status_code, code(answer)) == (404, "not_found")


def test_the_page_s_files_are_read_only(site: Server) -> None:
    for path in ("/", "/app/main.js", "/admin"):
        answer = httpx.post(site.url + path, timeout=60)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert httpx.head(site.url + path, timeout=60).status_code in (200, 307)


@pytest.mark.anyio
async def test_who_asks_for_a_head_has_no_body_made() -> None:
    made: list[int] = []
    sent: list[Message] = []

    async def parts() -> AsyncIterator[bytes]:
        while len(made) < 1000:
            made.append(len(made))
            yield b"part"

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await StreamingResponse(parts(), headers={"content-length": "4000"})(scope, receive, send)

    async def receive() -> Message:
        await anyio.sleep_forever()
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    await HeadAsGet(app)({"type": "http", "method": "HEAD", "asgi": {"spec_version": "2.3"}}, receive, send)
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert (b"content-length", b"4000") in sent[0]["headers"]
    assert sent[1]["body"] == b""
    assert len(made) < 10
