"""Presence: told late, once, and only to who asked."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from imserver.edge.presence import SETTLED_S, Presence


class Screen:
    """A watcher, with what it knows from what it was told."""

    def __init__(self) -> None:
        self.online: set[str] = set()
        self.known: set[str] = set()
        self.news: list[tuple[list[str], list[str]]] = []

    def watch(self, presence: Presence[Screen], users: list[str]) -> None:
        online, offline = presence.watch(self, users)
        assert {*online, *offline} == set(users)
        self.known, self.online = set(users), set(online)

    def tell_presence(self, online: list[str], offline: list[str]) -> None:
        assert not self.online & set(online), "told again what is known"
        assert set(offline) <= self.online
        assert {*online, *offline} <= self.known, "told of who isn't watched"
        self.online = (self.online | set(online)) - set(offline)
        self.news.append((online, offline))


def test_who_comes_back_at_once_is_no_news() -> None:
    here = {"bob"}
    presence: Presence[Screen] = Presence(here.__contains__)
    screen = Screen()
    screen.watch(presence, ["bob", "cara"])
    assert screen.online == {"bob"}
    here.clear()
    presence.note("bob", 10.0)
    presence.flush(10.0 + SETTLED_S - 0.1)
    here.add("bob")
    presence.note("bob", 10.0 + SETTLED_S - 0.1)
    presence.flush(100.0)
    assert screen.news == []


def test_all_that_settled_is_told_at_once() -> None:
    here = {"bob"}
    presence: Presence[Screen] = Presence(here.__contains__)
    screen = Screen()
    screen.watch(presence, ["bob", "cara", "dora"])
    here ^= {"bob", "cara", "dora"}
    for user in ("bob", "cara", "dora"):
        presence.note(user, 10.0)
    presence.flush(10.0 + SETTLED_S)
    assert screen.news == [(["cara", "dora"], ["bob"])]


class Comings(RuleBasedStateMachine):
    """People come and go, screens watch and leave: once all is quiet, every screen is right."""

    users = st.sampled_from(["ann", "bob", "cara"])

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.here: set[str] = set()
        self.presence: Presence[Screen] = Presence(self.here.__contains__)
        self.screens = [Screen(), Screen()]

    @rule(user=users)
    def comes_or_goes(self, user: str) -> None:
        self.here ^= {user}
        self.presence.note(user, self.now)

    @rule(index=st.integers(0, 1), users=st.lists(users, unique=True))
    def watches(self, index: int, users: list[str]) -> None:
        self.screens[index].watch(self.presence, users)

    @rule(index=st.integers(0, 1), user=users)
    def parts(self, index: int, user: str) -> None:
        screen = self.screens[index]
        self.presence.part(screen, user)
        assert user not in screen.online
        screen.known = screen.known - {user}

    @rule(index=st.integers(0, 1))
    def leaves(self, index: int) -> None:
        self.presence.leave(self.screens[index])
        self.screens[index].known = self.screens[index].online = set()

    @rule(seconds=st.integers(0, 2 * int(SETTLED_S)))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds
        self.presence.flush(self.now)

    @rule()
    def it_settles(self) -> None:
        self.now += SETTLED_S
        self.presence.flush(self.now)
        for screen in self.screens:
            assert screen.online == screen.known & self.here

    @invariant()
    def nobody_is_kept_who_is_not_watched(self) -> None:
        watched = {user for screen in self.screens for user in screen.known}
        assert set(self.presence._watchers) == set(self.presence._told) == watched
        assert set(self.presence._changed) <= watched


TestComings = Comings.TestCase
