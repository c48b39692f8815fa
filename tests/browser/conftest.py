"""A real Chromium before a real server. Nothing here is faked, and nothing goes beyond loopback."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.cable import Cable
from tests.browser.person import DESKTOP, Person, Screen
from tests.chromium import launch
from tests.server import Server

PASSWORD = "correct horse battery"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screens", type=Path, help="folder for screenshots of every screen (default: a temporary one)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.packages)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with launch() as browser:
        yield browser


@pytest.fixture(scope="session")
def screens(pytestconfig: pytest.Config) -> Path:
    folder: Path = pytestconfig.getoption("--screens", default=None) or Path(tempfile.mkdtemp(prefix="imnode-screens-"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def cable(server: Server) -> Iterator[Cable]:
    """A way to the server that can be pulled."""
    with Cable(server.port) as cable:
        yield cable


@pytest.fixture
def enrol(server: Server) -> Callable[..., str]:
    """Makes accounts: `enrol("ann", "Ann Lee")`. All have `PASSWORD`. Answers the id."""

    def make(login: str, name: str) -> str:
        answer = server.admin.post("/api/v1/admin/users", json={"login": login, "name": name, "password": PASSWORD})
        assert answer.is_success, answer.text
        return str(answer.json()["user"]["id"])

    return make


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Callable[..., Person]]:
    """Opens the page for a new visitor: `visit(screen=PHONE, language="zh-CN", dark=True, url=...)`.

    At the end of the test nobody's console may hold an error that the test hasn't allowed.
    """
    people: list[Person] = []

    def open_page(
        *, screen: Screen = DESKTOP, language: str = "en-GB", dark: bool = False, url: str | None = None
    ) -> Person:
        person = Person(chromium, url or server.url, screen=screen, language=language, dark=dark)
        people.append(person)
        return person

    yield open_page
    for person in people:
        person.leave()
    for person in people:
        assert person.unexpected_errors() == []


@pytest.fixture
def arrive(visit: Callable[..., Person], enrol: Callable[..., str]) -> Callable[..., Person]:
    """Somebody with an account, signed in: `arrive("ann", "Ann Lee", screen=PHONE)`."""

    def sign_in(login: str, name: str, **how: object) -> Person:
        enrol(login, name)
        person = visit(**how)
        person.log_in(login, PASSWORD)
        return person

    return sign_in
