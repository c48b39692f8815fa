"""Roles describe themselves: what can be set, what it defaults to, and nothing that has to be fetched."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from imserver.process.remote import START_S

ROLES = sorted(path.parent.parent for path in Path("roles").glob("*/tasks/main.yml"))
OWN = {file.stem for file in Path("playbooks/library").glob("*.py")}
KEYWORDS = {
    *(
        "async",
        "become",
        "block",
        "changed_when",
        "check_mode",
        "delegate_to",
        "diff",
        "environment",
        "failed_when",
        "gather_facts",
        "handlers",
    ),
    *(
        "hosts",
        "loop",
        "loop_control",
        "name",
        "no_log",
        "notify",
        "poll",
        "register",
        "rescue",
        "retries",
        "delay",
        "tags",
    ),
    *("tasks", "throttle", "until", "vars", "when"),
}


def load(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


def tasks(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All tasks of a file, those in blocks included."""
    found = []
    for node in nodes:
        inner = [node[key] for key in ("block", "rescue", "tasks") if key in node]
        for part in inner:
            found += tasks(part)
        if not inner:
            found.append(node)
    return found


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_what_can_be_set_is_described_with_its_default(role: Path) -> None:
    defaults = load(role / "defaults/main.yml") or {}
    options = load(role / "meta/argument_specs.yml")["argument_specs"]["main"]["options"]
    assert options.keys() == defaults.keys()
    for name, option in options.items():
        assert option["description"]
        if "default" in option:
            assert option["default"] == defaults[name], name
        else:
            assert "{{" in str(defaults[name]), f"{name} has a fixed default that its description doesn't name"


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_every_default_has_a_comment(role: Path) -> None:
    paragraphs = (role / "defaults/main.yml").read_text("utf-8").removeprefix("---\n").split("\n\n")
    assert [paragraph for paragraph in paragraphs if not paragraph.startswith("# ")] == []


def test_the_page_of_each_role_is_made_from_its_arguments() -> None:
    run = subprocess.run([sys.executable, "scripts/role-docs", "--check"], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_a_page_that_is_out_of_date_is_named(tmp_path: Path) -> None:
    for path in ("scripts/role-docs", "roles/redis/meta/argument_specs.yml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(Path(path).read_text("utf-8"))
    command = [sys.executable, str(tmp_path / "scripts/role-docs")]
    subprocess.run(command, check=True)
    page = tmp_path / "roles/redis/README.md"
    assert page.read_text("utf-8") == Path("roles/redis/README.md").read_text("utf-8")
    page.write_text("Something else")
    run = subprocess.run([*command, "--check"], capture_output=True, text=True)
    assert run.returncode == 1
    assert "roles/redis/README.md is out of date" in run.stderr


@pytest.mark.parametrize(
    "file",
    [*Path("roles").glob("*/tasks/*.yml"), *Path("roles").glob("*/handlers/*.yml"), *Path("playbooks").glob("*.yml")],
    ids=str,
)
def test_only_modules_that_are_there_are_used(file: Path) -> None:
    for task in tasks(load(file)):
        modules = task.keys() - KEYWORDS
        assert len(modules) == 1, task["name"]
        module = next(iter(modules))
        assert module.startswith("ansible.builtin.") or module in OWN, task["name"]


def test_the_example_inventory_names_settings_that_exist() -> None:
    known = {name for role in ROLES for name in load(role / "defaults/main.yml")}
    shown = re.findall(r"^# ?(\w+)=", Path("inventory.example.ini").read_text("utf-8"), re.MULTILINE)
    assert shown
    assert set(shown) <= known


def test_the_install_page_names_settings_that_exist() -> None:
    known = {name for role in ROLES for name in load(role / "defaults/main.yml")}
    page = Path("docs/install.md").read_text("utf-8") + Path("docs/tuning.md").read_text("utf-8")
    shown = re.findall(r"`((?:imserver|haproxy|tuning|redis|base|preflight|memory|boot|mdns)_\w+)`", page)
    assert set(shown) <= known


UNITS = [*Path("roles").glob("*/templates/*.service.j2"), *Path("roles").glob("*/files/*.service")]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_no_unit_is_restarted_without_end(unit: Path) -> None:
    """One that ends as soon as it starts uses up its starts within the interval, also where that takes 28 s on a small
    board. What waits for another process or for an address waits longer, and is started again without end."""
    told = dict(re.findall(r"^(\w+)=(.*)$", unit.read_text("utf-8"), re.MULTILINE))
    if told.get("Restart", "no") == "no":
        assert told.get("Type") == "oneshot"
        return
    interval = re.fullmatch(r"(\d+)min", told["StartLimitIntervalSec"])
    assert interval, told["StartLimitIntervalSec"]
    burst, between = int(told["StartLimitBurst"]), int(told["RestartSec"])
    assert burst >= 5
    tries = re.search(r"n=(\d+)", load(Path("roles/cluster/vars/main.yml"))["cluster_await_address"])
    assert tries
    assert burst * (28 + between) < int(interval[1]) * 60 < burst * (min(START_S, int(tries[1])) + between)
    assert "haproxy.service" not in told.get("Wants", "").split(), "units of the distribution are the owner's"


def test_no_role_touches_what_the_distribution_set_up() -> None:
    """Its services of Redis and HAProxy, and their configuration; former.yml gives back what earlier releases took."""
    theirs = r"/etc/(?:haproxy|redis|valkey)/|(?<![\w-])(?:haproxy|redis-server|valkey-server)\.service"
    files = [file for file in Path("roles").rglob("*") if file.is_file() and not file.name.startswith("former")]
    files.remove(Path("roles/imserver/tasks/restore.yml"))
    files.remove(Path("roles/redis/tasks/start.yml"))
    assert [str(file) for file in files if re.search(theirs, file.read_text("utf-8"))] == []
