"""The list of the page's files with their hashes, from which its service worker keeps a copy."""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path

from fastapi import APIRouter, Response

from imserver.http.site import MANIFEST, folder

LEFT_OUT = (".d.ts", ".woff2", "LICENSE", "vendored.json", "sw.js", MANIFEST)
"""Not part of the page, loaded by few systems only, the service worker itself, or not the same on each server."""

ADMIN = "admin"
"""How the folders and files of the administration begin, which are fetched when it is visited."""

router = APIRouter()


@router.get("/precache.js", include_in_schema=False)
def read() -> Response:
    return Response(listing(folder()), media_type="text/javascript")


@functools.cache
def listing(web: Path) -> str:
    """A script that sets `PRECACHE`: `files` by path, and a `version` that is another one whenever any of them is.

    Made from what is served, so that it can't be out of date. The administration works online only.
    """
    files = {
        path.relative_to(web).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(web.rglob("*"))
        if path.is_file()
        and not path.name.endswith(LEFT_OUT)
        and not any(part.startswith(ADMIN) for part in path.relative_to(web).parts)
    }
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]
    return f"self.PRECACHE = {json.dumps({'version': version, 'files': files})};\n"
