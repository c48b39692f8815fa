from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.client import Device, Person
from tests.server import Server


@dataclass(frozen=True, slots=True)
class Town:
    """A server on which people know one another: Ann and Bob talk, Cara isn't in their conversation."""

    server: Server
    ann: Person
    bob: Person
    cara: Person
    conv: str


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    server = Server(tmp_path_factory.mktemp("server") / "data")
    server.start()
    ann, bob, cara = (Person(server, login) for login in ("ann", "bob", "cara"))
    yield Town(server, ann, bob, cara, ann.direct(bob))
    server.stop()
    server.admin.close()


@pytest.fixture
def bystander(town: Town) -> Iterator[Device]:
    """Somebody who has nothing to do with it; at the end, chatting still works for them."""
    with town.cara.device() as device:
        yield device
        assert device.request({"t": "ping"})["t"] == "pong"
        group = town.cara.group()
        assert device.send(group, "still here")["t"] == "sent"
