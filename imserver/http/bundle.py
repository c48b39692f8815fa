"""The bundle: the page's modules and style sheets in a few files, as `scripts/bundle` joined them.

It is handed out only while it is that of the sources in `imserver/web/`. So a checkout in work needs no build: there
the page is its sources.
"""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import json
import mimetypes
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PAGE: Final = "index.html"
LEDGER: Final = "ledger.json"
ADDRESS: Final = b"{bundle}"
"""Stands in the page for the address of the bundle."""

_INLINE: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_WORTH_IT: Final = 512
"""Fewer bytes aren't compressed."""

Stamp = tuple[tuple[int, int, int] | None, ...]
"""What tells of a changed file, without reading it."""


@dataclass(frozen=True)
class BundledFile:
    name: str
    body: bytes

    @functools.cached_property
    def packed(self) -> bytes | None:
        """The body, compressed, where that is worth it."""
        return gzip.compress(self.body, 9, mtime=0) if len(self.body) >= _WORTH_IT else None

    @property
    def media_type(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @functools.cached_property
    def digest(self) -> str:
        return digest(self.body)


@dataclass(frozen=True, eq=False)
class Bundle:
    version: str
    files: Mapping[str, BundledFile]
    """What lies at `address`, by name."""
    page: BundledFile
    scripts: tuple[str, ...]
    """What a policy has to let run of the page itself, as sources of `script-src`."""

    @property
    def address(self) -> str:
        return f"/bundle-{self.version}"


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


class Bundles:
    """The bundle of a folder of sources, as long as both fit together. A look costs a `stat` of each file."""

    def __init__(self, web: Path, folder: Path) -> None:
        self._web = web
        self._folder = folder
        self._seen = self._look()

    def serving(self, version: str) -> Bundle | None:
        """The bundle of that version, if it is the one that there is."""
        _, _, bundle = self._seen
        if bundle is None or bundle.version != version:
            bundle = self.current()
        return bundle if bundle is not None and bundle.version == version else None

    def current(self) -> Bundle | None:
        """None while the sources aren't those that it was made of: then they are the page."""
        paths, before, bundle = self._seen
        if before != stamp(paths):
            self._seen = self._look()
            _, _, bundle = self._seen
        return bundle

    def _look(self) -> tuple[tuple[str, ...], Stamp, Bundle | None]:
        ledger = _ledger(self._folder / LEDGER)
        sources = {self._web / path: hash_ for path, hash_ in ledger["sources"].items()}
        files = {self._folder / path: hash_ for path, hash_ in ledger["files"].items()}
        paths = tuple(map(str, (self._folder / LEDGER, *sources, *files)))
        before = stamp(paths)  # what changes while it is read is seen by the next look
        if not files or not _fits(sources):
            return paths, before, None
        bodies = _read(files)
        return paths, before, None if bodies is None else _bundled(bodies)


def stamp(paths: Iterable[str]) -> Stamp:
    return tuple(map(_stamp, paths))


def _stamp(path: str) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _ledger(path: Path) -> dict[str, dict[str, str]]:
    """The hashes of `sources` and of `files`; empty where there is no ledger, or one that a merge left behind."""
    try:
        read = json.loads(path.read_bytes())
        return {part: dict(read[part]) for part in ("sources", "files")}
    except (OSError, ValueError, LookupError, TypeError):
        return {"sources": {}, "files": {}}


def _fits(hashes: Mapping[Path, str]) -> bool:
    return _read(hashes) is not None


def _read(hashes: Mapping[Path, str]) -> dict[str, bytes] | None:
    """The files by name; None where one isn't there, or has another hash."""
    try:
        bodies = {path: path.read_bytes() for path in hashes}
    except OSError:
        return None
    if any(digest(body) != hashes[path] for path, body in bodies.items()):
        return None
    return {path.name: body for path, body in bodies.items()}


def _bundled(bodies: dict[str, bytes]) -> Bundle:
    version = digest(json.dumps({name: digest(body) for name, body in sorted(bodies.items())}).encode())[:16]
    page = bodies.pop(PAGE).replace(ADDRESS, f"/bundle-{version}".encode())
    return Bundle(
        version=version,
        files={name: BundledFile(name, body) for name, body in bodies.items()},
        page=BundledFile(PAGE, page),
        scripts=tuple(map(_allowed, _INLINE.findall(page))),
    )


def _allowed(script: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"


@functools.cache
def bundles() -> Bundles:
    package = Path(__file__).resolve().parent.parent
    return Bundles(package / "web", package / "bundle")
