"""Who hears of what was committed, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from imserver.core.event import Delivery
from imserver.process.committed import CommittedEvents


def test_copies_are_forgotten_first_and_connections_written_to_last() -> None:
    heard: list[str] = []

    def hear(name: str, deliveries: Sequence[Delivery]) -> None:
        heard.append(name)

    def fail(deliveries: Sequence[Delivery]) -> None:
        heard.append("push")
        raise OSError("no room")

    committed = CommittedEvents()
    committed.connect(
        connections=partial(hear, "connections"),
        members=partial(hear, "members"),
        cache=partial(hear, "cache"),
        files=None,
        search=partial(hear, "search"),
        host_metrics=partial(hear, "vitals"),
        push=fail,
        other_processes=None,
    )
    committed.tell([])
    assert (heard[0], heard[-1]) == ("cache", "connections")
    assert sorted(heard) == ["cache", "connections", "members", "push", "search", "vitals"], "one failed, all heard"
