"""Who may be connected: how many sockets one address and all together may have.

A socket is half-open while it owes something: the first request, the next one on a kept connection, or, over a
WebSocket, its authentication. Those cost an attacker nothing, so there may be few of them; and where there are more, it
is the one that waits for longest that goes, and not the one that comes, which may well be somebody's.
"""

from __future__ import annotations

import asyncio
import fcntl
import resource
import termios
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import islice
from typing import Final, Literal

from imserver.system.ip import network_of
from imserver.system.logs import get_logger
from imserver.system.proxies import TrustedProxies

SOON_S: Final = 1.0
"""Who has sent something has so long for the rest, whatever the bounds, so that many who come at once get in."""
BURST: Final = 5
"""Times the half-open sockets that an address may have, while they are that young."""
LOOKED_AT: Final = 8
"""Of those that wait for longest: who comes costs no more, however many wait."""
RESERVED_FILES: Final = 256
"""For the database, uploads and downloads, Redis, links and push, beside the sockets of people."""
MOST_FILES: Final = 65_536
LOG_EVERY_S: Final = 10.0

Refused = Literal["", "address", "server"]
"""Whose bound is reached, that of the address or that of the whole server; empty for none."""

NONE: Final = TrustedProxies(())

log = get_logger("imserver.edge")


class Notes:
    """Log lines that strangers cause: one of each kind in `LOG_EVERY_S`, with how many weren't written."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._kinds: dict[str, tuple[float, int]] = {}

    def write(self, kind: str, **told: object) -> None:
        """`kind` is one of few."""
        since, unwritten = self._kinds.get(kind, (0.0, 0))
        now = self._now()
        if since and now - since < LOG_EVERY_S:
            self._kinds[kind] = since, unwritten + 1
            return
        self._kinds[kind] = now, 0
        log.warning(kind, unwritten=unwritten, **told)


class ConnectionSlot:
    """One socket's, from its beginning to its end."""

    __slots__ = ("_admission", "address", "heard", "is_half_open", "proxy", "since", "transport")

    def __init__(
        self, admission: Admission, transport: asyncio.Transport, address: str | None, proxy: str, now: float
    ) -> None:
        self._admission = admission
        self.proxy = proxy
        """Its address, where the peer is a trusted one; else empty."""
        self.transport: asyncio.Transport | None = transport
        self.address = address
        """What is counted together: an IPv4 address, or a network of IPv6. None for a proxy, and a Unix socket."""
        self.since = now
        """When it began to owe something."""
        self.heard = False
        """Whether anything came since."""
        self.is_half_open = True

    def settle(self) -> None:
        """What was owed has come."""
        if self.is_half_open:
            self.is_half_open = False
            self._admission.forget(self)

    def owe(self) -> None:
        """Something is owed again."""
        if not self.is_half_open and self.transport is not None:
            self.is_half_open, self.heard = True, False
            self._admission.wait(self)

    def forward(self, hops: Sequence[str]) -> Refused:
        """Whose socket it is, as X-Forwarded-For tells: only of a trusted proxy, and the last that is none."""
        return self._admission.forward(self, hops) if self.proxy and self.transport is not None else ""

    def note(self, kind: str, **told: object) -> None:
        self._admission.notes.write(kind, address=self.address, **told)

    def leave(self) -> None:
        """The socket is closed."""
        if self.transport is not None:
            self._admission.leave(self)
            self.transport = None

    def is_late(self, now: float | None) -> bool:
        """Whether it may be closed for another: it has said nothing, or has had its time, and it isn't our turn.

        Without `now` its time is over.
        """
        return (not self.heard or now is None or now - self.since > SOON_S) and not self._has_unread()

    def _has_unread(self) -> bool:
        """Whether bytes wait in the kernel, which a busy process hasn't come to read yet."""
        found = self.transport.get_extra_info("socket") if self.transport is not None else None
        if found is None:
            return False
        with suppress(OSError, ValueError):
            return any(fcntl.ioctl(found.fileno(), termios.FIONREAD, b"\0\0\0\0"))
        return False


class Admission:
    """The sockets of one process. Lives in the event loop.

    `per_address` are those that one address may have, `half_open` those of them that owe something; 0 is no limit.
    `total` are all together, of which half may owe something. `trusted` are proxies: whom
    they name counts, and not they.
    """

    def __init__(
        self,
        per_address: int,
        half_open: int,
        total: int,
        trusted: TrustedProxies = NONE,
    ) -> None:
        self._total = total
        self._per_address = min(per_address, max(1, total * 3 // 4)) if per_address else 0
        self._half_open = half_open
        self._trusted = trusted
        self._now = asyncio.get_running_loop().time
        self._count = 0
        self._open: dict[str, int] = {}
        self._waiting: dict[ConnectionSlot, None] = {}
        self._waiting_of: dict[str, dict[ConnectionSlot, None]] = {}
        self.notes = Notes(self._now)

    def __len__(self) -> int:
        return self._count

    @property
    def waiting(self) -> int:
        """Half-open sockets."""
        return len(self._waiting)

    def enter(self, transport: asyncio.Transport) -> tuple[ConnectionSlot, Refused]:
        """A place, and why it can't be kept. `leave` it in either case."""
        peer = transport.get_extra_info("peername")
        host = peer[0] if isinstance(peer, tuple) else None
        proxy = host if host is not None and host in self._trusted else ""
        address = None if host is None or proxy else network_of(host)
        now = self._now()
        refused = self._make_room(address, now)
        slot = ConnectionSlot(self, transport, address, proxy, now)
        self._count_in(slot)
        self.wait(slot)
        if refused:
            self.notes.write("edge.too_many_sockets", address=address, bound=refused, open=self._count)
        return slot, refused

    def _count_in(self, slot: ConnectionSlot) -> None:
        self._count += 1
        if slot.address is not None:
            self._open[slot.address] = self._open.get(slot.address, 0) + 1

    def _make_room(self, address: str | None, now: float) -> Refused:
        excess = len(self._waiting) - self._total // 2
        if excess >= 0 or self._count >= self._total:
            most = self._total * 3 // 4
            self._close_late(self._waiting, excess, now if len(self._waiting) < most and excess >= 0 else None)
            if self._count >= self._total or len(self._waiting) >= most:
                return "server"
        if address is None:
            return ""
        mine = self._waiting_of.get(address, {})
        if self._half_open and len(mine) >= self._half_open:
            most = self._half_open * BURST
            self._close_late(mine, len(mine) - self._half_open, now if len(mine) < most else None)
            if len(mine) >= most:
                return "address"
        if self._per_address and self._open.get(address, 0) >= self._per_address:
            self._close_late(mine, 0, None)
            if self._open.get(address, 0) >= self._per_address:
                return "address"
        return ""

    def _close_late(self, waiting: dict[ConnectionSlot, None], excess: int, now: float | None) -> None:
        """The one that waits for longest, and one more where there are too many already; `now` as `is_late` has it."""
        late = [slot for slot in islice(waiting, LOOKED_AT) if slot.is_late(now)][: 2 if excess > 0 else 1]
        for slot in late:
            if (transport := slot.transport) is not None:
                slot.leave()
                transport.abort()
        if late:
            self.notes.write("edge.half_open_closed", address=late[0].address, half_open=len(self._waiting))

    def wait(self, slot: ConnectionSlot) -> None:
        slot.since = self._now()
        self._waiting[slot] = None
        if slot.address is not None:
            self._waiting_of.setdefault(slot.address, {})[slot] = None

    def forget(self, slot: ConnectionSlot) -> None:
        self._waiting.pop(slot, None)
        mine = self._waiting_of.get(slot.address) if slot.address is not None else None
        if mine is not None and slot.address is not None:
            mine.pop(slot, None)
            if not mine:
                del self._waiting_of[slot.address]

    def forward(self, slot: ConnectionSlot, hops: Sequence[str]) -> Refused:
        address = self._trusted.client(slot.proxy, hops)
        if address in self._trusted:
            return ""
        self.leave(slot)
        slot.address = network_of(address)
        refused = self._make_room(slot.address, self._now())
        self._count_in(slot)
        if slot.is_half_open:
            self.wait(slot)
        if refused:
            self.notes.write("edge.too_many_sockets", address=slot.address, bound=refused, open=self._count)
        return refused

    def leave(self, slot: ConnectionSlot) -> None:
        self.forget(slot)
        self._count -= 1
        if slot.address is not None:
            left = self._open[slot.address] - 1
            if left:
                self._open[slot.address] = left
            else:
                del self._open[slot.address]


def allow_files() -> int:
    """Let this process open as many files as it may; returns how many sockets of people that leaves room for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    files = MOST_FILES if soft == resource.RLIM_INFINITY else soft
    return max(files - RESERVED_FILES, files // 2)
