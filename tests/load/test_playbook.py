"""The playbook, with this machine as its node, and as each of its injectors."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from control.load.result import Result, load
from control.load.tools.install import JAVA_TOOLS
from tests.ports import free_port
from tests.server import Server


@dataclass
class Controller:
    """Where the playbook runs. The hosts of the inventory are this machine too."""

    server: Server
    home: Path
    chat: str

    @property
    def out(self) -> Path:
        return self.home / "out"

    @property
    def temporary(self) -> Path:
        """Where hosts put the folders of a run."""
        return self.home / "tmp"

    def play(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        programs = Path(sys.executable).parent
        inventory = self.home / "inventory.ini"
        inventory.write_text(
            "[im_nodes]\nnode ansible_connection=local\n[others]\nhost-a\nhost-b\n"
            "[others:vars]\nansible_connection=local\n",
            "utf-8",
        )
        self.temporary.mkdir(exist_ok=True)
        values = {
            "loadtest_scenario": self.chat,
            "loadtest_users": 12,
            "loadtest_duration": "5s",
            "loadtest_ramp": "2s",
            "loadtest_imctl": programs / "imctl",
            "loadtest_node_imctl": programs / "imctl",
            "loadtest_url": self.server.url,
            "loadtest_out": self.out,
            "loadtest_master_port": free_port(),
            "ansible_become": "false",
            "__loadtest_samples": self.home / "samples.jsonl",
        }
        extra = [word for name, value in values.items() for word in ("-e", f"{name}={value}")]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("IM_")}
        environment |= {
            "IM_ADMIN_SOCKET": str(self.server.admin_socket),
            "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
            "TMPDIR": str(self.temporary),
            **variables,
        }
        return subprocess.run(
            [str(programs / "ansible-playbook"), "-i", str(inventory), "playbooks/loadtest.yml", *extra, *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def spread(self, tool: str, **variables: str) -> subprocess.CompletedProcess[str]:
        hosts = '{"loadtest_injectors": ["host-a", "host-b"]}'
        return self.play("-e", f"loadtest_with={tool}", "-e", hosts, **variables)

    def left(self) -> list[object]:
        """What the run should have removed: accounts, tokens, passwords, folders."""
        users = self.server.admin.get("/api/v1/admin/users").json()["users"]
        return [
            *[user["login"] for user in users if user["login"].startswith("load-")],
            *self.server.admin.get("/api/v1/admin/tokens").json()["tokens"],
            *self.home.rglob("people.csv"),
            *self.temporary.glob("im-load.*"),
        ]


@pytest.fixture
def controller(server: Server, tmp_path: Path, chat: str) -> Controller:
    return Controller(server, tmp_path, chat)


def with_both_sides(out: Path) -> Result:
    result = load(out)
    assert len(result.samples) > 3
    assert "imserver.uss_bytes" in result.samples[1].figures
    assert (out / "report.html").exists()
    return result


def test_it_loads_a_node_and_brings_its_side_home(controller: Controller) -> None:
    done = controller.play()
    assert done.returncode == 0, done.stdout + done.stderr
    result = with_both_sides(controller.out)
    assert result.delivery.lost == 0
    assert result.delivery.acked == result.delivery.stored > 0
    assert any("clock" in note for note in result.notes)
    assert controller.left() == []


@pytest.mark.packages
@pytest.mark.parametrize(("tool", "processes"), [("gatling", 2), ("locust", 3)])
def test_it_spreads_a_tool_over_hosts_and_merges_what_they_measured(
    controller: Controller, tool: str, processes: int
) -> None:
    if tool in JAVA_TOOLS:
        require(tool)
    done = controller.spread(tool)
    assert done.returncode == 0, done.stdout + done.stderr
    result = with_both_sides(controller.out)
    assert (result.tool, result.ended, result.users) == (tool, "complete", 12)
    assert result.actions["connect"].count == 12
    assert result.delivery.acked == result.delivery.sent == result.delivery.stored > 50
    assert result.generator.processes == processes
    assert {"generator host-a", "generator host-b", "node"} == set(result.machines)
    assert any("injectors' clocks" in note or "clocks of host-a and host-b" in note for note in result.notes)
    assert any("the node's clock" in note or note.startswith("the clocks agree") for note in result.notes)
    assert all(list((controller.out / "injectors" / name).glob("*.log")) for name in ("host-a", "host-b"))
    assert controller.left() == []


@pytest.mark.packages
def test_a_tool_runs_on_the_controller_where_no_injector_is_named(controller: Controller) -> None:
    require("jmeter")
    done = controller.play("-e", "loadtest_with=jmeter")
    assert done.returncode == 0, done.stdout + done.stderr
    result = with_both_sides(controller.out)
    assert (result.tool, result.actions["connect"].count) == ("jmeter", 12)
    assert result.delivery.acked == result.delivery.sent == result.delivery.stored > 50
    assert controller.left() == []


def require(tool: str) -> None:
    """Installs it."""
    if shutil.which("java") is None:
        pytest.skip("needs a Java runtime: default-jre-headless")
    program = Path(sys.executable).with_name("imctl")
    done = subprocess.run([program, "load", "tools", "install", tool], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_is_left_of_a_run_that_failed(controller: Controller) -> None:
    """Accounts are there and the plan is on all hosts when each of them finds that it can't be run."""
    done = controller.spread("locust", LOCUST_LOCUSTFILE="elsewhere.py")
    assert done.returncode != 0
    assert "Could not find 'elsewhere.py'" in done.stdout + done.stderr
    assert [file.parent.name for file in controller.out.rglob("locust.log")] == ["host-a"]
    assert controller.left() == []


def test_a_host_without_the_tool_is_named_with_the_command_that_installs_it(controller: Controller) -> None:
    done = controller.spread("gatling", XDG_CACHE_HOME=str(controller.home / "empty"))
    assert done.returncode != 0
    assert "host-a can't run gatling" in done.stdout
    assert "imctl load tools install gatling" in done.stdout
    assert controller.left() == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("loadtest_with=gatlin",), "There is no generator gatlin"),
        (("loadtest_with=gatling", "loadtest_injectors=host-a"), '{"loadtest_injectors": ["host-a", "host-b"]}'),
        (("loadtest_with=gatling", '{"loadtest_injectors": ["host-c"]}'), "names host-c"),
        (('{"loadtest_injectors": ["host-a", "host-b"]}',), "The own generator runs on one host"),
        (("loadtest_with=locust", "loadtest_imctl=/nowhere/imctl"), "loadtest_imctl=PATH"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_made(
    controller: Controller, words: tuple[str, ...], told: str
) -> None:
    done = controller.play(*[word for each in words for word in ("-e", each)])
    assert done.returncode != 0
    assert told in done.stdout
    assert not controller.out.exists()
