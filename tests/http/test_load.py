"""What a server tells to whoever watches it under load."""

from __future__ import annotations

import httpx

from tests.client import Person
from tests.server import Server


def test_it_counts_commits_and_the_lag_of_its_loop(server: Server) -> None:
    before = server.admin.get("/api/v1/admin/load").json()
    Person(server, "lara-under-load")
    after = server.admin.get("/api/v1/admin/load").json()
    assert after["commits"]["count"] > before["commits"]["count"]
    for meter in ("commits", "lag"):
        assert sum(after[meter]["cells"]) == after[meter]["count"]
    assert after["commits"]["waiting"] == 0
    assert after["process"]["cpu_s"] >= before["process"]["cpu_s"] > 0


def test_nobody_else_is_told(server: Server) -> None:
    ann = Person(server, "ann-under-load")
    assert httpx.get(f"{server.url}/api/v1/admin/load").status_code == 401
    assert ann.call("GET", "/admin/load").status_code == 403
