"""Who hears of committed events, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from imserver.core.event import Delivery
from imserver.edge.hub import Hub
from imserver.store.base import Listener, Store
from imserver.system.listeners import tell_all


class CommittedEvents:
    """What the store tells. Most of those who hear of it read the store, which is there before them: they are
    connected once, before anything is committed.
    """

    def __init__(self) -> None:
        self._listeners: tuple[Listener, ...] = ()

    def connect(
        self,
        *,
        cache: Listener | None,
        files: Listener | None,
        members: Listener,
        search: Listener,
        host_metrics: Listener,
        push: Listener | None,
        other_processes: Listener | None,
        connections: Listener,
    ) -> None:
        """The order is a contract.

        - `cache` is first: whoever of the others reads the store finds nothing stale in it.
        - `files`, `search`, `host_metrics`, `push` and `other_processes` only put something aside, and work on it in a
          later turn. They come before `connections`, which are written to at once.
        - `members` come before `connections` too: who reads that somebody has left a conversation, and types there, is
          no longer told to them.
        """
        order = (cache, files, members, search, host_metrics, push, other_processes, connections)
        self._listeners = tuple(listener for listener in order if listener is not None)

    def tell(self, deliveries: Sequence[Delivery]) -> None:
        tell_all(self._listeners, deliveries)


def deliver_here(hub: Hub, store: Store) -> Listener:
    """To the connections of this process."""

    def deliver(deliveries: Sequence[Delivery]) -> None:
        try:
            hub.deliver(store.stream.token.epoch, deliveries)
        except Exception:
            hub.catch_up()  # who missed something reads it from the store
            raise

    return deliver
