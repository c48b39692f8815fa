"""What ails a board besides its knobs, and what to do about it."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from .board import HostFacts, survey
from .certificate import examine as examine_certificates
from .choice import SUPPORTED
from .finding import Finding, Level
from .live import memory_controller, power_save, swap_file
from .machine import Machine
from .memory import SWAP_FILE

BITS = {
    0: ("the voltage is too low now", True),
    1: ("the clock is held down now", True),
    2: ("the board throttles now", True),
    3: ("the board is close to its limit of temperature now", True),
    16: ("the voltage was too low since the start", False),
    17: ("the clock was held down since the start", False),
    18: ("the board has throttled since the start", False),
    19: ("the limit of temperature was reached since the start", False),
}
"""Bits of the firmware's get_throttled, and whether they hold now (Raspberry Pi documentation, vcgencmd)."""

SLOW_FSYNC_MS = 30.0
"""A card that takes longer to keep 4 KiB gives fewer than 33 commits a second. A good A2 card takes 2 to 8 ms."""

STALLED_PERCENT = 10.0
"""Share of time in which work waited for memory, over a minute, that people feel."""

PROBE_WRITES = 32
PROBED = ("/var/lib/im", "/var/tmp")  # noqa: S108 - the file is made with O_EXCL


Check = Callable[[Machine, HostFacts], Iterator[Finding]]


def examine(machine: Machine) -> list[Finding]:
    """Everything that can be seen on this machine. Takes a second or two: it writes to the disk."""
    board = survey(machine)
    return [finding for check in CHECKS for finding in check(machine, board)]


def _release(machine: Machine, board: HostFacts) -> Iterator[Finding]:
    if board.release in SUPPORTED.get(board.distribution, ()):
        yield Finding("system", Level.OK, board.title)
    else:
        yield Finding(
            "system", Level.WARN, board.title or "unknown", "Flash Raspberry Pi OS Lite (64-bit) or Ubuntu Server"
        )


def _userland(machine: Machine, board: HostFacts) -> Iterator[Finding]:
    if board.architecture in ("arm64", "amd64"):
        yield Finding("userland", Level.OK, f"{board.architecture}, 64 bit")
    else:
        saw = f"{board.architecture or 'unknown'} under a {board.kernel} kernel"
        yield Finding("userland", Level.BAD, saw, "Flash the 64-bit image: the packages of the messenger are 64-bit")


def _power(machine: Machine, board: HostFacts) -> Iterator[Finding]:
    flags = _throttled(machine)
    if flags is None:
        return
    seen = [(text, now) for bit, (text, now) in BITS.items() if flags >> bit & 1]
    if not seen:
        yield Finding("power", Level.OK, "neither throttled nor short of voltage since the start")
    for text, now in seen:
        voltage = "voltage" in text or "clock" in text
        advice = (
            "Use the official power supply (5.1 V, 3 A; 5 A for a Pi 5) and a short cable; power USB disks apart"
            if voltage
            else "Give it a heat sink or a fan, and take it out of a closed case"
        )
        yield Finding("power" if voltage else "heat", Level.BAD if now else Level.WARN, text, advice)


def _throttled(machine: Machine) -> int | None:
    text = machine.text("/sys/devices/platform/soc/soc:firmware/get_throttled")
    if text is None:
        found = re.search(r"throttled=0x([0-9a-f]+)", machine.run("vcgencmd", "get_throttled") or "")
        text = found[1] if found else None
    return None if text is None else int(text.strip().removeprefix("0x"), 16)


def _heat(machine: Machine, board: HostFacts) -> Iterator[Finding]:
    text = machine.text("/sys/class/thermal/thermal_zone0/temp")
    if text is None or not text.strip().lstrip("-").isdigit():
        return
    degrees = int(text) / 1000
    if degrees < 75:
        yield Finding("temperature", Level.OK, f"{degrees:.0f} °C")
    else:
        advice = "Give it a heat sink or a fan: from 80 °C on a Raspberry Pi slows down"
        yield Finding("temperature", Level.WARN if degrees < 80 else Level.BAD, f"{degrees:.0f} °C", advice)


def _memory(machine: Machine, board: HostFacts) -> Iterator[Finding]:
    if memory_controller(machine) == "off" and not board.container:
        advice = (
            "Run the playbook, and restart: it puts cgroup_enable=memory on the kernel command line"
            if board.cmdline_file
            else "Put cgroup_enable=memory on the kernel command line"
        )
        yield Finding("memory limits", Level.WARN, "the kernel has no memory controller: limits are ignored", advice)
    stalled = _stalled(machine, "memory")
    if stalled is None:
        return
    if stalled < STALLED_PERCENT:
        yield Finding("memory pressure", Level.OK, f"work waited for memory {stalled:.1f} % of the last minute")
        return
    advice = "Close what else runs here, or take a board with more memory: it moves pages instead of working"
    if swap_file(SWAP_FILE)(machine) != "0" or board.root_kind == "card":
        advice += ". Swap on a card makes it worse"
    yield Finding("memory pressure", Level.BAD, f"work waited for memory {stalled:.1f} % of the last minute", advice)


def _stalled(machine: Machine, what: str) -> float | None:
    """Percent of the last minute in which something waited; None where the kernel doesn't tell."""
    found = re.search(r"^some .*avg60=([\d.]+)", machine.text(f"/proc/pressure/{what}") or "", re.MULTILINE)
    return float(found[1]) if found else None


def _disk(machine: Machine, board: HostFacts) -> Iterator[Finding]:
    for place in dict.fromkeys(("/", "/var/lib/im", "/boot/firmware")):
        if not machine.exists(place) or (place != "/" and not os.path.ismount(machine.path(place))):
            continue
        usage = os.statvfs(machine.path(place))
        total, free = usage.f_blocks * usage.f_frsize, usage.f_bavail * usage.f_frsize
        share = 100 * free / total if total else 100
        saw = f"{place}: {free // 2**20} MiB free of {total // 2**20} ({share:.0f} %)"
        if share > 10 and (free > 500 * 2**20 or place == "/boot/firmware"):
            yield Finding("disk space", Level.OK, saw)
        else:
            advice = "Free some: sudo apt clean; sudo journalctl --vacuum-size=50M. Or take a larger card"
            yield Finding("disk space", Level.BAD if share < 5 else Level.WARN, saw, advice)


def _read_only(machine: Machine, board: HostFacts) -> Iterator[Finding]:
    if board.overlay:
        advice = "Switch it off: sudo raspi-config nonint disable_overlayfs, and restart"
        yield Finding("root", Level.BAD, "an overlay in memory: all messages vanish at the next start", advice)
    elif re.search(r"^\S+ / \S+ ro[, ]", machine.text("/proc/mounts") or "", re.MULTILINE):
        advice = "The kernel does this after errors of the card. Back up what can be read, and take a new card"
        yield Finding("root", Level.BAD, "the root is mounted read-only", advice)


def _card(machine: Machine, board: HostFacts) -> Iterator[Finding]:
    for folder in machine.names("/sys/block/mmcblk[0-9]/device"):
        name = (machine.text(f"{folder}/name") or "").strip()
        device = folder.split("/")[3]
        life = re.findall(r"0x([0-9a-f]{2})", machine.text(f"{folder}/life_time") or "")
        used = max((int(part, 16) for part in life), default=0)
        if used:
            saw = f"{device} {name}: {min(used, 10) * 10} % of its life is used, as it says"
            advice = "Back up, and take a new one" if used >= 9 else ""
            yield Finding(
                "card health", Level.BAD if used >= 10 else Level.WARN if used >= 9 else Level.OK, saw, advice
            )
        else:
            yield Finding("card health", Level.OK, f"{device} {name}: SD cards don't tell; errors would be seen below")
    log = machine.run("journalctl", "--dmesg", "--quiet", "--no-pager", "--output=cat") or ""
    errors = re.findall(r"^.*(?:mmc\d.*(?:error|timeout)|I/O error|EXT4-fs error).*$", log, re.MULTILINE)
    if errors:
        advice = "Back up at once, and take a new card, of an A2 kind from a known maker, or an SSD"
        if board.profile.command_queue:
            advice += ". On a Pi 5 try first: imctl tune set card.queue off"
        yield Finding(
            "storage errors", Level.BAD, f"{len(errors)} since the start, the last: {errors[-1].strip()}", advice
        )


def _speed(machine: Machine, board: HostFacts) -> Iterator[Finding]:
    """How long the disk takes to keep a small write, since every acknowledged message waits for that."""
    place = next((folder for folder in PROBED if machine.writable(folder)), "/")
    name = machine.path(place) / f".im-doctor-{os.getpid()}"
    try:
        times = sorted(_writes(str(name)))
    except OSError as error:
        yield Finding("disk speed", Level.WARN, f"could not be measured: {error}")
        return
    finally:
        with suppress(OSError):
            name.unlink()
    median, worst = times[len(times) // 2] * 1000, times[-1] * 1000
    saw = f"keeps 4 KiB in {median:.1f} ms (median), {worst:.1f} ms at most"
    if median < SLOW_FSYNC_MS:
        yield Finding("disk speed", Level.OK, saw)
    else:
        yield Finding(
            "disk speed", Level.WARN, saw, "Take an A2 card of a known maker, or better an SSD at USB 3 or NVMe"
        )


def _writes(name: str) -> Iterator[float]:
    file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        for _ in range(PROBE_WRITES):
            began = time.perf_counter()
            os.write(file, b"\0" * 4096)
            os.fdatasync(file)
            yield time.perf_counter() - began
    finally:
        os.close(file)


def _clock(machine: Machine, board: HostFacts) -> Iterator[Finding]:
    synchronised = (machine.run("timedatectl", "show", "--property=NTPSynchronized", "--value") or "").strip()
    has_clock = bool(machine.names("/sys/class/rtc/rtc*"))
    if time.gmtime().tm_year < 2025:
        advice = "Set it: sudo date -s '2026-01-31 12:00', or connect the board to a time server"
        yield Finding("clock", Level.BAD, f"it is {time.strftime('%Y-%m-%d', time.gmtime())}", advice)
    elif synchronised == "yes" or board.container:
        yield Finding("clock", Level.OK, "right, by the network" if synchronised == "yes" else "the host's")
    elif has_clock:
        yield Finding("clock", Level.OK, "not told by the network, kept by a clock chip")
    else:
        advice = "Let it reach a time server (sudo timedatectl set-ntp true): without one it stands still while off"
        yield Finding("clock", Level.WARN, "not told by the network, and there is no clock chip", advice)


def _links(machine: Machine, board: HostFacts) -> Iterator[Finding]:
    if power_save(machine) == "on":
        yield Finding(
            "Wi-Fi", Level.WARN, "sleeps between packets", "Run imctl tune apply: messages take up to a second"
        )
    for folder in machine.names("/sys/class/net/e*"):
        name = folder.rsplit("/", 1)[1]
        speed = (machine.text(f"{folder}/speed") or "").strip()
        if speed.isdigit() and 0 < int(speed) < 1000 and board.profile.name in ("pi4", "pi5"):
            yield Finding(
                "network",
                Level.WARN,
                f"{name} runs at {speed} Mbit/s",
                "Change the cable or the port: 1000 are possible",
            )


def _certificates(machine: Machine, board: HostFacts) -> Iterator[Finding]:
    yield from examine_certificates(machine)


CHECKS: tuple[Check, ...] = (
    _release,
    _userland,
    _power,
    _heat,
    _memory,
    _disk,
    _read_only,
    _card,
    _speed,
    _clock,
    _links,
    _certificates,
)
