"""How a knob stands on a machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from .board import HostFacts
from .choice import KnobChoice
from .edit import has_option
from .files import FSTAB
from .knob import ConfigItem, FileLine, Firmware, MountOption, Token
from .machine import Machine


class KnobState(StrEnum):
    """How a knob stands."""

    OK = "ok"
    DRIFT = "drift"
    RESTART = "restart"  # it counts from the next start on
    NO_EFFECT = "no effect"  # it is written, and can't count here
    UNSEEN = "unseen"  # it is written, and nothing here tells whether it counts
    LEFT = "left"  # left alone


@dataclass(frozen=True, slots=True)
class KnobReading:
    """A knob on a machine, with texts for people. `desired` and `live` are None where there is none."""

    name: str
    group: str
    title: str
    unit: str
    desired: str | None
    live: str | None
    origin: str
    state: KnobState
    remark: str
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class KnobReader:
    """Looks at a machine, and changes nothing."""

    machine: Machine
    board: HostFacts

    def read(self, choice: KnobChoice, trouble: str = "") -> KnobReading:
        """`trouble` is what the system said when the value was to be applied."""
        knob, live = choice.knob, choice.knob.live.read(self.machine)
        state, remark = self._state(choice, live)
        if self.board.overlay and state is not KnobState.LEFT:
            remark = "; ".join(filter(None, ("the root is an overlay: this is gone at the next start", remark)))
        return KnobReading(
            name=knob.name,
            group=knob.group,
            title=knob.title,
            unit=knob.unit,
            desired=choice.value,
            live=live,
            origin=choice.origin,
            state=state,
            remark=trouble or remark,
            why=knob.why,
            source=knob.source,
        )

    def tellable(self, choice: KnobChoice) -> bool:
        """Whether the value can be made to count without a restart."""
        if choice.value is None or not self.machine.running or choice.knob.reboot(self.board):
            return False
        return not (choice.knob.own_kernel and self.board.container) and not choice.knob.live.refuses(self.machine)

    def _state(self, choice: KnobChoice, live: str | None) -> tuple[KnobState, str]:
        knob = choice.knob
        if choice.value is None:
            return KnobState.LEFT, choice.why_not
        for place in knob.places(self.board):
            if missing := self._unwritten(place, choice.value):
                return KnobState.DRIFT, f"not in {missing}"
        if live == choice.value:
            return KnobState.OK, ""
        if knob.own_kernel and self.board.container:
            return KnobState.NO_EFFECT, f"a container ({self.board.container}) has no kernel of its own"
        if refused := knob.live.refuses(self.machine):
            return KnobState.NO_EFFECT, refused
        unseen = KnobState.UNSEEN, "nothing here tells its value"
        if not knob.reboot(self.board):
            return unseen if live is None else (KnobState.DRIFT, self._overruled(choice))
        if not self._written_before_start(choice):
            return KnobState.RESTART, "counts from the next start on"
        return unseen if live is None else (KnobState.DRIFT, "the restart didn't help")

    def _overruled(self, choice: KnobChoice) -> str:
        """Which file of sysctl.d, read after the model's, sets the same key; empty where none does."""
        for place in choice.knob.places(self.board):
            if not isinstance(place, FileLine) or not place.file.startswith("/etc/sysctl.d/"):
                continue
            later = [
                name
                for folder in ("/usr/lib/sysctl.d", "/run/sysctl.d", "/etc/sysctl.d")
                for name in self.machine.names(f"{folder}/*.conf")
                if name.rsplit("/", 1)[1] > place.file.rsplit("/", 1)[1]
            ]
            key = re.compile(rf"^\s*-?{re.escape(choice.knob.name)}\s*=", re.MULTILINE)
            for name in later:
                if key.search(self.machine.text(name) or ""):
                    return f"{name} sets it too, and is read later"
        return ""

    def _unwritten(self, place: ConfigItem, value: str) -> str:
        """The file that lacks the value; empty where it is there."""
        match place:
            case FileLine():
                there = (self.machine.text(place.file) or "").splitlines()
                return "" if all(line in there for line in place.text(value).splitlines()) else place.file
            case Token():
                name = self.board.cmdline_file
                return "" if place.word(value) in (self.machine.text(name) or "").split() else name
            case Firmware():
                name = self.board.config_file
                return "" if place.line(value) in (self.machine.text(name) or "").splitlines() else name
            case MountOption():
                there_now = has_option(self.machine.text(FSTAB) or "", place.mount, place.option)
                return "" if there_now in (value == "on", None) else FSTAB
            case _:
                return ""

    def _written_before_start(self, choice: KnobChoice) -> bool:
        found = re.search(r"^btime (\d+)$", self.machine.text("/proc/stat") or "", re.MULTILINE)
        started = int(found[1]) if found else 0
        names = {
            place.file if isinstance(place, FileLine) else self.board.cmdline_file
            for place in choice.knob.places(self.board)
            if isinstance(place, (FileLine, Token))
        }
        if any(isinstance(place, Firmware) for place in choice.knob.places(self.board)):
            names.add(self.board.config_file)
        paths = [self.machine.path(name) for name in names]
        return all(path.exists() and path.stat().st_mtime < started for path in paths)
