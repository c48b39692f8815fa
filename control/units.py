"""The processes of the messenger that systemd of this machine starts."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PATTERN: Final = "imserver@*.service"
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
    command = ["systemctl", "show", "--property=Id,ActiveState,Result,NRestarts", "--", PATTERN]
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    found = [dict(line.partition("=")[::2] for line in block.splitlines()) for block in told.strip().split("\n\n")]
    return [_unit(each, environment) for each in found if each.get("Id")]


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
