"""Knobs of the processor."""

from __future__ import annotations

from .board import HostFacts
from .knob import Knob, NotApplicable, Words
from .live import Kernel
from .place import written

TMPFILES = "/etc/tmpfiles.d/50-im-cpu.conf"
GOVERNORS = "/sys/devices/system/cpu/cpufreq/policy*/scaling_governor"


def _governors(board: HostFacts) -> tuple[str, ...]:
    return board.governors


KNOBS = (
    Knob(
        name="cpu.governor",
        group="cpu",
        title="how the clock follows the load",
        desired=lambda board: NotApplicable(
            "the kernel's choice is good; full clock all the time makes heat, and throttles"
        ),
        places=written(TMPFILES, lambda name: f"w {GOVERNORS} - - - - {name}"),
        live=Kernel(GOVERNORS),
        allowed=Words(("performance", "schedutil", "ondemand", "conservative", "powersave"), _governors),
        why="schedutil follows faster than ondemand. Measure it: imctl tune bench cpu",
        source="kernel documentation, admin-guide/pm/cpufreq.rst; armbian/build#6120 on what forcing costs",
        own_kernel=True,
    ),
)
