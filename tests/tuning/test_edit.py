"""Files that others own too: a change is exactly itself, and can be taken back exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.tuning.edit import (
    add_words,
    cmdline_words,
    drop_words,
    has_option,
    with_block,
    with_option,
    without_block,
    without_option,
)
from tests.tuning.tree import CONFIG, FSTAB

WORD = st.from_regex(r"[a-z][a-z0-9_.]{0,8}(=[a-z0-9,/]{1,8})?", fullmatch=True).filter(lambda word: word != "root")
LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=20), max_size=8)


@given(words=st.lists(WORD, max_size=8), ours=st.lists(WORD, max_size=3, unique=True), end=st.sampled_from(["", "\n"]))
def test_words_come_and_go_and_the_line_stays_one(words: list[str], ours: list[str], end: str) -> None:
    text = "  ".join([*words, "root=/dev/mmcblk0p2"]) + end
    added = add_words(text, ours)
    assert cmdline_words(added)[: len(words) + 1] == [*words, "root=/dev/mmcblk0p2"]
    assert set(ours) <= set(cmdline_words(added))
    assert add_words(added, ours) == added
    assert added.count("\n") == text.count("\n")
    assert drop_words(added, [word for word in ours if word not in words]) == text


@pytest.mark.parametrize("text", ["", "\n", "quiet splash\n", "root=/dev/sda1\ncgroup_enable=memory\n"])
def test_a_line_that_no_board_starts_from_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"lines|root="):
        add_words(text, ["psi=1"])


@given(lines=LINES, ours=st.lists(WORD, min_size=1, max_size=3), end=st.booleans())
def test_a_block_comes_and_goes_and_the_rest_stays(lines: list[str], ours: list[str], end: bool) -> None:
    text = "\n".join(lines) + ("\n" if end else "")
    added = with_block(text, "boot", ours)
    assert added.startswith(text)
    assert with_block(added, "boot", ours) == added
    assert without_block(added, "boot") == text


def test_a_block_holds_for_every_board_whatever_section_stood_before() -> None:
    assert with_block(CONFIG, "boot", ["gpu_mem=16"]).splitlines()[-4:] == [
        *("# imnode boot: begin", "[all]", "gpu_mem=16", "# imnode boot: end")
    ]


def test_what_others_write_below_a_block_stays() -> None:
    text = with_block(CONFIG, "boot", ["gpu_mem=16"]) + "dtoverlay=mine\n"
    assert without_block(text, "boot") == CONFIG + "dtoverlay=mine\n"


def test_two_blocks_do_not_touch_each_other() -> None:
    both = with_block(with_block(CONFIG, "boot", ["gpu_mem=16"]), "storage", ["dtparam=sd_cqe=off"])
    assert without_block(without_block(both, "boot"), "storage") == CONFIG
    assert "dtparam=sd_cqe=off" in without_block(both, "boot")


def test_an_option_goes_to_its_mount_alone() -> None:
    without = without_option(FSTAB, "/", "noatime")
    assert has_option(without, "/", "noatime") is False
    assert without.splitlines()[:2] == FSTAB.splitlines()[:2]
    assert with_option(without, "/", "noatime") == FSTAB
    assert with_option(FSTAB, "/", "noatime") == FSTAB
    assert has_option(FSTAB, "/srv", "noatime") is None
    assert with_option(FSTAB, "/srv", "noatime") == FSTAB


def test_the_last_option_of_a_mount_is_replaced_and_not_dropped() -> None:
    assert without_option("/dev/vda / ext4 noatime 0 1\n", "/", "noatime") == "/dev/vda / ext4 defaults 0 1\n"
