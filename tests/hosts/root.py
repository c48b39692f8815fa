"""Pristine systems to boot: built once per release, cached outside the repository."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PACKAGES: Final = ",".join(
    [
        *("ca-certificates", "dbus", "iproute2", "libpam-systemd", "openssh-server", "procps"),
        *("python3", "python3-apt", "sudo", "systemd", "systemd-sysv", "udev"),
    ]
)


@dataclass(frozen=True, slots=True)
class Release:
    """A Debian release and the Python that it has."""

    name: str
    codename: str
    python: str


RELEASES: Final = (Release("debian13", "trixie", "3.13"), Release("debian12", "bookworm", "3.11"))


def cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "imnode" / "hosts"


def mirror() -> str:
    """Where this machine gets its packages: the guests get theirs there too."""
    files = [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*")]
    text = "\n".join(file.read_text() for file in files if file.is_file())
    found = re.search(r"(?:^URIs:|^deb(?: \[.*\])?)\s+(https?://\S+/debian/?)(?:\s|$)", text, re.MULTILINE)
    return found[1] if found else "http://deb.debian.org/debian"


def build(release: Release) -> Path:
    """The directory of the release's pristine root. Lanes that need it at the same time build it once."""
    cache().mkdir(parents=True, exist_ok=True)
    with (cache() / f"{release.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _build(release)


def _build(release: Release) -> Path:
    recipe = hashlib.sha256(f"{PACKAGES} {release.codename}".encode()).hexdigest()[:8]
    root = cache() / f"{release.name}-{recipe}"
    if (root / "etc" / "debian_version").exists():
        return root
    print(f"Building a {release.name} system (once; about a minute) ...", file=sys.stderr)
    draft = cache() / f"{release.name}.new"
    shutil.rmtree(draft, ignore_errors=True)
    command = ["mmdebstrap", "--quiet", "--variant=apt", f"--include={PACKAGES}"]
    subprocess.run([*command, release.codename, str(draft), mirror()], check=True)
    draft.rename(root)
    return root
