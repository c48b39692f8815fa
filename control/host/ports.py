"""Who listens at which TCP port of a host, and whom that keeps from it: from what `ss` and `ps` print there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Final

OWN: Final = ("imserver.service", "imserver@*.service", "im-haproxy.service", "im-redis.service")
FORMER: Final = ("haproxy.service", "redis-server@im.service", "valkey-server@im.service")
"""Ours on a node of an earlier release, which ran units of the distribution."""
ANY: Final = ("*", "0.0.0.0", "::")  # noqa: S104 - nothing is bound here
_USER: Final = re.compile(r'\("([^"]*)",pid=(\d+)')


@dataclass(frozen=True, slots=True)
class Wanted:
    """A port that a host is to listen at: `address` is `*` for all. `setting` is what chooses it, `way_out` a hint."""

    port: int
    address: str
    setting: str
    way_out: str


@dataclass(frozen=True, slots=True)
class ListeningSocket:
    """`pid` is 0 where nobody but the kernel has it; `unit` is that of systemd, or empty."""

    port: int
    address: str
    program: str = ""
    pid: int = 0
    unit: str = ""

    def is_at(self, wanted: Wanted) -> bool:
        """An address of IPv6 alone leaves those of IPv4."""
        if self.port != wanted.port:
            return False
        if wanted.address in ANY:
            return True
        return self.address in ("*", "0.0.0.0", wanted.address)  # noqa: S104 - nothing is bound here

    def __str__(self) -> str:
        if not self.pid:
            return "the kernel, or somebody who can't be seen"
        return f"{self.program} (process {self.pid}{f' of {self.unit}' if self.unit else ''})"


def taken(sockets: str, units: str, wanted: Iterable[Mapping[str, object]], was_former: bool = False) -> list[str]:
    """Why ports can't be had, each in a sentence or two.

    `sockets` is what `ss -Hltnp` prints, `units` what `ps -e -o pid=,unit=` does. `wanted` has what makes a `Wanted`.
    """
    own = (*OWN, *(FORMER if was_former else ()))
    others = [each for each in listeners(sockets, units) if not any(fnmatch(each.unit, name) for name in own)]
    found = []
    for each in wanted:
        asked = Wanted(int(str(each["port"])), str(each["address"]), str(each["setting"]), str(each["way_out"]))
        holder = next((listener for listener in others if listener.is_at(asked)), None)
        if holder:
            found.append(f"Port {asked.port} ({asked.setting}) is taken by {holder}. {asked.way_out}")
    return list(dict.fromkeys(found))


def listeners(sockets: str, units: str) -> Iterator[ListeningSocket]:
    of = dict(line.split(maxsplit=1) for line in units.splitlines() if len(line.split()) > 1)
    for line in sockets.splitlines():
        fields = line.split()
        if len(fields) < 4 or not fields[3].rpartition(":")[2].isdigit():
            continue
        address, _, port = fields[3].rpartition(":")
        address = address.partition("%")[0].strip("[]").removeprefix("::ffff:")
        users = _USER.findall(line)
        if not users:
            yield ListeningSocket(int(port), address)
        for program, pid in users:
            unit = of.get(pid, "-").strip()
            yield ListeningSocket(int(port), address, program, int(pid), "" if unit == "-" else unit)
