"""`imctl load inject`: exported plans run where they lie, alone and together with other hosts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from control.load.histogram import Recorder
from control.load.part import Part
from control.load.result import DeliveryReport, GeneratorUse, RunResult, load
from control.load.tools.registry import third_party_tools
from tests.control.conftest import Terminal
from tests.load.conftest import scenario, serving
from tests.load.figures import counted
from tests.load.manual import merged
from tests.load.process import stored
from tests.ports import free_port
from tests.server import Server

PATIENCE_S = 180.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="module")
def plans(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Those of all tools, as if they had accounts."""
    home = tmp_path_factory.mktemp("plans")
    done = Terminal(server, home).run("load", "export", scenario(home, "6s", "3s"), "--out", str(home))
    assert done.returncode == 0, done.stderr
    for tool in third_party_tools():
        (home / tool / "people.csv").touch()
    return home


def exported(terminal: Terminal, chat: str, tool: str) -> Path:
    """The folder of a plan with accounts."""
    out = terminal.home / "plans"
    url = ("--url", terminal.server.url)
    done = terminal.run("load", "export", chat, "--with", tool, "--out", str(out), "--people", *url)
    assert done.returncode == 0, done.stderr
    return out / tool


def copies(folder: Path, *names: str) -> list[Path]:
    """What each host gets."""
    return [Path(shutil.copytree(folder, folder.parents[1] / "hosts" / name)) for name in names]


def together(terminal: Terminal, *commands: tuple[str, ...]) -> list[Any]:
    """Run several `imctl load inject` at the same time; what each says."""
    program = str(Path(sys.executable).with_name("imctl"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("IM_")}
    running = [
        subprocess.Popen(
            [program, "--json", "load", "inject", *words, "--url", terminal.server.url],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for words in commands
    ]
    said = []
    try:
        for each in running:
            out, err = each.communicate(timeout=PATIENCE_S)
            assert each.returncode == 0, err
            said.append(json.loads(out))
    finally:
        for each in running:
            each.kill()
    return said


@pytest.mark.full("the playbook runs plans of Gatling and Locust, and two hosts one of JMeter, in the same way")
@pytest.mark.packages
def test_a_plan_is_run_where_it_lies(terminal: Terminal, chat: str, tool: str) -> None:
    folder, before = exported(terminal, chat, tool), stored(terminal)
    [said] = together(terminal, (str(folder),))
    assert (said["tool"], said["ended"]) == (tool, "complete")
    assert said["counts"]["acked"] == said["counts"]["sent"] == stored(terminal) - before > 50
    assert load(Path(said["file"])).generator.cpu_s > 0


@pytest.mark.packages
@pytest.mark.parametrize(
    "tool",
    ["jmeter", pytest.param("gatling", marks=pytest.mark.full("the playbook does it with Gatling"))],
    indirect=True,
)
def test_shards_on_two_hosts_are_one_run(terminal: Terminal, tool: str) -> None:
    chat = scenario(terminal.home, "4s", "3s")
    hosts, before = copies(exported(terminal, chat, tool), "a", "b"), stored(terminal)
    for host in hosts:
        (host / "people.csv").chmod(0o644)
    said = together(
        terminal, *[(str(host), "--shard", str(shard), "--shards", "2") for shard, host in enumerate(hosts)]
    )
    held = stored(terminal) - before
    assert all(each["ended"] == "complete" for each in said)
    assert all(0 < each["counts"]["acked"] == each["counts"]["sent"] < held for each in said)
    assert all((host / "people.csv").stat().st_mode & 0o077 == 0 for host in hosts)
    result = merged(terminal, chat, *hosts, "--stored", str(held))
    assert (result.tool, result.users, result.ended) == (tool, 12, "complete")
    assert result.actions["connect"].count == 12
    assert (
        counted(result, "ack") == result.delivery.acked == result.delivery.sent == result.delivery.stored == held > 50
    )
    assert counted(result, "delivery") > 1.5 * held, "three of each, once everybody is there"
    assert (result.generator.processes, sorted(result.machines)) == (2, ["generator a", "generator b", "node"])
    assert result.generator.cpu_s > 0


@pytest.mark.full("the playbook does it")
def test_locusts_master_and_workers_are_one_run(terminal: Terminal, chat: str) -> None:
    hosts, before = copies(exported(terminal, chat, "locust"), "a", "b"), stored(terminal)
    port = ("--port", str(free_port()))
    workers = [(str(host), "--master", "127.0.0.1", *port) for host in hosts]
    together(terminal, (str(hosts[0]), "--workers", "2", *port), *workers)
    result = merged(terminal, chat, *hosts, "--stored", str(stored(terminal) - before))
    assert result.actions["connect"].count == 12
    assert result.delivery.acked == result.delivery.stored > 50
    assert result.generator.processes == 3


@pytest.mark.parametrize(
    ("tool", "words", "told"),
    [
        ("gatling", ("--workers", "2"), "--shard 0 --shards 2"),
        ("jmeter", ("--master", "127.0.0.1"), "--shard 0 --shards 2"),
        ("gatling", ("--shard", "2", "--shards", "2"), "there is no shard 2 of 2"),
        ("gatling", ("--shard", "12", "--shards", "13"), "none of the 12 users"),
        ("locust", ("--shard", "1", "--shards", "2"), "--workers N"),
        ("locust", ("--workers", "2", "--master", "127.0.0.1"), "exclude each other"),
    ],
)
def test_a_part_that_makes_no_sense_is_refused(
    terminal: Terminal, plans: Path, tool: str, words: tuple[str, ...], told: str
) -> None:
    done = terminal.run("load", "inject", str(plans / tool), "--url", terminal.server.url, *words)
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr


def test_what_is_missing_is_named_with_the_way_to_get_it(terminal: Terminal, chat: str) -> None:
    url = ("--url", terminal.server.url)
    done = terminal.run("load", "inject", str(terminal.home), *url)
    assert (done.returncode, "imctl load export" in done.stderr) == (2, True), done.stderr
    out = terminal.home / "plans"
    assert terminal.run("load", "export", chat, "--out", str(out)).returncode == 0
    done = terminal.run("load", "inject", str(out / "gatling"), *url)
    assert (done.returncode, "export --people" in done.stderr) == (2, True), done.stderr
    (out / "gatling" / "people.csv").touch()
    done = terminal.run("load", "inject", str(out / "gatling"))
    assert (done.returncode, "--url https://" in done.stderr) == (2, True), done.stderr
    done = terminal.run("load", "inject", str(out / "gatling"), "--url", "http://chat.example")
    assert (done.returncode, "--i-own chat.example" in done.stderr) == (4, True), done.stderr
    done = terminal.run("load", "inject", str(out / "gatling"), *url, XDG_CACHE_HOME=str(terminal.home / "empty"))
    assert (done.returncode, "imctl load tools install gatling" in done.stderr) == (1, True), done.stderr


def part(folder: Path, shard: int, shards: int, started_at: float, second: int) -> None:
    """As a host keeps it that had ten answers, of 10 ms each, in a second of its run."""
    recorder = Recorder()
    for _ in range(10):
        recorder.record(second, 0.01)
    folder.mkdir(exist_ok=True)
    (folder / "Chat.java").touch()
    RunResult(
        tool="gatling",
        scenario="s2",
        users=100,
        rate=1,
        started_at=started_at,
        actions={"ack": recorder.times()},
        counts={"acked": 10},
        delivery=DeliveryReport(acked=10),
        generator=GeneratorUse(busiest=0.1 * shards),
        settings={"part": asdict(Part(shard=shard, shards=shards))},
    ).save(folder, f"part-{shard}-of-{shards}.json")


def test_seconds_of_hosts_that_began_apart_are_brought_together(terminal: Terminal) -> None:
    part(terminal.home / "a", 0, 2, 1_000_000, 5)
    part(terminal.home / "b", 1, 2, 1_000_003, 2)
    result = merged(terminal, "s2", str(terminal.home / "b"), str(terminal.home / "a"))
    assert (result.started_at, result.delivery.acked, result.notes) == (1_000_000, 20, [])
    assert {second: sum(count for _, count in cells) for second, cells in result.actions["ack"].heat.items()} == {
        "5": 20
    }


def test_a_host_that_is_missing_is_said_and_one_of_another_run_refused(terminal: Terminal) -> None:
    part(terminal.home / "a", 0, 2, 1_000_000, 5)
    result = merged(terminal, "s2", str(terminal.home / "a"))
    assert result.notes == ["shard 1 of 2 is missing: its users weren't there"]
    part(terminal.home / "c", 2, 3, 1_000_000, 5)
    done = terminal.run("load", "merge", "s2", str(terminal.home / "a"), str(terminal.home / "c"))
    assert (done.returncode, "2 shards and 3 shards" in done.stderr) == (2, True), done.stderr


def test_what_isnt_of_one_run_is_refused(terminal: Terminal) -> None:
    a = terminal.home / "a"
    part(a, 0, 2, 1_000_000, 5)
    done = terminal.run("load", "merge", "s2", str(a), str(a))
    assert (done.returncode, "one part is there twice" in done.stderr) == (2, True), done.stderr
    samples = a / "samples-0.csv"
    samples.write_text("due_us,action,us,error\n", "utf-8")
    os.utime(samples, (time.time() + 60, time.time() + 60))
    done = terminal.run("load", "merge", "s2", str(a))
    assert (done.returncode, "two runs" in done.stderr, "part-*.json" in done.stderr) == (2, True, True), done.stderr


def test_accounts_are_forgotten_only_where_they_are(terminal: Terminal, chat: str, tmp_path: Path) -> None:
    before = terminal.logins()
    out, url = terminal.home / "plans", terminal.server.url
    words = ("load", "export", chat, "--with", "locust", "--out", str(out), "--people", "--url", url)
    assert terminal.run(*words).returncode == 0
    done = terminal.run(*words)
    assert (done.returncode, f"imctl load forget {out}" in done.stderr) == (2, True), done.stderr
    with serving(tmp_path / "other") as other:
        done = terminal.run("load", "forget", str(out), IM_ADMIN_SOCKET=str(other.admin_socket))
        assert (done.returncode, url in done.stderr) == (2, True), done.stderr
    done = terminal.run("load", "forget", str(out), IM_ADMIN_SOCKET=str(other.admin_socket))
    assert done.returncode == 3, done.stderr
    done = terminal.run("load", "forget", str(out))
    assert (done.returncode, "12 accounts removed" in done.stdout) == (0, True), done.stderr
    assert terminal.logins() == before


def test_a_plan_for_nobody_and_a_folder_that_cant_be_are_refused(terminal: Terminal, chat: str) -> None:
    done = terminal.run("load", "export", chat, "--with", "own")
    assert (done.returncode, "needs no plan" in done.stderr) == (2, True), done.stderr
    done = terminal.run("load", "export", chat, "--out", f"{chat}/plans")
    assert (done.returncode, "Not a directory" in done.stderr) == (1, True), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("clock", "told"),
    [
        ("10.0,10.5,10.2", "the clocks of a and b are 400 ms apart (± 200 ms)"),
        ("10.0,10.1,10.2", "the injectors' clocks agree within 200 ms"),
    ],
)
def test_clocks_of_injectors_are_compared(terminal: Terminal, clock: str, told: str) -> None:
    for shard, name in enumerate(("a", "b")):
        part(terminal.home / name, shard, 2, 1_000_000, 5)
    hosts = [str(terminal.home / name) for name in ("a", "b")]
    result = merged(terminal, "s2", *hosts, "--clocks", "10.0,10.1,10.2", "--clocks", clock)
    [note] = result.notes
    assert note.startswith(told)
    assert result.verdict is not None
    assert (result.verdict.name == "invalid harness") == ("400 ms" in told)
    done = terminal.run("load", "merge", "s2", *hosts, "--clocks", clock)
    assert (done.returncode, "once for each DIR" in done.stderr) == (2, True), done.stderr
