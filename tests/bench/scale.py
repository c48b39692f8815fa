"""`./scripts/bench scale`: what it costs to split the server into processes, and to add gateways."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import uvloop
from rich.console import Console
from rich.table import Table

from imserver.system.clock import wall_clock
from imserver.tokens.access import AccessTokens, load_key
from tests.bench.bench import IMPORT, pace, send_frame, until
from tests.bench.usage import Usage, usage
from tests.bench.wire import Wire, join
from tests.cluster.cluster import Cluster, wait_for
from tests.cluster.nodes import TwoNodes, second_node
from tests.server import Place, Server

PEOPLE: Final = 200
RATE: Final = 1000
CROWD: Final = 1000
GROUP: Final = 50
SETTLE_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A way to run the server: `ports` are where people connect, in turn; `pids` the processes by name."""

    name: str
    place: Place
    ports: Sequence[int]
    pids: Mapping[str, int]


def all_in_one(folder: Path, closing: ExitStack) -> Shape:
    server = Server(folder / "data")
    server.start()
    closing.callback(server.stop)
    return Shape("all in one", server, [server.port], {"all": server.pid})


def split(folder: Path, closing: ExitStack, gateways: int, *, by_proxy: bool) -> Shape:
    cluster = Cluster(folder, gateways)
    closing.callback(cluster.stop)
    cluster.start()
    ports = [cluster.port] if by_proxy else [cluster.ports[each] for each in cluster.gateways]
    return Shape(split_name(gateways, by_proxy=by_proxy), cluster, ports, _pids(cluster, by_proxy=by_proxy))


def split_name(gateways: int, *, by_proxy: bool) -> str:
    return f"{gateways} gateway{'s' if gateways > 1 else ''}{', HAProxy' if by_proxy else ''}"


def two_nodes(folder: Path, closing: ExitStack) -> Shape:
    cluster = TwoNodes(folder, closing.enter_context(second_node()))
    closing.callback(cluster.stop)
    cluster.start()
    return Shape("2 nodes, HAProxy", cluster, [cluster.port], _pids(cluster, by_proxy=True))


def _pids(cluster: Cluster, *, by_proxy: bool) -> dict[str, int]:
    pids = {name: process.pid for name, process in cluster.processes.items()}
    return pids | {"redis": cluster.redis.pid} | ({"haproxy": cluster.proxy.pid} if by_proxy else {})


class Crowd:
    """People who are connected to a shape, and what they were told. `rest`: µs of CPU a second while nobody talks."""

    def __init__(self, shape: Shape, count: int) -> None:
        self.shape = shape
        self.rest: dict[str, float] = {}
        self.acks = 0
        self.deliveries = 0
        self.ids = self._make(count)
        self.wires: list[Wire] = []

    def _make(self, count: int) -> list[str]:
        ids: list[str] = []
        while len(ids) < count:
            rows = [{"login": f"scale{len(ids) + number}"} for number in range(min(IMPORT, count - len(ids)))]
            answer = self.shape.place.admin.post("/api/v1/admin/users/import", json={"rows": rows}).raise_for_status()
            ids += [user["id"] for user in answer.json()["created"]]
        return ids

    async def connect(self) -> None:
        tokens = AccessTokens(load_key(self.shape.place.data_dir / "keys" / "access.key"), wall_clock)
        for start in range(0, len(self.ids), 50):
            some = self.ids[start : start + 50]
            ports = [self.shape.ports[(start + number) % len(self.shape.ports)] for number in range(len(some))]
            joining = [
                join(port, tokens.issue(user, f"s{user[1:]}")[0], None, self._count)
                for user, port in zip(some, ports, strict=True)
            ]
            self.wires += await asyncio.gather(*joining)

    def _count(self, frame: bytes) -> None:
        if frame.startswith(b'{"t":"sent"'):
            self.acks += 1
        elif frame.startswith(b'{"t":"message"'):
            self.deliveries += 1

    def group(self, members: Sequence[str]) -> str:
        body = {"title": "Scale", "owner": members[0], "members": list(members)}
        return str(self.shape.place.admin.post("/api/v1/admin/groups", json=body).raise_for_status().json()["id"])

    def usage(self) -> dict[str, Usage]:
        return {name: usage(pid) for name, pid in self.shape.pids.items()}

    async def keep_silent(self, seconds: float) -> None:
        await asyncio.sleep(SETTLE_S)
        before = self.usage()
        await asyncio.sleep(seconds)
        after = self.usage()
        self.rest = {name: (after[name] - before[name]).cpu_us / seconds for name in after}

    async def talk(self, size: int, rate: float, seconds: float) -> dict[str, float]:
        """CPU in µs for each message, by process, of groups of `size`; without what is used at rest."""
        convs = [self.group(self.ids[start : start + size]) for start in range(0, len(self.ids) - size + 1, size)]
        sent = int(rate * seconds)
        frames = [send_frame(number, convs[number % len(convs)]) for number in range(sent)]
        self.acks = self.deliveries = 0
        started, before = time.perf_counter(), self.usage()
        await pace(rate, seconds, lambda number: self.wires[size * (number % len(convs))].send(frames[number]))
        await until(lambda: self.acks == sent and self.deliveries == sent * (size - 1))
        took, after = time.perf_counter() - started, self.usage()
        return {name: self._net((after[name] - before[name]).cpu_us, name, took) / sent for name in after}

    def _net(self, used: float, name: str, took: float) -> float:
        """Never below zero: what runs at rest costs less while the process is awake anyway."""
        return max(0.0, used - self.rest.get(name, 0.0) * took)

    def close(self) -> None:
        for wire in self.wires:
            wire.transport.close()


async def measure(shape: Shape, rate: float, seconds: float) -> dict[str, Any]:
    """CPU with direct messages at `rate` a second, and in groups with as many deliveries."""
    crowd = Crowd(shape, PEOPLE)
    await crowd.connect()
    await crowd.talk(2, rate, 1)
    await crowd.keep_silent(seconds)
    direct = await crowd.talk(2, rate, seconds)
    grouped = await crowd.talk(GROUP, rate / GROUP, seconds)
    crowd.close()
    delivery = {name: cost / (GROUP - 1) for name, cost in grouped.items()}
    return {"shape": shape.name, "direct": direct, "delivery": delivery, "rest": crowd.rest}


async def measure_memory(shape: Shape, seconds: float) -> dict[str, Any]:
    """A node before `CROWD` people come and while they chat: memory by process (MB, PSS), and who holds how many."""
    start = {name: _pss_mb(pid) for name, pid in shape.pids.items()}
    crowd = Crowd(shape, CROWD)
    await crowd.connect()
    await crowd.talk(2, RATE / 4, seconds)
    held = await asyncio.to_thread(_connections, shape)
    memory = {name: _pss_mb(pid) for name, pid in shape.pids.items()}
    crowd.close()
    return {"start_mb": start, "memory_mb": memory, "connections": held}


def _connections(shape: Shape) -> dict[str, int]:
    def now() -> dict[str, int]:
        processes = shape.place.admin.get("/api/v1/admin/status").json()["processes"]
        return {each["name"]: each["figures"]["connections"] for each in processes if each["figures"]}

    wait_for(lambda: sum(now().values()) >= CROWD, "the figures never came")
    return {name: count for name, count in now().items() if "gateway" in name}


def _pss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


Make = Callable[[Path, ExitStack], Shape]


def shapes() -> dict[str, Make]:
    """By name. The first is what the others are compared with."""
    made: dict[str, Make] = {"all in one": all_in_one}
    for by_proxy in (False, True):
        for count in (1, 2, 4):
            made[split_name(count, by_proxy=by_proxy)] = partial(split, gateways=count, by_proxy=by_proxy)
    return made | ({"2 nodes, HAProxy": two_nodes} if os.geteuid() == 0 else {})


def run(rate: float, wanted: Collection[str], times: int, *, quick: bool) -> dict[str, Any]:
    """Shapes take turns, so that what else the machine does hits all of them; of several times the median counts."""
    seconds = 2.0 if quick else 8.0
    measured: dict[str, list[dict[str, Any]]] = {}
    for _ in range(times):
        for number, (name, make) in enumerate(shapes().items()):
            if number and wanted and name not in wanted:
                continue
            with tempfile.TemporaryDirectory(prefix="imnode-scale-") as folder, ExitStack() as closing:
                found = uvloop.run(measure(make(Path(folder), closing), rate, seconds))
            measured.setdefault(name, []).append(found)
    found = {"rate": rate, "rows": [_middle(rows) for rows in measured.values()]}
    return found if wanted else found | {"node": _node(seconds)}


def _middle(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    def middle(part: str) -> dict[str, float]:
        return {name: statistics.median(row[part][name] for row in rows) for name in rows[0][part]}

    return {"shape": rows[0]["shape"]} | {part: middle(part) for part in ("direct", "delivery", "rest")}


def _node(seconds: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="imnode-scale-") as folder, ExitStack() as closing:
        return uvloop.run(measure_memory(split(Path(folder), closing, 2, by_proxy=True), seconds))


def ours(costs: Mapping[str, float]) -> float:
    """What imserver's own processes cost."""
    return sum(cost for name, cost in costs.items() if name not in ("redis", "haproxy"))


def show(found: Mapping[str, Any]) -> None:
    table = Table(
        *("server as", "imserver", "ratio", "messages", "gateways", "Redis", "HAProxy", "per delivery", "at rest"),
        title=f"CPU per direct message at {found['rate']:,g}/s, and per delivery in groups of {GROUP} (µs);"
        " imserver at rest (µs a second)",
    )
    base = ours(found["rows"][0]["direct"])
    for row in found["rows"]:
        costs = row["direct"]
        gateways = sum(cost for name, cost in costs.items() if name.startswith("gateway"))
        cells = [ours(costs), ours(costs) / base, costs.get("messages", 0), gateways]
        cells += [costs.get("redis", 0), costs.get("haproxy", 0), ours(row["delivery"]), ours(row["rest"])]
        table.add_row(row["shape"], *(f"{cell:,.2f}" if cell else "–" for cell in cells))
    Console().print(table)
    if "node" in found:
        _show_node(found["node"])


def _show_node(node: Mapping[str, Any]) -> None:
    title = f"PSS (MB) of a whole node at start, and with {CROWD:,} people who chat, 2 gateways"
    memory = Table("process", "at start", "with people", title=title)
    for name, size in node["memory_mb"].items():
        memory.add_row(name, f"{node['start_mb'][name]:.1f}", f"{size:.1f}")
    memory.add_row("all", f"{sum(node['start_mb'].values()):.1f}", f"{sum(node['memory_mb'].values()):.1f}")
    Console().print(memory)
    Console().print("Connections by leastconn: " + ", ".join(f"{k} {v}" for k, v in node["connections"].items()))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench scale", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter runs")
    parser.add_argument(
        "--rate", type=float, default=RATE, metavar="N", help="messages a second; %(default)s by default"
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        choices=list(shapes()),
        metavar="NAME",
        help="this shape and the all in one, without memory; may be repeated: " + "; ".join(shapes()),
    )
    parser.add_argument("--times", type=int, default=1, metavar="N", help="measure N times, in turn: the median counts")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write what was found to FILE")
    options = parser.parse_args(arguments)
    found = run(options.rate, options.only, options.times, quick=options.quick)
    show(found)
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
