"""What makes a file count once it is written, and what has to be done before it goes.

Every function raises `CommandFailed` where the system refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .machine import CommandFailed, Machine
from .memory import SWAP_FILE, SWAP_UNIT
from .network import MODULES, WIFI_UNIT

ZRAM_UNITS = ("dev-zram0.swap", "systemd-zram-setup@zram0.service")


@dataclass(frozen=True, slots=True)
class Effect:
    """`enter` runs after a file was written or came back, `leave` before it is taken away.

    `own_kernel`: it makes no sense in a container.
    """

    enter: Callable[[Machine], None]
    leave: Callable[[Machine], None] = lambda machine: None
    own_kernel: bool = False


def _reload(machine: Machine) -> None:
    machine.call("systemctl", "daemon-reload")


def _udev(machine: Machine) -> None:
    machine.call("udevadm", "control", "--reload")


def _journal(machine: Machine) -> None:
    machine.call("systemctl", "restart", "systemd-journald.service")


def _daily(machine: Machine) -> None:
    _reload(machine)
    machine.call("systemctl", "try-restart", "apt-daily.timer")


def _modules(machine: Machine) -> None:
    for name in _named_modules(machine):
        machine.call("modprobe", name)


def _no_modules(machine: Machine) -> None:
    """A module that connections still use stays until the next start."""
    for name in _named_modules(machine):
        machine.run("modprobe", "-r", name)


def _named_modules(machine: Machine) -> list[str]:
    lines = (machine.text(MODULES) or "").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _network_manager(machine: Machine) -> None:
    """A restart would cut the connection over which this runs."""
    machine.call("nmcli", "general", "reload", "conf")


def _wifi_on(machine: Machine) -> None:
    _reload(machine)
    if machine.exists(WIFI_UNIT):
        machine.call("systemctl", "enable", "im-wifi.service")


def _wifi_off(machine: Machine) -> None:
    machine.call("systemctl", "disable", "im-wifi.service")


def _zram_on(machine: Machine) -> None:
    _zram_off(machine)
    _reload(machine)
    if machine.run("systemctl", "cat", ZRAM_UNITS[0]) is not None:
        machine.call("systemctl", "start", ZRAM_UNITS[0])


def _zram_off(machine: Machine) -> None:
    """Stop swapping to compressed memory, unless what is there wouldn't fit into memory."""
    found = re.search(r"^/dev/zram0\s+\S+\s+\d+\s+(\d+)", machine.text("/proc/swaps") or "", re.MULTILINE)
    if found:
        free = re.search(r"^MemAvailable:\s+(\d+)", machine.text("/proc/meminfo") or "", re.MULTILINE)
        if free and int(found[1]) > int(free[1]) * 0.8:
            raise CommandFailed(
                ("swapoff", "/dev/zram0"), f"{int(found[1]) // 1024} MiB in it would not fit into memory"
            )
    for unit in ZRAM_UNITS:
        if machine.run("systemctl", "is-active", unit) is not None:
            machine.call("systemctl", "stop", unit)
    if not found and machine.exists("/sys/block/zram0"):
        return
    machine.run("modprobe", "-r", "zram")


def _swap_file_on(machine: Machine) -> None:
    unit = machine.text(SWAP_UNIT)
    _swap_file_off(machine)
    found = re.search(r"^# (\d+) MiB$", unit or "", re.MULTILINE)
    if not found:
        _reload(machine)
        return
    machine.call("fallocate", "-l", f"{found[1]}MiB", SWAP_FILE)
    machine.path(SWAP_FILE).chmod(0o600)
    machine.call("mkswap", SWAP_FILE)
    _reload(machine)
    machine.call("systemctl", "enable", "--now", "var-im.swap.swap")


def _swap_file_off(machine: Machine) -> None:
    if machine.run("systemctl", "is-enabled", "var-im.swap.swap") is not None:
        machine.call("systemctl", "disable", "--now", "var-im.swap.swap")
    machine.remove(SWAP_FILE)


EFFECTS = {
    "zram": Effect(_zram_on, _zram_off, own_kernel=True),
    "swap-file": Effect(_swap_file_on, _swap_file_off, own_kernel=True),
    "udev": Effect(_udev, own_kernel=True),
    "journal": Effect(_journal),
    "manager": Effect(_reload),
    "daily": Effect(_daily),
    "modules": Effect(_modules, _no_modules, own_kernel=True),
    "network-manager": Effect(_network_manager),
    "wifi-unit": Effect(_wifi_on, _wifi_off),
}
