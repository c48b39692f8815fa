"""HAProxy with the configuration that a node gets. Only ports, paths and accounts differ."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import jinja2
import pytest
import yaml

from control.provisioning.certificate_authority import issue
from control.provisioning.cluster_layout import SERVICES, Layout, PlannedProcess
from tests.ports import free_port
from tests.witness import keep_end, witness

TEMPLATE: Final = Path("roles/haproxy/templates/haproxy.cfg.j2")
DEFAULTS: Final = Path("roles/haproxy/defaults/main.yml")
START_S: Final = 30


def layout(*processes: PlannedProcess) -> Layout:
    """One host, `chat`, with these processes."""
    return Layout(False, ("chat",), "chat", "chat", processes, {"chat": "127.0.0.1"}, ())


def render(host: str, laid_out: Layout, **variables: object) -> str:
    """The configuration of `host`, as the role writes it with its defaults and `variables`."""
    environment = jinja2.Environment(trim_blocks=True, undefined=jinja2.StrictUndefined)  # noqa: S701 - no HTML
    environment.filters["regex_replace"] = lambda text, pattern, by: re.sub(pattern, by, text)
    environment.filters["bool"] = lambda value: str(value).lower() in ("true", "yes", "1")
    environment.tests["contains"] = lambda items, item: item in items
    defaults: dict[str, Any] = yaml.safe_load(DEFAULTS.read_text("utf-8"))
    given = {
        **defaults,
        "ansible_managed": "test",
        "cluster_layout": laid_out.as_facts(),
        "inventory_hostname": host,
        "haproxy_connections": 1000,
        "haproxy_port": 8060 if variables.get("haproxy_behind_proxy") else 443,
        "__haproxy_features": ["aes"],
        "__haproxy_ipv6": False,
        "__haproxy_balances": dict.fromkeys(SERVICES, "leastconn"),
        **variables,
    }
    return environment.from_string(TEMPLATE.read_text("utf-8")).render(given)


def settle(text: str, folder: Path, port: int = 443) -> Path:
    """The configuration as a file of this machine: its ports, its certificates, no accounts."""
    now = datetime.now(UTC).replace(microsecond=0)
    shown = issue(folder / "secrets", "chat", ["localhost"], 397, now)
    link = issue(folder / "secrets", "chat", ["localhost"], 397, now, between_hosts=True)
    for pattern, value in (
        (r"\*:80\b", f"127.0.0.1:{free_port()}"),
        (r"\*:443\b", f"127.0.0.1:{port}"),
        (r"127\.0\.0\.1:8060\b", f"127.0.0.1:{port}"),
        (r"/etc/im/(node|own)\.pem", shown.certificate),
        (r"/etc/im/link\.pem", link.certificate),
        (r"/etc/im/ca\.pem", shown.ca),
        (r"/run/im-haproxy/admin\.sock", str(folder / "haproxy.sock")),
        (r" +(?:user|group|log /dev/log).*\n", ""),
    ):
        text = re.sub(pattern, value, text)
    file = folder / "haproxy.cfg"
    file.write_text(text)
    return file


def program() -> str:
    found = shutil.which("haproxy")
    if found is None:
        pytest.skip("haproxy is missing: apt install haproxy")
    return found


class Proxy:
    """A HAProxy that runs; `url` is its way in, `socket` its admin socket, `ca` the authority to trust.

    `file` is its configuration, which may be changed until it starts.
    """

    def __init__(self, laid_out: Layout, folder: Path, **variables: object) -> None:
        self.port = free_port()
        self.url = f"{'http' if variables.get('haproxy_behind_proxy') else 'https'}://localhost:{self.port}"
        self.socket = folder / "haproxy.sock"
        self.ca = folder / "secrets/ca.pem"
        self.file = settle(render("chat", laid_out, **variables), folder, self.port)
        self._process: subprocess.Popen[bytes] | None = None
        witness(self)

    def testify(self, folder: Path) -> None:
        keep_end(self.file, folder)

    def start(self) -> None:
        process = self._process = subprocess.Popen([program(), "-f", str(self.file)], stderr=subprocess.PIPE)
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0 and self.socket.exists():
                    return
            time.sleep(0.05)
        raise TimeoutError("HAProxy did not come up")

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            process.communicate()
