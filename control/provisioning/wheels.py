"""Wheels for a node: collected on the controller, so that the node needs no internet.

`python -m control.provisioning.wheels --python 3.13 --arch aarch64 --out .cache/wheels` takes the hash-pinned lock,
keeps what the node needs, downloads it for the node's Python and processor, builds this project's own wheel,
and packs all of it into one archive. Prints JSON.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import imserver

ROOT: Final = Path(__file__).resolve().parents[2]
PROJECT: Final = "imnode"
ARCHITECTURES: Final = ("aarch64", "x86_64")
GLIBC: Final = 36
"""Debian 12 has glibc 2.36, the oldest of the supported releases."""


class WheelsError(Exception):
    """The set can't be made; the text says what is missing, and what to do."""


@dataclass(frozen=True, slots=True)
class WheelTarget:
    """A node's interpreter: `python` as 3.13, `arch` as the kernel names it."""

    python: str
    arch: str

    def environment(self) -> dict[str, str]:
        """The values of markers on the node (PEP 508)."""
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "os_name": "posix",
            "platform_machine": self.arch,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Linux",
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": "linux",
            "extra": "",
        }

    @property
    def platforms(self) -> list[str]:
        """Tags of wheels that run there, the newest first (PEP 600)."""
        return [f"manylinux_2_{minor}_{self.arch}" for minor in range(GLIBC, 16, -1)] + [f"manylinux2014_{self.arch}"]

    @property
    def name(self) -> str:
        return f"py{self.python}-{self.arch}"


@dataclass(frozen=True, slots=True)
class LockedRequirement:
    """One line of the lock."""

    name: str
    requirement: str
    hashes: tuple[str, ...]

    def __str__(self) -> str:
        return " \\\n    ".join([self.requirement, *(f"--hash={value}" for value in self.hashes)])


@dataclass(frozen=True, slots=True)
class Wheelhouse:
    """The set of a target. `release` names it: the same name, the same content."""

    changed: bool
    version: str
    release: str
    archive: str
    wheels: int


def read_lock(text: str, target: WheelTarget) -> list[LockedRequirement]:
    """The pins whose markers hold on the target."""
    lines = [line.strip() for line in text.replace("\\\n", " ").splitlines()]
    pins = []
    for line in lines:
        if not line or line.startswith("#"):
            continue
        head, *hashes = line.split("--hash=")
        requirement = Requirement(head.strip())
        if requirement.marker is None or requirement.marker.evaluate(target.environment()):
            pinned = f"{requirement.name}{requirement.specifier}"
            name = canonicalize_name(requirement.name)
            pins.append(LockedRequirement(name, pinned, tuple(value.strip() for value in hashes)))
    return pins


def needed(target: WheelTarget) -> set[str]:
    """The names of all that the project needs to run on the target; what only builds it is left out.

    Read from the metadata of what is installed here, which is a superset.
    """
    found: set[str] = set()
    waiting: list[tuple[str, frozenset[str]]] = [(PROJECT, frozenset())]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        for line in _requires(name):
            requirement = Requirement(line)
            if _applies(requirement.marker, target, extras):
                found.add(canonicalize_name(requirement.name))
                waiting.append((canonicalize_name(requirement.name), frozenset(requirement.extras)))
    return found


def _requires(name: str) -> Iterable[str]:
    try:
        return importlib.metadata.requires(name) or ()
    except importlib.metadata.PackageNotFoundError:
        return ()


def _applies(marker: Marker | None, target: WheelTarget, extras: Iterable[str]) -> bool:
    if marker is None:
        return True
    environments = [target.environment(), *({**target.environment(), "extra": extra} for extra in extras)]
    return any(marker.evaluate(environment) for environment in environments)


def collect(target: WheelTarget, out: Path) -> Wheelhouse:
    """Make the bundle of `target` below `out`, unless it is there. Raises `WheelsError`."""
    out.mkdir(parents=True, exist_ok=True)
    wanted = needed(target)
    pins = [
        pin for pin in read_lock((ROOT / "requirements" / "node.txt").read_text("utf-8"), target) if pin.name in wanted
    ]
    missing = wanted - {pin.name for pin in pins}
    if missing:
        raise WheelsError(f"requirements/node.txt has no {', '.join(sorted(missing))}: run ./scripts/lock.")
    version = imserver.__version__
    release = f"{version}-{_fingerprint(pins)}-{target.name}"
    archive = out / f"{release}.tar"
    changed = not archive.exists()
    if changed:
        _make(target, pins, out, archive)
        for old in set(out.glob(f"*-{target.name}.tar")) - {archive}:
            old.unlink()
    return Wheelhouse(changed, version, release, str(archive.absolute()), len(pins) + 1)


def _fingerprint(pins: Sequence[LockedRequirement]) -> str:
    """What the content depends on: this project's files, and the pins."""
    digest = hashlib.sha256()
    for file in sorted([*_sources("imserver"), *_sources("control"), ROOT / "pyproject.toml"]):
        digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    for pin in pins:
        digest.update(str(pin).encode())
    return digest.hexdigest()[:10]


def _sources(package: str) -> list[Path]:
    return [file for file in (ROOT / package).rglob("*") if file.is_file() and "__pycache__" not in file.parts]


def _make(target: WheelTarget, pins: Sequence[LockedRequirement], out: Path, archive: Path) -> None:
    store = out / f"store-{target.name}"
    store.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="im-wheels-", dir=out) as folder:
        place = Path(folder)
        print(f"Collecting {len(pins)} wheels for Python {target.python} on {target.arch} ...", file=sys.stderr)
        lock = place / "requirements.txt"
        lock.write_text("".join(f"{pin}\n" for pin in pins), "utf-8")
        _download(target, lock, store)
        own = _build(place)
        for wheel in store.glob("*.whl"):
            shutil.copy(wheel, place)
        digest = hashlib.sha256(own.read_bytes()).hexdigest()
        version = imserver.__version__
        with lock.open("a", encoding="utf-8") as stream:
            stream.write(f"{PROJECT}=={version} \\\n    --hash=sha256:{digest}\n")
        _pack(place, archive)


def _download(target: WheelTarget, lock: Path, store: Path) -> None:
    for stale in store.glob("*.whl"):
        name, version = stale.name.split("-")[:2]
        if f"{canonicalize_name(name)}=={version}" not in lock.read_text("utf-8"):
            stale.unlink()
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary=:all:", "--require-hashes", f"--dest={store}", f"--find-links={store}"]
    command += [f"--python-version={target.python}", "--implementation=cp"]
    command += [f"--abi=cp{target.python.replace('.', '')}", "--abi=abi3", "--abi=none"]
    command += [f"--platform={platform}" for platform in target.platforms]
    done = subprocess.run([*command, f"--requirement={lock}"], capture_output=True, text=True, check=False)
    if done.returncode:
        reason = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise WheelsError(
            f"Not every wheel for Python {target.python} on {target.arch} could be had: "
            f"{' '.join(reason) or done.stderr}"
            " Connect this computer to the internet, or point pip to a mirror, and run it again."
        )


def _build(place: Path) -> Path:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--no-build-isolation", f"--wheel-dir={place}", str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise WheelsError(f"The wheel of {PROJECT} could not be built: {done.stderr.strip()}")
    return next(place.glob(f"{PROJECT}-*.whl"))


def _pack(place: Path, archive: Path) -> None:
    draft = archive.with_suffix(".new")
    with tarfile.open(draft, "w") as tar:
        for file in sorted(place.iterdir()):
            tar.add(file, file.name)
    draft.replace(archive)


def _python(text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,2}\.[0-9]{1,3}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no version of Python: write 3.13")
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m control.provisioning.wheels", description=__doc__)
    parser.add_argument("--python", type=_python, required=True, metavar="X.Y", help="the node's Python, as 3.13")
    parser.add_argument("--arch", required=True, choices=ARCHITECTURES, help="the node's processor")
    parser.add_argument("--out", type=Path, required=True, help="where bundles are kept")
    options = parser.parse_args(arguments)
    try:
        bundle = collect(WheelTarget(options.python, options.arch), options.out)
    except (WheelsError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(json.dumps(asdict(bundle)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
