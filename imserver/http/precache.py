"""The list of the page's files with their hashes, from which its service worker keeps a copy."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Response

from imserver.http.bundle import PAGE, Bundle, bundles, digest
from imserver.http.site import MANIFEST, folder

LEFT_OUT: Final = (".d.ts", "LICENSE", "vendored.json", "sw.js", "icon-512.png", "icon-maskable.png", MANIFEST)
"""Not part of the page, the service worker itself, for whom installs the page, or not the same on each server."""

ADMIN: Final = "admin"
"""How the folders and files of the administration begin, which are fetched when it is visited."""

ONCE_SEEN: Final = ("emoji-", "avatar-editor", "app/avatar/", "vendor/emojibase/", "vendor/inter/")
"""How the paths begin of what is kept from its first use on: few open it, or their system has it."""

MARKS: Final = ("icon.svg", "icon-192.png")
"""What the page shows besides its modules and style sheets."""

router = APIRouter()


@router.get("/precache.js", include_in_schema=False)
def read() -> Response:
    return Response(listing(folder(), bundles().current()), media_type="text/javascript")


@functools.lru_cache(maxsize=2)
def listing(web: Path, bundle: Bundle | None) -> str:
    """A script that sets `PRECACHE`: `files` by path, those that are `kept` once they were seen, and a `version` that
    is another one whenever any of them is.

    Made from what is served, so that it can't be out of date. The administration works online only.
    """
    hashes = {path: hash_[:16] for path, hash_ in sorted((_bundled(web, bundle) if bundle else _sources(web)).items())}
    version = digest(json.dumps(hashes).encode())[:16]
    kept = {path: hashes.pop(path) for path in list(hashes) if _once_seen(path)}
    return f"self.PRECACHE = {json.dumps({'version': version, 'files': hashes, 'kept': kept})};\n"


def _sources(web: Path) -> dict[str, str]:
    return {
        path: digest((web / path).read_bytes())
        for path in _paths(web)
        if not path.endswith(LEFT_OUT) and not any(part.startswith(ADMIN) for part in Path(path).parts)
    }


def _bundled(web: Path, bundle: Bundle) -> dict[str, str]:
    files = {name: file.digest for name, file in bundle.files.items() if not name.startswith(ADMIN)}
    beside = [path for path in _paths(web) if path in MARKS or path.endswith(".woff2")]
    return {
        PAGE: bundle.page.digest,
        **{f"{bundle.address[1:]}/{name}": hash_ for name, hash_ in files.items()},
        **{path: digest((web / path).read_bytes()) for path in beside},
    }


def _once_seen(path: str) -> bool:
    return path.startswith(ONCE_SEEN) or Path(path).name.startswith(ONCE_SEEN)


def _paths(web: Path) -> list[str]:
    return [path.relative_to(web).as_posix() for path in web.rglob("*") if path.is_file()]
