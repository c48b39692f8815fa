"""Where Maven artefacts come from: the repository that the user's own Maven would ask, or Maven Central."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import httpx

from control.errors import Refused, Unreachable, UsageError
from control.load.tools.artefact import Artefact

CENTRAL: Final = "https://repo.maven.apache.org/maven2"
VARIABLE: Final = "IM_MAVEN_REPOSITORY"
SETTINGS: Final = Path(".m2/settings.xml")
TIMEOUT_S: Final = 60.0
ATTEMPTS: Final = 3


def repository() -> str:
    """`IM_MAVEN_REPOSITORY`, else the mirror of Central in ~/.m2/settings.xml, else Central. Raises `UsageError`."""
    found = os.environ.get(VARIABLE) or _mirror(Path.home() / SETTINGS) or CENTRAL
    if not found.startswith(("https://", "http://")):
        raise UsageError(
            f"{found!r} is not the address of a Maven repository",
            f"set {VARIABLE} to an address that begins with https://",
        )
    return found.rstrip("/")


def local_copy(artefact: Artefact) -> Path | None:
    """The artefact in the user's own Maven repository, where it is there and right."""
    file = Path.home() / ".m2/repository" / artefact.path
    return file if artefact.is_in(file) else None


def fetch(artefact: Artefact, http: httpx.Client, base: str, to: Path, advance: Callable[[int], None]) -> None:
    """Write the artefact to `to`; `advance` learns of each number of bytes. Raises `Refused`, `Unreachable`."""
    for attempt in range(1, ATTEMPTS + 1):
        taken = 0
        try:
            with http.stream("GET", f"{base}/{artefact.path}") as answer, to.open("wb") as file:
                if answer.status_code != 200:
                    raise Refused(
                        f"{base} answered {answer.status_code} for {artefact.coordinates}",
                        f"name a repository that has it in {VARIABLE}, or as a mirror in ~/.m2/settings.xml",
                        code="artefact_missing",
                    )
                for block in answer.iter_bytes():
                    taken += len(block)
                    if taken > artefact.size:
                        break
                    file.write(block)
                    advance(len(block))
        except httpx.HTTPError as error:
            advance(-min(taken, artefact.size))
            if attempt == ATTEMPTS:
                raise Unreachable(
                    f"{artefact.coordinates} can't be fetched from {base}: {str(error) or type(error).__name__}",
                    f"check the connection, or name another repository in {VARIABLE}",
                ) from None
            continue
        if not artefact.is_in(to):
            to.unlink(missing_ok=True)
            raise Refused(
                f"{artefact.coordinates} from {base} is not what was pinned (SHA-256 {artefact.sha256})",
                "it was changed in transit or in that repository; use another one",
                code="artefact_wrong",
            )
        return


def _mirror(settings: Path) -> str:
    """The address of the mirror that stands for Central in a settings file; empty without one. Raises `UsageError`."""
    if not settings.is_file():
        return ""
    try:
        root = ElementTree.parse(settings).getroot()  # noqa: S314 (the user's own file)
    except (ElementTree.ParseError, OSError) as error:
        raise UsageError(f"{settings} can't be read: {error}") from None
    for mirror in root.iterfind(".//{*}mirrors/{*}mirror"):
        of = (mirror.findtext("{*}mirrorOf") or "").replace(" ", "").split(",")
        if "!central" not in of and {"central", "*", "external:*"}.intersection(of):
            return _with_environment((mirror.findtext("{*}url") or "").strip())
    return ""


def _with_environment(text: str) -> str:
    return re.sub(r"\$\{env\.(\w+)\}", lambda found: os.environ.get(found[1], ""), text)
