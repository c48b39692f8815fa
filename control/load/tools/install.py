"""Puts the Java tools into the user's cache, each artefact checked against its hash.

A tool's folder is made beside its place and moved there whole, so that a run never meets half a tool. What was
fetched before an interruption isn't fetched again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import httpx

from control.errors import Refused
from control.load.tools.artefact import Artefact, listed, version
from control.load.tools.repository import TIMEOUT_S, fetch, local_copy, repository
from control.progress import Progress

JAVA_TOOLS: Final = ("jmeter", "gatling")
AT_ONCE: Final = 4


def cache() -> Path:
    """`imnode/load` in the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "imnode" / "load"


def home(tool: str) -> Path:
    """Where a tool is, or would be."""
    return cache() / f"{tool}-{version(tool)}"


def is_there(tool: str) -> bool:
    return (home(tool) / "lib").is_dir()


def required(tool: str) -> Path:
    """The folder of a tool. Raises `Refused` with the command that installs it."""
    if not is_there(tool):
        raise Refused(
            f"{tool} {version(tool)} isn't installed",
            f"install it: imctl load tools install {tool}",
            code="tool_missing",
        )
    return home(tool)


def install(tool: str, progress: Progress) -> bool:
    """Install a tool; whether it had to be. Raises `Refused`, `Unreachable`."""
    if is_there(tool):
        return False
    artefacts = listed(tool)
    store = cache() / "artefacts"
    store.mkdir(parents=True, exist_ok=True)
    try:
        _fetch_all(tool, artefacts, store, progress)
        with tempfile.TemporaryDirectory(dir=cache(), prefix=f".{tool}-") as folder:
            made = Path(folder) / tool
            made.mkdir()
            for artefact in artefacts:
                _place(artefact, store / artefact.sha256, made)
            try:
                made.rename(home(tool))
            except OSError:
                if not is_there(tool):
                    raise
    except OSError as error:
        raise Refused(
            f"{tool} can't be put into {cache()}: {error}", "free some space, or set XDG_CACHE_HOME"
        ) from None
    return True


def _fetch_all(tool: str, artefacts: list[Artefact], store: Path, progress: Progress) -> None:
    missing = [artefact for artefact in artefacts if not artefact.is_in(store / artefact.sha256)]
    base = repository()
    with (
        progress.over(f"{tool} {version(tool)}", sum(artefact.size for artefact in missing)) as advance,
        httpx.Client(timeout=TIMEOUT_S, follow_redirects=True) as http,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):

        def take(artefact: Artefact) -> None:
            part = store / f".{artefact.sha256}.{os.getpid()}"
            try:
                if (copy := local_copy(artefact)) is not None:
                    shutil.copyfile(copy, part)
                    advance(artefact.size)
                else:
                    fetch(artefact, http, base, part, advance)
                part.rename(store / artefact.sha256)
            finally:
                part.unlink(missing_ok=True)

        try:
            for _ in pool.map(take, missing):
                pass
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _place(artefact: Artefact, file: Path, folder: Path) -> None:
    kind, _, prefix = artefact.place.partition(":")
    if kind == "unpack":
        with zipfile.ZipFile(file) as archive:
            archive.extractall(folder, [name for name in archive.namelist() if name.startswith(prefix)])
        return
    to = folder / artefact.place
    to.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(file, to)
    except OSError:
        shutil.copyfile(file, to)
