"""Keys are listed without their secrets; after a rotation everything stays readable."""

from __future__ import annotations

from tests.client import Person
from tests.server import Server


def test_a_rotation_leaves_everything_readable(server: Server) -> None:
    ann, bob = Person(server, "ann"), Person(server, "bob")
    conv = ann.direct(bob)
    with ann.device() as device:
        device.send(conv, "before")
        rotated = server.admin.post("/api/v1/admin/keys/rotate").raise_for_status().json()
        assert (rotated["number"], rotated["current"]) == (2, True)
        device.send(conv, "after")
    keys = server.admin.get("/api/v1/admin/keys").json()["keys"]
    assert [(key["number"], key["current"]) for key in keys] == [(1, False), (2, True)]
    assert all(key.keys() == {"number", "current", "made_at"} for key in keys)
    assert "key 2" in server.admin.get("/api/v1/admin/status").json()["sealing"]
    server.stop()
    server.start()
    ann.log_in()
    assert [message["text"] for message in ann.history(conv)] == ["before", "after"]


def test_only_owners_have_to_do_with_keys(server: Server) -> None:
    admin = Person(server, "cara", role="admin")
    assert admin.call("GET", "/admin/keys").status_code == 403
    assert admin.call("POST", "/admin/keys/rotate").status_code == 403
