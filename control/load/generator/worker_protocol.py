"""The protocol of a worker of the built-in generator: lines of JSON over its standard streams."""

from __future__ import annotations

import msgspec

from control.load.histogram import Times
from control.load.tick import Tick


class UserAccount(msgspec.Struct):
    """A user of this worker. `rooms` are indices into the plan's `convs`."""

    index: int
    login: str
    id: str
    rooms: list[int]
    token: str = ""
    refresh: str = ""


class WorkerPlan(msgspec.Struct, kw_only=True):
    """The work of one process. `scenario` is YAML; `key` signs access tokens, hex, empty where tokens are given."""

    scenario: str
    worker: int
    run: int
    url: str
    ca: str = ""
    password: str = ""
    key: str = ""
    accounts: list[UserAccount]
    convs: list[str]
    weights: list[float]
    log: str


class WorkerCommand(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What the coordinator sends after the plan.

    `go`: the start of the run, by CLOCK_MONOTONIC. `stop`: no new actions. `expect`: the last number of each
    conversation (by index); wait until it is seen. `end`: close and write the outcome.
    """

    go: float | None = None
    stop: bool = False
    expect: dict[str, int] | None = None
    end: bool = False


class WorkerOutcome(msgspec.Struct, kw_only=True):
    """The measurements of a worker."""

    actions: dict[str, Times]
    lateness: Times
    counts: dict[str, float]
    lost: int = 0
    doubled: int = 0
    reordered: int = 0
    expected: int = 0
    unanswered: int = 0
    complaints: list[str] = []
    cpu_s: float = 0.0
    busiest: float = 0.0
    rss_bytes: int = 0
    longest_stall_s: float = 0.0
    notes: list[str] = []


class WorkerMessage(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One line of a worker: exactly one of these is set."""

    ready: bool = False
    tick: Tick | None = None
    stopped: dict[str, int] | None = None
    settled: bool = False
    outcome: WorkerOutcome | None = None
    failed: str = ""
