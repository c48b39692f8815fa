"""Who leads through the screens, and what is there to be seen."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, Page, expect

from tests.browser.person import Person, Screen
from tests.browser.population import ADMIN, LONG_NAME, PASSWORD, Population, enrol, populate, tuning_record
from tests.server import Server, running

Language = Literal["en", "zh"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")


@dataclass(frozen=True)
class Stop:
    """A screen that one looks at now."""

    name: str
    person: Person
    heading: bool = True
    """Whether it has one."""
    at_end: bool = True
    """Whether messages are shown from their end."""

    @property
    def page(self) -> Page:
        return self.person.page


class World:
    """A server that nobody owns yet, and one on which people talk."""

    def __init__(self, fresh: Server, busy: Server) -> None:
        self.fresh, self.busy = fresh, busy
        for login, name, role in (("maria", "María", "admin"), ("nora", "Nora", "member")):
            enrol(self.fresh, login, name, role)
        self.people: Population = populate(self.busy)
        enrol(self.busy, "olga", "Olga", "owner")
        enrol(self.busy, "wangfang", LONG_NAME)
        enrol(self.busy, "finn", "Finn")
        self.busy.admin.patch(f"{ADMIN}/users/finn", json={"disabled": True}).raise_for_status()
        self.busy.admin.post(f"{ADMIN}/invites", json={"uses": 30, "days": 7}).raise_for_status()


@contextlib.contextmanager
def world() -> Iterator[World]:
    with tempfile.TemporaryDirectory(prefix="imnode-tour-") as name:
        folder = Path(name)
        tuned = {"IM_TUNING_RECORD": str(tuning_record(folder / "tuning.json"))}
        with running(folder / "fresh") as fresh, running(folder / "busy", tuned) as busy:
            yield World(fresh, busy)


FOLLOW: Final = """(path) => {
  const link = Object.assign(document.createElement("a"), { href: path });
  document.body.append(link);
  link.click();
  link.remove();
}"""
"""By a link, which waits until what was just closed has left the history."""


class Guide:
    """Leads through the screens at one size and in one language.

    `anew`: whether a screen with an address of its own is opened by it, in a page that showed nothing before, as by
    people who follow a link. That takes several times as long. One-time links always are.
    """

    def __init__(
        self,
        browser: Browser,
        world: World,
        screen: Screen,
        language: Language,
        *,
        anew: bool,
        scale: int | None = None,
    ) -> None:
        self.world = world
        self._anew = anew
        self.people: list[Person] = []
        self._browser = browser
        self._screen = screen
        self._language = language
        self._scale = scale

    def visit(self, url: str, *, kept: bool = False) -> Person:
        """In a browser that has seen nothing of the page yet."""
        language = {"en": "en-GB", "zh": "zh-CN"}[self._language]
        person = Person(self._browser, url, screen=self._screen, language=language, kept=kept, scale=self._scale)
        self.people.append(person)
        return person

    def sign_in(self, server: Server, login: str, *, kept: bool = False) -> Person:
        person = self.visit(server.url, kept=kept)
        person.log_in(login, PASSWORD)
        return person

    def show(self, person: Person, path: str) -> None:
        if self._anew:
            person.arrive(path)
        else:
            person.page.evaluate(FOLLOW, path)

    def say(self, english: str, chinese: str) -> str:
        return {"en": english, "zh": chinese}[self._language]

    def end(self) -> None:
        for person in self.people:
            person.leave()


def settled(page: Page) -> None:
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    expect(page.locator(".spinner")).to_have_count(0)


def to_top(page: Page) -> None:
    """Playwright scrolls to what it clicks."""
    page.evaluate("document.querySelectorAll('.admin-main, .panel-body').forEach((box) => { box.scrollTop = 0; })")
