"""What a system is, as far as knobs depend on it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from .machine import Machine
from .profile import PROFILES, BoardProfile

KINDS = {"card": "mmcblk[0-9]", "disk": "[sv]d[a-z]", "nvme": "nvme[0-9]n[0-9]"}
"""Kinds of storage, and the names of their devices."""

ZRAM_MANAGERS = {
    "rpi-swap": "rpi-swap",
    "zram-tools": "zram-tools",
    "zram-config": "zram-config",
    "zramen": "zramen",
}
"""Packages that set up compressed swap by themselves, besides systemd-zram-generator."""


@dataclass(frozen=True, slots=True)
class HostFacts:
    """A system's facts. Memory in MiB. Names of files are empty where there is no such file."""

    profile: BoardProfile
    model: str = ""
    memory_mib: int = 1024
    cores: int = 1
    architecture: str = ""  # of the userland, as dpkg names it
    kernel: str = ""  # of the kernel, as uname names it
    distribution: str = ""
    release: str = ""
    title: str = ""
    container: str = ""  # what kind of container this is, empty for a system with a kernel of its own
    overlay: bool = False
    root_kind: str = ""
    schedulers: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by kind of storage
    discards: bool = False
    tmpfs: bool = False
    wifi: tuple[str, ...] = ()
    single_queue: tuple[str, ...] = ()  # wired links with one receive queue
    congestion: frozenset[str] = frozenset()
    governors: tuple[str, ...] = ()
    watchdog: bool = False
    zram: bool = True
    cmdline_file: str = ""
    config_file: str = ""
    packages: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    in_use: frozenset[str] = frozenset()  # of multipath, iscsi, snaps

    @property
    def rpi_swap(self) -> bool:
        return "rpi-swap" in self.packages


def survey(machine: Machine, profile: str = "auto") -> HostFacts:
    """Look at a system. `profile` is a name of `PROFILES`, or auto."""
    model = (machine.text("/proc/device-tree/model") or "").rstrip("\0\n")
    model = model or (machine.text("/sys/class/dmi/id/product_name") or "").strip()
    architecture = _architecture(machine)
    release = _release(machine)
    packages = _packages(machine)
    return HostFacts(
        profile=PROFILES[profile] if profile != "auto" else _profile(model, architecture),
        model=model,
        memory_mib=_memory(machine),
        cores=len(machine.names("/sys/devices/system/cpu/cpu[0-9]*")) or 1,
        architecture=architecture,
        kernel=os.uname().machine if machine.running else "",
        distribution=release.get("ID", ""),
        release=release.get("VERSION_ID", ""),
        title=release.get("PRETTY_NAME", ""),
        container=_container(machine),
        overlay=re.search(r"(^|\s)(boot=overlay|overlayroot=)", machine.text("/proc/cmdline") or "") is not None,
        root_kind=_root_kind(machine),
        schedulers={kind: offered for kind in KINDS if (offered := _schedulers(machine, kind))},
        discards=any((machine.text(name) or "0").strip() != "0" for name in _queues(machine, "discard_max_bytes")),
        tmpfs=re.search(r"^\S+ /tmp tmpfs ", machine.text("/proc/mounts") or "", re.MULTILINE) is not None,
        wifi=tuple(name.split("/")[4] for name in machine.names("/sys/class/net/*/wireless")),
        single_queue=_single_queue(machine),
        congestion=_congestion(machine),
        governors=tuple(
            (machine.text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_available_governors") or "").split()
        ),
        watchdog=machine.exists("/dev/watchdog0"),
        zram=_has_module(machine, "zram") or machine.exists("/sys/class/zram-control"),
        cmdline_file=_first(machine, _CMDLINES),
        config_file=_first(machine, _CONFIGS),
        packages=packages,
        units=_units(machine),
        in_use=_in_use(machine),
    )


_CMDLINES = ("/boot/firmware/current/cmdline.txt", "/boot/firmware/cmdline.txt", "/boot/cmdline.txt")
_CONFIGS = ("/boot/firmware/config.txt", "/boot/config.txt")


def devices(machine: Machine, kind: str) -> list[str]:
    """The names of a kind's devices: `mmcblk0`."""
    return [name.rsplit("/", 1)[1] for name in machine.names(f"/sys/block/{KINDS[kind]}")]


def _profile(model: str, architecture: str) -> BoardProfile:
    for profile in PROFILES.values():
        if profile.model and re.search(profile.model, model):
            return profile
    return PROFILES["generic-amd64" if architecture == "amd64" else "generic-arm64"]


def _architecture(machine: Machine) -> str:
    if printed := machine.run("dpkg", "--print-architecture"):
        return printed.strip()
    found = re.search(
        r"^Package: dpkg\n(?:.+\n)*?Architecture: (\w+)$", machine.text("/var/lib/dpkg/status") or "", re.MULTILINE
    )
    return found[1] if found else ""


def _release(machine: Machine) -> dict[str, str]:
    lines = (machine.text("/etc/os-release") or "").splitlines()
    pairs = (line.partition("=") for line in lines if "=" in line)
    return {key: value.strip("\"'") for key, _, value in pairs}


def _packages(machine: Machine) -> frozenset[str]:
    status = machine.text("/var/lib/dpkg/status") or ""
    found = re.findall(r"^Package: (\S+)\nStatus: \S+ \S+ installed$", status, re.MULTILINE)
    return frozenset(found)


def _memory(machine: Machine) -> int:
    found = re.search(r"^MemTotal:\s+(\d+) kB", machine.text("/proc/meminfo") or "", re.MULTILINE)
    return int(found[1]) // 1024 if found else 1024


def _container(machine: Machine) -> str:
    if kind := (machine.text("/run/systemd/container") or "").strip():
        return kind
    for name, kind in (("/.dockerenv", "docker"), ("/run/.containerenv", "podman")):
        if machine.exists(name):
            return kind
    return ""


def _root_kind(machine: Machine) -> str:
    found = re.search(r"^/dev/(\S+) / ", machine.text("/proc/mounts") or "", re.MULTILINE)
    device = found[1] if found else ""
    if device == "root":
        given = re.search(r"root=/dev/(\S+)", machine.text("/proc/cmdline") or "")
        device = given[1] if given else ""
    for kind, pattern in KINDS.items():
        if re.match(pattern, device):
            return kind
    return next((kind for kind in KINDS if devices(machine, kind)), "")


def _queues(machine: Machine, name: str) -> list[str]:
    return [f"/sys/block/{device}/queue/{name}" for kind in KINDS for device in devices(machine, kind)]


def _schedulers(machine: Machine, kind: str) -> tuple[str, ...]:
    """The schedulers that every device of the kind offers."""
    offers = [
        (machine.text(f"/sys/block/{device}/queue/scheduler") or "").replace("[", "").replace("]", "").split()
        for device in devices(machine, kind)
    ]
    return tuple(name for name in offers[0] if all(name in offer for offer in offers)) if offers else ()


def _single_queue(machine: Machine) -> tuple[str, ...]:
    links = [name.split("/")[4] for name in machine.names("/sys/class/net/e*/queues/rx-0")]
    return tuple(link for link in links if len(machine.names(f"/sys/class/net/{link}/queues/rx-*")) == 1)


def _congestion(machine: Machine) -> frozenset[str]:
    known = (machine.text("/proc/sys/net/ipv4/tcp_available_congestion_control") or "").split()
    return frozenset([*known, *(["bbr"] if _has_module(machine, "tcp_bbr") else [])])


def _has_module(machine: Machine, name: str) -> bool:
    """Whether the running kernel has a module, loaded or not."""
    if machine.running:
        return machine.run("modprobe", "-n", "-q", name) is not None
    lists = [machine.text(file) or "" for file in machine.names("/lib/modules/*/modules.*")]
    return any(f"/{name}.ko" in text for text in lists)


def _units(machine: Machine) -> frozenset[str]:
    folders = ("/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system", "/run/systemd/generator.late")
    found = [name.rsplit("/", 1)[1] for folder in folders for name in machine.names(f"{folder}/*.*")]
    return frozenset(name for name in found if not name.endswith((".d", ".wants", ".requires")))


def _in_use(machine: Machine) -> frozenset[str]:
    signs = {"multipath": "/dev/mapper/mpath*", "iscsi": "/etc/iscsi/nodes/*", "snaps": "/var/lib/snapd/snaps/*.snap"}
    return frozenset(name for name, pattern in signs.items() if machine.names(pattern))


def _first(machine: Machine, names: tuple[str, ...]) -> str:
    return next((name for name in names if machine.exists(name)), "")
