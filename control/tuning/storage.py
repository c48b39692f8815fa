"""Knobs of storage: schedulers, mounts, logs, temporary files."""

from __future__ import annotations

from .board import KINDS, HostFacts
from .knob import Firmware, Knob, MountOption, NotApplicable, Number, Pattern, Words
from .live import Kernel, RuntimeValue, Units, card_queue, has_noatime, merged, tell_noatime, tell_tmp_size, tmp_size
from .place import nowhere, written

RULES = "/etc/udev/rules.d/60-im-scheduler.rules"
JOURNAL = "/etc/systemd/journald.conf.d/50-im.conf"
TMP = "/etc/systemd/system/tmp.mount.d/50-im.conf"

_WISHED = {"card": "mq-deadline", "disk": "mq-deadline", "nvme": "none"}
_TITLES = {"card": "SD cards and eMMC", "disk": "USB and SATA disks", "nvme": "NVMe disks"}


def _scheduler(kind: str) -> Knob:
    def desired(board: HostFacts) -> str | NotApplicable:
        offered = board.schedulers.get(kind)
        if not offered:
            return NotApplicable("no such storage here")
        wished = _WISHED[kind]
        return wished if wished in offered else NotApplicable(f"this kernel offers {', '.join(offered)}")

    def offered(board: HostFacts) -> tuple[str, ...]:
        return board.schedulers.get(kind, ())

    rule = f'ACTION=="add|change", SUBSYSTEM=="block", KERNEL=="{KINDS[kind]}"'
    return Knob(
        name=f"scheduler.{kind}",
        group="storage",
        title=f"I/O scheduler of {_TITLES[kind]}",
        desired=desired,
        places=written(RULES, lambda name: f'{rule}, ATTR{{queue/scheduler}}="{name}"', "", "udev"),
        live=Kernel(f"/sys/block/{KINDS[kind]}/queue/scheduler", chosen=True),
        allowed=Words(("none", "mq-deadline", "kyber", "bfq"), offered),
        why="the disk orders its queue itself" if kind == "nvme" else "no read waits behind a long write",
        source="kernel documentation, block/deadline-iosched.rst; sbc-bench on A2 cards",
        own_kernel=True,
    )


def _journal_storage(board: HostFacts) -> str | NotApplicable:
    return "volatile" if board.root_kind == "card" else "persistent"


def _tmp_size(board: HostFacts) -> str | NotApplicable:
    if not board.tmpfs:
        return NotApplicable("temporary files aren't in memory here")
    if board.memory_mib > 4200:
        return NotApplicable("there is memory enough")
    return "128" if board.memory_mib <= 1100 else "512"


def _noatime(board: HostFacts) -> str | NotApplicable:
    return NotApplicable("in a container the host decides") if board.container else "on"


def _trim(board: HostFacts) -> str | NotApplicable:
    if "fstrim.timer" not in board.units:
        return NotApplicable("there is no fstrim.timer")
    return "on" if board.discards else NotApplicable("no storage here takes the command")


def _journal(key: str, name: str, title: str, desired: str, kind: str, why: str) -> Knob:
    def wish(board: HostFacts) -> str | NotApplicable:
        return desired if _journal_storage(board) == kind else NotApplicable(f"the log isn't {kind} here")

    return Knob(
        name=f"journal.{name}",
        group="storage",
        title=title,
        desired=wish,
        places=written(JOURNAL, lambda value: f"{key}={value}", "Journal", "journal"),
        live=RuntimeValue(merged("systemd/journald.conf", "Journal", key)),
        allowed=Pattern(r"[1-9][0-9]{0,5}[KMG]", "a size with K, M or G, as 64M"),
        why=why,
        source="journald.conf(5); Home Assistant OS keeps 500M, RaspiBlitz 250M",
    )


KNOBS = (
    _scheduler("card"),
    _scheduler("disk"),
    _scheduler("nvme"),
    Knob(
        name="mount.noatime",
        group="storage",
        title="reading a file writes nothing",
        desired=_noatime,
        places=lambda board: (MountOption("/", "noatime"),),
        live=RuntimeValue(has_noatime, tell_noatime),
        allowed=Words(("on", "off")),
        why="every write wears the card",
        source="mount(8); Raspberry Pi OS has it from the image on",
        own_kernel=True,
    ),
    Knob(
        name="journal.storage",
        group="storage",
        title="where logs are kept",
        desired=_journal_storage,
        places=written(JOURNAL, lambda value: f"Storage={value}", "Journal", "journal"),
        live=RuntimeValue(merged("systemd/journald.conf", "Journal", "Storage")),
        allowed=Words(("volatile", "persistent", "auto", "none")),
        why="on a card logs stay in memory and don't wear it; on a disk they survive a restart",
        source="journald.conf(5); Raspberry Pi OS keeps them in memory",
    ),
    _journal(
        *("RuntimeMaxUse", "memory", "most that logs may take of the memory", "32M", "volatile"),
        "the default is a tenth of what /run may hold",
    ),
    _journal(
        *("SystemMaxUse", "disk", "most that logs may take of the disk", "200M", "persistent"),
        "the default is a tenth of the disk, up to 4 GB",
    ),
    Knob(
        name="tmp.size",
        group="storage",
        title="most that temporary files may take of the memory",
        unit="MiB",
        desired=_tmp_size,
        places=written(
            TMP,
            lambda size: f"Options=mode=1777,strictatime,nosuid,nodev,size={size}M,nr_inodes=1m",
            "Mount",
            "manager",
        ),
        live=RuntimeValue(tmp_size, tell_tmp_size),
        allowed=Number(16, 65536),
        why="on Debian 13 it is half of the memory: one forgotten file could take it from everybody",
        source="systemd, units/tmp.mount",
        own_kernel=True,
    ),
    Knob(
        name="trim.weekly",
        group="storage",
        title="the disk is told weekly what is free",
        desired=_trim,
        places=nowhere,
        live=Units(("fstrim.timer",)),
        allowed=Words(("on", "off")),
        why="cards and disks that know it stay fast. Some cards break on it: set it to off for them",
        source="fstrim(8); raspberrypi/linux#6419 for the cards",
    ),
    Knob(
        name="card.queue",
        group="storage",
        title="commands to the SD card are queued",
        desired=lambda board: NotApplicable(
            "the kernel knows which cards can do it"
            if board.profile.command_queue
            else "only the Raspberry Pi 5 does it"
        ),
        places=lambda board: (Firmware(lambda value: f"dtparam=sd_cqe={value}"),),
        live=RuntimeValue(card_queue),
        allowed=Words(("off", "on")),
        why="some A2 cards hang or corrupt data with it: set it to off when the log shows errors of mmc",
        source="raspberrypi/linux#6349, #6561, #6591",
        own_kernel=True,
        reboot=lambda board: True,
    ),
)
