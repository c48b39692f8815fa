"""The share of all connections that this process has, and the end of what it has above it.

HAProxy tells it with every check (`http-check send-state`): its name, the weight of this server among those that
get connections, and the connections of this server among all. A process that was away comes back without any, and
keeps few for as long as the others keep theirs; so each of them lets go what it has too many. A weight of 0 means that
this process is drained: then all of its connections are.
"""

from __future__ import annotations

import asyncio
import re
from typing import Final

import msgspec

from imserver.edge.hub import Hub
from imserver.edge.shedding import Shedding
from imserver.logs import get_logger

HEADER: Final = "X-Haproxy-Server-State"
KNOWN_S: Final = 5.0
"""How long counts that a proxy told are believed: it checks every second."""
PATIENCE_S: Final = 3.0
"""How long there are too many before some are let go: people who come back by themselves are not to be counted on."""
TOLERATED: Final = 5
TOLERATED_PART: Final = 0.05
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
        return self.weight / self.weights if self.weights else 1.0


def parse(header: str) -> Share | None:
    """None for what HAProxy wouldn't write."""
    found = dict(_PART.findall(header))
    weight, connections = (_RATIO.fullmatch(found.get(key, "")) for key in ("weight", "scur"))
    if weight is None or connections is None:
        return None
    return Share(found.get("node", ""), int(connections[1]), int(connections[2]), int(weight[1]), int(weight[2]))


def excess(shares: list[Share], returning: int) -> int:
    """How many connections this process has too many, by what all proxies tell; 0 where it is within what is tolerated.

    `returning` are on their way from it to any of the processes, and counted nowhere.
    """
    own = sum(share.own for share in shares)
    part = sum(share.part for share in shares) / len(shares)
    fair = sum(share.total * share.part for share in shares) + returning * part
    above = int(own - fair)
    return above if part == 0 or above > max(TOLERATED, TOLERATED_PART * fair) else 0


class Balance:
    """Of one process. Lives in the event loop."""

    def __init__(self, hub: Hub, shedding: Shedding) -> None:
        self._hub = hub
        self._shedding = shedding
        self._shares: dict[str, tuple[float, Share]] = {}
        self._above_since: float | None = None

    def hear(self, header: str) -> None:
        """A check came from a trusted proxy, with this as `HEADER`."""
        share = parse(header)
        if share is None or self._hub.draining:
            return
        now = asyncio.get_running_loop().time()
        self._shares[share.proxy] = now, share
        self._shares = {
            name: told for name, told in list(self._shares.items())[-MAX_PROXIES:] if now - told[0] < KNOWN_S
        }
        self._even_out([told for _, told in self._shares.values()], now)

    def _even_out(self, shares: list[Share], now: float) -> None:
        above = excess(shares, self._shedding.returning)
        if not above:
            self._above_since = None
            return
        is_drained = all(share.part == 0 for share in shares)
        if self._above_since is None:
            self._above_since = now
            log.info("edge.too_many", connections=len(self._hub), above=above, drained=is_drained)
        if is_drained or now - self._above_since >= PATIENCE_S:
            self._shedding.shed(above)
