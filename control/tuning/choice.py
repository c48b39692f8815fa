"""The value of each knob for a board, and where that value comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from .board import ZRAM_MANAGERS, HostFacts
from .edit import cmdline_words
from .knob import Knob, KnobError, NotApplicable, Token
from .machine import Machine
from .model import KNOBS, find
from .profile import PROFILES

LEAVE = "leave"
"""As a value: don't touch this knob."""

SUPPORTED = {"debian": ("12", "13"), "raspbian": ("12", "13"), "ubuntu": ("24.04", "26.04")}


@dataclass(frozen=True, slots=True)
class Overrides:
    """What people want otherwise: the kind of board, values by the names of knobs, and groups switched off.

    The inventory's count for what the playbooks apply; the node's were set on the node itself, and win.
    """

    profile: str = "auto"
    inventory: Mapping[str, str] = field(default_factory=dict)
    node: Mapping[str, str] = field(default_factory=dict)
    off: tuple[str, ...] = ()

    def of(self, name: str) -> tuple[str, str]:
        """The value for a knob and its origin; both empty where nobody wants something."""
        if name in self.node:
            return self.node[name], "node"
        if name in self.inventory:
            return self.inventory[name], "inventory"
        return "", ""


@dataclass(frozen=True, slots=True)
class KnobChoice:
    """`value` is None where the knob is left alone, for the reason in `why_not`."""

    knob: Knob
    value: str | None
    origin: str
    why_not: str = ""


def values(given: Mapping[str, object]) -> dict[str, str]:
    """Overrides as YAML, JSON or a person writes them, as texts. Raises `KnobError`."""
    found = {}
    for name, value in given.items():
        if isinstance(value, bool):
            found[str(name)] = "on" if value else "off"
        elif isinstance(value, (int, str)):
            found[str(name)] = " ".join(str(value).split())
        else:
            raise KnobError(f"{name} is {value!r}; write a number, a word, or {LEAVE}")
    return found


def choose(board: HostFacts, overrides: Overrides, knobs: Iterable[Knob] = KNOBS) -> list[KnobChoice]:
    """Values for `knobs`. Raises `KnobError` for a value that isn't allowed."""
    board = _without_zram(board, overrides)
    found = []
    for knob in knobs:
        if knob.group in overrides.off:
            found.append(KnobChoice(knob, None, "inventory", f"the group {knob.group} is switched off"))
            continue
        wanted, origin = overrides.of(knob.name)
        if wanted == LEAVE:
            found.append(KnobChoice(knob, None, origin, "switched off"))
            continue
        default = knob.desired(board)
        if wanted:
            found.append(KnobChoice(knob, _parse(knob, wanted, board), origin))
        elif isinstance(default, NotApplicable):
            found.append(KnobChoice(knob, None, "profile", default.why))
        else:
            found.append(KnobChoice(knob, default, "profile"))
    return found


def _parse(knob: Knob, value: str, board: HostFacts) -> str:
    try:
        return knob.allowed.parse(value, board)
    except ValueError:
        allowed = knob.allowed.describe(board) or "nothing on this board"
        unit = f" {knob.unit}" if knob.unit else ""
        raise KnobError(f"{knob.name} is {value}; allowed are {allowed}{unit}, or {LEAVE}") from None


def _without_zram(board: HostFacts, overrides: Overrides) -> HostFacts:
    return replace(board, zram=False) if overrides.of("zram.size")[0] == LEAVE else board


def check_names(overrides: Overrides, board: HostFacts) -> list[str]:
    """What is wrong with the overrides on such a board; empty where nothing is."""
    wrong = []
    for wanted in (overrides.inventory, overrides.node):
        for name, value in wanted.items():
            try:
                knob = find(name)
                if value != LEAVE:
                    _parse(knob, value, board)
            except KnobError as refusal:
                wrong.append(str(refusal))
    return wrong


def check_profile(name: str) -> None:
    """Raises `KnobError` for a profile that doesn't exist."""
    if name != "auto" and name not in PROFILES:
        raise KnobError(f"unknown profile {name}; profiles are auto, {', '.join(PROFILES)}")


def refuse(machine: Machine, board: HostFacts, overrides: Overrides) -> None:
    """Raises `KnobError` with everything that is wrong, before anything is changed."""
    wrong = check_names(overrides, board)
    if not wrong:
        choices = choose(board, overrides)
        wrong += _release(board) + _managers(machine, board, choices) + _command_line(machine, board, choices)
    if wrong:
        raise KnobError("; ".join(wrong))


def _release(board: HostFacts) -> list[str]:
    known = SUPPORTED.get(board.distribution, ())
    if board.release in known:
        return []
    supported = "Debian and Raspberry Pi OS 12 and 13, Ubuntu 24.04 and 26.04"
    return [f"this is {board.title or board.distribution or 'an unknown system'}; supported are {supported}"]


def _managers(machine: Machine, board: HostFacts, choices: list[KnobChoice]) -> list[str]:
    """Two that set up compressed swap would fight for the device."""
    wanted = any(choice.knob.name == "zram.size" and choice.value for choice in choices)
    others = [name for name in ZRAM_MANAGERS if name in board.packages]
    if board.rpi_swap and "[zram0]" in (machine.text("/etc/systemd/zram-generator.conf") or ""):
        others.append("systemd-zram-generator (/etc/systemd/zram-generator.conf)")
    foreign = [name for name in others if name != "rpi-swap"]
    if not wanted or not foreign:
        return []
    owner = "rpi-swap" if board.rpi_swap else "systemd-zram-generator"
    return [
        f"zram.size: {' and '.join(foreign)} would set up compressed swap beside {owner}."
        f" Remove it (sudo apt purge {foreign[0].split()[0]}), or set zram.size and zram.algorithm to {LEAVE}"
    ]


def _command_line(machine: Machine, board: HostFacts, choices: list[KnobChoice]) -> list[str]:
    tokens = any(isinstance(place, Token) for choice in choices if choice.value for place in choice.knob.places(board))
    if not tokens:
        return []
    try:
        cmdline_words(machine.text(board.cmdline_file) or "")
    except ValueError as error:
        return [f"cgroup.memory: {board.cmdline_file} {error}; allowed is one line that names root=. Repair it first"]
    return []
