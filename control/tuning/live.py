"""Where values count: in the kernel, in systemd, in the tools that read the files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from .machine import Machine

READ_ONLY = "read-only here"


@dataclass(frozen=True, slots=True)
class Kernel:
    """Files of /proc and /sys that hold a value each; those that match `pattern`.

    `chosen`: the file lists what is offered, with the value that counts in brackets. `twin` names the key that comes
    back instead where this one was 0: the kernel takes no 0 for some, and the two exclude each other.
    """

    pattern: str
    chosen: bool = False
    twin: str = ""

    def read(self, machine: Machine) -> str | None:
        values = sorted({value for name in machine.names(self.pattern) if (value := self._value(machine, name))})
        return " ".join(values) if values else None

    def save(self, machine: Machine) -> str | None:
        kept = {name: value for name in machine.names(self.pattern) if (value := self._value(machine, name))}
        if self.twin and set(kept.values()) == {"0"}:
            kept = {self.twin: self._value(machine, self.twin) or "0"}
        return json.dumps(kept) if kept else None

    def put(self, machine: Machine, value: str) -> None:
        if value.startswith("{"):
            for name, before in json.loads(value).items():
                with suppress(FileNotFoundError):  # a device that is gone
                    machine.put(name, before)
            return
        for name in machine.names(self.pattern):
            if self._value(machine, name) != value:
                machine.put(name, value)

    def refuses(self, machine: Machine) -> str:
        names = machine.names(self.pattern)
        if not names:
            return "this kernel has no such key"
        return "" if all(machine.writable(name) for name in names) else READ_ONLY

    def _value(self, machine: Machine, name: str) -> str:
        text = machine.text(name) or ""
        if self.chosen:
            found = re.search(r"\[(\S+)\]", text)
            return found[1] if found else text.strip()
        return " ".join(text.split())


def sysctl(key: str, twin: str = "") -> Kernel:
    """A key as sysctl names it."""
    return Kernel(_proc(key), twin=_proc(twin) if twin else "")


def _proc(key: str) -> str:
    return "/proc/sys/" + key.replace(".", "/")


@dataclass(frozen=True, slots=True)
class RuntimeValue:
    """A value that `ask` finds out. `tell` makes a value count at once, where that can be done without a file."""

    ask: Callable[[Machine], str | None]
    tell: Callable[[Machine, str], None] | None = None

    def read(self, machine: Machine) -> str | None:
        return self.ask(machine)

    def save(self, machine: Machine) -> str | None:
        return self.ask(machine) if self.tell else None

    def put(self, machine: Machine, value: str) -> None:
        if self.tell:
            self.tell(machine, value)

    def refuses(self, machine: Machine) -> str:
        return ""


def merged(file: str, section: str, key: str) -> Callable[[Machine], str | None]:
    """What systemd makes of a file and its drop-ins: the last value of the key."""

    def ask(machine: Machine) -> str | None:
        text = machine.run("systemd-analyze", "cat-config", file) or ""
        found, inside = None, ""
        for line in text.splitlines():
            if head := re.fullmatch(r"\s*\[(.+)\]\s*", line):
                inside = head[1]
            elif inside == section and (pair := re.fullmatch(rf"\s*{key}\s*=\s*(.*?)\s*", line)):
                found = pair[1]
        return found

    return ask


def shown(unit: str, name: str, form: str = "(.+)") -> Callable[[Machine], str | None]:
    """A property of a unit, or of systemd itself where `unit` is empty; the part that `form` catches."""

    def ask(machine: Machine) -> str | None:
        text = machine.run("systemctl", "show", *([unit] if unit else []), "--property", name, "--value") or ""
        found = re.search(form, text)
        return found[1].strip() if found else None

    return ask


@dataclass(frozen=True, slots=True)
class Units:
    """Units that are on or off together, of those that exist."""

    names: tuple[str, ...]
    after_off: tuple[str, ...] = ()

    def read(self, machine: Machine) -> str | None:
        states = self._states(machine)
        if not states:
            return None
        return "on" if any(enabled or active for enabled, active in map(_facts, states.values())) else "off"

    def save(self, machine: Machine) -> str | None:
        states = self._states(machine)
        return json.dumps(states) if states else None

    def put(self, machine: Machine, value: str) -> None:
        if value == "off":
            self._switch_off(machine)
        elif value == "on":
            machine.call("systemctl", "enable", "--now", *self._states(machine))
        else:
            self._restore(machine, json.loads(value))

    def refuses(self, machine: Machine) -> str:
        return ""

    def _switch_off(self, machine: Machine) -> None:
        for name, state in self._states(machine).items():
            enabled, active = _facts(state)
            if enabled:
                machine.call("systemctl", "disable", "--now", name)
            elif active and state[0] in ("static", "indirect", "generated"):  # others would start it again
                machine.call("systemctl", "mask", "--now", name)
            elif active:
                machine.call("systemctl", "stop", name)
        if self.after_off:
            machine.run(*self.after_off)

    def _restore(self, machine: Machine, before: dict[str, tuple[str, str]]) -> None:
        now = self._states(machine)
        for name, state in before.items():
            if now.get(name, ("", ""))[0] == "masked" and state[0] != "masked":
                machine.call("systemctl", "unmask", name)
            enabled, active = _facts(state)
            if name in now and enabled:
                machine.call("systemctl", "enable", name)
            elif name in now and _facts(now[name])[0]:
                machine.call("systemctl", "disable", name)
            if name in now and active:
                machine.run("systemctl", "start", name)
            elif name in now and _facts(now[name])[1]:
                machine.run("systemctl", "stop", name)

    def _states(self, machine: Machine) -> dict[str, tuple[str, str]]:
        """What systemd says of each: enabled, disabled, masked …, and active, inactive …"""
        properties = ("LoadState", "UnitFileState", "ActiveState")
        found = {}
        for name in self.names:
            lines = (machine.run("systemctl", "show", name, f"--property={','.join(properties)}") or "").splitlines()
            values = dict(line.partition("=")[::2] for line in lines)
            if values.get("LoadState", "not-found") not in ("not-found", ""):
                found[name] = (values.get("UnitFileState", ""), values.get("ActiveState", ""))
        return found


def _facts(state: tuple[str, str]) -> tuple[bool, bool]:
    return state[0] in ("enabled", "enabled-runtime", "alias"), state[1] in ("active", "activating", "reloading")


def tell_power_save(machine: Machine, value: str) -> None:
    for name in machine.names("/sys/class/net/*/wireless"):
        machine.call("iw", "dev", name.split("/")[4], "set", "power_save", value)


def power_save(machine: Machine) -> str | None:
    """on or off, over all Wi-Fi devices."""
    answers = [
        machine.run("iw", "dev", name.split("/")[4], "get", "power_save") or ""
        for name in machine.names("/sys/class/net/*/wireless")
    ]
    if not all(answers) or not answers:
        return None
    return "on" if any("on" in answer for answer in answers) else "off"


def zram_size(machine: Machine) -> str | None:
    """MiB; 0 where it isn't swapped to."""
    swaps, size = machine.text("/proc/swaps"), machine.text("/sys/block/zram0/disksize")
    if swaps is None:
        return None
    swapped = re.search(r"^/dev/zram0\s", swaps, re.MULTILINE)
    return str(int(size) // 2**20) if size and swapped else "0"


def mount_options(machine: Machine, place: str) -> list[str]:
    """The options of the last mount at `place`; none where nothing is mounted there."""
    found: list[str] = []
    for line in (machine.text("/proc/mounts") or "").splitlines():
        words = line.split()
        if len(words) > 3 and words[1] == place:
            found = words[3].split(",")
    return found


def has_noatime(machine: Machine) -> str | None:
    options = mount_options(machine, "/")
    return None if not options else "on" if "noatime" in options else "off"


def tell_noatime(machine: Machine, value: str) -> None:
    machine.call("mount", "-o", "remount,noatime" if value == "on" else "remount,relatime", "/")


def tmp_size(machine: Machine) -> str | None:
    """MiB. A tmpfs without a size has half of the memory."""
    for option in mount_options(machine, "/tmp"):  # noqa: S108 - the name of the mount, not a file to write
        if found := re.fullmatch(r"size=(\d+)k", option):
            return str(int(found[1]) // 1024)
    return None


def tell_tmp_size(machine: Machine, value: str) -> None:
    machine.call("mount", "-o", f"remount,size={value}M", "/tmp")  # noqa: S108 - the name of the mount


def memory_controller(machine: Machine) -> str | None:
    """Since Linux 6.12 /proc/cgroups never lists memory: the tree of version 2 tells (raspberrypi/linux#6980)."""
    controllers = machine.text("/sys/fs/cgroup/cgroup.controllers")
    return None if controllers is None else "on" if "memory" in controllers.split() else "off"


def pressure(machine: Machine) -> str | None:
    return "on" if machine.text("/proc/pressure/memory") is not None else "off"


def gpu_memory(machine: Machine) -> str | None:
    found = re.search(r"gpu=(\d+)M", machine.run("vcgencmd", "get_mem", "gpu") or "")
    return found[1] if found else None


def card_queue(machine: Machine) -> str | None:
    """Whether commands to the SD card are queued, as the kernel tells."""
    values = [(machine.text(name) or "").strip() for name in machine.names("/sys/block/mmcblk*/device/cmdq_en")]
    return None if not values else "on" if "1" in values else "off"


def swap_file(name: str) -> Callable[[Machine], str | None]:
    """MiB of the swap file, 0 where it isn't swapped to."""

    def ask(machine: Machine) -> str | None:
        found = re.search(rf"^{re.escape(name)}\s+file\s+(\d+)", machine.text("/proc/swaps") or "", re.MULTILINE)
        return str((int(found[1]) + 1023) // 1024) if found else "0"

    return ask
