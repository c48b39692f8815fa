"""The model: every knob is complete, and appears everywhere that knobs are shown."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from control.tuning import page
from control.tuning.choice import LEAVE, Overrides, check_names, choose, values
from control.tuning.files import lines, owned
from control.tuning.knob import Knob, KnobError, NotApplicable
from control.tuning.model import GROUPS, KNOBS, find, select
from control.tuning.page import EXAMPLE
from control.tuning.profile import PROFILES


@pytest.mark.parametrize("knob", KNOBS, ids=lambda knob: knob.name)
def test_a_knob_is_complete(knob: Knob) -> None:
    assert knob.title
    assert len(knob.why) > 10
    assert len(knob.source) > 4
    assert knob.allowed.describe(EXAMPLE)
    desired = knob.desired(EXAMPLE)
    if not isinstance(desired, NotApplicable):
        assert knob.allowed.parse(desired, EXAMPLE) == desired


@pytest.mark.parametrize("knob", KNOBS, ids=lambda knob: knob.name)
def test_a_knob_stands_in_the_documentation(knob: Knob) -> None:
    assert f"| `{knob.name}` |" in Path("docs/tuning.md").read_text("utf-8")


def test_the_tables_of_the_documentation_are_those_of_the_model() -> None:
    text = page.PAGE.read_text("utf-8")
    assert page.written(text) == text, "run: .venv/bin/python -m control.tuning.page"


def test_names_are_told_once() -> None:
    assert len({knob.name for knob in KNOBS}) == len(KNOBS)


def test_a_file_belongs_to_one_group() -> None:
    owners: dict[str, set[str]] = {}
    for knob in KNOBS:
        for line in lines(EXAMPLE, knob):
            owners.setdefault(line.file, set()).add(knob.group)
    assert {name: groups for name, groups in owners.items() if len(groups) > 1} == {}


def test_every_group_has_a_role_that_applies_it_in_order() -> None:
    assert yaml.safe_load(Path("roles/tuning/vars/main.yml").read_text())["__tuning_groups"] == list(GROUPS)
    for group in GROUPS:
        [task] = yaml.safe_load(Path(f"roles/{group}/tasks/main.yml").read_text())
        assert task["ansible.builtin.import_role"] == {"name": "tuning", "tasks_from": "group"}
        assert task["vars"] == {"tuning_applied": group}


def test_the_role_knows_the_profiles() -> None:
    options = yaml.safe_load(Path("roles/tuning/meta/argument_specs.yml").read_text())["argument_specs"]["main"][
        "options"
    ]
    assert options["tuning_profile"]["choices"] == ["auto", *PROFILES]


def test_an_override_reaches_the_file() -> None:
    choices = choose(EXAMPLE, Overrides(inventory={"vm.swappiness": "33", "vm.page-cluster": LEAVE}))
    text = owned(EXAMPLE, choices)["/etc/sysctl.d/60-im-memory.conf"]
    assert "-vm.swappiness = 33" in text
    assert "page-cluster" not in text


def test_what_was_set_on_the_node_wins() -> None:
    overrides = Overrides(inventory={"vm.swappiness": "33"}, node={"vm.swappiness": "44"})
    [choice] = choose(EXAMPLE, overrides, [find("vm.swappiness")])
    assert (choice.value, choice.origin) == ("44", "node")


def test_without_compressed_swap_nothing_is_swapped_early() -> None:
    [choice] = choose(EXAMPLE, Overrides(inventory={"zram.size": LEAVE}), [find("vm.swappiness")])
    assert choice.value == "10"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("vm.swappiness", "201", "0 to 200"),
        ("vm.swappiness", "-1", "0 to 200"),
        ("vm.swappiness", "on", "0 to 200"),
        ("zram.algorithm", "gzip", "lz4, lzo-rle, zstd"),
        ("zram.size", "1", "64 to 16384 MiB"),
        ("scheduler.card", "bfq", "none, mq-deadline, kyber"),
        ("net.ipv4.tcp_rmem", "3 2 1", "3 numbers"),
        ("journal.memory", "lots", "a size with K, M or G"),
        ("updates.hour", "25:00", "a time of day"),
        ("watchdog", "20", "5 to 15 s"),
        ("service.bluetooth", "maybe", "off, on"),
        ("vm.swapiness", "3", "vm.swappiness"),
    ],
)
def test_a_wrong_override_is_named_with_what_is_allowed(name: str, value: str, told: str) -> None:
    [wrong] = check_names(Overrides(inventory={name: value}), EXAMPLE)
    assert name in wrong
    assert told in wrong


def test_yaml_writes_switches_and_numbers_its_own_way() -> None:
    assert values({"service.bluetooth": False, "vm.swappiness": 5}) == {
        "service.bluetooth": "off",
        "vm.swappiness": "5",
    }
    with pytest.raises(KnobError, match=r"vm\.swappiness"):
        values({"vm.swappiness": [5]})


def test_an_unknown_group_is_refused_with_those_that_exist() -> None:
    with pytest.raises(KnobError, match="memory, network, storage"):
        select("memroy")
