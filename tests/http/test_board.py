"""What is read of a machine: from trees of files as boards have them, with and without /proc."""

from __future__ import annotations

from pathlib import Path

import pytest

from imserver.services.admin.sensors import HostSensors, Memory, Throttling

MEMINFO = "MemTotal:        3884588 kB\nMemFree:          100000 kB\nMemAvailable:    2500000 kB\n"
NODE = (
    "Node 0 MemTotal:        3884588 kB\nNode 0 MemFree:          100000 kB\nNode 0 Active(file):     900000 kB\n"
    "Node 0 Inactive(file):   800000 kB\nNode 0 SReclaimable:      50000 kB\n"
)
FIRMWARE = "sys/devices/platform/soc/soc:firmware/get_throttled"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return tmp_path


def put(tree: Path, name: str, text: str) -> None:
    path = tree / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_nothing_is_made_up(tree: Path) -> None:
    board = HostSensors(tree)
    assert board.model is None
    assert board.busy_s() is None
    assert board.memory() is None
    assert board.temperature() is None
    assert board.throttling() is None


def test_a_raspberry_pi_tells_all(tree: Path) -> None:
    put(tree, "sys/firmware/devicetree/base/model", "Raspberry Pi 4 Model B Rev 1.5\0")
    put(tree, "proc/stat", "cpu  1000 100 300 90000 500 40 60 0 0 0\ncpu0 1 2 3\n")
    put(tree, "proc/meminfo", MEMINFO)
    put(tree, "sys/class/thermal/thermal_zone0/type", "nvme\n")
    put(tree, "sys/class/thermal/thermal_zone0/temp", "31000\n")
    put(tree, "sys/class/thermal/thermal_zone1/type", "cpu-thermal\n")
    put(tree, "sys/class/thermal/thermal_zone1/temp", "54768\n")
    put(tree, FIRMWARE, "50005\n")
    board = HostSensors(tree)
    assert board.model == "Raspberry Pi 4 Model B Rev 1.5"
    assert board.busy_s() == 15.0
    assert board.memory() == Memory(3884588 * 1024, 2500000 * 1024)
    assert board.temperature() == pytest.approx(54.768)
    assert board.throttling() == Throttling(("voltage", "throttled"), ("voltage", "throttled"))


def test_where_the_unit_hides_proc_the_control_group_and_the_memory_nodes_tell(tree: Path) -> None:
    put(tree, "sys/fs/cgroup/cpu.stat", "usage_usec 15500000\nuser_usec 9000000\n")
    put(tree, "sys/devices/system/node/node0/meminfo", NODE)
    kernel = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 971147, "SC_AVPHYS_PAGES": 25000}
    board = HostSensors(tree, kernel.__getitem__)
    assert board.busy_s() == 15.5
    assert board.memory() == Memory(3884588 * 1024, 1850000 * 1024)


@pytest.mark.parametrize("text", ["", "no\n", "0x\n"])
def test_what_makes_no_sense_is_no_reading(tree: Path, text: str) -> None:
    put(tree, FIRMWARE, text)
    put(tree, "sys/class/thermal/thermal_zone0/temp", text)
    assert HostSensors(tree).throttling() is None
    assert HostSensors(tree).temperature() is None


@pytest.mark.parametrize(
    "firmware", [FIRMWARE, "sys/devices/platform/soc@107c000000/soc@107c000000:firmware/get_throttled"]
)
def test_a_board_that_is_well_says_so(tree: Path, firmware: str) -> None:
    put(tree, firmware, "0\n")
    assert HostSensors(tree).throttling() == Throttling((), ())
