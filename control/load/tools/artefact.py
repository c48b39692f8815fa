"""Maven artefacts by name, size and hash: what a Java tool consists of. `scripts/lock-java` makes the lists."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Artefact:
    """`place` is where it belongs in the tool's folder: a path, or `unpack:PREFIX` for some files of the archive."""

    sha256: str
    size: int
    place: str
    coordinates: str

    @property
    def path(self) -> str:
        """Where a Maven repository has it."""
        group, name, version, *classifier = self.coordinates.split(":")
        tail = f"-{classifier[0]}" if classifier else ""
        return f"{group.replace('.', '/')}/{name}/{version}/{name}-{version}{tail}.jar"

    def is_in(self, file: Path) -> bool:
        """Whether `file` is this artefact, to the byte."""
        try:
            return file.stat().st_size == self.size and digest(file) == self.sha256
        except OSError:
            return False


def listed(tool: str) -> list[Artefact]:
    """The artefacts of `jmeter` or `gatling`."""
    lines = (FOLDER / f"{tool}.lock").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return [Artefact(sha256, int(size), place, coordinates) for sha256, size, place, coordinates in rows]


def version(tool: str) -> str:
    """Which version of a tool its list holds."""
    names = {"jmeter": "org.apache.jmeter:ApacheJMeter_core:", "gatling": "io.gatling:gatling-core:"}
    found = next(each for each in listed(tool) if each.coordinates.startswith(names[tool]))
    return found.coordinates.split(":")[2]


def digest(file: Path) -> str:
    hashed = hashlib.sha256()
    with file.open("rb") as content:
        while block := content.read(BLOCK):
            hashed.update(block)
    return hashed.hexdigest()
