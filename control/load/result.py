"""The result of a run, whichever tool made it. Its JSON form is described by docs/load-result.schema.json."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec

from control.load.histogram import Times
from control.load.part import Part
from control.load.scenario.scenario import Scenario
from control.load.tick import Tick

FILE: Final = "result.json"
VERSION: Final = 1
INTERRUPTED: Final = "interrupted"


class Phase(msgspec.Struct):
    """A part of the run, in seconds since its start: prepare, ramp, hold, storm, drain."""

    name: str
    begin_s: float
    end_s: float


class GeneratorUse(msgspec.Struct, kw_only=True):
    """What the generator itself used.

    `lateness` is how long after its due time an action was begun; of a third-party tool, how late it looked at
    the clock, ten times a second.

    `busiest` is the share of one core that its busiest process took in its busiest second of the run; of a tool in
    Java, which can use all cores, the share of these.
    """

    processes: int = 1
    cpu_s: float = 0.0
    wall_s: float = 0.0
    rss_bytes: int = 0
    busiest: float = 0.0
    lateness: Times | None = None
    longest_stall_s: float = 0.0


class DeliveryReport(msgspec.Struct, kw_only=True):
    """What the delivery checker found. `checked` tells whether the tool keeps its log at all.

    `stored` messages, and `files` that they carry, are what the server held more of afterwards.
    """

    checked: bool = False
    sent: int = 0
    acked: int = 0
    stored: int = 0
    files: int = 0
    received: int = 0
    expected: int = 0
    lost: int = 0
    doubled: int = 0
    reordered: int = 0
    unanswered: int = 0
    complaints: list[str] = []
    """At most the first twenty, in words."""


class NodeSample(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The node at one moment: seconds since the start of the run, and figures by name (docs/capacity.md lists them)."""

    at_s: float
    figures: dict[str, float]


class HostInfo(msgspec.Struct, kw_only=True):
    """Where something ran."""

    name: str = ""
    model: str = ""
    cores: int = 0
    memory_mib: int = 0
    kernel: str = ""
    python: str = ""


class Verdict(msgspec.Struct, kw_only=True):
    """`name` is one of `control.load.verdict.verdict.NAMES`; `reasons` say why, each with its figures."""

    name: str
    reasons: list[str] = []
    advice: list[str] = []
    bottleneck: str = ""


class RunResult(msgspec.Struct, kw_only=True):
    """One scenario, run once by one tool.

    `actions` are response times by action (`login`, `ack`, `delivery`, `history`, `search`, `upload` …). Those of
    messages that were due while users still arrived stand apart (`ack (ramp)`, `delivery (ramp)`).
    `counts` are totals by name; `correction` says how times were brought to due times.
    """

    version: int = VERSION
    tool: str
    tool_version: str = ""
    scenario: str
    users: int
    rate: float
    seed: int = 0
    url: str = ""
    budget: str = ""
    started_at: float = 0.0
    ended: str = "complete"
    """complete, interrupted, or what ended it early."""
    phases: list[Phase] = []
    actions: dict[str, Times] = {}
    counts: dict[str, float] = {}
    delivery: DeliveryReport = msgspec.field(default_factory=DeliveryReport)
    generator: GeneratorUse = msgspec.field(default_factory=GeneratorUse)
    samples: list[NodeSample] = []
    objective: dict[str, float] = {}
    verdict: Verdict | None = None
    settings: dict[str, Any] = {}
    machines: dict[str, HostInfo] = {}
    correction: str = ""
    command: str = ""
    notes: list[str] = []

    def save(self, folder: Path, name: str = FILE) -> Path:
        """Write it into `folder`. Raises `OSError`."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n")
        return path

    def phase(self, name: str) -> Phase | None:
        return next((phase for phase in self.phases if phase.name == name), None)


def load(path: Path) -> RunResult:
    """Read a result: a file, or a folder that holds `result.json`. Raises `OSError`, `msgspec.MsgspecError`."""
    return msgspec.json.decode((path / FILE if path.is_dir() else path).read_bytes(), type=RunResult)


class ToolTarget(msgspec.Struct, kw_only=True):
    """Where a tool sends its load, and the accounts that were made for it: none where a plan has its own.

    `convs` are the conversations of each user, by the index of the user. `tokens` are access tokens, empty where
    every user logs in with `password`.
    """

    url: str
    ca: str = ""
    logins: list[str] = []
    users: list[str] = []
    password: str = ""
    tokens: list[str] = []
    convs: list[list[str]] = []


class Tool(Protocol):
    """A generator that is no part of this product: JMeter, Gatling, Locust."""

    name: str

    def installed(self) -> str:
        """Its version. Raises `control.errors.Refused` with the command that installs it."""

    def export(self, scenario: Scenario, folder: Path) -> list[Path]:
        """Write the plan as its own tool reads it; the files."""

    def run(
        self, scenario: Scenario, target: ToolTarget, plan: Path, tell: Callable[[float, Tick], None], part: Part
    ) -> RunResult:
        """Run a part of the plan that a folder holds with its accounts, or the whole, to the end.

        `tell` is called with the seconds since its start, and the totals so far. Without a delivery check, node
        samples or a verdict: the caller adds them. Raises `control.errors.UsageError`, `Refused`.
        """
