"""What was seen on a machine, and how bad it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was seen, and what to do; the last is empty where all is well."""

    name: str
    level: Level
    saw: str
    advice: str = ""
