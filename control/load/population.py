"""The accounts and conversations of a run: made before it, removed after it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from control.client.admin import AdminConnection, decode, tls, unreachable
from control.client.target import UrlTarget
from control.errors import ControlError
from control.load.scenario.rooms import of_users, rooms
from control.load.scenario.scenario import Scenario

BATCH: Final = 500
AT_ONCE: Final = 4
PREFIX: Final = "load-"
GONE: Final = ("not_found", "unknown_conversation", "unknown_user")

Advance = Callable[[int], None]
Over = Callable[[str, int], Any]
"""`Progress.over`."""


@dataclass(slots=True)
class Population:
    """By index of the user: logins, ids, tokens. `convs` are ids, `rooms` the indices of each user's."""

    run: int
    password: str
    logins: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    refresh: list[str] = field(default_factory=list)
    convs: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    rooms: list[list[int]] = field(default_factory=list)


@contextmanager
def populated(
    server: AdminConnection, target: UrlTarget, scenario: Scenario, key: str, over: Over, *, throwaway: bool
) -> Iterator[Population]:
    """The people of a scenario.

    With the server's `key` nobody needs a password unless the scenario logs in with it; else each chooses one by the
    link that the administrator gets, which also logs in. A `throwaway` server keeps them: it goes away with them.
    """
    made = people(server, target, scenario, key, over)
    try:
        yield made
    finally:
        if not throwaway:
            discard(server, made.convs, made.users, over)


def people(server: AdminConnection, target: UrlTarget, scenario: Scenario, key: str, over: Over) -> Population:
    """The same, for the caller to remove. None is left where not all could be made."""
    made = Population(secrets.randbits(32), secrets.token_urlsafe(24))
    with ExitStack() as undo:
        undo.callback(discard, server, made.convs, made.users, over)
        links = _make_accounts(server, made, scenario.users, over)
        if not key or scenario.sign_in == "password":
            _redeem(target, made, links, over)
        _make_rooms(server, made, scenario, over)
        undo.pop_all()
    return made


def _make_accounts(server: AdminConnection, made: Population, count: int, over: Over) -> list[str]:
    links: list[str] = []
    with over("Making accounts", count) as advance:
        while len(made.users) < count:
            start = len(made.users)
            rows = [
                {"login": f"{PREFIX}{made.run:08x}-{number}", "name": f"Load {number}"}
                for number in range(start, min(count, start + BATCH))
            ]
            created = server.post("/admin/users/import", {"rows": rows}, timeout_s=120)["created"]
            made.users += [each["id"] for each in created]
            made.logins += [each["login"] for each in created]
            links += [urlsplit(each["link"]["url"]).fragment.rsplit("/", 1)[-1] for each in created]
            advance(len(created))
    made.tokens, made.refresh = [""] * count, [""] * count
    return links


def _redeem(target: UrlTarget, made: Population, links: Sequence[str], over: Over) -> None:
    """Everybody sets the password; a hash each, which takes the server as long as a login."""
    verify = tls(target.ca) if target.url.startswith("https") else False
    with (
        httpx.Client(base_url=target.url, verify=verify, timeout=120, trust_env=False) as http,
        ThreadPoolExecutor(AT_ONCE) as pool,
        over("Setting passwords", len(links)) as advance,
    ):

        def redeem(index: int) -> None:
            try:
                answer = http.post(f"/api/v1/links/{links[index]}", json={"password": made.password, "device": "load"})
            except httpx.HTTPError as error:
                raise unreachable(target, error) from error
            grant = decode(target, answer)
            made.tokens[index], made.refresh[index] = grant["access_token"], grant["refresh_token"]
            advance(1)

        list(pool.map(redeem, range(len(links))))


def _make_rooms(server: AdminConnection, made: Population, scenario: Scenario, over: Over) -> None:
    found = rooms(scenario)
    with ThreadPoolExecutor(AT_ONCE) as pool, over("Making conversations", len(found)) as advance:

        def make(members: tuple[int, ...]) -> str:
            ids = [made.users[member] for member in members]
            body = {"title": f"Load {made.run:08x}", "owner": ids[0], "members": ids}
            conv = str(server.post("/admin/groups", body, timeout_s=120)["id"])
            advance(1)
            return conv

        for conv in pool.map(make, [room.members for room in found]):
            made.convs.append(conv)
    made.weights = [room.weight for room in found]
    made.rooms = of_users(found, scenario.users)


def discard(server: AdminConnection, convs: Sequence[str], users: Sequence[str], over: Over) -> None:
    """Remove what can be removed. Something worse has been said already, where it can't."""
    with suppress(ControlError):
        remove(server, convs, users, over)


def remove(server: AdminConnection, convs: Sequence[str], users: Sequence[str], over: Over) -> int:
    """Remove conversations and accounts, by their ids: how many accounts were there.

    Tries all of them, then raises the first `ControlError` that isn't about one that is gone already.
    """
    wanted = [f"/admin/conversations/{conv}" for conv in convs], [f"/admin/users/{user}" for user in users]
    count, errors = len(convs) + len(users), list[ControlError]()
    with ThreadPoolExecutor(AT_ONCE) as pool, over("Removing accounts and conversations", count) as step:

        def take_away(path: str) -> bool:
            try:
                server.delete(path)
            except ControlError as error:
                if error.code not in GONE:
                    errors.append(error)
                return False
            finally:
                step(1)
            return True

        _, removed = [list(pool.map(take_away, paths)) for paths in wanted]
    if errors:
        raise errors[0]
    return sum(removed)
