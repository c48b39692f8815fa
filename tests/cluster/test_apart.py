"""Media and push, each in a process of its own: their store is at the other end of a link."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.client import Person
from tests.cluster.cluster import Process, program, wait_for
from tests.fake_vendor import Browser, Listener
from tests.ports import free_port

pytestmark = pytest.mark.packages


class Apart:
    """Stands where tests expect a `tests.server.Server`: the core. `urls` are those of the others."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data_dir = folder / "data"
        socket = folder / "redis.sock"
        redis = [
            program("redis-server"),
            "--port",
            "0",
            "--unixsocket",
            str(socket),
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self.redis = Process("redis", redis, folder / "redis.log")
        self.processes: dict[str, Process] = {}
        self.urls: dict[str, str] = {}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("IM_")}
        environment |= {"IM_REDIS_URL": f"unix://{socket}", "IM_PUSH_PRIVATE": "1", "IM_MEDIA_FREE": "0"}
        for name, services in (("core", "messages,auth,gateway"), ("media", "media"), ("push", "push")):
            port = free_port()
            command = [sys.executable, "-m", "imserver", "run", "--services", services, "--name", name]
            command += ["--port", str(port), "--data-dir", str(self.data_dir)]
            self.processes[name] = Process(name, command, folder / f"{name}.log", environment)
            self.urls[name] = f"http://127.0.0.1:{port}"
        self.url = self.urls["core"]
        self.ws_url = f"{self.url.replace('http', 'ws')}/ws"
        self.admin = httpx.Client(
            transport=httpx.HTTPTransport(uds=str(self.data_dir / "admin.sock")), base_url="http://admin", timeout=60
        )

    def start(self) -> None:
        self.redis.start()
        wait_for((self.folder / "redis.sock").exists, "Redis does not come up")
        for name, process in self.processes.items():
            process.start()
            self.wait(name)

    def wait(self, name: str) -> None:
        def is_ready() -> bool:
            try:
                return httpx.get(f"{self.urls[name]}/readyz", timeout=2).status_code == 200
            except httpx.HTTPError:
                return False

        wait_for(is_ready, f"{name} does not come up: see {self.folder}/{name}.log")

    def running(self) -> set[tuple[str, str]]:
        """What runs in the background, and of which process."""
        tasks = self.admin.get("/api/v1/admin/status").json()["tasks"]
        return {(task["process"], task["name"]) for task in tasks if task["state"] == "running"}

    def stop(self) -> None:
        for process in reversed(list(self.processes.values())):
            process.stop()
        self.redis.stop()
        self.admin.close()

    def call(self, person: Person, service: str, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {person.token}"}
        url = f"{self.urls[service]}/api/v1{path}"
        return httpx.request(method, url, headers=headers, timeout=60, **options).raise_for_status()


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Apart]:
    apart = Apart(tmp_path)
    try:
        apart.start()
        yield apart
    finally:
        apart.stop()


def test_files_notices_and_webhooks_work_from_processes_of_their_own(apart: Apart) -> None:
    owner, bob = Person(apart, "owner", "owner"), Person(apart, "bob")  # type: ignore[arg-type]
    conv = owner.direct(bob)
    with Listener() as vendor, Listener() as program, owner.device() as device:
        phone = Browser(vendor)
        apart.call(bob, "push", "POST", "/push/subscriptions", json=phone.subscription())
        apart.call(owner, "push", "POST", "/webhooks", json={"url": program.url})
        content = bytes(range(256)) * 1000
        file = apart.call(owner, "media", "POST", f"/media?conv={conv}", content=content).json()
        frame = {"t": "send", "conv": conv, "client_id": "0b7e2b5e-94a4-4d4e-9a3f-2f1f3f0c8a11", "text": "look"}
        assert device.request({**frame, "attachments": [file["id"]]})["t"] == "sent"
        (notice,) = phone.wait(1)
        assert (notice["conv"], notice["files"]) == (conv, 1)
        program.wait(lambda requests: len(requests) >= 1)
        assert apart.call(bob, "media", "GET", f"/media/{file['id']}").content == content

        apart.processes["push"].kill()
        device.send(conv, "while nobody told anybody")
        apart.processes["push"].start()
        apart.wait("push")
        # the first notice comes again where it was killed before it had written down that the vendor took it
        vendor.wait(lambda _: any(notice["seq"] == 2 for notice in phone.notices()))
        wanted = {("push", "push-sender"), ("push", "push-feed"), ("media", "media-sweeper"), ("core", "retention")}
        wait_for(lambda: wanted <= apart.running(), "what runs in other processes isn't told")
        program.wait(lambda requests: "while nobody" in str(requests))
