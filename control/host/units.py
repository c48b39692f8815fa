"""The processes of the messenger that systemd of this machine starts, and what they stand on."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PATTERN: Final = "imserver@*.service"
ENGINES: Final = ("im-haproxy.service", "im-redis.service")
RUNNING: Final = ("active", "reloading")
LAST_LINES: Final = 5
ENVIRONMENT: Final = Path("/etc/im")
PATIENCE_S: Final = 5


@dataclass(frozen=True, slots=True)
class Unit:
    """`process` is the name of the instance, `state` and `result` are systemd's words; `restarts` it did by itself.

    `environment` is what only root may read: empty for others.
    """

    process: str
    state: str
    result: str
    restarts: int
    environment: Mapping[str, str]

    @property
    def is_active(self) -> bool:
        return self.state == "active"


def units(environment: Path = ENVIRONMENT) -> list[Unit]:
    """Those that are enabled or loaded; none where systemd isn't there, or knows none."""
    return [_unit(each, environment) for each in _shown(PATTERN)]


def engine_troubles() -> list[str]:
    """HAProxy and Redis of the messenger, as far as systemd has them and they don't run: why, and their last words."""
    return [
        f"{each['Id']}: systemd reports it as {each['ActiveState']} ({each['Result']}){last_words(each['Id'])}"
        for each in _shown(*ENGINES)
        if each["LoadState"] == "loaded" and each["ActiveState"] not in RUNNING
    ]


def last_words(unit: str) -> str:
    """What it wrote last into the journal, else what systemd wrote of it; empty where that can't be read."""
    command = ("journalctl", "--no-pager", "--quiet", "--output=cat", f"--lines={LAST_LINES}")
    lines = (_run(*command, f"_SYSTEMD_UNIT={unit}") or _run(*command, f"--unit={unit}")).splitlines()
    return f"; its last message: {' / '.join(lines)}" if lines else ""


def _shown(*names: str) -> list[dict[str, str]]:
    told = _run("systemctl", "show", "--property=Id,LoadState,ActiveState,Result,NRestarts", "--", *names)
    found = [dict(line.partition("=")[::2] for line in block.splitlines()) for block in told.strip().split("\n\n")]
    return [each for each in found if each.get("Id")]


def _run(*command: str) -> str:
    """What it prints; empty where it fails."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def _unit(told: Mapping[str, str], environment: Path) -> Unit:
    process = told["Id"].partition("@")[2].removesuffix(".service")
    given = _read(environment / f"imserver-{process}.env")
    return Unit(process, told["ActiveState"], told["Result"], int(told.get("NRestarts") or 0), given)


def _read(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError:
        return {}
    return dict(line.partition("=")[::2] for line in lines if "=" in line and not line.startswith("#"))
