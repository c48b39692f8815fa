"""Knobs of services: what a chat server on a board doesn't need. Only those present count."""

from __future__ import annotations

from .board import HostFacts
from .knob import Knob, NotApplicable, Pattern, Words
from .live import RuntimeValue, Units, shown
from .place import nowhere, written

DAILY = "/etc/systemd/system/apt-daily.timer.d/50-im.conf"
PI_OS = "RPi-Distro/pi-gen"
UBUNTU = "Ubuntu Server's seed"


def _service(name: str, units: tuple[str, ...], title: str, why: str, source: str, unless: str = "") -> Knob:
    """`unless` names what would be in use, of `HostFacts.in_use`."""

    def desired(board: HostFacts) -> str | NotApplicable:
        if not board.units.intersection(units):
            return NotApplicable("isn't installed")
        return NotApplicable("is in use") if unless in board.in_use else "off"

    return Knob(
        name=f"service.{name}",
        group="services",
        title=title,
        desired=desired,
        places=nowhere,
        live=Units(units),
        allowed=Words(("off", "on")),
        why=why,
        source=source,
    )


KNOBS = (
    _service("bluetooth", ("bluetooth.service", "hciuart.service"), "Bluetooth", "nobody listens there", PI_OS),
    _service("modem", ("ModemManager.service",), "modems", "it probes serial ports, and takes memory", PI_OS),
    _service(
        "printing",
        ("cups.service", "cups.socket", "cups.path", "cups-browsed.service"),
        "printing",
        "it listens on the network",
        "Debian, task-print-server",
    ),
    _service("triggerhappy", ("triggerhappy.service", "triggerhappy.socket"), "hotkeys", "there is no keyboard", PI_OS),
    _service(
        "remote-desktop",
        ("rpi-connect.service", "rpi-connect-wayvnc.service"),
        "Raspberry Pi Connect",
        "it keeps a line to a vendor",
        PI_OS,
    ),
    _service("disks", ("udisks2.service",), "disks of a desktop", "it polls disks, and takes 10 MB", PI_OS),
    _service("packagekit", ("packagekit.service",), "packages of a desktop", "it takes 20 MB after each look", UBUNTU),
    _service(
        "snaps",
        ("snapd.service", "snapd.socket", "snapd.seeded.service", "snapd.apparmor.service"),
        "snaps",
        "it takes 30 MB, and updates by itself",
        UBUNTU,
        unless="snaps",
    ),
    _service(
        "multipath",
        ("multipathd.service", "multipathd.socket"),
        "disks with several ways",
        "a board has none",
        UBUNTU,
        unless="multipath",
    ),
    _service(
        "iscsi",
        ("open-iscsi.service", "iscsid.service", "iscsid.socket"),
        "disks over the network",
        "a board has none",
        UBUNTU,
        unless="iscsi",
    ),
    _service(
        "crash-reports",
        ("apport.service", "apport-autoreport.path", "apport-autoreport.timer"),
        "crash reports",
        "they go to a vendor",
        UBUNTU,
    ),
    _service(
        "news",
        ("motd-news.timer", "apt-news.service", "esm-cache.service", "ua-timer.timer"),
        "news at login",
        "they are fetched from a vendor",
        UBUNTU,
    ),
    _service("lxd", ("lxd-agent.service", "lxd-installer.socket"), "virtual machines", "a board hosts none", UBUNTU),
    Knob(
        name="updates.hour",
        group="services",
        title="when packages are looked for",
        desired=lambda board: (
            "03:00" if "apt-daily.timer" in board.units else NotApplicable("there is no apt-daily.timer")
        ),
        places=written(
            DAILY, lambda hour: f"OnCalendar=\nOnCalendar=*-*-* {hour}\nRandomizedDelaySec=30m", "Timer", "daily"
        ),
        live=RuntimeValue(shown("apt-daily.timer", "TimersCalendar", r"OnCalendar=\*-\*-\* (\d\d:\d\d)(?::00)? ")),
        allowed=Pattern(r"([01][0-9]|2[0-3]):[0-5][0-9]", "a time of day, as 03:00"),
        why="it loads the card for a minute, which shall be at night",
        source="systemd.timer(5)",
    ),
)
