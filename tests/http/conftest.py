from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.client import Person
from tests.server import Server


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that the tests of a module share."""
    server = Server(tmp_path_factory.mktemp("server") / "data", {"IM_TRUSTED_PROXIES": "127.0.0.1"})
    server.start()
    yield server
    server.stop()
    server.admin.close()


@pytest.fixture(scope="module")
def people(site: Server) -> tuple[Person, Person, Person]:
    return Person(site, "ann"), Person(site, "bob"), Person(site, "cara")
