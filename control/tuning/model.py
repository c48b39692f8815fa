"""All knobs."""

from __future__ import annotations

from difflib import get_close_matches

from .boot import KNOBS as BOOT
from .cpu import KNOBS as CPU
from .knob import Knob, KnobError
from .memory import KNOBS as MEMORY
from .network import KNOBS as NETWORK
from .security import KNOBS as SECURITY
from .services import KNOBS as SERVICES
from .storage import KNOBS as STORAGE

KNOBS = (*MEMORY, *NETWORK, *STORAGE, *SERVICES, *BOOT, *CPU, *SECURITY)
GROUPS = tuple(dict.fromkeys(knob.group for knob in KNOBS))


def find(name: str) -> Knob:
    """The knob of that name. Raises `KnobError` with names that are alike."""
    for knob in KNOBS:
        if knob.name == name:
            return knob
    names = [knob.name for knob in KNOBS]
    alike = get_close_matches(name, names, n=3, cutoff=0.5) or names[:3]
    raise KnobError(f"unknown knob {name}. Did you mean {', '.join(alike)}? List all with 'imctl tune show'")


def select(group: str) -> tuple[Knob, ...]:
    """The knobs of a group; all for an empty name. Raises `KnobError`."""
    if group and group not in GROUPS:
        raise KnobError(f"unknown group {group}; groups are {', '.join(GROUPS)}")
    return tuple(knob for knob in KNOBS if group in ("", knob.group))
