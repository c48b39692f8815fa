"""What happened while a gateway was cut off counts there once it is back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from tests.client import Person
from tests.cluster.cluster import Cluster, wait_for
from tests.cluster.test_people import of_type, status
from tests.cluster.through import at

pytestmark = pytest.mark.packages

HOUR_MS = 60 * 60 * 1000


@contextmanager
def cut_off(cluster: Cluster, gateway: str) -> Iterator[None]:
    """Frozen until the messages service has given its link up."""
    process = cluster.processes[gateway]
    process.freeze()
    try:
        wait_for(lambda: gateway not in names(cluster), f"{gateway} is still joined")
        yield
    finally:
        process.thaw()


def names(cluster: Cluster) -> set[str]:
    return {each["name"] for each in status(cluster)["processes"]}


def disable(cluster: Cluster, person: Person) -> None:
    cluster.admin.patch(f"/api/v1/admin/users/{person.login}", json={"disabled": True}).raise_for_status()


def remove(cluster: Cluster, person: Person) -> None:
    cluster.admin.delete(f"/api/v1/admin/users/{person.login}").raise_for_status()


def log_out(cluster: Cluster, person: Person) -> None:
    assert person.call("POST", "/logout").status_code == 204


@pytest.mark.parametrize(("end", "code"), [(disable, 3502), (remove, 3502), (log_out, 3501)])
def test_whose_session_ended_meanwhile_is_closed(
    cluster: Cluster, end: Callable[[Cluster, Person], None], code: int, ann: Person, bob: Person
) -> None:
    conv = ann.direct(bob)
    with at(ann, cluster, "gateway-1") as here, at(bob, cluster, "gateway-1") as stays:
        with cut_off(cluster, "gateway-1"):
            end(cluster, ann)
        assert here.wait_for_close() == code
        assert stays.request({"t": "history", "conv": conv})["t"] == "page"


def test_a_cut_that_outlasts_every_token_counts_as_well(cluster: Cluster, ann: Person, bob: Person) -> None:
    with at(ann, cluster, "gateway-1") as here, at(bob, cluster, "gateway-1") as stays:
        messages = cluster.processes["messages"]
        messages.kill()
        with closing(sqlite3.connect(cluster.data_dir / "messages.db")) as database, database:
            database.execute("UPDATE sessions SET ended_at = refreshed_at - ? WHERE user = ?", (100 * HOUR_MS, ann.id))
        cluster.restart("messages")
        assert here.wait_for_close() == 3501
        assert stays.request({"t": "ping"})["t"] == "pong"


def test_who_was_removed_from_a_group_meanwhile_hears_nothing_more(cluster: Cluster, ann: Person, bob: Person) -> None:
    conv = ann.group(bob)
    with at(ann, cluster, "gateway-2") as here, at(bob, cluster, "gateway-1") as there:
        there.send_frame({"t": "typing", "conv": conv})
        assert here.wait(of_type("typing"))["user"] == bob.id
        with cut_off(cluster, "gateway-1"):
            assert ann.call("DELETE", f"/conversations/{conv}/members/{bob.id}").status_code == 204
        assert there.wait(of_type("removed"))["conv"] == conv
        assert there.request({"t": "typing", "conv": conv})["code"] in ("not_member", "unknown_conversation")
