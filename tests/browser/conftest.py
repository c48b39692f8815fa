"""A real Chromium before a real server. Nothing here is faked, and nothing goes beyond loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import population
from tests.browser.cable import Cable
from tests.browser.conversation import Member
from tests.browser.person import DESKTOP, Person, Screen
from tests.browser.population import ADMIN
from tests.browser.population import PASSWORD as PASSWORD
from tests.chromium import launch
from tests.server import Server, running
from tests.sites import Sites


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.packages)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with launch() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("site") / "data") as shared:
        yield shared


@pytest.fixture
def server(site: Server) -> Iterator[Server]:
    """One for all tests of a module, on which each begins without accounts.

    A module that stops it, looks into its files, or gives it an owner has a `server` of its own.
    """
    yield site
    while users := site.admin.get(f"{ADMIN}/users").raise_for_status().json()["users"]:
        for user in users:
            site.admin.delete(f"{ADMIN}/users/{user['id']}").raise_for_status()


@pytest.fixture
def alone(lent: Sites) -> Iterator[None]:
    """The server of this test is new, and no other test gets it. Named by `usefixtures`, so that it comes first."""
    lent.end()
    yield
    lent.end()


@pytest.fixture
def cable(server: Server) -> Iterator[Cable]:
    """A way to the server that can be pulled."""
    with Cable(server.port) as cable:
        yield cable


@pytest.fixture
def enrol(server: Server) -> Callable[..., str]:
    """Makes accounts: `enrol("ann", "Ann Lee")`. All have `PASSWORD`. Answers the id."""

    def make(login: str, name: str) -> str:
        return population.enrol(server, login, name)

    return make


@pytest.fixture
def ann_id(enrol: Callable[..., str]) -> str:
    """Ann, who isn't signed in yet."""
    return enrol("ann", "Ann")


@pytest.fixture
def bob(server: Server, enrol: Callable[..., str], ann_id: str) -> Iterator[Member]:
    """Without a browser, beside Ann."""
    enrol("bob", "Bob")
    bob = Member(server.url, "bob", PASSWORD)
    yield bob
    bob.close()


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Callable[..., Person]]:
    """Opens the page for a new visitor: `visit(screen=PHONE, language="zh-CN", dark=True, kept=True, url=...)`.

    At the end of the test nobody's console may hold an error that the test hasn't allowed.
    """
    people: list[Person] = []

    def open_page(
        *,
        screen: Screen = DESKTOP,
        language: str = "en-GB",
        dark: bool = False,
        kept: bool = False,
        url: str | None = None,
    ) -> Person:
        person = Person(chromium, url or server.url, screen=screen, language=language, dark=dark, kept=kept)
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
