"""Who is here, told to those who asked: coarse, late on purpose, and never stored.

Presence is what makes messengers slow: everybody's comings and goings to everybody. Here a connection names the
conversations that it shows; a change is told once it has lasted `SETTLED_S`, so that a reconnection is no news.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, Generic, Protocol, TypeVar

SETTLED_S: Final = 3.0


class Watcher(Protocol):
    def tell_presence(self, online: list[str], offline: list[str]) -> None: ...


W = TypeVar("W", bound=Watcher)


class Presence(Generic[W]):
    """`is_online` tells of a user whether they have a connection now. Lives in the event loop.

    `on_watched` is called with the users who are watched from now on, and with those whom nobody watches any more.
    """

    def __init__(
        self,
        is_online: Callable[[str], bool],
        on_watched: Callable[[Collection[str], Collection[str]], None] = lambda added, removed: None,
    ) -> None:
        self._is_online = is_online
        self._on_watched = on_watched
        self._watchers: dict[str, dict[W, None]] = {}
        self._watched: dict[W, Collection[str]] = {}
        self._told: dict[str, bool] = {}
        self._changed: dict[str, float] = {}

    def watch(self, watcher: W, users: Collection[str]) -> tuple[list[str], list[str]]:
        """From now on tell of these users, and of no others. Returns who is online, and who offline."""
        concerned = {*users, *self._watched.get(watcher, ())}
        before = {user for user in concerned if user in self._watchers}
        self._drop(watcher)
        if users:
            self._watched[watcher] = users
        for user in users:
            self._watchers.setdefault(user, {})[watcher] = None
            self._told.setdefault(user, self._is_online(user))
        self._compare(concerned, before)
        return [user for user in users if self._told[user]], [user for user in users if not self._told[user]]

    @property
    def watched(self) -> Collection[str]:
        """Everybody whom somebody watches."""
        return self._watchers.keys()

    def part(self, watcher: W, user: str) -> None:
        """The watcher isn't to know any more: to them the user has gone."""
        if watcher not in self._watchers.get(user, ()):
            return
        was_online = self._told[user]
        self._watched[watcher] = tuple(each for each in self._watched[watcher] if each != user)
        self._release(watcher, user)
        self._compare({user}, {user})
        if was_online:
            watcher.tell_presence([], [user])

    def leave(self, watcher: W) -> None:
        concerned = set(self._watched.get(watcher, ()))
        self._drop(watcher)
        self._compare(concerned, concerned)

    def _compare(self, concerned: set[str], before: set[str]) -> None:
        """Call `on_watched` where it changed who of `concerned` is watched."""
        now = {user for user in concerned if user in self._watchers}
        if now != before:
            self._on_watched(now - before, before - now)

    def _drop(self, watcher: W) -> None:
        for user in self._watched.pop(watcher, ()):
            self._release(watcher, user)

    def _release(self, watcher: W, user: str) -> None:
        watchers = self._watchers[user]
        del watchers[watcher]
        if not watchers:
            del self._watchers[user]
            del self._told[user]
            self._changed.pop(user, None)

    def note(self, user: str, now: float) -> None:
        """The user came or went. Times are seconds of the event loop's clock."""
        if user in self._watchers:
            self._changed[user] = now

    def flush(self, now: float) -> None:
        """Tell what has lasted."""
        news: dict[W, tuple[list[str], list[str]]] = {}
        for user in [user for user, since in self._changed.items() if now - since >= SETTLED_S]:
            del self._changed[user]
            online = self._is_online(user)
            if self._told[user] is online:
                continue
            self._told[user] = online
            for watcher in self._watchers[user]:
                news.setdefault(watcher, ([], []))[0 if online else 1].append(user)
        for watcher, (online_now, offline_now) in news.items():
            watcher.tell_presence(online_now, offline_now)
