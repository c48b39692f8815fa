"""The tables of docs/tuning.md, from the model: `python -m control.tuning.page` writes them into the page."""

from __future__ import annotations

from pathlib import Path

from .board import HostFacts
from .knob import ConfigItem, FileLine, Firmware, Knob, MountOption, NotApplicable, Package, Token
from .model import GROUPS, select
from .profile import PROFILES

PAGE = Path("docs/tuning.md")
START, END = "<!-- knobs -->\n", "<!-- end of knobs -->\n"

EXAMPLE = HostFacts(
    profile=PROFILES["pi4"],
    memory_mib=4096,
    cores=4,
    root_kind="card",
    schedulers={"card": ("none", "mq-deadline", "kyber")},
    discards=True,
    tmpfs=True,
    wifi=("wlan0",),
    single_queue=("eth0",),
    congestion=frozenset({"bbr", "cubic", "reno"}),
    watchdog=True,
    cmdline_file="/boot/firmware/cmdline.txt",
    config_file="/boot/firmware/config.txt",
    packages=frozenset({"network-manager"}),
    units=frozenset({"apt-daily.timer", "fstrim.timer", "bluetooth.service"}),
)
"""A Pi 4 with 4 GB, a card, and Raspberry Pi OS."""


def where(knob: Knob, board: HostFacts) -> list[str]:
    """The places of a knob, for people."""
    return list(dict.fromkeys(_place(place, board) for place in knob.places(board))) or ["systemd's own state"]


def _place(place: ConfigItem, board: HostFacts) -> str:
    match place:
        case FileLine():
            return place.file
        case Token():
            return board.cmdline_file or "the kernel command line"
        case Firmware():
            return board.config_file or "config.txt"
        case MountOption():
            return "/etc/fstab"
        case Package():
            return f"package {place.name}"


def tables() -> str:
    """A table for each group."""
    return "\n".join(_table(group) for group in GROUPS)


def _table(group: str) -> str:
    rows = [f"### {group}\n", "| knob | sets | on a Pi 4 | why | source |", "|---|---|---|---|---|"]
    for knob in select(group):
        desired = knob.desired(EXAMPLE)
        value = f"left: {desired.why}" if isinstance(desired, NotApplicable) else f"`{desired}` {knob.unit}".strip()
        restart = " (counts after a restart)" if knob.reboot(EXAMPLE) else ""
        rows.append(f"| `{knob.name}` | {knob.title}{restart} | {value} | {knob.why} | {knob.source} |")
    return "\n".join(rows) + "\n"


def written(page: str) -> str:
    """The page with its tables made anew."""
    head, _, rest = page.partition(START)
    return f"{head}{START}{tables()}{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
