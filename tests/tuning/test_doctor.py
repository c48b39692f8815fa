"""The doctor says what it sees and what to do, on trees that look like boards in trouble."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from control.provisioning.certificate_authority import issue
from control.tuning.doctor import examine
from control.tuning.finding import Finding
from tests.tuning.tree import Tree, raspberry_pi_os


@pytest.fixture
def board(tmp_path: Path) -> Tree:
    (tmp_path / "var/lib/im").mkdir(parents=True)
    return raspberry_pi_os(tmp_path, release="13", model="Raspberry Pi 4 Model B Rev 1.4")


def findings(board: Tree, name: str) -> list[Finding]:
    return [finding for finding in examine(board.machine) if finding.name == name]


def test_under_voltage_and_throttling_are_told_apart_by_when(board: Tree) -> None:
    board.write("/sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n")
    assert [(finding.level, finding.saw) for finding in findings(board, "power")] == [
        ("bad", "the voltage is too low now"),
        ("warn", "the voltage was too low since the start"),
    ]
    assert "power supply" in findings(board, "power")[0].advice
    assert "fan" in findings(board, "heat")[0].advice


def test_a_well_fed_board_is_well(board: Tree) -> None:
    board.write("/sys/devices/platform/soc/soc:firmware/get_throttled", "0\n")
    assert [finding.level for finding in findings(board, "power")] == ["ok"]


@pytest.mark.parametrize(("degrees", "level"), [(45, "ok"), (77, "warn"), (84, "bad")])
def test_heat(board: Tree, degrees: int, level: str) -> None:
    board.write("/sys/class/thermal/thermal_zone0/temp", f"{degrees}000\n")
    assert [finding.level for finding in findings(board, "temperature")] == [level]


def test_a_firmware_that_switches_limits_off(board: Tree) -> None:
    board.write("/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io pids\n")
    [finding] = findings(board, "memory limits")
    assert "cgroup_enable=memory" in finding.advice
    board.write("/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n")
    assert findings(board, "memory limits") == []


@pytest.mark.parametrize(("share", "level"), [("0.40", "ok"), ("35.00", "bad")])
def test_a_board_that_moves_pages_instead_of_working(board: Tree, share: str, level: str) -> None:
    board.write("/proc/pressure/memory", f"some avg10=0.00 avg60={share} avg300=0.00 total=5\n")
    [finding] = findings(board, "memory pressure")
    assert finding.level == level
    assert ("more memory" in finding.advice) == (level == "bad")


def test_a_worn_out_card(board: Tree) -> None:
    board.write("/sys/block/mmcblk0/device/name", "DF4064\n")
    board.write("/sys/block/mmcblk0/device/life_time", "0x02 0x0a\n")
    [finding] = findings(board, "card health")
    assert finding.level == "bad"
    assert "DF4064" in finding.saw


def test_a_root_that_became_read_only(board: Tree) -> None:
    board.write("/proc/mounts", "/dev/mmcblk0p2 / ext4 ro,noatime 0 0\n")
    [finding] = findings(board, "root")
    assert finding.level == "bad"


def test_a_32_bit_userland(board: Tree) -> None:
    status = board.read("/var/lib/dpkg/status").replace("arm64", "armhf")
    board.write("/var/lib/dpkg/status", status)
    [finding] = findings(board, "userland")
    assert finding.level == "bad"
    assert "64-bit" in finding.advice


def test_the_disk_is_measured_and_nothing_is_left(board: Tree) -> None:
    before = board.content()
    [finding] = findings(board, "disk speed")
    assert "4 KiB" in finding.saw
    assert board.content() == before


def test_a_gigabit_board_on_a_slow_cable(board: Tree) -> None:
    board.write("/sys/class/net/eth0/speed", "100\n")
    [finding] = findings(board, "network")
    assert "cable" in finding.advice


@pytest.mark.parametrize(
    ("days", "level", "saw"),
    [
        (60, "ok", "valid until"),
        (29, "warn", "in 28 days"),
        (6, "bad", "in 5 days"),
        (-1, "bad", "ended on"),
    ],
)
@pytest.mark.parametrize("file", ["node.pem", "own.pem", "link.pem"])
def test_a_certificate_that_ends_is_told_before(
    board: Tree, tmp_path: Path, file: str, days: int, level: str, saw: str
) -> None:
    made = issue(tmp_path / "secrets", "chat", ["chat.local"], 400, datetime.now(UTC) + timedelta(days=days - 400))
    board.write(f"/etc/im/{file}", Path(made.certificate).read_text())
    name = {"node.pem": "certificate", "own.pem": "certificate of your own", "link.pem": "certificate between hosts"}
    [finding] = findings(board, name[file])
    assert (finding.level, saw in finding.saw) == (level, True), finding
    assert ("playbooks/site.yml" in finding.advice) is (level != "ok")


def test_a_certificate_may_last_beyond_2050(board: Tree, tmp_path: Path) -> None:
    made = issue(tmp_path / "secrets", "chat", ["chat.local"], 20_000, datetime.now(UTC))
    board.write("/etc/im/own.pem", Path(made.certificate).read_text())
    assert [finding.level for finding in findings(board, "certificate of your own")] == ["ok"]


def test_a_certificate_that_is_not_valid_yet_is_a_matter_of_the_clock(board: Tree, tmp_path: Path) -> None:
    made = issue(tmp_path / "secrets", "chat", ["chat.local"], 400, datetime.now(UTC) + timedelta(days=500))
    board.write("/etc/im/node.pem", Path(made.certificate).read_text())
    [finding] = findings(board, "certificate")
    assert finding.level == "bad"
    assert "not valid before" in finding.saw
    assert "timedatectl" in finding.advice


def test_a_certificate_that_root_cannot_read_is_told(board: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    board.write("/etc/im/link.pem/other", "")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    [finding] = findings(board, "certificate between hosts")
    assert (finding.level, finding.saw) == ("bad", "/etc/im/link.pem can't be read")


@pytest.mark.parametrize(
    "text", ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
)
def test_what_is_no_certificate_says_nothing(board: Tree, text: str) -> None:
    board.write("/etc/im/node.pem", text)
    assert findings(board, "certificate") == []
