"""The playbook, with this machine as its node, and as each of its injectors."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from control.load.result import RunResult, load
from tests.control.conftest import Terminal
from tests.load.conftest import installed, serving
from tests.load.figures import counted
from tests.load.manual import merged
from tests.load.process import IMCTL
from tests.ports import free_port
from tests.server import Server

pytestmark = pytest.mark.timeout(600)  # Ansible starts a process for each task on each host

TALK = """
name: talk
title: Four people
users: 4
ramp: 1s
hold: 4s
conversations:
  - size: 4
arrival: open
rate: 3/s
mix: {send: 1}
objective:
  delivery_p99: 3s
"""
PLAYBOOK = Path("playbooks/loadtest.yml")


@dataclass
class Controller:
    """Where the playbook runs. The hosts of the inventory are this machine too."""

    server: Server
    home: Path
    before: set[str]

    @property
    def out(self) -> Path:
        return self.home / "out"

    @property
    def temporary(self) -> Path:
        """Where hosts put the folders of a run."""
        return self.home / "tmp"

    def play(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        talk = self.home / "talk.yml"
        talk.write_text(TALK, "utf-8")
        values: dict[str, object] = {
            "loadtest_scenario": talk,
            "loadtest_users": 4,
            "loadtest_duration": "4s",
            "loadtest_ramp": "1s",
            "loadtest_imctl": IMCTL,
            "loadtest_node_imctl": IMCTL,
            "loadtest_url": self.server.url,
            "loadtest_out": self.out,
            "loadtest_master_port": free_port(),
            "__loadtest_samples": self.home / "samples.jsonl",
        }
        return self.run(PLAYBOOK, values, *words, **variables)

    def run(
        self, playbook: Path, values: Mapping[str, object], *words: str, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        inventory = self.home / "inventory.ini"
        inventory.write_text(
            "[im_nodes]\nnode ansible_connection=local\n[others]\nhost-a\nhost-b\n"
            "[others:vars]\nansible_connection=local\n",
            "utf-8",
        )
        self.temporary.mkdir(exist_ok=True)
        extra = [word for name, value in values.items() for word in ("-e", f"{name}={value}")]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("IM_")}
        environment |= {
            "IM_ADMIN_SOCKET": str(self.server.admin_socket),
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
            "TMPDIR": str(self.temporary),
            **variables,
        }
        return subprocess.run(
            [
                IMCTL.with_name("ansible-playbook"),
                "-i",
                inventory,
                playbook,
                "-e",
                "ansible_become=false",
                *extra,
                *words,
            ],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def spread(
        self, tool: str, *hosts: str, words: tuple[str, ...] = (), **variables: str
    ) -> subprocess.CompletedProcess[str]:
        injectors = json.dumps({"loadtest_injectors": hosts})
        return self.play("-e", f"loadtest_with={tool}", "-e", injectors, *words, **variables)

    def left(self) -> list[object]:
        """What the run should have removed: accounts, tokens, passwords, folders."""
        made = accounts_and_tokens(self.server) - self.before
        return [*made, *self.home.rglob("people.csv"), *self.temporary.glob("im-load.*")]


def accounts_and_tokens(server: Server) -> set[str]:
    users = server.admin.get("/api/v1/admin/users").json()["users"]
    tokens = server.admin.get("/api/v1/admin/tokens").json()["tokens"]
    return {each["id"] for each in (*users, *tokens)}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def controller(server: Server, tmp_path: Path) -> Controller:
    return Controller(server, tmp_path, accounts_and_tokens(server))


def with_both_sides(out: Path) -> RunResult:
    result = load(out)
    assert len(result.samples) > 3
    assert "imserver.uss_bytes" in result.samples[1].figures
    assert (out / "report.html").exists()
    return result


def test_it_loads_a_node_and_brings_its_side_home(controller: Controller) -> None:
    done = controller.play()
    assert done.returncode == 0, done.stdout + done.stderr
    result = with_both_sides(controller.out)
    assert (result.tool, result.users, result.delivery.lost) == ("own", 4, 0)
    assert result.delivery.acked == result.delivery.stored > 0
    assert any("clock" in note for note in result.notes)
    assert controller.left() == []


@pytest.mark.packages
@pytest.mark.parametrize(
    ("tool", "processes"),
    [
        ("gatling", 2),
        pytest.param("locust", 3, marks=pytest.mark.full("another run with Locust goes as far as that")),
    ],
)
def test_it_spreads_a_tool_over_hosts_and_merges_what_they_measured(
    controller: Controller, tool: str, processes: int
) -> None:
    done = controller.spread(installed(tool), "host-a", "host-b")
    assert done.returncode == 0, done.stdout + done.stderr
    result = with_both_sides(controller.out)
    agrees(result, tool, processes)
    assert any("injectors' clocks" in note or "clocks of host-a and host-b" in note for note in result.notes)
    assert any("the node's clock" in note or note.startswith("the clocks agree") for note in result.notes)
    assert all(list((controller.out / "injectors" / name).glob("*.log")) for name in ("host-a", "host-b"))
    assert controller.left() == []


def agrees(result: RunResult, tool: str, processes: int) -> None:
    """What two hosts measured is there as a whole."""
    assert (result.tool, result.ended, result.users) == (tool, "complete", 4)
    assert result.actions["connect"].count == 4
    assert counted(result, "ack") == result.delivery.acked == result.delivery.sent == result.delivery.stored > 10
    assert result.generator.processes == processes
    assert {"generator host-a", "generator host-b", "node"} == set(result.machines)


FAILING = """#!/bin/sh
case "$*" in
*status*)
    [ -e {first} ] && {imctl} "$@" >{second} && echo 'the node is gone' >&2 && exit 3
    {imctl} "$@" | tee {first}
    ;;
*)
    exec {imctl} "$@"
    ;;
esac
"""


def test_what_was_measured_comes_home_and_nothing_is_left_where_the_node_fails_in_the_end(
    controller: Controller,
) -> None:
    """It tells how much it holds before the run, and no more after it."""
    node, first, second = (controller.home / name for name in ("node-imctl", "first.json", "second.json"))
    node.write_text(FAILING.format(first=first, second=second, imctl=IMCTL), "utf-8")
    node.chmod(0o755)
    done = controller.spread("locust", "host-a", "host-b", words=("-e", f"loadtest_node_imctl={node}"))
    assert done.returncode != 0
    assert "the node is gone" in done.stdout
    assert controller.left() == []
    hosts = [controller.out / "injectors" / name for name in ("host-a", "host-b")]
    assert all(list(host.glob("*.log")) for host in hosts)
    before, after = (json.loads(told.read_text("utf-8"))["messages"] for told in (first, second))
    plan = controller.out / "plans" / "locust" / "scenario.yml"
    terminal = Terminal(controller.server, controller.home)
    agrees(merged(terminal, plan, *hosts, "--stored", str(after - before)), "locust", 3)


@pytest.mark.packages
def test_a_tool_runs_on_the_controller_where_no_injector_is_named(controller: Controller) -> None:
    done = controller.play("-e", f"loadtest_with={installed('jmeter')}")
    assert done.returncode == 0, done.stdout + done.stderr
    result = with_both_sides(controller.out)
    assert (result.tool, result.actions["connect"].count) == ("jmeter", 4)
    assert result.delivery.acked == result.delivery.sent == result.delivery.stored > 10
    assert controller.left() == []


@pytest.mark.full("a run that fails later leaves nothing either")
def test_nothing_is_left_of_a_run_that_failed(controller: Controller) -> None:
    """Accounts are there and the plan is on all hosts when each of them finds that it can't be run."""
    done = controller.spread("locust", "host-a", "host-b", LOCUST_LOCUSTFILE="elsewhere.py")
    assert done.returncode != 0
    assert "Could not find 'elsewhere.py'" in done.stdout + done.stderr
    assert [file.parent.name for file in controller.out.rglob("locust.log")] == ["host-a"]
    assert controller.left() == []


def test_a_wish_that_makes_no_sense_is_refused_before_anything_is_made(controller: Controller) -> None:
    done = controller.play("-e", "loadtest_with=gatlin")
    assert done.returncode != 0
    assert "loadtest_with is gatlin" in done.stdout
    assert not controller.out.exists()
    assert controller.left() == []


WISHES: dict[str, dict[str, object]] = {
    '{"loadtest_injectors": ["host-a", "host-b"]}': {"loadtest_with": "gatling", "loadtest_injectors": "host-a"},
    "loadtest_injectors is host-c.": {"loadtest_with": "gatling", "loadtest_injectors": ["host-c"]},
    "loadtest_injectors is host-a, host-a.": {"loadtest_with": "gatling", "loadtest_injectors": ["host-a", "host-a"]},
    "The built-in generator runs on one host": {"loadtest_injectors": ["host-a", "host-b"]},
    "loadtest_imctl=PATH": {"loadtest_with": "locust", "loadtest_imctl": "/nowhere/imctl"},
    "host-a can't run gatling. There: install it: imctl load tools install gatling": {
        "loadtest_with": "gatling",
        "loadtest_injectors": ["host-a", "host-b"],
    },
}
"""By what is told."""


def test_each_wish_that_makes_no_sense_is_refused_with_the_way_out(controller: Controller) -> None:
    """One after the other, by the tasks that the playbook begins with."""
    [play] = yaml.safe_load(PLAYBOOK.read_text("utf-8"))
    check = play["tasks"][0]["ansible.builtin.include_tasks"]
    play["vars"]["loadtest_imctl"] = str(IMCTL)
    play["tasks"] = [
        {
            "block": [{"ansible.builtin.include_tasks": str(PLAYBOOK.parent.absolute() / check), "vars": wish}],
            "rescue": [{"ansible.builtin.debug": {"msg": f"refused: {number}"}}],
        }
        for number, wish in enumerate(WISHES.values())
    ]
    playbook = controller.home / "wishes.yml"
    playbook.write_text(yaml.safe_dump([play]), "utf-8")
    wanted = {"loadtest_out": controller.out}
    done = controller.run(playbook, wanted, XDG_CACHE_HOME=str(controller.home / "empty"))
    assert done.returncode == 0, done.stdout + done.stderr
    told = told_by_wish(done.stdout)
    assert [said for said, part in zip(WISHES, told, strict=True) if said not in part] == [], done.stdout
    assert not controller.out.exists()
    assert controller.left() == []


def told_by_wish(output: str) -> list[str]:
    """What is said of each wish until it is refused, in one line."""
    parts = re.split(r"refused: (\d+)", output)
    assert parts[1::2] == [str(number) for number in range(len(WISHES))], output
    return [" ".join(part.split()) for part in parts[:-1:2]]
