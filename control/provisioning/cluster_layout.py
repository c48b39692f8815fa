"""Which processes run on which host, and who reaches whom: from the groups of an inventory and what the hosts are.

| memory (MiB) | cores | a complete node runs | a host of im_core only | a host of im_gateway only |
|---|---|---|---|---|
| below 1700 | any | everything in one process | one process | one gateway |
| from 1700 | below 4 | everything in one process | one process | one gateway |
| from 1700 | from 4 | messages; auth, media and push; 2 gateways | messages; auth, media and push | 3 gateways |
| from 3500 | from 4 | messages; auth; media and push; 2 gateways | messages; auth; media and push | 4 gateways |

The steps are those of boards sold as 2 and 4 GB, whose kernels report a little less. A process costs 20 to 45 MB before
its first user, and a gateway more than one core can't be kept busy by.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

GATEWAY: Final = "gateway"
CORE: Final = ("messages", "auth", "media", "push")
SERVICES: Final = (*CORE, GATEWAY)
EDGES, GATEWAYS, CORES, REDIS, NODES = "im_edge", "im_gateway", "im_core", "im_redis", "im_nodes"
ROLES: Final = (EDGES, GATEWAYS, CORES, REDIS)
GROUPS: Final = (NODES, *ROLES)
AUTO: Final = "auto"
ALL: Final = "all"
MOST_GATEWAYS: Final = 32

SPLIT_MB: Final = 1700
ROOMY_MB: Final = 3500
SPLIT_CORES: Final = 4


@dataclass(frozen=True, slots=True)
class InventoryHost:
    """A host: its address for the others, MiB of memory, cores, and what the inventory says about its processes.

    `processes` is `auto`, or a list with the services of each process: `["messages,auth,media,push", "gateway"]`.
    `gateways` is their number on this host, 0 for that of the table. The processes listen on `port` and those after it;
    `reserved` are ports that they can't have.
    """

    address: str
    memory_mb: int
    cores: int
    processes: object = AUTO
    gateways: int = 0
    port: int = 8080
    redis_url: str = ""
    reserved: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class PlannedProcess:
    """`name` is that of the systemd instance, `server` that by which HAProxy knows it."""

    host: str
    name: str
    services: tuple[str, ...]
    port: int

    @property
    def server(self) -> str:
        return f"{self.host}.{self.name}"


@dataclass(frozen=True, slots=True)
class Layout:
    """The cluster of a host. `refusals` says why it can't be; all else is meant only where there are none."""

    clustered: bool
    edges: tuple[str, ...]
    core: str
    redis: str
    processes: tuple[PlannedProcess, ...]
    addresses: dict[str, str]
    refusals: tuple[str, ...]

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(self.addresses)

    def as_facts(self) -> dict[str, Any]:
        """For templates and tasks: plain lists and dicts."""
        return {
            "clustered": self.clustered,
            "networked": len(self.addresses) > 1,
            "split": len(self.processes) > 1,
            "edges": list(self.edges),
            "core": self.core,
            "redis": self.redis,
            "hosts": list(self.addresses),
            "addresses": self.addresses,
            "processes": [
                {**asdict(process), "services": list(process.services), "server": process.server}
                for process in self.processes
            ],
            "services": list(SERVICES),
            "refusals": list(self.refusals),
        }


def lay_out(host: str, machines: Mapping[str, InventoryHost], groups: Mapping[str, Sequence[str]]) -> Layout:
    """The cluster that `host` belongs to. A host of `im_nodes` alone is a cluster of its own.

    `machines` are the hosts that passed their checks; `groups` are those of the inventory.
    """
    members = _ordered(name for group in ROLES for name in groups.get(group, ()))
    if host in members:
        roles = {group: _ordered(groups.get(group, ())) for group in ROLES}
    else:
        members, roles = [host], {group: [host] for group in ROLES}
    clustered = host in _ordered(name for group in ROLES for name in groups.get(group, ()))
    refusals = _refuse_groups(roles, members, machines) if clustered else []
    processes: list[PlannedProcess] = []
    for member in members:
        if member in machines:
            made, refused = _processes(member, machines[member], roles)
            processes += made
            refusals += refused
    if not refusals:
        refusals += _refuse_ports(processes, machines)
    return Layout(
        clustered=clustered,
        edges=tuple(roles[EDGES]),
        core=next((process.host for process in processes if "messages" in process.services), ""),
        redis=next(iter(roles[REDIS]), ""),
        processes=tuple(processes),
        addresses={member: machines[member].address for member in members if member in machines},
        refusals=tuple(dict.fromkeys(refusals)),
    )


def _refuse_groups(
    roles: Mapping[str, Sequence[str]], members: Sequence[str], machines: Mapping[str, InventoryHost]
) -> list[str]:
    needs = {
        EDGES: "people have no way in",
        GATEWAYS: "nobody can connect",
        CORES: "nobody keeps accounts and messages",
    }
    named = ", ".join(members)
    refused = [
        f"The inventory has {named} for a cluster, but no host in {group}: {why}. Put a host into [{group}]."
        for group, why in needs.items()
        if not roles[group]
    ]
    if len(roles[CORES]) > 1:
        refused.append(
            f"{', '.join(roles[CORES])} are in im_core. One host keeps the messages (SQLite has one writer): leave one."
        )
    named_redis = {machine.redis_url for machine in machines.values()} - {""}
    if len(roles[REDIS]) > 1 or not (roles[REDIS] or named_redis):
        refused.append(
            f"The hosts {named} need one Redis between them, and im_redis has {len(roles[REDIS]) or 'no'} host"
            f"{'s' if len(roles[REDIS]) > 1 else ''}. Put one host into [im_redis], or name a Redis of your own in"
            " cluster_redis_url for all of them."
        )
    if len(named_redis) > 1:
        refused.append(
            f"cluster_redis_url differs between hosts: {', '.join(sorted(named_redis))}. Set it once, for all."
        )
    refused += [
        f"{member} is part of the cluster, and is not in this run or failed its checks. Hosts of a cluster are set up"
        " together: mend it, take it out of the inventory, or leave --limit out."
        for member in members
        if member not in machines
    ]
    if len(members) > 1:
        refused += [
            f"{member}: cluster_address is {machines[member].address!r}. Set the IPv4 address under which the"
            " other hosts reach it."
            for member in members
            if member in machines and not _is_address(machines[member].address)
        ]
        by_address: dict[str, list[str]] = {}
        for member in members:
            if member in machines and machines[member].address:
                by_address.setdefault(machines[member].address, []).append(member)
        refused += [
            f"{' and '.join(names)} have the same cluster_address {address}. Give each host its own."
            for address, names in by_address.items()
            if len(names) > 1
        ]
    return refused


def _processes(
    host: str, machine: InventoryHost, roles: Mapping[str, Sequence[str]]
) -> tuple[list[PlannedProcess], list[str]]:
    services = [*(CORE if host in roles[CORES] else ()), *([GATEWAY] if host in roles[GATEWAYS] else ())]
    if machine.processes == AUTO:
        if not 0 <= machine.gateways <= MOST_GATEWAYS:
            return [], [f"{host}: cluster_gateways is {machine.gateways} (0 to {MOST_GATEWAYS} are possible)."]
        split = choose(machine.memory_mb, machine.cores, services, machine.gateways)
    else:
        split, refused = _read(host, machine.processes, services)
        if refused:
            return [], refused
    return _named(host, machine.port, split), []


def choose(memory_mb: int, cores: int, services: Sequence[str], gateways: int = 0) -> list[tuple[str, ...]]:
    """The services of each process of a host, by the table above. `gateways` other than 0 asks for that many."""
    core = tuple(service for service in services if service != GATEWAY)
    if not services:
        return []
    large = memory_mb >= SPLIT_MB and cores >= SPLIT_CORES
    if not large and gateways == 0:
        return [tuple(services)]
    roomy = large and memory_mb >= ROOMY_MB
    split: list[tuple[str, ...]] = []
    if core:
        rest = [("auth",), ("media", "push")] if roomy else [("auth", "media", "push")]
        split += [("messages",), *rest] if large else [core]
    if GATEWAY in services:
        usual = 1 if not large else 2 if core else 4 if roomy else 3
        split += [(GATEWAY,)] * (gateways or usual)
    return split


def _read(host: str, said: object, services: Sequence[str]) -> tuple[list[tuple[str, ...]], list[str]]:
    example = '["messages,auth,media,push", "gateway", "gateway"]'
    if not isinstance(said, Sequence) or isinstance(said, str) or not all(isinstance(each, str) for each in said):
        return [], [f"{host}: cluster_processes is {said!r}. Write auto, or a list such as {example}."]
    split = [tuple(_ordered(name.strip() for name in each.split(",") if name.strip())) for each in said]
    refused = []
    for each in split:
        unknown = [name for name in each if name not in SERVICES]
        foreign = [name for name in each if name in SERVICES and name not in services]
        if unknown:
            refused.append(f"{host}: cluster_processes names {', '.join(unknown)}. Services are {', '.join(SERVICES)}.")
        if foreign:
            group = GATEWAYS if GATEWAY in foreign else CORES
            refused.append(f"{host}: cluster_processes names {', '.join(foreign)}, but {host} is not in {group}.")
        if not each:
            refused.append(f"{host}: cluster_processes has a process without services. Write a list such as {example}.")
    refused += [
        f"{host}: cluster_processes has {name} in several processes. There can be one."
        for name in ("messages", "push")
        if sum(name in each for each in split) > 1
    ]
    missing = [name for name in services if not any(name in each for each in split)]
    if missing and not refused:
        refused.append(f"{host}: cluster_processes leaves out {', '.join(missing)}, which {host} is there for.")
    return split, refused


def _refuse_ports(processes: Sequence[PlannedProcess], machines: Mapping[str, InventoryHost]) -> list[str]:
    return [
        f"{process.host}: imserver_port leads to port {process.port} for {process.name}, which "
        + ("doesn't exist." if process.port > 65_535 else "cluster_link_port, cluster_redis_port or HAProxy has.")
        + " Choose another."
        for process in processes
        if process.port > 65_535 or process.port in machines[process.host].reserved
    ]


def _named(host: str, port: int, split: Sequence[tuple[str, ...]]) -> list[PlannedProcess]:
    made: list[PlannedProcess] = []
    for number, services in enumerate(split):
        services = tuple(name for name in SERVICES if name in services)
        base = ALL if services == SERVICES else "-".join(services)
        same = [each for each in split if tuple(name for name in SERVICES if name in each) == services]
        count = sum(process.services == services for process in made) + 1
        numbered = services == (GATEWAY,) or len(same) > 1
        made.append(PlannedProcess(host, f"{base}-{count}" if numbered else base, services, port + number))
    return made


def _is_address(text: str) -> bool:
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


def _ordered(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
