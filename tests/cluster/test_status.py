"""What an operator's commands say when things are worst."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.client import Person
from tests.cluster.cluster import Cluster, wait_for

pytestmark = pytest.mark.packages

LIMIT_S = 60
"""A stand-in for "doesn't hang": the command itself waits 5 s for each that it asks, for all of them at once."""


def imctl(cluster: Cluster, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("imctl"))
    command = [program, "--socket", str(cluster.data_dir / "admin.sock"), *arguments]
    command += ["--edge-socket", str(cluster.folder / "haproxy.sock")]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT_S)


def status(cluster: Cluster, code: int) -> Any:
    done = imctl(cluster, "status", "--json")
    assert done.returncode == code, done.stdout + done.stderr
    return json.loads(done.stdout)


def both(cluster: Cluster) -> tuple[subprocess.CompletedProcess[str], subprocess.CompletedProcess[str]]:
    """What it says to people and to programs. At once, since each waits for who doesn't answer."""
    with ThreadPoolExecutor(2) as pool:
        text, data = pool.map(lambda options: imctl(cluster, "status", *options), [(), ("--json",)])
    return text, data


def named(data: str) -> set[str]:
    """Whom the troubles name."""
    return {trouble.partition(":")[0] for trouble in json.loads(data)["troubles"]}


def until_named(cluster: Cluster, name: str) -> subprocess.CompletedProcess[str]:
    """What it says to people once it names nobody else."""
    told: list[subprocess.CompletedProcess[str]] = []

    def is_named() -> bool:
        text, data = both(cluster)
        told.append(text)
        return named(data.stdout) == {name} and text.returncode == 1

    wait_for(is_named, f"{name} isn't named")
    return told[-1]


def test_nothing_is_wrong_where_nothing_is(cluster: Cluster) -> None:
    wait_for(lambda: imctl(cluster, "status").returncode == 0, "something is wrong")
    found = status(cluster, 0)
    assert found["troubles"] == []
    assert {each["name"] for each in found["here"]} == set(cluster.processes)
    assert {each["answer"] for each in found["here"]} == {"ready"}
    assert imctl(cluster, "nodes", "list").returncode == 0


@pytest.mark.parametrize("how", ["kill", "freeze"])
def test_a_gateway_that_is_missing_is_named(cluster: Cluster, how: str) -> None:
    getattr(cluster.processes["gateway-2"], how)()
    done = until_named(cluster, "gateway-2")
    assert "gateway-2: " in done.stdout[done.stdout.index("TROUBLE") :]


def test_a_gateway_that_retires_is_shown_with_whom_it_still_has(cluster: Cluster, ann: Person) -> None:
    with ann.device() as one, ann.device() as other:
        retiring = [cluster.processes[name].succeed() for name in cluster.gateways]
        text = ""
        try:
            wait_for(lambda: "gateway-1 (retiring)" in imctl(cluster, "status").stdout, "it isn't shown")
            text = imctl(cluster, "status").stdout
            assert status(cluster, 0)["troubles"] == []
            assert one.request({"t": "ping"})["t"] == other.request({"t": "ping"})["t"] == "pong"
        finally:
            for each in retiring:
                each.let_go()
                each.wait()
        assert re.search(r"gateway-1 \(retiring\) .* 1 ", text[text.index("PROCESS") :]), text


@pytest.mark.parametrize("how", ["kill", "freeze"])
def test_it_tells_of_all_others_where_messages_is_the_fault(cluster: Cluster, how: str) -> None:
    getattr(cluster.processes["messages"], how)()
    text, data = both(cluster)
    assert text.returncode == data.returncode == 3, data.stdout + data.stderr
    found = json.loads(data.stdout)
    assert found["error"]["code"]
    assert {each["name"] for each in found["here"]} == set(cluster.processes)
    assert next(each for each in found["here"] if each["name"] == "messages")["trouble"]
    assert found["haproxy"]["services"]
    assert "doesn't answer" in text.stdout
    assert {"gateway-1", "gateway-2", "auth"} <= set(text.stdout.split())


def test_a_connection_that_is_refused_is_not_called_ready(cluster: Cluster) -> None:
    """HAProxy waits long before it gives up the only one of its kind."""
    cluster.processes["messages"].kill()

    def state() -> str:
        edge = json.loads(imctl(cluster, "nodes", "list", "--json").stdout)["edges"][0]
        return str(next(each for each in edge["nodes"] if each["process"] == "messages")["state"])

    wait_for(lambda: state() in ("failing", "down"), "messages is called ready")
    assert imctl(cluster, "nodes", "list").returncode == 1


def test_a_dead_redis_is_told(cluster: Cluster) -> None:
    cluster.redis.kill()
    text = until_named(cluster, "bus")
    assert "redis, disconnected" in text.stdout
