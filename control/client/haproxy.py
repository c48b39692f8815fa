"""HAProxy of this machine, over its admin socket: how its processes do, and who gets new connections."""

from __future__ import annotations

import csv
import io
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from control.errors import NotAllowed, Refused, Unreachable, UsageError
from control.provisioning.cluster_layout import GATEWAY

SOCKET: Final = Path("/run/im-haproxy/admin.sock")
ABSENT: Final = "haproxy_absent"
"""The code of the error where there is no HAProxy at all."""
CHECKS: Final = "checks"
TIMEOUT_S: Final = 10
POLL_S: Final = 0.2
READY, DRAINED, DOWN, FAILING = "ready", "drained", "down", "failing"
"""A process is failing while HAProxy still sends people there, although its last check did not pass."""

_PASSED: Final = ("", "INI", "L4OK", "L6OK", "L7OK", "L7OKC")
_UNFIT: Final = (CHECKS, "tls", "plain")


@dataclass(frozen=True, slots=True)
class BackendServer:
    """One server of one backend: a process as far as it does one service."""

    service: str
    server: str
    state: str
    connections: int
    total: int
    rate: int
    since_s: int
    check: str
    balance: str
    address: str

    @property
    def host(self) -> str:
        return self.server.rpartition(".")[0]

    @property
    def process(self) -> str:
        return self.server.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class BackendService:
    """All processes of one service together, as HAProxy counts since its start or its last reload.

    `sessions` are requests and WebSockets that are open, `rate` those that began within a second, `errors` processes
    that couldn't be reached and answers that broke off, `failures` answers with a status of 500 and above, `queued` who
    waits for a process.
    """

    service: str
    ready: int
    processes: int
    sessions: int
    rate: int
    errors: int
    failures: int
    queued: int


@dataclass(frozen=True, slots=True)
class Drained:
    """What a call to drain did: the services left to others, and those kept because there is no other."""

    server: str
    services: list[str]
    kept: list[str]


class Edge:
    """Raises `Unreachable` and `NotAllowed` where the socket doesn't answer."""

    def __init__(self, path: Path = SOCKET, patience_s: float = TIMEOUT_S) -> None:
        self._path = path
        self._patience_s = patience_s

    def places(self) -> list[BackendServer]:
        return list(_places(self._rows()))

    def services(self) -> list[BackendService]:
        return list(_services(self._rows()))

    def drain(self, name: str, *, keep_last: bool = False) -> list[Drained]:
        """Give `name`, a host or HOST.PROCESS, no new connections. Those to other services than a gateway stay.

        A gateway is told of its weight with each check, and asks people to reconnect where that is 0.

        Raises `Refused` where a service would have nobody left, unless that one is kept; then nothing was changed.
        """
        places = self.places()
        chosen = named(places, name)
        servers = {place.server for place in chosen}
        ready = [place for place in places if place.state == READY]
        lonely = {
            place.service
            for place in chosen
            if place.state == READY
            and not any(other.service == place.service and other.server not in servers for other in ready)
        }
        if lonely and not keep_last:
            raise Refused(
                f"no other process is ready for {', '.join(sorted(lonely))}: clients would be rejected",
                "bring another one back first, or skip these with --keep-last",
                code="last_one",
            )
        for place in chosen:
            if place.service not in lonely:
                self._set(place, "weight 0%" if place.service == GATEWAY else "state drain")
        return [
            Drained(
                server,
                [place.service for place in chosen if place.server == server and place.service not in lonely],
                [place.service for place in chosen if place.server == server and place.service in lonely],
            )
            for server in sorted(servers)
        ]

    def undrain(self, name: str) -> list[str]:
        """Give `name` connections again, once its checks pass. Returns the servers."""
        chosen = named(self.places(), name)
        for place in chosen:
            self._set(place, "weight 100%")
            self._set(place, "state ready")
        return sorted({place.server for place in chosen})

    def wait_ready(self, name: str, seconds: float) -> bool:
        """Whether all of `name` was ready within `seconds`."""
        return self._wait(lambda: all(place.state == READY for place in named(self.places(), name)), seconds)

    def wait_empty(self, drained: Sequence[Drained], seconds: float, say: Callable[[int], None]) -> int:
        """Wait until nobody is connected any more to what was drained, `seconds` at most; tell how many are meanwhile.

        Returns how many are left.
        """
        left = 0

        def is_empty() -> bool:
            nonlocal left
            left = self.connections(drained)
            say(left)
            return not left

        self._wait(is_empty, seconds)
        return left

    def connections(self, drained: Sequence[Drained]) -> int:
        """To what was drained."""
        services = {(each.server, service) for each in drained for service in each.services}
        return sum(place.connections for place in self.places() if (place.server, place.service) in services)

    def _wait(self, condition: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() >= deadline:
                return False
            time.sleep(POLL_S)
        return True

    def _set(self, place: BackendServer, what: str) -> None:
        answer = self._ask(f"set server {place.service}/{place.server} {what}").strip()
        if answer:
            raise Refused(f"HAProxy refused to set {what} for {place.service}/{place.server}: {answer}")

    def _rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self._ask("show stat").removeprefix("# "))))

    def _ask(self, command: str) -> str:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(self._patience_s)
                connection.connect(str(self._path))
                connection.sendall(f"{command}\n".encode())
                return b"".join(iter(lambda: connection.recv(65_536), b"")).decode()
        except PermissionError as error:
            raise NotAllowed(
                f"{self._path} can't be opened: permission denied", "run it as root: sudo imctl nodes …"
            ) from error
        except OSError as error:
            raise Unreachable(
                f"HAProxy doesn't answer at {self._path}: {error.strerror or error}",
                "see 'systemctl status im-haproxy'; from another machine, pass --inventory FILE",
                code=ABSENT if isinstance(error, FileNotFoundError) else "unreachable",
            ) from error


def named(places: Sequence[BackendServer], name: str) -> list[BackendServer]:
    """The places of a host, or of HOST.PROCESS. Raises `UsageError` where there is none."""
    found = [place for place in places if name in (place.server, place.host)]
    if not found:
        servers = sorted({place.server for place in places})
        raise UsageError(
            f"HAProxy knows no {name}",
            f"name a host, or one of {', '.join(servers)}" if servers else "",
            code="unknown_node",
        )
    return found


def _places(rows: Sequence[Mapping[str, str]]) -> Iterator[BackendServer]:
    checks = {row["svname"]: row for row in rows if row["check_status"] and row["pxname"] in (CHECKS, GATEWAY)}
    balance = {row["pxname"]: row["algo"] for row in rows if row["svname"] == "BACKEND"}
    for row in rows:
        backend, server = row["pxname"], row["svname"]
        if server in ("FRONTEND", "BACKEND") or backend in _UNFIT or backend.startswith("inner-"):
            continue
        checked = row if row["check_status"] else checks.get(server, row)
        yield BackendServer(
            service=backend,
            server=server,
            state=_state(row, checked),
            connections=int(row["scur"] or 0),
            total=int(row["stot"] or 0),
            rate=int(row["rate"] or 0),
            since_s=int(row["lastchg"] or 0),
            check=" ".join(part for part in (checked["check_status"], checked["last_chk"]) if part),
            balance=balance.get(backend, ""),
            address=row.get("addr") or "",
        )


def _services(rows: Sequence[Mapping[str, str]]) -> Iterator[BackendService]:
    places = list(_places(rows))
    whole = {row["pxname"]: row for row in rows if row["svname"] == "BACKEND"}
    for service in dict.fromkeys(place.service for place in places):
        own, row = [place for place in places if place.service == service], whole[service]
        waiting = [each["qcur"] for each in rows if each["pxname"] == service]
        yield BackendService(
            service=service,
            ready=sum(place.state == READY for place in own),
            processes=len(own),
            sessions=int(row["scur"] or 0),
            rate=int(row["rate"] or 0),
            errors=int(row["econ"] or 0) + int(row["eresp"] or 0),
            failures=int(row["hrsp_5xx"] or 0),
            queued=sum(int(each or 0) for each in waiting),
        )


def _state(row: Mapping[str, str], checked: Mapping[str, str]) -> str:
    """HAProxy says `UP`, `UP 1/2`, `DOWN 1/2`, `DRAIN`, `MAINT (via …)`, `no check` and more; `UP` for a weight of 0.

    Of the last check it says `L7OK`, `L4CON` and more, with `* ` before it while the next one runs.
    """
    status = row["status"]
    if status.startswith(("DRAIN", "MAINT", "NOLB")):
        return DRAINED
    if not status.startswith(("UP", "no check")):
        return DOWN
    if row["weight"] == "0":
        return DRAINED
    return READY if checked["check_status"].removeprefix("* ") in _PASSED else FAILING
