"""One server on one core, people to drive it from the other, and what that cost."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import msgspec

from control.load.local_server import UNBOUNDED
from imserver.system.clock import wall_clock
from imserver.tokens.access import AccessTokens, load_key
from tests.bench.usage import Usage, usage
from tests.bench.wire import Wire, join
from tests.server import Server

TEXT: Final = "Bring the long hose on Saturday, the short one does not reach the far beds behind the old shed, ok?"
IMPORT: Final = 1000
_encode: Final = msgspec.json.Encoder().encode


class Bench:
    """A running server and accounts on it. `quick` makes every measurement shorter."""

    def __init__(self, folder: Path, *, quick: bool) -> None:
        self.quick = quick
        self.server = Server(folder / "data", UNBOUNDED)
        self._cores = sorted(os.sched_getaffinity(0))
        self.start()
        self._tokens = AccessTokens(load_key(self.server.data_dir / "keys" / "access.key"), wall_clock)
        self._users = 0

    def start(self) -> None:
        """The server on the first core, whoever drives it on the others."""
        os.sched_setaffinity(0, self._cores)
        self.server.start()
        if len(self._cores) > 1:
            os.sched_setaffinity(0, self._cores[1:])
            for task in Path(f"/proc/{self.server.pid}/task").iterdir():
                os.sched_setaffinity(int(task.name), self._cores[:1])

    def usage(self) -> Usage:
        return usage(self.server.pid)

    def close(self) -> None:
        self.server.stop()
        self.server.admin.close()
        os.sched_setaffinity(0, self._cores)

    def users(self, count: int) -> list[str]:
        """The ids of new accounts."""
        ids: list[str] = []
        while len(ids) < count:
            rows = [{"login": f"bench{self._users + number}"} for number in range(min(IMPORT, count - len(ids)))]
            answer = self.server.admin.post("/api/v1/admin/users/import", json={"rows": rows}).raise_for_status()
            self._users += len(rows)
            ids += [user["id"] for user in answer.json()["created"]]
        return ids

    def token(self, user: str) -> str:
        return self._tokens.issue(user, f"s{user[1:]}")[0]

    async def join(self, user: str, sync: str | None = None, on_frame: Callable[[bytes], None] | None = None) -> Wire:
        return await join(self.server.port, self.token(user), sync, on_frame)

    async def join_all(self, users: Sequence[str], at_once: int = 50) -> list[Wire]:
        wires: list[Wire] = []
        for start in range(0, len(users), at_once):
            wires += await asyncio.gather(*(self.join(user) for user in users[start : start + at_once]))
        return wires

    def group(self, members: Sequence[str]) -> str:
        body = {"title": "Bench", "owner": members[0], "members": list(members)}
        answer = self.server.admin.post("/api/v1/admin/groups", json=body).raise_for_status()
        return str(answer.json()["id"])

    def pairs(self, users: Sequence[str]) -> list[str]:
        """Groups of two neighbours: to the server the same as direct conversations."""
        return [self.group(users[index : index + 2]) for index in range(0, len(users), 2)]

    @contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        database = sqlite3.connect(self.server.data_dir / "messages.db")
        try:
            yield database
        finally:
            database.close()


def send_frame(request: int, conv: str) -> bytes:
    return _encode({"t": "send", "id": request, "conv": conv, "client_id": uuid4(), "text": TEXT})


async def pace(rate: float, seconds: float, action: Callable[[int], Any]) -> int:
    """Do `action(n)` `rate` times a second, each at its due time; returns how often."""
    started = time.perf_counter()
    total = int(rate * seconds)
    done = 0
    while done < total:
        due = min(total, int((time.perf_counter() - started) * rate) + 1)
        while done < due:
            action(done)
            done += 1
        await asyncio.sleep(max(0.0, started + done / rate - time.perf_counter()))
    return done


async def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("The server did not keep up.")
        await asyncio.sleep(0.005)


Figure = Callable[[Bench], Coroutine[Any, Any, dict[str, float]]]
