"""Proof that people can chat on a node, from another computer."""

from __future__ import annotations

import json

from tests.hosts.host import Host
from tests.hosts.lab import Lab
from tests.hosts.playbook import Controller


def selftest(host: Host, controller: Controller, lab: Lab) -> None:
    """Over TLS, with nothing but the authority's certificate and a token."""
    lab.run(
        *("curl", "-sf", "--retry", "60", "--retry-delay", "1", "--retry-all-errors"),
        *("--cacert", str(controller.ca), f"https://{host.address}/readyz"),
    )
    token = json.loads(host.ssh("imctl --json tokens create selftest").stdout)["token"]
    done = controller.imctl(
        *("--json", "--url", f"https://{host.address}", "--ca", str(controller.ca), "--token", token, "selftest")
    )
    report = json.loads(done.stdout or "{}")
    assert report.get("ok"), f"{report.get('failed')}: {report.get('error')} {done.stderr}"
    assert done.returncode == 0
