"""Knobs of memory: compressed swap, and how the kernel uses it."""

from __future__ import annotations

from .board import HostFacts
from .knob import ConfigItem, FileLine, Knob, NotApplicable, Number, Package, Words
from .live import Kernel, RuntimeValue, Units, swap_file, sysctl, zram_size
from .machine import Machine
from .place import nowhere, setting

GENERATOR = "/etc/systemd/zram-generator.conf.d/80-im.conf"
RPI_SWAP = "/etc/rpi/swap.conf.d/80-im.conf"
SYSCTL = "/etc/sysctl.d/60-im-memory.conf"
SWAP_FILE = "/var/im.swap"
SWAP_UNIT = "/etc/systemd/system/var-im.swap.swap"
VM = "kernel documentation, admin-guide/sysctl/vm.rst"


def _zram_size(board: HostFacts) -> str | NotApplicable:
    if not board.zram:
        return NotApplicable("this kernel has no zram")
    return str(min(board.memory_mib, 2048))


def _zram_places(board: HostFacts) -> tuple[ConfigItem, ...]:
    """Each release has one owner of compressed swap: rpi-swap, or the generator."""
    if board.rpi_swap:
        # The size is the smaller of the two: with this multiplier, always the second.
        return (
            FileLine(RPI_SWAP, lambda size: "Mechanism=zram", "Main", "zram"),
            FileLine(RPI_SWAP, lambda size: f"RamMultiplier=4\nMaxSizeMiB={size}", "Zram", "zram"),
        )
    return (
        Package("systemd-zram-generator"),
        FileLine(GENERATOR, lambda size: f"zram-size = {size}\nswap-priority = 100", "zram0", "zram"),
    )


def _zram_algorithm(board: HostFacts) -> str | NotApplicable:
    if not board.zram:
        return NotApplicable("this kernel has no zram")
    return "zstd" if board.memory_mib <= 1024 else "lz4"


def _swappiness(board: HostFacts) -> str | NotApplicable:
    if not board.zram:
        return "10"
    return "100" if board.root_kind == "nvme" else "150"


def _min_free(board: HostFacts) -> str | NotApplicable:
    if board.memory_mib > 8400:
        return NotApplicable("the kernel keeps more by itself with so much memory")
    return "8192" if board.memory_mib < 900 else "16384"


def _old_swap(board: HostFacts) -> str | NotApplicable:
    if "dphys-swapfile" not in board.packages:
        return NotApplicable("dphys-swapfile isn't installed")
    return "off" if board.zram else NotApplicable("without compressed swap, the file is needed")


def _swap_file_places(board: HostFacts) -> tuple[ConfigItem, ...]:
    text = f"[Unit]\nDescription=Swap behind the compressed memory\n[Swap]\nWhat={SWAP_FILE}\nPriority=10"
    return (
        FileLine(SWAP_UNIT, lambda size: f"{text}\n# {size} MiB\n[Install]\nWantedBy=swap.target", "", "swap-file"),
    )


def _vm(key: str, value: str, low: int, high: int, title: str, why: str, source: str, twin: str = "") -> Knob:
    return Knob(
        name=f"vm.{key}",
        group="memory",
        title=title,
        desired=lambda board: value,
        places=setting(SYSCTL, f"vm.{key}"),
        live=sysctl(f"vm.{key}", twin),
        allowed=Number(low, high),
        why=why,
        source=source,
        own_kernel=True,
    )


def _algorithm_places(board: HostFacts) -> tuple[ConfigItem, ...]:
    return (FileLine(GENERATOR, lambda name: f"compression-algorithm = {name}", "zram0", "zram"),)


def _needs_restart(board: HostFacts) -> bool:
    return board.rpi_swap


def _ask_algorithm(machine: Machine) -> str | None:
    return Kernel("/sys/block/zram0/comp_algorithm", chosen=True).read(machine)


KNOBS = (
    Knob(
        name="zram.size",
        group="memory",
        title="compressed swap",
        unit="MiB",
        desired=_zram_size,
        places=_zram_places,
        live=RuntimeValue(zram_size),
        allowed=Number(64, 16384),
        why="memory is what a small board has least of; idle pages shrink to a half or a third",
        source="as large as the memory, at most 2 GiB: the rule of rpi-swap on Raspberry Pi OS 13",
        own_kernel=True,
        reboot=_needs_restart,
    ),
    Knob(
        name="zram.algorithm",
        group="memory",
        title="its compression",
        desired=_zram_algorithm,
        places=_algorithm_places,
        live=RuntimeValue(_ask_algorithm),
        allowed=Words(("lz4", "lzo-rle", "zstd")),
        why="zstd holds a quarter more than lz4 and takes twice the time: it is for boards up to 1 GiB",
        source="fio on a Pi 4 with 2 GB: lz4 1330 MiB/s at 1.59, zstd 819 MiB/s at 1.97 (notes.xeome.dev, Zram)",
        own_kernel=True,
        reboot=_needs_restart,
    ),
    Knob(
        name="swap.dphys",
        group="memory",
        title="swap file of Raspberry Pi OS 12",
        desired=_old_swap,
        places=nowhere,
        live=Units(("dphys-swapfile.service",), after_off=("dphys-swapfile", "uninstall")),
        allowed=Words(("off", "on")),
        why="it wears the card, and compressed swap takes its place",
        source="RPi-Distro/pi-gen, Bookworm",
    ),
    Knob(
        name="swap.file",
        group="memory",
        title="swap file behind the compressed swap",
        unit="MiB",
        desired=lambda board: NotApplicable("only where it is asked for: swap on a card wears it"),
        places=_swap_file_places,
        live=RuntimeValue(swap_file(SWAP_FILE)),
        allowed=Number(64, 16384),
        why="takes what doesn't fit into memory even compressed; used last, by its lower priority",
        source="swapon(8), priority",
        own_kernel=True,
    ),
    Knob(
        name="vm.swappiness",
        group="memory",
        title="readiness to swap",
        desired=_swappiness,
        places=setting(SYSCTL, "vm.swappiness"),
        live=sysctl("vm.swappiness"),
        allowed=Number(0, 200),
        why="compressed memory is faster than any card, so idle pages go there before cached files are dropped",
        source=f"{VM}: above 100 for swap faster than the disk",
        own_kernel=True,
    ),
    _vm(
        *("page-cluster", "0", 0, 10, "pages read ahead from swap, as a power of two"),
        "reading ahead in compressed memory only adds latency",
        "p99 247 us at 3 with zstd, 39 us at 0, Pi 4 (notes.xeome.dev, Zram)",
    ),
    _vm(
        *("watermark_boost_factor", "0", 0, 30000, "extra reclaim after fragmentation"),
        "it makes the kernel swap in bursts",
        "Arch wiki, Zram; Pop!_OS default settings",
    ),
    _vm(
        *("watermark_scale_factor", "125", 1, 3000, "memory kept free, in 1/10000"),
        "the kernel begins to swap earlier and in the background, instead of making somebody wait",
        "Arch wiki, Zram; Pop!_OS default settings",
    ),
    Knob(
        name="vm.min_free_kbytes",
        group="memory",
        title="memory that is never given away",
        unit="KiB",
        desired=_min_free,
        places=setting(SYSCTL, "vm.min_free_kbytes"),
        live=sysctl("vm.min_free_kbytes"),
        allowed=Number(1024, 262144),
        why="the network takes memory at once, or drops packets",
        source="Home Assistant OS ships 16384 on every Pi",
        own_kernel=True,
    ),
    _vm(
        *("overcommit_memory", "1", 0, 2, "promise of more memory than there is"),
        "Redis and Valkey copy themselves to save, and need a tenth of what that seems to take",
        "Redis documentation, administration",
    ),
    _vm(
        *("dirty_background_bytes", "8388608", 4096, 1073741824, "unwritten data, from which on it is written"),
        "little and often: a slow card must not stall everybody",
        f"{VM}; the default of 10 % is 400 MB on a board with 4 GB",
        twin="vm.dirty_background_ratio",
    ),
    _vm(
        *("dirty_bytes", "33554432", 8192, 4294967296, "unwritten data, from which on writers wait"),
        "bounds how long a write can take: 32 MiB are about three seconds of a slow card",
        f"{VM}; the default of 20 % is 800 MB on a board with 4 GB",
        twin="vm.dirty_ratio",
    ),
)
