"""How the node was tuned, as `imctl tune` or the playbook wrote it down when they last changed something."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import msgspec

MAX_BYTES: Final = 1 << 20


class Knob(msgspec.Struct, frozen=True):
    """One setting. `desired` and `live` are None where there is none."""

    name: str
    group: str
    title: str
    unit: str
    desired: str | None
    live: str | None
    origin: str
    state: str
    remark: str
    why: str


class Tuned(msgspec.Struct, frozen=True):
    """The record. `at` is in ms since 1970 UTC."""

    at: int
    profile: str
    model: str
    title: str
    knobs: list[Knob]


class Tuning(msgspec.Struct, frozen=True):
    """`record` is None unless the status is `tuned`."""

    status: Literal["tuned", "untuned", "unreadable"]
    record: Tuned | None = None


def read(path: Path) -> Tuning:
    try:
        with path.open("rb") as file:
            return Tuning("tuned", msgspec.json.decode(file.read(MAX_BYTES), type=Tuned))
    except (FileNotFoundError, NotADirectoryError):
        return Tuning("untuned")
    except (OSError, msgspec.DecodeError):
        return Tuning("unreadable")
