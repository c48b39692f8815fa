"""Runs against a real server, which is treated well and badly: the verdict must be the right one."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from control.load.result import RunResult, load
from tests.control.conftest import Terminal
from tests.disk import fill, small_disk
from tests.faults.network import Network
from tests.load.conftest import scenario
from tests.load.figures import counted
from tests.load.process import IMCTL, connections, paused, running, stored, until
from tests.server import Server

AFTER = 100
"""Deliveries: about 50 come in the ramp of `chat`, and 290 after it."""


@pytest.fixture
def chat(tmp_path: Path) -> str:
    """A scenario of 12 users, 24 messages a second, for four seconds. Its objective allows for a busy machine."""
    return scenario(tmp_path, "4s", "3s")


def run(terminal: Terminal, *arguments: str, url: str = "") -> tuple[int, dict[str, Any], RunResult]:
    """`imctl load run`: its exit code, what it printed as JSON, and the result that it wrote."""
    out = terminal.home / "out"
    done = terminal.run(
        *("load", "run", *arguments, "--json", "--out", str(out), "--url", url or terminal.server.url),
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)["results"][0], load(out)


def worker_of(parent: int) -> int:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text().split("\0")
            status = (folder / "status").read_text()
        except OSError:
            continue
        if "control.load.generator.worker" in words and f"PPid:\t{parent}\n" in status:
            return int(folder.name)
    return 0


def test_a_run_counts_what_the_server_counts_and_cleans_up(terminal: Terminal, chat: str) -> None:
    users = terminal.logins()
    _, told, result = run(terminal, chat)
    delivery = result.delivery
    assert told["verdict"] != "product failure", told
    assert (delivery.lost, delivery.doubled, delivery.reordered, delivery.unanswered) == (0, 0, 0, 0)
    assert delivery.complaints == []
    assert delivery.sent == delivery.acked == delivery.stored > 50
    assert delivery.received == delivery.expected == counted(result, "delivery") > delivery.acked
    assert counted(result, "ack") == delivery.acked
    assert {name.rpartition(".")[2] for sample in result.samples for name in sample.figures} >= {
        *("user_s", "system_s", "rss_bytes", "uss_bytes", "pss_bytes", "written_bytes", "files"),
        *("cpu_some_s", "connections", "waiting"),
    }
    assert terminal.logins() == users
    assert terminal.server.admin.get("/api/v1/admin/groups").json()["groups"] == []
    for name in ("report.html", "report.csv", "report.json"):
        assert (terminal.home / "out" / name).stat().st_size > 100


def test_a_server_that_pauses_is_found_out(terminal: Terminal) -> None:
    """Times count from when messages were due: a pause can't hide behind a generator that waits."""
    chat = scenario(terminal.home, "8s", "1s")
    with running(terminal, chat) as process:
        until(lambda: connections(terminal.server) == 12, process)
        until(lambda: stored(terminal) > 50, process)
        paused(terminal.server.pid, 2)
    result = load(terminal.home / "out")
    assert result.verdict is not None
    assert result.verdict.name in ("over its objective", "infrastructure", "invalid harness"), result.verdict
    assert result.actions["ack"].max_ms > 1700
    assert result.delivery.lost == 0


def test_a_generator_that_stood_still_is_called_invalid(terminal: Terminal) -> None:
    chat = scenario(terminal.home, "5s", "1s")
    with running(terminal, chat) as process:
        until(lambda: connections(terminal.server) == 12, process)
        worker = worker_of(process.pid)
        assert worker, "0 would stop pytest itself"
        paused(worker, 2)
    result = load(terminal.home / "out")
    assert result.verdict is not None
    assert result.verdict.name == "invalid harness"
    assert any("stood still" in reason for reason in result.verdict.reasons)
    assert result.generator.longest_stall_s > 1.8


class Thief:
    """A proxy that keeps every tenth message for itself, once everybody is there.

    A message that was said while somebody came may be told, or be known already: nobody would miss it.
    """

    def __init__(self, server: Server) -> None:
        self.stolen = 0
        self._seen = 0
        self._loop = asyncio.new_event_loop()
        self.network = Network(server.port, random.Random(1))
        self.network.weather.is_stolen = self._steal
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.network.open(), self._loop).result(30)

    def _steal(self, message: bytes) -> bool:
        if b'{"t":"message"' not in message:
            return False
        self._seen += 1
        steals = self._seen > AFTER and self._seen % 10 == 0
        self.stolen += steals
        return steals

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self.network.close(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.mark.parametrize(
    "mix",
    [
        pytest.param("send: 1", marks=pytest.mark.full("the same messages go with the requests over HTTP")),
        "send: 4\n  search: 1",
    ],
    ids=["messages", "with requests over HTTP"],
)
def test_every_message_that_a_proxy_steals_is_missed(terminal: Terminal, chat: str, mix: str) -> None:
    Path(chat).write_text(Path(chat).read_text("utf-8").replace("send: 1", mix), "utf-8")
    thief = Thief(terminal.server)
    try:
        code, told, result = run(terminal, chat, url=f"http://127.0.0.1:{thief.network.port}")
    finally:
        thief.close()
    assert code == 1
    assert told["verdict"] == "product failure"
    assert told["lost"] == result.delivery.lost == thief.stolen > 10
    assert result.delivery.expected == result.delivery.received + thief.stolen


def test_a_server_that_goes_away_is_told_with_the_time(terminal: Terminal) -> None:
    chat = scenario(terminal.home, "60s", "1s")
    with running(terminal, chat) as process:
        until(lambda: stored(terminal) > 40, process)  # by then all are live: sockets are counted before that
        terminal.server.kill()
    result = load(terminal.home / "out")
    assert result.ended.startswith("server gone: it was last heard of ")
    assert result.verdict is not None
    assert result.verdict.name == "product failure"
    assert result.actions["connection"].failed == 12


def test_ctrl_c_ends_a_run_with_a_report(terminal: Terminal) -> None:
    chat = scenario(terminal.home, "10min", "3s")
    before = terminal.logins()
    with running(terminal, chat) as process:
        until(lambda: stored(terminal) > 20, process)
        process.send_signal(signal.SIGINT)
    result = load(terminal.home / "out")
    assert result.ended == "interrupted"
    assert result.delivery.acked == result.delivery.stored > 0
    assert (terminal.home / "out" / "report.html").exists()
    assert terminal.logins() == before


def test_a_full_disk_of_the_generator_is_said_and_nothing_is_lost_of_what_was_measured(
    terminal: Terminal, chat: str
) -> None:
    with small_disk(terminal.home / "disk", 1) as disk:
        out = disk / "out"
        out.mkdir()
        fill(disk)
        done = terminal.run("load", "run", chat, "--json", "--out", str(out), "--url", terminal.server.url)
    [told] = json.loads(done.stdout)["results"]
    assert done.returncode == 1
    assert told["verdict"] == "invalid harness"
    assert told["acked"] == told["stored"] > 0
    assert any("No space left" in note for note in told["notes"])
    assert "free some space" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["s2", "--url", "http://192.0.2.7"], "--i-own 192.0.2.7"),
        (["s2", "--local", "--users", "90000"], "open files"),
        (["s2", "--local", "--budget", "pi9"], "pi4"),
        (["s2", "--local", "--set", "SEND_RATE=1"], "IM_SEND_RATE=0"),
        (["s2", "--local", "--rate", "-1/s"], "-1/s"),
        (["s2", "--with", "tsung", "--local"], "locust, jmeter, gatling"),
        (["s2"], "--local"),
        (["s99", "--local"], "s1"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_makes_no_sense_is_refused_with_the_way_out(tmp_path: Path, arguments: list[str], names: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("IM_")}
    environment["XDG_STATE_HOME"] = str(tmp_path)
    done = subprocess.run(
        [str(IMCTL), "load", "run", *arguments],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert done.returncode in (2, 3, 4)
    assert names in done.stderr
    assert "Traceback" not in done.stderr
