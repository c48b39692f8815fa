"""Knobs at work in a kernel of their own: an emulated arm64 board with Debian 13 (`./scripts/test --qemu`).

The steps build on one another. A boot partition like a Raspberry Pi's is put there by hand; its firmware isn't.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator

import pytest

from control.load.measurement import board_budget
from tests.hosts.disk_image import build
from tests.hosts.emulated import EmulatedHost
from tests.hosts.playbook import REPOSITORY, Controller
from tests.hosts.snapshot import differences, snapshot
from tests.tuning.tree import CMDLINE, CONFIG

pytestmark = pytest.mark.timeout(7200)

Snapshot = dict[str, list[str]]
TRIAL = (
    *(
        "control/__init__.py",
        "control/errors.py",
        "control/load/__init__.py",
        "control/load/measurement/board_budget.py",
    ),
    *("tests/__init__.py", "tests/load/__init__.py", "tests/load/trial.py"),
)


@pytest.fixture(scope="module")
def board(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatedHost]:
    if not request.config.getoption("--qemu"):
        pytest.skip("an emulated board takes a quarter of an hour: ./scripts/test --qemu")
    missing = [name for name in ("qemu-system-aarch64", "qemu-img", "mmdebstrap") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"an emulated board needs {', '.join(missing)}: qemu-system-arm, qemu-utils, mmdebstrap")
    emulated = EmulatedHost("board", build(), tmp_path_factory.mktemp("board"))
    try:
        emulated.start()
        emulated.ssh("mkdir -p /boot/firmware")
        for name, text in (("cmdline.txt", CMDLINE), ("config.txt", CONFIG)):
            emulated.ssh(f"printf '%s' '{text}' >/boot/firmware/{name}")
        yield emulated
    finally:
        emulated.stop()


@pytest.fixture(scope="module")
def controller(board: EmulatedHost, tmp_path_factory: pytest.TempPathFactory) -> Controller:
    folder = tmp_path_factory.mktemp("controller")
    made = Controller(None, folder, folder)
    made.write_inventory(board)
    with made.inventory.open("a") as file:
        file.write("[im_nodes:vars]\ntuning_profile=pi4\n")
    return made


@pytest.fixture(scope="module")
def before(board: EmulatedHost) -> Snapshot:
    return snapshot(board)


def live(board: EmulatedHost, command: str) -> str:
    return " ".join(board.ssh(command).stdout.split())


def test_a_command_line_on_two_lines_is_refused(board: EmulatedHost, controller: Controller, before: Snapshot) -> None:
    board.ssh("cp /boot/firmware/cmdline.txt /root/kept; echo quiet >>/boot/firmware/cmdline.txt")
    done = controller.tune("apply")
    board.ssh("mv /root/kept /boot/firmware/cmdline.txt")
    assert done.returncode == 1
    assert "board: cgroup.memory: /boot/firmware/cmdline.txt has 2 lines" in done.stderr
    assert differences(before, snapshot(board)) == {}


def test_apply_with_one_restart(board: EmulatedHost, controller: Controller, before: Snapshot) -> None:
    started = live(board, "cat /proc/sys/kernel/random/boot_id")
    run = controller.play("tune", "-e", "tuning_reboot=true")
    assert run.ok, run.output
    assert live(board, "cat /proc/sys/kernel/random/boot_id") != started


COUNTS = [
    ("zramctl --noheadings --raw --output NAME,ALGORITHM,MOUNTPOINT", "/dev/zram0 zstd [SWAP]"),
    ("swapon --show=NAME,PRIO --noheadings", "/dev/zram0 100"),
    ("sysctl -n vm.swappiness", "150"),
    ("sysctl -n vm.page-cluster", "0"),
    ("sysctl -n vm.watermark_boost_factor", "0"),
    ("sysctl -n vm.watermark_scale_factor", "125"),
    ("sysctl -n vm.min_free_kbytes", "16384"),
    ("sysctl -n vm.overcommit_memory", "1"),
    ("sysctl -n vm.dirty_background_bytes", "8388608"),
    ("sysctl -n vm.dirty_bytes", "33554432"),
    ("sysctl -n net.core.netdev_max_backlog", "4096"),
    ("sysctl -n net.ipv4.tcp_max_syn_backlog", "4096"),
    ("sysctl -n kernel.kptr_restrict", "1"),
    ("sysctl -n kernel.dmesg_restrict", "1"),
    ("cat /sys/block/vda/queue/scheduler", "none [mq-deadline]"),
    ("cat /sys/class/net/e*/queues/rx-0/rps_cpus", "3"),
    ("findmnt -no OPTIONS / | tr , '\\n' | grep noatime", "noatime"),
    ("df --output=size --block-size=1M /tmp | tail -1", "128"),
    ("systemctl show --property=RuntimeWatchdogUSec --value", "14s"),
    ("systemctl is-active fstrim.timer", "active"),
    ("cat /boot/firmware/cmdline.txt", f"{CMDLINE.strip()} cgroup_enable=memory psi=1"),
]


@pytest.mark.parametrize(("command", "value"), COUNTS, ids=[command for command, _ in COUNTS])
def test_the_value_counts(board: EmulatedHost, command: str, value: str) -> None:
    assert live(board, command) == value


def test_udev_and_systemd_read_the_files_as_meant(board: EmulatedHost) -> None:
    tested = board.ssh("udevadm test --action=add /sys/block/vda 2>&1").stdout
    assert re.search(r"60-im-scheduler\.rules.*mq-deadline", tested), tested
    text = board.ssh("systemd-analyze cat-config systemd/journald.conf").stdout
    assert re.findall(r"^(?:Storage|SystemMaxUse)=.*", text, re.MULTILINE)[-2:] == [
        "Storage=persistent",
        "SystemMaxUse=200M",
    ]


def test_the_journal_keeps_within_its_bound(board: EmulatedHost) -> None:
    assert "File path: /var/log/journal" in board.ssh("journalctl --header").stdout
    assert re.search(r"max 200", board.ssh("journalctl -u systemd-journald --no-pager").stdout)


def test_memory_is_really_swapped_to(board: EmulatedHost) -> None:
    fill = "b = bytearray(1050 << 20); b[::4096] = b'x' * len(b[::4096]); print(open('/proc/swaps').read())"
    hog = f'python3 -c "{fill}"'
    used = re.search(r"/dev/zram0\s+\S+\s+\d+\s+(\d+)", board.ssh(hog).stdout)
    assert used
    assert int(used[1]) > 50 * 1024


def test_a_limit_of_memory_kills_a_hog(board: EmulatedHost) -> None:
    done = board.ssh(
        "systemd-run --wait --quiet -p MemoryMax=64M -p MemorySwapMax=0 python3 -c 'b=b\"x\"*(128<<20)'", check=False
    )
    assert done.returncode != 0
    assert "oom" in board.ssh("journalctl -k --no-pager --output=cat | tail -50").stdout.lower()


def test_a_budget_of_the_load_tests_holds(board: EmulatedHost) -> None:
    assert live(board, "stat -fc %T /sys/fs/cgroup") == "cgroup2fs"
    board.carry(REPOSITORY, TRIAL, "/root/trial")
    found = json.loads(board.ssh("cd /root/trial && python3 -m tests.load.trial zero2w").stdout)
    assert "imnode-load-" in found["groups"]
    assert 0.1 < found["cores"] <= 1.3 * 2 * board_budget.find("zero2w").share
    assert found["left"] == []


def test_a_second_run_changes_nothing(controller: Controller) -> None:
    run = controller.play("tune")
    assert run.ok, run.output
    assert run.changed == 0, run.output


def test_drift_by_hand_is_seen_and_mended(board: EmulatedHost, controller: Controller) -> None:
    board.ssh("sysctl -qw vm.swappiness=60; echo none >/sys/block/vda/queue/scheduler; mount -o remount,relatime /")
    done = controller.tune("diff", "--json")
    assert done.returncode == 1
    seen = {reading["name"] for reading in json.loads(done.stdout)["drift"]}
    assert {"vm.swappiness", "scheduler.disk", "mount.noatime"} <= seen
    assert controller.tune("apply").returncode == 0
    assert live(board, "sysctl -n vm.swappiness") == "150"
    assert live(board, "cat /sys/block/vda/queue/scheduler") == "none [mq-deadline]"


def test_options_that_are_off_by_default(board: EmulatedHost, controller: Controller) -> None:
    wanted = {"swap.file": 64, "net.ipv4.tcp_congestion_control": "bbr", "scheduler.disk": "none"}
    run = controller.play("tune", "-e", json.dumps({"tuning_overrides": wanted}))
    assert run.ok, run.output
    assert live(board, "swapon --show=NAME,PRIO --noheadings | sort") == "/dev/zram0 100 /var/im.swap 10"
    assert live(board, "sysctl -n net.ipv4.tcp_congestion_control") == "bbr"
    assert live(board, "cat /sys/block/vda/queue/scheduler") == "[none] mq-deadline"
    assert controller.tune("apply").returncode == 0
    assert live(board, "swapon --show=NAME --noheadings") == "/dev/zram0"
    assert live(board, "sysctl -n net.ipv4.tcp_congestion_control") == "cubic"


def test_revert_leaves_no_trace(board: EmulatedHost, controller: Controller, before: Snapshot) -> None:
    done = controller.tune("revert", "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert differences(before, snapshot(board)) == {}
    board.reboot()
    assert differences(before, snapshot(board)) == {}
    assert "bbr" not in live(board, "sysctl -n net.ipv4.tcp_available_congestion_control")
