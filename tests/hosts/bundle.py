"""Wheels for hosts: downloaded once, and bundled for each controller by itself."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.hosts.root import Release, cache


def collect(release: Release, checkout: Path, folder: Path) -> None:
    """Lay into `folder` what `imserver_cache_dir` holds: the bundle of a checkout for a release of Debian.

    What was downloaded is kept for the next run. Lanes and other checkouts wait for one another meanwhile.
    """
    wheels = folder / "wheels"
    store = f"store-py{release.python}-{os.uname().machine}"
    kept = cache() / "wheels" / store
    kept.mkdir(parents=True, exist_ok=True)
    with (cache() / "wheels.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shutil.copytree(kept, wheels / store, copy_function=_link, dirs_exist_ok=True)
        command = [
            sys.executable,
            "-m",
            "control.provisioning.wheels",
            "--python",
            release.python,
            "--arch",
            os.uname().machine,
        ]
        subprocess.run([*command, "--out", str(wheels)], check=True, cwd=checkout, capture_output=True)
        shutil.copytree(wheels / store, kept, copy_function=_link, dirs_exist_ok=True)


def _link(source: str, target: str) -> None:
    """Instead of a copy, where one file system holds both."""
    if Path(target).exists():
        return
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
