"""Applies the model to a machine, reads how it stands, and takes it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from . import record as records
from .board import HostFacts, survey
from .choice import KnobChoice, Overrides, check_profile, choose, refuse
from .effect import EFFECTS
from .files import BACKUP, Shared, lines, owned
from .knob import Knob, Package
from .machine import CommandFailed, Machine
from .model import GROUPS, KNOBS
from .reading import KnobReader, KnobReading, KnobState


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was changed, or would be. Files have their content before and after, None for no file."""

    what: str
    before: str | None
    after: str | None


@dataclass(slots=True)
class TuningReport:
    """What a run came to. `trouble` says what the system refused, by knob or effect."""

    changes: list[Change] = field(default_factory=list)
    readings: list[KnobReading] = field(default_factory=list)
    trouble: dict[str, str] = field(default_factory=dict)

    @property
    def restart(self) -> list[str]:
        """The knobs that wait for a restart."""
        return [reading.name for reading in self.readings if reading.state is KnobState.RESTART]

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "restart": self.restart}


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is tuned, and what is known of it."""

    machine: Machine
    board: HostFacts
    knobs: tuple[Knob, ...]
    record: records.Record
    reader: KnobReader
    shared: Shared

    @classmethod
    def of(cls, machine: Machine, board: HostFacts, knobs: tuple[Knob, ...]) -> _Subject:
        return cls(machine, board, knobs, records.load(machine), KnobReader(machine, board), Shared(board, knobs))


class Tuner:
    """The model on one machine. Raises `Refusal` for a profile that doesn't exist."""

    def __init__(self, machine: Machine, overrides: Overrides, *, knobs: Iterable[Knob] = KNOBS) -> None:
        check_profile(overrides.profile)
        self.machine = machine
        self.overrides = overrides
        self.board = survey(machine, overrides.profile)
        self._subject = _Subject.of(machine, self.board, tuple(knobs))
        self._record = self._subject.record

    @cached_property
    def choices(self) -> list[KnobChoice]:
        """The value of every knob. Raises `Refusal`."""
        return choose(self.board, self.overrides, self._subject.knobs)

    def check(self) -> None:
        """Raises `Refusal` with everything that forbids to apply the overrides here."""
        refuse(self.machine, self.board, self.overrides)

    def readings(self, group: str = "") -> list[KnobReading]:
        """How the knobs of a group stand; all for an empty name."""
        return [self._subject.reader.read(choice) for choice in self._of(group)]

    def apply(self, group: str = "", *, check: bool = False) -> TuningReport:
        """Bring every knob of a group to its value, of all groups for an empty name; `check` only says what would.

        A group that is switched off gets back what it had. Raises `Refusal` before anything is changed.
        """
        self.check()
        report = TuningReport()
        for name in [group] if group else GROUPS:
            run = _Run(self._subject, self._of(name), report, check)
            if name in self.overrides.off:
                run.revert(name)
            else:
                run.apply(name)
        if not check:
            self._remember()
        report.readings = [
            self._subject.reader.read(choice, report.trouble.get(choice.knob.name, "")) for choice in self._of(group)
        ]
        if self._record and not check:
            about = {"profile": self.board.profile.name, "model": self.board.model, "title": self.board.title}
            records.save_state(self.machine, group, about, [asdict(reading) for reading in report.readings])
        return report

    def revert(self, group: str = "", *, check: bool = False) -> TuningReport:
        """Bring back what a group had before the first change, or everything."""
        report = TuningReport()
        for name in [group] if group else reversed(GROUPS):
            _Run(self._subject, [], report, check).revert(name)
        if not check:
            records.forget_state(self.machine, "" if not self._record else group)
            if not self._record:
                records.forget_overrides(self.machine)
            records.save(self.machine, self._record)
        return report

    def _remember(self) -> None:
        """Keep what was chosen as long as there is something to bring back."""
        if self._record:
            records.save_overrides(self.machine, self.overrides)
        else:
            records.forget_state(self.machine, "")
            records.forget_overrides(self.machine)
        records.save(self.machine, self._record)

    def _of(self, group: str) -> list[KnobChoice]:
        return [choice for choice in self.choices if group in ("", choice.knob.group)]


class _Run:
    """One group, applied or reverted."""

    def __init__(self, subject: _Subject, choices: list[KnobChoice], report: TuningReport, check: bool) -> None:
        self._machine, self._board = subject.machine, subject.board
        self._knobs, self._record = subject.knobs, subject.record
        self._reader, self._shared = subject.reader, subject.shared
        self._choices = choices
        self._report = report
        self._check = check

    def apply(self, group: str) -> None:
        """What lives in the kernel and in systemd is noted before; then packages, files, and what makes them count."""
        before = {choice.knob.name: choice.knob.live.read(self._machine) for choice in self._choices}
        self._let_go()
        self._keep_live()
        self._install(group)
        effects = self._write(group)
        if self._check:
            self._foretell(before)
            return
        for choice in self._drifting():
            effects |= {line.effect for line in lines(self._board, choice.knob)}
        self._enter(effects)
        for choice in self._drifting():
            self._attempt(choice.knob.name, choice.knob.live.put, choice.value or "")
        for choice in self._choices:
            now = choice.knob.live.read(self._machine)
            if choice.value is not None and now != before[choice.knob.name]:
                self._report.changes.append(Change(choice.knob.name, before[choice.knob.name], now))

    def revert(self, group: str) -> None:
        names = self._record.of_group(group)
        effects = {effect for name in names for effect in self._effects_of(name)}
        self._leave(effects)
        for name in names:
            self._restore(name)
        for package in [name for name, owner in self._record.packages.items() if owner == group]:
            self._purge(package)
        self._enter(effects)
        for knob in self._knobs:
            if knob.group == group and knob.name in self._record.live:
                self._put_back(knob)
        if not self._check:
            self._remove_folders()
            self._save()

    def _save(self) -> None:
        if not self._check:
            records.save(self._machine, self._record)

    def _drifting(self) -> list[KnobChoice]:
        """Values that could count now, and don't."""
        return [
            choice
            for choice in self._choices
            if self._reader.tellable(choice) and choice.knob.live.read(self._machine) != choice.value
        ]

    def _foretell(self, before: dict[str, str | None]) -> None:
        for choice in self._drifting():
            if (now := before[choice.knob.name]) is not None:
                self._report.changes.append(Change(choice.knob.name, now, choice.value))

    def _keep_live(self) -> None:
        for choice in self._choices:
            if self._reader.tellable(choice) and choice.knob.name not in self._record.live:
                saved = choice.knob.live.save(self._machine)
                if saved is not None:
                    self._record.live[choice.knob.name] = saved
        self._save()

    def _let_go(self) -> None:
        """Knobs that are left alone now, and weren't before, get back what they had."""
        for choice in self._choices:
            if choice.value is None and choice.knob.name in self._record.live:
                self._put_back(choice.knob)

    def _put_back(self, knob: Knob) -> None:
        before, saved = knob.live.read(self._machine), self._record.live[knob.name]
        if self._check:
            self._report.changes.append(Change(knob.name, before, "what it was"))
            return
        self._attempt(knob.name, knob.live.put, saved)
        del self._record.live[knob.name]
        after = knob.live.read(self._machine)
        if after != before:
            self._report.changes.append(Change(knob.name, before, after))

    def _install(self, group: str) -> None:
        for choice in self._choices:
            places = choice.knob.places(self._board) if choice.value is not None else ()
            for name in [place.name for place in places if isinstance(place, Package)]:
                if name in self._board.packages or name in self._record.packages:
                    continue
                if self._check or self._machine.running:
                    self._report.changes.append(Change(f"package {name}", None, "installed"))
                if self._machine.running and not self._check:
                    self._record.packages[name] = group
                    self._save()
                    self._attempt(choice.knob.name, _install, name)

    def _purge(self, name: str) -> None:
        self._report.changes.append(Change(f"package {name}", "installed", None))
        if not self._check:
            self._attempt(f"package {name}", _purge, name)
            del self._record.packages[name]

    def _write(self, group: str) -> set[str]:
        """Write files that differ. Returns the effects of what was written."""
        effects = set()
        wanted = owned(self._board, self._choices)
        for name, text in wanted.items():
            if self._write_file(name, text, group):
                effects |= self._effects_of(name)
        for name in self._record.of_group(group):
            if name not in wanted and name not in self._shared and not name.endswith(BACKUP):
                effects |= self._effects_of(name)
                self._leave(self._effects_of(name))
                self._restore(name)
        for name, edit in self._shared.edits(group, self._choices, self._original).items():
            text_now = self._machine.text(name)
            if text_now is None or edit(text_now) == text_now:
                continue
            if name == self._board.cmdline_file:
                self._write_file(name + BACKUP, text_now, group)
            self._write_file(name, edit(text_now), group)
        return effects

    def _original(self, name: str) -> str | None:
        """A file as it was before the first change; None where it was never changed."""
        original = self._record.files.get(name)
        return None if original is None else _text(original.content or b"")

    def _write_file(self, name: str, text: str, group: str) -> bool:
        before = self._machine.text(name)
        if before == text:
            return False
        self._report.changes.append(Change(name, before, text))
        if not self._check:
            self._record.keep_file(self._machine, name, group)
            self._save()
            self._machine.write(name, text.encode("utf-8", "surrogateescape"), self._record.files[name].mode)
        return True

    def _restore(self, name: str) -> None:
        """A file as it was. What others wrote into a file of theirs meanwhile stays."""
        original = self._record.files[name]
        now, after = self._machine.data(name), original.content
        if now is not None and after is not None and name in self._shared:
            after = _bytes(self._shared.without(name, _text(now), _text(after)))
        if after != now:
            before_text = None if now is None else _text(now)
            self._report.changes.append(Change(name, before_text, None if after is None else _text(after)))
        if self._check:
            return
        if after is None:
            self._machine.remove(name)
        elif after != now:
            self._machine.write(name, after, original.mode)
        del self._record.files[name]
        self._save()

    def _effects_of(self, file: str) -> set[str]:
        """Effects of a file, for knobs that don't wait for a restart anyway."""
        return {
            line.effect
            for knob in self._knobs
            if not knob.reboot(self._board)
            for line in lines(self._board, knob)
            if line.file == file and line.effect
        }

    def _possible(self, effects: set[str]) -> list[str]:
        if self._check or not self._machine.running:
            return []
        return sorted(name for name in effects if name and not (EFFECTS[name].own_kernel and self._board.container))

    def _enter(self, effects: set[str]) -> None:
        for name in self._possible(effects):
            concerned = [
                c.knob.name for c in self._choices if any(x.effect == name for x in lines(self._board, c.knob))
            ]
            self._attempt(" ".join(concerned) or name, lambda machine, name: EFFECTS[name].enter(machine), name)

    def _leave(self, effects: set[str]) -> None:
        for name in self._possible(effects):
            self._attempt(name, lambda machine, name: EFFECTS[name].leave(machine), name)

    def _attempt(self, names: str, action: Callable[[Machine, str], None], argument: str) -> None:
        """Do what the system may refuse; its words go into the report, under the names of the knobs."""
        try:
            action(self._machine, argument)
        except (OSError, CommandFailed) as error:
            self._report.trouble |= dict.fromkeys(names.split(), str(error))

    def _remove_folders(self) -> None:
        for folder in sorted(self._record.folders, key=lambda name: -len(PurePosixPath(name).parts)):
            path = self._machine.path(folder)
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
            if not path.exists():
                self._record.folders.remove(folder)


def _install(machine: Machine, name: str) -> None:
    command = ("apt-get", "install", "-qq", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", name)
    try:
        machine.call(*command)
    except CommandFailed:  # the lists may be old, or not be there yet
        machine.call("apt-get", "update", "-qq")
        machine.call(*command)


def _purge(machine: Machine, name: str) -> None:
    machine.call("apt-get", "purge", "-qq", "-y", "-o", "DPkg::Lock::Timeout=300", name)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
