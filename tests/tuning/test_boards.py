"""What the model makes of boards of which no image is at hand, seen in trees that look like them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from control.tuning.board import survey
from control.tuning.choice import LEAVE, Overrides
from control.tuning.knob import KnobError
from control.tuning.model import GROUPS, KNOBS, find
from control.tuning.page import EXAMPLE
from control.tuning.record import load_overrides
from control.tuning.tuner import Tuner
from imserver.services.admin.tuning import read as read_tuning
from tests.tuning.tree import CMDLINE, CONFIG, Tree, debian, raspberry_pi_os, ubuntu

PI3, PI4, PI5 = (
    "Raspberry Pi 3 Model B Plus Rev 1.3",
    "Raspberry Pi 4 Model B Rev 1.4",
    "Raspberry Pi 5 Model B Rev 1.0",
)


def apply(tree: Tree, **overrides: str) -> Tuner:
    tuner = Tuner(
        tree.machine, Overrides(inventory={name.replace("__", "."): value for name, value in overrides.items()})
    )
    tuner.apply()
    return tuner


@pytest.fixture(params=["bookworm", "trixie", "ubuntu", "debian"])
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> Tree:
    made = {
        "bookworm": lambda: raspberry_pi_os(tmp_path, release="12", model=PI4),
        "trixie": lambda: raspberry_pi_os(tmp_path, release="13", model=PI5),
        "ubuntu": lambda: ubuntu(tmp_path),
        "debian": lambda: debian(tmp_path),
    }
    tree: Tree = made[request.param]()
    return tree


@pytest.mark.parametrize(
    ("model", "profile"),
    [
        ("Raspberry Pi Zero 2 W Rev 1.0", "pi-zero2w"),
        (PI3, "pi3"),
        (PI4, "pi4"),
        ("Raspberry Pi 400 Rev 1.0", "pi4"),
        ("Raspberry Pi Compute Module 4 Rev 1.1", "pi4"),
        (PI5, "pi5"),
        ("Raspberry Pi 500 Rev 1.0", "pi5"),
        ("Radxa ROCK 5B", "generic-arm64"),
    ],
)
def test_a_board_is_known_by_its_name(tmp_path: Path, model: str, profile: str) -> None:
    tree = debian(tmp_path)
    tree.write("/proc/device-tree/model", f"{model}\0")
    assert survey(tree.machine).profile.name == profile
    assert survey(tree.machine, "pi3").profile.name == "pi3"


def test_applying_twice_changes_nothing(tree: Tree) -> None:
    apply(tree)
    before = tree.content()
    assert Tuner(tree.machine, Overrides()).apply().changes == []
    assert tree.content() == before


def test_revert_leaves_no_trace(tree: Tree) -> None:
    before = tree.content()
    apply(tree)
    assert tree.content() != before
    Tuner(tree.machine, Overrides()).revert()
    assert tree.content() == before


def test_reverting_groups_one_by_one_leaves_no_trace(tree: Tree) -> None:
    before = tree.content()
    apply(tree)
    for group in ("boot", "memory", "storage", "network", "security", "cpu", "services"):
        Tuner(tree.machine, Overrides()).revert(group)
    assert tree.content() == before


def test_check_writes_nothing_and_tells_what_would_be_written(tree: Tree) -> None:
    before = tree.content()
    told = {change.what for change in Tuner(tree.machine, Overrides()).apply(check=True).changes}
    assert tree.content() == before
    assert "/etc/sysctl.d/60-im-memory.conf" in told


def test_raspberry_pi_os_13_keeps_its_owner_of_compressed_swap(tmp_path: Path) -> None:
    tree = raspberry_pi_os(tmp_path, release="13", model=PI5, memory_mib=8192)
    tuner = apply(tree)
    text = tree.read("/etc/rpi/swap.conf.d/80-im.conf")
    assert "[Main]\nMechanism=zram" in text
    assert "MaxSizeMiB=2048" in text
    algorithm = tree.read("/etc/systemd/zram-generator.conf.d/80-im.conf")
    assert "compression-algorithm = lz4" in algorithm
    assert "zram-size" not in algorithm
    assert not any(change.what.startswith("package") for change in tuner.apply().changes)
    [size] = [reading for reading in tuner.readings("memory") if reading.name == "zram.size"]
    assert size.state in ("restart", "unseen")


def test_raspberry_pi_os_12_retires_its_swap_file(tmp_path: Path) -> None:
    tuner = Tuner(raspberry_pi_os(tmp_path, release="12", model=PI4).machine, Overrides())
    chosen = {choice.knob.name: choice.value for choice in tuner.choices}
    assert chosen["swap.dphys"] == "off"
    assert "package systemd-zram-generator" in {change.what for change in tuner.apply(check=True).changes}


def test_the_kernel_command_line_stays_one_line_and_is_kept_beside(tmp_path: Path) -> None:
    tree = raspberry_pi_os(tmp_path, release="12", model=PI4)
    apply(tree)
    line = tree.read("/boot/firmware/cmdline.txt")
    assert line == CMDLINE.rstrip() + " cgroup_enable=memory psi=1\n"
    assert tree.read("/boot/firmware/cmdline.txt.im-backup") == CMDLINE
    assert tree.read("/boot/cmdline.txt").startswith("DO NOT EDIT")


def test_ubuntu_has_its_command_line_in_the_current_set(tmp_path: Path) -> None:
    tree = ubuntu(tmp_path)
    apply(tree)
    assert "cgroup_enable=memory" in tree.read("/boot/firmware/current/cmdline.txt")


def test_ubuntu_without_network_manager_keeps_wifi_awake_by_a_unit(tmp_path: Path) -> None:
    tree = ubuntu(tmp_path)
    apply(tree)
    assert "set power_save off" in tree.read("/etc/systemd/system/im-wifi.service")


def test_network_manager_is_told_by_a_drop_in(tmp_path: Path) -> None:
    tree = raspberry_pi_os(tmp_path, release="13", model=PI5)
    apply(tree)
    assert "[connection]\nwifi.powersave=2" in tree.read("/etc/NetworkManager/conf.d/90-im-wifi.conf")


def test_a_pi_4_gives_graphics_little_and_a_pi_5_is_not_asked(tmp_path: Path) -> None:
    four, five = tmp_path / "4", tmp_path / "5"
    apply(raspberry_pi_os(four, release="13", model=PI4))
    apply(raspberry_pi_os(five, release="13", model=PI5))
    assert "gpu_mem=16" in (four / "boot/firmware/config.txt").read_text()
    assert (five / "boot/firmware/config.txt").read_text() == CONFIG


def test_snaps_in_use_are_left(tmp_path: Path) -> None:
    tree = ubuntu(tmp_path)
    tree.write("/var/lib/snapd/snaps/core_1.snap", "")
    chosen = {choice.knob.name: choice.value for choice in Tuner(tree.machine, Overrides()).choices}
    assert chosen["service.snaps"] is None
    assert chosen["service.multipath"] == "off"


def test_a_kernel_of_raspberry_pi_offers_no_bfq_and_none_is_written(tmp_path: Path) -> None:
    tree = raspberry_pi_os(tmp_path, release="13", model=PI5)
    tree.write("/sys/block/mmcblk0/queue/scheduler", "[none] kyber\n")
    [choice] = [c for c in Tuner(tree.machine, Overrides()).choices if c.knob.name == "scheduler.card"]
    assert choice.value is None
    assert "none, kyber" in choice.why_not


@pytest.mark.parametrize(
    ("memory", "algorithm", "size"), [(512, "zstd", "512"), (1024, "zstd", "1024"), (8192, "lz4", "2048")]
)
def test_compressed_swap_follows_the_memory(memory: int, algorithm: str, size: str) -> None:
    board = replace(EXAMPLE, memory_mib=memory)
    assert find("zram.algorithm").desired(board) == algorithm
    assert find("zram.size").desired(board) == size


def test_switching_a_knob_off_later_takes_its_line_back(tmp_path: Path) -> None:
    tree = raspberry_pi_os(tmp_path, release="12", model=PI4)
    apply(tree)
    apply(tree, kernel__pressure=LEAVE, gpu__memory=LEAVE, cgroup__memory="on")
    assert tree.read("/boot/firmware/cmdline.txt") == CMDLINE.rstrip() + " cgroup_enable=memory\n"
    assert tree.read("/boot/firmware/config.txt") == CONFIG


def test_leaving_a_mount_alone_later_gives_its_line_back(tmp_path: Path) -> None:
    tree = raspberry_pi_os(tmp_path, release="12", model=PI4)
    tree.write("/etc/fstab", "/dev/mmcblk0p2 / ext4 defaults 0 1\n")
    apply(tree)
    assert "defaults,noatime" in tree.read("/etc/fstab")
    apply(tree, mount__noatime=LEAVE)
    assert tree.read("/etc/fstab") == "/dev/mmcblk0p2 / ext4 defaults 0 1\n"


def test_reverting_a_group_forgets_nobodys_values(tmp_path: Path) -> None:
    tree = debian(tmp_path)
    overrides = Overrides("pi4", {"vm.swappiness": "33"}, {"net.ipv4.tcp_fin_timeout": "44"})
    Tuner(tree.machine, overrides).apply()
    Tuner(tree.machine, Overrides()).revert("memory")
    assert load_overrides(tree.machine) == overrides


def test_a_group_that_is_switched_off_does_not_drift(tmp_path: Path) -> None:
    tree = debian(tmp_path)
    tuner = Tuner(tree.machine, Overrides(off=("memory",)))
    tuner.apply()
    assert {reading.state for reading in tuner.readings("memory")} == {"left"}
    assert not (tmp_path / "etc/sysctl.d/60-im-memory.conf").exists()
    assert load_overrides(tree.machine).off == ("memory",)


def test_what_the_owner_wrote_meanwhile_stays(tmp_path: Path) -> None:
    tree = raspberry_pi_os(tmp_path, release="12", model=PI4)
    apply(tree)
    tree.write("/boot/firmware/cmdline.txt", tree.read("/boot/firmware/cmdline.txt").rstrip() + " quiet\n")
    tree.write("/boot/firmware/config.txt", tree.read("/boot/firmware/config.txt") + "dtoverlay=mine\n")
    Tuner(tree.machine, Overrides()).revert()
    assert tree.read("/boot/firmware/cmdline.txt") == CMDLINE.rstrip() + " quiet\n"
    assert tree.read("/boot/firmware/config.txt") == CONFIG + "dtoverlay=mine\n"


def test_a_file_of_the_same_name_comes_back(tmp_path: Path) -> None:
    tree = debian(tmp_path)
    tree.write("/etc/sysctl.d/60-im-memory.conf", "vm.swappiness = 1\n")
    before = tree.content()
    apply(tree)
    Tuner(tree.machine, Overrides()).revert()
    assert tree.content() == before


REFUSED = {
    "a command line on two lines": ("/boot/firmware/cmdline.txt", CMDLINE + "psi=1\n", "cgroup.memory: .*has 2 lines"),
    "a command line without a root": ("/boot/firmware/cmdline.txt", "quiet\n", "names no root="),
    "an old release": (
        "/etc/os-release",
        'ID=debian\nVERSION_ID="11"\nPRETTY_NAME="Debian 11"\n',
        "Debian 11; supported",
    ),
    "another system": ("/etc/os-release", "ID=fedora\nVERSION_ID=44\n", "fedora; supported"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_harm_is_refused_before_anything_is_changed(tmp_path: Path, case: str) -> None:
    name, text, told = REFUSED[case]
    tree = raspberry_pi_os(tmp_path, release="12", model=PI4)
    tree.write(name, text)
    before = tree.content()
    with pytest.raises(KnobError, match=told):
        Tuner(tree.machine, Overrides()).apply()
    assert tree.content() == before


def test_two_owners_of_compressed_swap_are_refused_unless_it_is_left_alone(tmp_path: Path) -> None:
    tree = debian(tmp_path)
    tree.install("zram-tools")
    with pytest.raises(KnobError, match="zram-tools would set up compressed swap beside systemd-zram-generator"):
        Tuner(tree.machine, Overrides()).apply()
    apply(tree, zram__size=LEAVE, zram__algorithm=LEAVE)


def test_an_overlay_as_root_is_told_of(tmp_path: Path) -> None:
    tree = raspberry_pi_os(tmp_path, release="12", model=PI4)
    tree.write("/proc/cmdline", "boot=overlay root=/dev/mmcblk0p2\n")
    tuner = apply(tree)
    [reading] = [reading for reading in tuner.readings() if reading.name == "journal.storage"]
    assert "overlay" in reading.remark


def test_a_file_that_overrules_the_model_is_named(tmp_path: Path) -> None:
    tree = debian(tmp_path)
    tree.write("/proc/sys/vm/swappiness", "10\n")
    tree.write("/etc/sysctl.d/99-mine.conf", "vm.swappiness=10\n")
    [reading] = [reading for reading in apply(tree).readings("memory") if reading.name == "vm.swappiness"]
    assert reading.state == "drift"
    assert reading.remark == "/etc/sysctl.d/99-mine.conf sets it too, and is read later"


def test_how_the_board_stands_is_written_down_for_the_admin_page(tree: Tree) -> None:
    place = "/var/lib/im-tuning/state.json"
    tuner = apply(tree)
    for group in GROUPS:
        Tuner(tree.machine, Overrides()).apply(group)
    shown = read_tuning(tree.folder / place.lstrip("/"))
    assert shown.status == "tuned"
    assert shown.record
    assert shown.record.profile == tuner.board.profile.name
    assert {knob.name for knob in shown.record.knobs} == {knob.name for knob in KNOBS}
    assert (tree.folder / place.lstrip("/")).stat().st_mode & 0o044 == 0o044, "the server must be able to read it"
    Tuner(tree.machine, Overrides()).revert("memory")
    assert "memory" not in {knob["group"] for knob in json.loads(tree.read(place))["knobs"]}


def test_a_damaged_note_for_the_admin_page_is_made_anew(tmp_path: Path) -> None:
    tree = debian(tmp_path)
    apply(tree)
    tree.write("/var/lib/im-tuning/state.json", "{")
    apply(tree)
    assert read_tuning(tmp_path / "var/lib/im-tuning/state.json").status == "tuned"


def test_a_damaged_record_stops_everything(tmp_path: Path) -> None:
    tree = debian(tmp_path)
    tree.write("/var/lib/im-tuning/originals.json", "{")
    with pytest.raises(KnobError, match=r"originals\.json is damaged"):
        Tuner(tree.machine, Overrides())


def test_a_profile_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnobError, match=r"pi9.*pi-zero2w, pi3, pi4"):
        Tuner(debian(tmp_path).machine, Overrides(profile="pi9"))
