"""docs/cluster.md tells how a split is started by hand: what it says is run as it stands, but for ports and folders."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest

from control.provisioning.cluster_layout import SERVICES
from control.provisioning.cluster_layout import PlannedProcess as LaidOut
from tests.client import Person
from tests.cluster.cluster import Process, program, wait_for
from tests.haproxy.proxy import layout, render
from tests.ports import free_port

PAGE: Final = Path("docs/cluster.md").read_text("utf-8")
SECTION: Final = PAGE.split("\n## Start a split by hand\n")[1].split("\n## ")[0]
PROGRAMS: Final = Path(sys.executable).parent


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", SECTION, re.DOTALL)


[HAPROXY] = blocks("haproxy")
START, EXCHANGE = blocks("console")


class Split:
    """Stands where tests expect a `tests.server.Server`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ports: dict[str, str] = {}
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("IM_")}
        self.environment["XDG_STATE_HOME"] = str(folder / "state")
        self.processes: list[Process] = []
        self.asked: list[list[str]] = []
        (folder / "haproxy.cfg").write_text(self.here(HAPROXY))
        self.url = f"http://127.0.0.1:{self._ports['8000']}"
        self.ws_url = f"{self.url.replace('http', 'ws')}/ws"
        self.admin = httpx.Client(
            transport=httpx.HTTPTransport(uds=str(folder / "data/admin.sock")), base_url="http://admin", timeout=60
        )

    def here(self, text: str) -> str:
        """With ports and a folder of this test in the place of those of the page."""

        def port(found: re.Match[str]) -> str:
            return self._ports.setdefault(found[0], str(free_port()))

        return re.sub(r"\b80[08]\d\b", port, text).replace("/tmp/im", str(self.folder))

    def start(self) -> None:
        for line in START.splitlines():
            name, *arguments = shlex.split(self.here(line.removeprefix("$ ")))
            if name == "export":
                self.environment |= dict(argument.split("=", 1) for argument in arguments)
            elif name == "imctl":
                self.asked.append([str(PROGRAMS / name), *arguments])
            elif name != "mkdir":
                self._run(name, arguments)

    def _run(self, name: str, arguments: list[str]) -> None:
        path = str(PROGRAMS / name) if name == "imserver" else program(name)
        process = Process(name, [path, *arguments], self.folder / f"{len(self.processes)}.log", self.environment)
        self.processes.append(process)
        process.start()
        if name == "redis-server":
            wait_for((self.folder / "redis.sock").exists, "Redis does not come up")
        if name == "imserver":
            ready = f"http://127.0.0.1:{arguments[arguments.index('--port') + 1]}/readyz"
            wait_for(lambda: answers(ready) == 200, f"{arguments} does not come up: {process.log.read_text()}")

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.stop()
        self.admin.close()


def answers(url: str) -> int:
    try:
        return httpx.get(url, timeout=2).status_code
    except httpx.HTTPError:
        return 0


@pytest.fixture
def split(tmp_path: Path) -> Iterator[Split]:
    split = Split(tmp_path)
    try:
        split.start()
        yield split
    finally:
        split.stop()


@pytest.mark.packages
def test_a_split_by_hand_works_as_the_page_says(split: Split) -> None:
    wait_for(lambda: answers(f"{split.url}/readyz") == 200, "HAProxy sends nobody to messages")
    wait_for(lambda: answers(f"{split.url}/api/v1/me") == 401, "HAProxy sends nobody to auth")
    ann, bob = Person(split, "ann"), Person(split, "bob")  # type: ignore[arg-type]
    conv = ann.direct(bob)
    with ann.device() as phone, bob.device() as other:
        frame = {"t": "send", "conv": conv, "client_id": "0b7e2b5e-94a4-4d4e-9a3f-2f1f3f0c8a11", "text": "hello"}
        assert phone.request(frame)["t"] == "sent"
        assert other.next_message()["text"] == "hello"
    for path, status in (
        *(("/media/f0", 404), ("/push/key", 200), ("/webhooks", 403), ("/conversations", 200)),
        *(("/me/export", 200), ("/avatars/a0", 404)),
    ):
        assert ann.call("GET", path).status_code == status, path
    for path in ("/me/avatar", f"/conversations/{ann.group()}/avatar"):
        answer = ann.call("PUT", path, {"no": "picture"})
        assert answer.json()["error"]["code"] == "picture_invalid", path
    status, nodes = (
        json.loads(subprocess.run([*command, "--json"], env=split.environment, check=True, capture_output=True).stdout)
        for command in split.asked
    )
    assert {service["service"] for service in status["haproxy"]["services"]} == set(SERVICES)
    found = {(node["host"], node["process"], node["state"]) for node in nodes["edges"][0]["nodes"]}
    assert found == {("pi", name, "ready") for name in ("messages", "auth", "media-push", "gateway-1", "gateway-2")}


@pytest.mark.packages
def test_a_gateway_is_exchanged_as_the_page_says(split: Split) -> None:
    wait_for(lambda: answers(f"{split.url}/readyz") == 200, "HAProxy sends nobody to messages")
    wait_for(lambda: answers(f"{split.url}/api/v1/me") == 401, "HAProxy sends nobody to auth")
    ann = Person(split, "ann")  # type: ignore[arg-type]
    (gateway,) = [each for each in split.processes if "pi.gateway-1" in each.command]
    said = split.here(EXCHANGE).replace("4711", str(gateway.pid))
    reload, let_go = (shlex.split(line.removeprefix("$ ")) for line in said.splitlines())
    with ann.device() as one, ann.device() as other:
        retiring = gateway.succeed([str(PROGRAMS / reload[0]), *reload[1:]])
        assert one.request({"t": "ping"})["t"] == other.request({"t": "ping"})["t"] == "pong"
        subprocess.run(let_go, check=True)
        retiring.wait()


def test_paths_go_where_a_node_sends_them() -> None:
    rendered = render("chat", layout(LaidOut("chat", "all", SERVICES, 8080)))
    for words in ("acl to_", "use_backend "):
        wanted = [line.split() for line in rendered.splitlines() if line.strip().startswith(words)]
        said = [line.split() for line in HAPROXY.splitlines() if line.strip().startswith(words)]
        assert sorted(said) == sorted(wanted)


def test_the_table_of_paths_names_what_goes_to_each_service() -> None:
    for service in ("auth", "media", "push"):
        (line,) = [line for line in HAPROXY.splitlines() if f"acl to_{service} path " in line]
        (row,) = [row for row in SECTION.splitlines() if row.startswith("| `/") and row.endswith(f"| `{service}` |")]
        for path in line.split()[3:]:
            assert f"`{path.removeprefix('/api/v1/')}`" in row or f"`{path}`" in row
