"""Pages of other sites make no requests in somebody's name, and programs that are no page go on as before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import httpx
import pytest

from tests.client import PASSWORD, Person
from tests.server import Server

FORBIDDEN: Final = (403, "forbidden")
Headers = Callable[[str], dict[str, str]]
"""Headers by the server's host and port."""

OTHERS: Final[dict[str, Headers]] = {
    "another site": lambda host: {"Origin": "https://evil.example"},
    "another site, as browsers say it": lambda host: {"Sec-Fetch-Site": "cross-site"},
    "a neighbour on the same site": lambda host: {"Sec-Fetch-Site": "same-site", "Origin": f"http://{host}"},
    "a word that nobody knows yet": lambda host: {"Sec-Fetch-Site": "cousin"},
    "a frame without an origin": lambda host: {"Origin": "null"},
    "nothing": lambda host: {"Origin": ""},
    "another port": lambda host: {"Origin": f"http://{host.partition(':')[0]}:1"},
    "no port": lambda host: {"Origin": f"http://{host.partition(':')[0]}"},
    "a longer name": lambda host: {"Origin": f"http://{host}.evil.example"},
    "a name with ours before an @": lambda host: {"Origin": f"http://{host}@evil.example"},
    "a file": lambda host: {"Origin": f"file://{host}"},
    "plain HTTP before an HTTPS server": lambda host: {"Origin": f"http://{host}", "X-Forwarded-Proto": "https"},
    "an extension": lambda host: {"Origin": "chrome-extension://abcdefghijklmnop"},
}
OWN: Final[dict[str, Headers]] = {
    "no page at all": lambda host: {},
    "our page, as browsers say it": lambda host: {"Sec-Fetch-Site": "same-origin", "Origin": f"http://{host}"},
    "our page without a referrer": lambda host: {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    "the person by an address that they typed": lambda host: {"Sec-Fetch-Site": "none"},
    "our page before there was Sec-Fetch-Site": lambda host: {"Origin": f"http://{host}"},
    "our page by HTTPS": lambda host: {"Origin": f"https://{host}", "X-Forwarded-Proto": "https"},
    "our page by a proxy that isn't known": lambda host: {"Origin": f"https://{host}"},
    "our page by its standard port": lambda host: {"Origin": "https://Chat.Example", "Host": "chat.example:443"},
    "our page by its public name": lambda host: {"Origin": "https://pi.example:8443", "Host": "inside"},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    environment = {"IM_TRUSTED_PROXIES": "127.0.0.1", "IM_PUBLIC_URL": "https://pi.example:8443"}
    server = Server(tmp_path_factory.mktemp("server") / "data", environment)
    server.start()
    Person(server, "ann")
    yield server
    server.stop()
    server.admin.close()


@pytest.fixture(scope="module")
def grant(site: Server) -> dict[str, Any]:
    body = {"login": "ann", "password": PASSWORD}
    given: dict[str, Any] = httpx.post(f"{site.url}/api/v1/login", json=body).raise_for_status().json()
    return given


def requests(site: Server, grant: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What changes something, or gives a token, without an access token that only our page has."""
    link = site.admin.post("/api/v1/admin/users/ann/link").raise_for_status().json()["code"]
    return {
        "login": {"url": "/login", "json": {"login": "ann", "password": PASSWORD}},
        "token": {"url": "/token", "json": {"refresh_token": grant["refresh_token"]}},
        "token by cookie": {"url": "/token", "headers": {"Cookie": f"im_refresh={grant['refresh_token']}"}},
        "link": {"url": f"/links/{link}", "json": {"password": PASSWORD}},
        "revoke": {"url": "/token", "method": "DELETE", "headers": {"Cookie": f"im_refresh={grant['refresh_token']}"}},
        "logout": {"url": "/logout", "headers": {"Authorization": f"Bearer {grant['access_token']}"}},
    }


def ask(site: Server, url: str, given: dict[str, str], method: str = "POST", **options: Any) -> httpx.Response:
    headers = options.pop("headers", {}) | given
    return httpx.request(method, f"{site.url}/api/v1{url}", headers=headers, **options)


@pytest.mark.parametrize("who", OTHERS)
def test_a_page_of_somebody_else_is_refused_and_changes_nothing(site: Server, grant: dict[str, Any], who: str) -> None:
    given = OTHERS[who](f"127.0.0.1:{site.port}")
    for name, request in requests(site, grant).items():
        answer = ask(site, given=given, **request)
        assert (answer.status_code, answer.json()["error"]["code"]) == FORBIDDEN, name
        assert "Set-Cookie" not in answer.headers
    assert httpx.get(f"{site.url}/api/v1/me", headers={"Authorization": f"Bearer {grant['access_token']}"}).is_success


@pytest.mark.parametrize("who", OWN)
def test_our_page_and_programs_are_served(site: Server, who: str) -> None:
    given = OWN[who](f"127.0.0.1:{site.port}")
    granted = ask(site, "/login", given, json={"login": "ann", "password": PASSWORD}).raise_for_status().json()
    wanted = requests(site, granted)
    assert ask(site, given=given, **wanted["token"]).status_code == 200
    assert ask(site, given=given, **wanted["logout"]).status_code == 204
    assert ask(site, given=given, **wanted["revoke"]).status_code == 204
