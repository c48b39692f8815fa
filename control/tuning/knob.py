"""What a knob is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from .board import HostFacts
from .machine import Machine


class KnobError(Exception):
    """Something that would be wrong to do. The message names the thing, the value, and what is allowed."""


class Allowed(Protocol):
    """The values that a knob may have."""

    def parse(self, text: str, board: HostFacts) -> str:
        """The value in its usual form. Raises `ValueError`."""

    def describe(self, board: HostFacts) -> str:
        """What is allowed, to stand after 'allowed are'."""


@dataclass(frozen=True, slots=True)
class Number:
    """Whole numbers, `low` and `high` included."""

    low: int
    high: int

    def parse(self, text: str, board: HostFacts) -> str:
        if not re.fullmatch(r"-?[0-9]{1,19}", text) or not self.low <= int(text) <= self.high:
            raise ValueError(text)
        return str(int(text))

    def describe(self, board: HostFacts) -> str:
        return f"{self.low} to {self.high}"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Several whole numbers that grow, with a blank between them."""

    count: int
    low: int
    high: int

    def parse(self, text: str, board: HostFacts) -> str:
        words = text.split()
        if len(words) != self.count or not all(re.fullmatch("[0-9]{1,19}", word) for word in words):
            raise ValueError(text)
        numbers = [int(word) for word in words]
        if numbers != sorted(numbers) or numbers[0] < self.low or numbers[-1] > self.high:
            raise ValueError(text)
        return " ".join(str(number) for number in numbers)

    def describe(self, board: HostFacts) -> str:
        return f"{self.count} numbers from {self.low} to {self.high}, growing"


@dataclass(frozen=True, slots=True)
class Words:
    """One of some words; `offered` tells which of them a board has."""

    words: tuple[str, ...]
    offered: Callable[[HostFacts], tuple[str, ...]] = lambda board: ()

    def parse(self, text: str, board: HostFacts) -> str:
        if text not in self._of(board):
            raise ValueError(text)
        return text

    def describe(self, board: HostFacts) -> str:
        return ", ".join(self._of(board))

    def _of(self, board: HostFacts) -> tuple[str, ...]:
        return self.offered(board) or self.words


@dataclass(frozen=True, slots=True)
class Pattern:
    """Texts of a form."""

    form: str
    description: str

    def parse(self, text: str, board: HostFacts) -> str:
        if not re.fullmatch(self.form, text):
            raise ValueError(text)
        return text

    def describe(self, board: HostFacts) -> str:
        return self.description


@dataclass(frozen=True, slots=True)
class FileLine:
    """Lines of a file that is the model's alone. `effect` names what makes the file count, in `effect.EFFECTS`."""

    file: str
    text: Callable[[str], str]
    section: str = ""
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the kernel command line."""

    word: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Firmware:
    """A line of the firmware's config.txt."""

    line: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class MountOption:
    """An option of a mount in /etc/fstab."""

    mount: str
    option: str


@dataclass(frozen=True, slots=True)
class Package:
    """A package that must be installed."""

    name: str


ConfigItem = FileLine | Token | Firmware | MountOption | Package


class LiveValue(Protocol):
    """The value that counts now."""

    def read(self, machine: Machine) -> str | None:
        """The value; None where it can't be read."""

    def save(self, machine: Machine) -> str | None:
        """What `put` needs to bring back what is now; None where `put` can't."""

    def put(self, machine: Machine, value: str) -> None:
        """Make a value count, or what was saved. Raises `OSError`, `CommandFailed`."""

    def refuses(self, machine: Machine) -> str:
        """Why this machine can't be told, empty where it can."""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A knob that a board is better off without, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Knob:
    """One thing that can be set.

    `desired` gives the value for a board. `unit` is that of the value. `places` are where it is written; empty
    where the live value keeps itself, as the state of a service does. `own_kernel` is what containers lack.
    `reboot` tells whether a board takes it into use only at the next start.
    """

    name: str
    group: str
    title: str
    desired: Callable[[HostFacts], str | NotApplicable]
    places: Callable[[HostFacts], tuple[ConfigItem, ...]]
    live: LiveValue
    allowed: Allowed
    why: str
    source: str
    unit: str = ""
    own_kernel: bool = False
    reboot: Callable[[HostFacts], bool] = lambda board: False
