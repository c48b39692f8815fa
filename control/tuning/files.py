"""What files shall hold: those that are the model's alone, and those that others own too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce

from .board import HostFacts
from .choice import KnobChoice
from .edit import add_words, drop_words, has_option, with_block, with_option, without_block, without_option
from .knob import ConfigItem, FileLine, Firmware, Knob, MountOption, Token

HEADER = "# Written by imnode's model of tuning; what is changed here is lost. imctl tune explain KNOB tells why.\n"
FSTAB = "/etc/fstab"
BACKUP = ".im-backup"

Edit = Callable[[str], str]


def owned(board: HostFacts, choices: Iterable[KnobChoice]) -> dict[str, str]:
    """The content of each file that is the model's alone: lines by section, in the order of the knobs."""
    files: dict[str, dict[str, list[str]]] = {}
    for choice in choices:
        if choice.value is not None:
            for line in lines(board, choice.knob):
                files.setdefault(line.file, {}).setdefault(line.section, []).append(line.text(choice.value))
    return {name: HEADER + "".join(_section(*part) for part in parts.items()) for name, parts in files.items()}


def lines(board: HostFacts, knob: Knob) -> list[FileLine]:
    return [place for place in knob.places(board) if isinstance(place, FileLine)]


def _section(name: str, texts: list[str]) -> str:
    return (f"[{name}]\n" if name else "") + "\n".join(texts) + "\n"


@dataclass(frozen=True, slots=True)
class Shared:
    """Files that others own too, and the model's part in them. `knobs` are all of the model."""

    board: HostFacts
    knobs: tuple[Knob, ...]

    def __contains__(self, name: str) -> bool:
        return name in (self.board.cmdline_file, self.board.config_file, FSTAB) and name != ""

    def edits(
        self, group: str, choices: Iterable[KnobChoice], original: Callable[[str], str | None]
    ) -> dict[str, Edit]:
        """The changes that a group's values ask for, and the way back for those that ask for none any more.

        `original` gives a file as it was, None for one that the model never changed.
        """
        wanted = [
            (place, choice.value) for choice in choices if choice.value for place in choice.knob.places(self.board)
        ]
        edits: dict[str, Edit] = {}
        possible = self._places(group)
        if self.board.cmdline_file and any(isinstance(place, Token) for place in possible):
            words = [place.word(value) for place, value in wanted if isinstance(place, Token)]
            before = original(self.board.cmdline_file)
            ours = [word for word in self.words() if before is not None and word not in before.split()]
            gone = [word for word in ours if word not in words]
            edits[self.board.cmdline_file] = lambda text: add_words(drop_words(text, gone), words)
        if self.board.config_file and any(isinstance(place, Firmware) for place in possible):
            texts = [place.line(value) for place, value in wanted if isinstance(place, Firmware)]
            edits[self.board.config_file] = lambda text: with_block(text, group, texts)
        mounts = {place: value for place, value in wanted if isinstance(place, MountOption)}
        table = original(FSTAB)
        changes = [_mount_edit(place, value) for place, value in mounts.items()]
        changes += [
            _way_back(place, table)
            for place in possible
            if isinstance(place, MountOption) and place not in mounts and table is not None
        ]
        if changes:
            edits[FSTAB] = lambda text: reduce(lambda so_far, change: change(so_far), changes, text)
        return edits

    def words(self) -> list[str]:
        """All words of the command line that the model knows."""
        return [place.word("on") for place in self._places() if isinstance(place, Token)]

    def without(self, name: str, text: str, original: str) -> str:
        """Today's content without the model's part; the very original where nobody else changed anything."""
        if name == self.board.cmdline_file:
            rest = drop_words(text, [word for word in self.words() if word not in original.split()])
        elif name == self.board.config_file:
            rest = text
            for group in {knob.group for knob in self.knobs}:
                rest = without_block(rest, group)
        else:
            rest = text
            for place in self._places():
                if isinstance(place, MountOption):
                    rest = _way_back(place, original)(rest)
        return original if rest.split() == original.split() else rest

    def _places(self, group: str = "") -> list[ConfigItem]:
        return [place for knob in self.knobs if group in ("", knob.group) for place in knob.places(self.board)]


def _mount_edit(place: MountOption, value: str) -> Edit:
    change = with_option if value == "on" else without_option
    return lambda text: change(text, place.mount, place.option)


def _way_back(place: MountOption, original: str) -> Edit:
    return _mount_edit(place, "on" if has_option(original, place.mount, place.option) else "off")
