"""The share of all connections that this process has, and the end of what it has above it.

HAProxy tells it with every check (`http-check send-state`): its name, the weight of this server among those that
get connections, and the connections of this server among all. A process that was away comes back without any, and
keeps few for as long as the others keep theirs; so each of them lets go what it has too many. A weight of 0 means that
this process is drained: then all of its connections are.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Final

import msgspec

from imserver.edge.hub import Hub
from imserver.edge.shedding import Shedding
from imserver.system.logs import get_logger

HEADER: Final = "X-Haproxy-Server-State"
KNOWN_S: Final = 5.0
"""How long counts that a proxy told are believed: it checks every second, or every three."""
PATIENCE_S: Final = 3.0
"""How long there are too many before some are let go: people come and go by themselves, other proxies may tell more."""
TOLERATED: Final = 5
TOLERATED_PART: Final = 0.05
"""What is above the fair share and lets nobody go: people come and go by chance."""
EVEN: Final = 1
EVEN_PART: Final = 0.01
"""What is left above it in the end: the one of several that was away lacks what all others keep."""
MAX_PROXIES: Final = 16

_PART: Final = re.compile(r"(node|weight|scur)=([^;]*)")
_RATIO: Final = re.compile(r"(\d{1,9})/(\d{1,9})")

log = get_logger("imserver.edge")


class Share(msgspec.Struct, frozen=True):
    """What one proxy tells: its connections to this process and to all, the weight of this process and of all."""

    proxy: str
    own: int
    total: int
    weight: int
    weights: int

    @property
    def part(self) -> float:
        """This process' of all; 1 where nobody else is there to take any."""
        return min(1.0, self.weight / self.weights) if self.weights else 1.0

    @property
    def fair(self) -> float:
        """The threads of HAProxy count by themselves: for a moment there may be fewer in all than here."""
        return max(self.own, self.total) * self.part

    @property
    def is_drained(self) -> bool:
        return self.part == 0


def parse(header: str) -> Share | None:
    """None for what HAProxy wouldn't write."""
    found = dict(_PART.findall(header))
    weight, connections = (_RATIO.fullmatch(found.get(key, "")) for key in ("weight", "scur"))
    if weight is None or connections is None:
        return None
    return Share(found.get("node", ""), int(connections[1]), int(connections[2]), int(weight[1]), int(weight[2]))


def is_drained(shares: list[Share]) -> bool:
    """Whether nobody new comes by any of the proxies; one without connections to this process is one in reserve."""
    used = [share for share in shares if share.own] or shares
    return all(share.is_drained for share in used)


def excess(
    shares: list[Share], present: int, leaving: int = 0, returning: int = 0, *, is_evening_out: bool = False
) -> int:
    """How many connections this process has too many, by what all proxies tell; 0 where it is within what is tolerated,
    of which there is less once it lets some go.

    `present` are connected, also by a proxy that was loaded anew since and counts from 0; `leaving` of them are about
    to go; `returning` have gone, to any of the processes, and are counted nowhere. Where some proxies drain it and
    others don't, only those others count: nobody can be sent away from one proxy alone.
    """
    if is_drained(shares):
        return max(0, present - leaving)
    told = [share for share in shares if not share.is_drained]
    part = sum(share.part for share in told) / len(told)
    fair = sum(share.fair for share in told) + returning * part
    above = min(int(sum(share.own for share in told) - fair), present) - leaving
    tolerated = max(EVEN, EVEN_PART * fair) if is_evening_out else max(TOLERATED, TOLERATED_PART * fair)
    return above if above > tolerated else 0


class Balance:
    """Of one process. Lives in the event loop.

    `on_drained` is called, also again, where nobody is to be here any longer.
    """

    def __init__(self, hub: Hub, shedding: Shedding, on_drained: Callable[[], None] = lambda: None) -> None:
        self._on_drained = on_drained
        self._hub = hub
        self._shedding = shedding
        self._shares: dict[str, tuple[float, Share]] = {}
        self._above_since: float | None = None
        self._is_evening_out = False

    def hear(self, header: str) -> None:
        """A check came from a trusted proxy, with this as `HEADER`."""
        share = parse(header)
        if share is None or self._hub.draining:
            return
        now = asyncio.get_running_loop().time()
        known = {name: told for name, told in self._shares.items() if now - told[0] < KNOWN_S}
        if not known:
            self._end()
        known.pop(share.proxy, None)
        known[share.proxy] = now, share
        self._shares = dict(list(known.items())[-MAX_PROXIES:])
        self._even_out([told for _, told in self._shares.values()], now)

    def _even_out(self, shares: list[Share], now: float) -> None:
        if is_drained(shares):
            self._on_drained()
        leaving, returning = self._shedding.leaving, self._shedding.returning
        above = excess(shares, len(self._hub), leaving, returning, is_evening_out=self._is_evening_out)
        if not above:
            if not leaving and not returning:
                self._end()
            return
        if self._above_since is None:
            self._above_since = now
        if now - self._above_since < PATIENCE_S:
            return
        if not self._is_evening_out:
            self._is_evening_out = True
            log.info("edge.too_many", connections=len(self._hub), above=above, drained=is_drained(shares))
        self._shedding.shed(above)

    def _end(self) -> None:
        self._above_since = None
        self._is_evening_out = False
