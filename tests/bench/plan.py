"""`./scripts/bench plan`: how many processes of each kind so many people need, by simulation from measured costs.

Messages arrive at random (Poisson). Each passes the sender's gateway, the messages service, the bus and the
readers' gateways, which take the CPU time that `./scripts/bench scale` found; every station is served in the order of
arrival by as many cores as it has. Stations get cores until 99 % of messages wait less than `OBJECTIVE_S` in all
queues together. Nothing else is simulated: no network, no disk, no garbage collection.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

OBJECTIVE_S: Final = 0.05
USED_AT_MOST: Final = 0.7
"""Of a station's cores: what is left is for bursts, reconnections and everything that isn't a message."""
SAMPLE: Final = 40_000
SEED: Final = 20
CONNECTIONS_PER_GATEWAY: Final = 15_000
"""A process may open 20,000 files where this was measured; some are for others."""


@dataclass(frozen=True, slots=True)
class Costs:
    """CPU seconds for each message. A delivery is to one connection; `reach` is how many a message is delivered to."""

    accept: float
    store: float
    bus: float
    deliver: float
    reach: float = 2.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Cores by station. `stores` above one means that conversations are spread over several."""

    people: int
    messages_per_s: float
    gateways: int
    stores: int
    buses: int
    waited_s: float
    used: Mapping[str, float]


def plan(people: int, per_minute: float, costs: Costs) -> Plan:
    """The fewest cores that keep the objective."""
    rate = people * per_minute / 60
    gateway_s = costs.accept + costs.deliver * costs.reach
    gateways = max(math.ceil(people / CONNECTIONS_PER_GATEWAY), _cores(rate, gateway_s))
    found = Plan(people, rate, gateways, _cores(rate, costs.store), _cores(rate, costs.bus), 0.0, {})
    while True:
        waited = simulate(rate, costs, found)
        if waited <= OBJECTIVE_S:
            used = {
                "gateways": rate * gateway_s / found.gateways,
                "stores": rate * costs.store / found.stores,
                "buses": rate * costs.bus / found.buses,
            }
            return replace(found, waited_s=waited, used=used)
        found = replace(found, gateways=found.gateways + 1, stores=found.stores + 1)


def _cores(rate: float, seconds: float) -> int:
    return max(1, math.ceil(rate * seconds / USED_AT_MOST))


def simulate(rate: float, costs: Costs, cores: Plan, seed: int = SEED) -> float:
    """Seconds that 99 % of `SAMPLE` messages wait at most in queues, all stations together."""
    chance = random.Random(seed)
    stations = [[0.0] * cores.gateways, [0.0] * cores.stores, [0.0] * cores.buses, [0.0] * cores.gateways]
    services = [costs.accept, costs.store, costs.bus, costs.deliver * costs.reach]
    now, waits = 0.0, []
    for _ in range(SAMPLE):
        now += chance.expovariate(rate)
        at = now
        for free, service in zip(stations, services, strict=True):
            started = max(at, heapq.heappop(free))
            at = started + service
            heapq.heappush(free, at)
        waits.append(at - now - sum(services))
    waits.sort()
    return waits[len(waits) * 99 // 100]


def costs_from(found: Mapping[str, Any], shape: str) -> Costs:
    """From what `./scripts/bench scale --json` wrote."""
    row = next(row for row in found["rows"] if row["shape"] == shape)
    direct = row["direct"]
    gateways = sum(cost for name, cost in direct.items() if name.startswith("gateway"))
    deliver = sum(cost for name, cost in row["delivery"].items() if name.startswith("gateway"))
    return Costs(
        accept=max(0.0, gateways - deliver) / 1e6,
        store=direct["messages"] / 1e6,
        bus=direct["redis"] / 1e6,
        deliver=deliver / 1e6,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench plan", description=__doc__)
    parser.add_argument("found", type=Path, help="the file that scripts/bench scale --json wrote")
    parser.add_argument("--shape", default="2 gateways", help="whose costs count")
    parser.add_argument("--per-minute", type=float, default=1.0, help="messages of one person")
    parser.add_argument("--reach", type=float, default=5.0, help="connections that a message is delivered to")
    options = parser.parse_args(arguments)
    found = json.loads(options.found.read_text())
    costs = replace(costs_from(found, options.shape), reach=options.reach)
    columns = ("people", "messages/s", "gateways", "stores", "buses", "99 % wait")
    table = Table(*columns, title=f"Cores like this one (computed from costs at {found['rate']:,g} messages/s)")
    for people in (1_000, 10_000, 100_000, 1_000_000):
        each = plan(people, options.per_minute, costs)
        cells = (f"{people:,}", f"{each.messages_per_s:,.0f}", each.gateways, each.stores, each.buses)
        table.add_row(*map(str, cells), f"{each.waited_s * 1000:.1f} ms")
    Console().print(table)
