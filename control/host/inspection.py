"""How the processes of this machine do: HAProxy, systemd, Redis and each process are asked by themselves.

Whoever doesn't answer within `PATIENCE_S` holds up nobody else, so that this works best when things are worst.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx

from control.client.haproxy import ABSENT, DOWN, FAILING, BackendServer, BackendService, Edge
from control.errors import NotAllowed, Unreachable
from control.host.units import RUNNING, Unit, engine_troubles, last_words, units
from control.output import day

PATIENCE_S: Final = 5.0
RENEW: Final = "run playbooks/site.yml; one of your own is to be renewed first (haproxy_certificate)"
SLOW_MS: Final = 100.0
"""A Redis on this machine or in this network answers in a few milliseconds, and on a busy board in some ten."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Behind:
    """What HAProxy of this machine tells; `trouble` is why it doesn't, `denied` whether that is because of who asks."""

    services: list[BackendService] = field(default_factory=list)
    places: list[BackendServer] = field(default_factory=list)
    trouble: str = ""
    denied: bool = False


@dataclass(slots=True)
class InspectedProcess:
    """One process, as each that knows of it sees it; an empty text where nobody was asked.

    `unit` is systemd's state, `answer` what the process says of its readiness, `behind` its state in HAProxy, `joined`
    whether the messages service has it, None where that doesn't tell.
    """

    name: str
    unit: str = ""
    restarts: int = 0
    answer: str = ""
    behind: str = ""
    joined: bool | None = None
    last_words: str = ""

    @property
    def trouble(self) -> str:
        """What is wrong with it, and where to look; empty where nothing is."""
        wrong = []
        if self.unit not in ("", *RUNNING):
            wrong.append(f"systemd reports it as {self.unit}{self.last_words}")
        if self.answer not in ("", "ready"):
            wrong.append(self.answer)
        elif self.behind in (DOWN, FAILING):
            wrong.append(f"HAProxy reports it as {self.behind}")
        if self.joined is False and self.unit:
            wrong.append("it hasn't joined the messages service")
        hint = f" (systemctl status imserver@{self.name.rpartition('.')[2]})" if wrong and self.unit else ""
        return "; ".join(wrong) + hint


@dataclass(frozen=True, slots=True)
class Inspection:
    """`server` is the answer of the admin API, or why there is none. `behind` is None where HAProxy isn't here.

    `engines` tells which of HAProxy and Redis systemd doesn't have running.
    """

    server: dict[str, Any] | Unreachable
    behind: Behind | None
    processes: list[InspectedProcess]
    redis: str
    engines: list[str] = field(default_factory=list)

    @property
    def troubles(self) -> list[str]:
        """What is missing or wrong, each in a line."""
        found = [f"messages: {self.server.message}"] if isinstance(self.server, Unreachable) else []
        found += [f"{each.name}: {each.trouble}" for each in self.processes if each.trouble]
        if self.behind and self.behind.trouble and not self.behind.denied:
            found.append(f"HAProxy: {self.behind.trouble}")
        found += self.engines
        if self.redis:
            found.append(f"Redis: {self.redis}")
        if not isinstance(self.server, Unreachable):
            found += _told(self.server)
        return found


def inspect(ask: Callable[[], dict[str, Any]], edge_socket: Path | None) -> Inspection:
    """`ask` is the call of the admin API; `edge_socket` is None for a server that isn't on this machine.

    Raises what `ask` raises, except that it isn't reached.
    """
    with ThreadPoolExecutor(16) as pool:
        answering = pool.submit(_unless_unreachable, ask)
        if edge_socket is None:
            return Inspection(answering.result(), None, [], "")
        listing, balancing = pool.submit(units), pool.submit(_behind, edge_socket)
        looking = pool.submit(engine_troubles)
        started, behind = listing.result(), balancing.result()
        urls = {url for unit in started if (url := unit.environment.get("IM_REDIS_URL"))}
        pinging = [pool.submit(_ask_redis, url) for url in sorted(urls)]
        addresses = _addresses(started, behind)
        probing = {name: pool.submit(_probe, address) for name, address in addresses.items()}
        answers = {name: probe.result() for name, probe in probing.items()}
        server = answering.result()
        redis = next((trouble for ping in pinging if (trouble := ping.result())), "")
    joined = None if isinstance(server, Unreachable) else server.get("processes", [])
    return Inspection(server, behind, _processes(started, behind, answers, joined), redis, looking.result())


def _unless_unreachable(ask: Callable[[], T]) -> T | Unreachable:
    try:
        return ask()
    except Unreachable as error:
        return error


def _behind(edge_socket: Path) -> Behind | None:
    """None where there is no HAProxy."""
    edge = Edge(edge_socket, PATIENCE_S)
    try:
        return Behind(edge.services(), edge.places())
    except NotAllowed:
        return Behind(trouble="only root may ask it: sudo imctl status", denied=True)
    except Unreachable as error:
        return (
            None if error.code == ABSENT else Behind(trouble=f"{error.message}: systemctl status im-haproxy tells why")
        )


def _addresses(started: Sequence[Unit], behind: Behind | None) -> dict[str, str]:
    """Where each process of this machine listens, by its name."""
    found = {
        unit.environment.get("IM_NAME", unit.process): f"127.0.0.1:{port}"
        for unit in started
        if (port := unit.environment.get("IM_PORT"))
    }
    for place in behind.places if behind else []:
        if place.address.startswith(("127.", "[::1]")):
            found.setdefault(place.server, place.address)
    return found


def _probe(address: str) -> str:
    """`ready`, or why not."""
    try:
        answer = httpx.get(f"http://{address}/readyz", timeout=PATIENCE_S, trust_env=False)
    except httpx.ConnectError:
        return f"nothing listens at {address}"
    except httpx.TimeoutException:
        return f"no answer within {PATIENCE_S:.0f} s at {address}"
    except httpx.HTTPError as error:
        return f"no answer at {address}: {str(error) or type(error).__name__}"
    try:
        status = str(answer.json()["status"])
    except (ValueError, KeyError, TypeError):
        return f"{address} answers HTTP {answer.status_code}, which is no answer of imserver"
    return "ready" if answer.status_code == httpx.codes.OK else f"not ready: {status}"


def _ask_redis(url: str) -> str:
    """Why it can't be used; empty where it can."""
    from imserver.redis.client import RedisServer  # 0.13 s of CPU time, for this command alone
    from imserver.redis.endpoint import RedisUnusableError
    from imserver.redis.url import RedisUrlError

    async def check() -> str:
        try:
            server = RedisServer(url)
        except RedisUrlError as error:
            return str(error)
        try:
            await server.check()
        except RedisUnusableError as error:
            return f"{error} {error.hint}"
        finally:
            await server.close()
        return ""

    return asyncio.run(check())


def _processes(
    started: Sequence[Unit],
    behind: Behind | None,
    answers: Mapping[str, str],
    joined: Sequence[Mapping[str, Any]] | None,
) -> list[InspectedProcess]:
    """All that anybody knows of, by name."""
    found: dict[str, InspectedProcess] = {}

    def get(name: str) -> InspectedProcess:
        return found.setdefault(name, InspectedProcess(name))

    for unit in started:
        each = get(unit.environment.get("IM_NAME") or _full_name(unit.process, behind, joined))
        each.unit = unit.state if unit.result in ("", "success") else f"{unit.state} ({unit.result})"
        each.restarts = unit.restarts
        if unit.state not in RUNNING:
            each.last_words = last_words(f"imserver@{unit.process}.service")
    for place in behind.places if behind else []:
        each = get(place.server)
        if place.state in (DOWN, FAILING) or not each.behind:
            each.behind = place.state
    for name, answer in answers.items():
        get(name).answer = answer
    names = {str(member["name"]) for member in joined or () if not (member.get("figures") or {}).get("draining")}
    for name in names:
        get(name)
    if joined is not None:
        for each in found.values():
            each.joined = each.name in names
    return [found[name] for name in sorted(found)]


def _full_name(process: str, behind: Behind | None, joined: Sequence[Mapping[str, Any]] | None) -> str:
    """A process is HOST.PROCESS for all but systemd, and only root may read which host that is."""
    known = [place.server for place in behind.places] if behind else []
    known += [str(member["name"]) for member in joined or ()]
    return next((name for name in known if name.rpartition(".")[2] == process), process)


def certificate_trouble(certificate: Mapping[str, Any] | None) -> str:
    """What is wrong with what people are shown, and the way out; one that only ends soon is no trouble yet."""
    state = certificate["state"] if certificate else ""
    if not certificate or state in ("valid", "soon"):
        return ""
    if state == "early":
        return f"it isn't valid before {day(certificate['begins'])}: see that the clock is right (timedatectl)"
    told = "it ended on" if state == "ended" else "it ends on"
    return f"{told} {day(certificate['ends'])}: {RENEW}"


def _told(answer: Mapping[str, Any]) -> list[str]:
    """What the server itself finds wrong."""
    found = []
    bus: Mapping[str, Any] = answer["bus"]
    if bus["engine"] != "memory" and bus["state"] != "connected":
        found.append(f"bus: {bus['state']}; events go over direct links")
    elif float(bus.get("latency_ms", 0)) > SLOW_MS:
        found.append(f"bus: Redis takes {bus['latency_ms']:g} ms to answer")
    if answer["store"]["trouble"]:
        found.append(f"store: {answer['store']['trouble']}")
    if trouble := certificate_trouble(answer.get("certificate")):
        found.append(f"certificate: {trouble}")
    found += [
        f"{task['name']} of {task['process']}: fails in the background: {task['error']}"
        for task in answer.get("tasks", ())
        if task["state"] == "failing"
    ]
    return found
