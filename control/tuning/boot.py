"""Knobs of the start: kernel command line, firmware, watchdog."""

from __future__ import annotations

from .board import HostFacts
from .knob import Firmware, Knob, NotApplicable, Number, Token, Words
from .live import RuntimeValue, gpu_memory, memory_controller, pressure, shown
from .machine import Machine
from .place import written

MANAGER = "/etc/systemd/system.conf.d/50-im.conf"


def _on_a_pi(board: HostFacts) -> str | NotApplicable:
    return "on" if board.cmdline_file else NotApplicable("no firmware's cmdline.txt here")


def _gpu_memory(board: HostFacts) -> str | NotApplicable:
    if not board.config_file:
        return NotApplicable("no firmware's config.txt here")
    return "16" if board.profile.gpu_memory else NotApplicable("this board sets nothing aside for graphics")


def _watchdog(board: HostFacts) -> str | NotApplicable:
    return "14" if board.watchdog else NotApplicable("there is no watchdog")


_SECONDS = shown("", "RuntimeWatchdogUSec")


def _watchdog_now(machine: Machine) -> str | None:
    """Seconds, from systemd's `14s` or `1min 30s`."""
    text = _SECONDS(machine)
    if text is None or text in ("0", "infinity"):
        return None if text is None else "0"
    units = {"min": 60, "s": 1, "h": 3600}
    total = 0
    for word in text.split():
        number = word.rstrip("abcdefghijklmnopqrstuvwxyz")
        total += int(number) * units.get(word[len(number) :], 0) if number.isdigit() else 0
    return str(total)


def _always(board: HostFacts) -> bool:
    return True


KNOBS = (
    Knob(
        name="cgroup.memory",
        group="boot",
        title="limits of memory per service",
        desired=_on_a_pi,
        places=lambda board: (Token(lambda value: "cgroup_enable=memory"),),
        live=RuntimeValue(memory_controller),
        allowed=Words(("on",)),
        why="without it MemoryMax= of a service is ignored without a word",
        source="raspberrypi/linux#6980: the firmware switches it off, and cgroup_memory=1 isn't needed",
        own_kernel=True,
        reboot=_always,
    ),
    Knob(
        name="kernel.pressure",
        group="boot",
        title="the kernel tells how long work waits",
        desired=_on_a_pi,
        places=lambda board: (Token(lambda value: "psi=1"),),
        live=RuntimeValue(pressure),
        allowed=Words(("on",)),
        why="imctl tune doctor and the load tests see from it what a board lacks",
        source="kernel documentation, accounting/psi.rst; off by default in kernels of Raspberry Pi",
        own_kernel=True,
        reboot=_always,
    ),
    Knob(
        name="gpu.memory",
        group="boot",
        title="memory set aside for graphics",
        unit="MiB",
        desired=_gpu_memory,
        places=lambda board: (Firmware(lambda value: f"gpu_mem={value}"),),
        live=RuntimeValue(gpu_memory),
        allowed=Number(16, 512),
        why="nobody looks at a screen: 48 to 60 MiB come back",
        source="Raspberry Pi documentation, config.txt, gpu_mem; the Pi 5 ignores it",
        own_kernel=True,
        reboot=_always,
    ),
    Knob(
        name="watchdog",
        group="boot",
        title="a hung board restarts by itself, after",
        unit="s",
        desired=_watchdog,
        places=written(MANAGER, lambda value: f"RuntimeWatchdogSec={value}s", "Manager", "manager"),
        live=RuntimeValue(_watchdog_now),
        allowed=Number(5, 15),
        why="nobody is there to pull the plug",
        source="bcm2835-wdt counts to 15 s; more ends in a loop of restarts (systemd#21949, systemd#27427)",
        own_kernel=True,
    ),
)
