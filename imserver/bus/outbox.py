"""What waits to be published: bounded by number, bytes and age. What has to go leaves a mark on its channel."""

from __future__ import annotations

from collections import deque
from typing import Final, NamedTuple

MAX_ITEMS: Final = 20_000
MAX_BYTES: Final = 16 << 20
KEPT_S: Final = 2.0
"""What waited longer is dropped: who listens has long read it from the store, or will."""
MAX_TAKEN: Final = 1000
MAX_TAKEN_BYTES: Final = 1 << 20


class Item(NamedTuple):
    """`at` is when it was published, in seconds of the event loop's clock."""

    at: float
    channel: str
    data: bytes


class Outbox:
    def __init__(self) -> None:
        self._items: deque[Item] = deque()
        self._bytes = 0
        self._lost: dict[str, None] = {}
        self.dropped = 0

    def __bool__(self) -> bool:
        return bool(self._items or self._lost)

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: Item) -> None:
        """The oldest make room for it."""
        self._items.append(item)
        self._bytes += len(item.data)
        while len(self._items) > MAX_ITEMS or self._bytes > MAX_BYTES:
            self._drop()

    def _drop(self) -> None:
        self.lose(self._pop().channel)

    def _pop(self) -> Item:
        item = self._items.popleft()
        self._bytes -= len(item.data)
        return item

    def lose(self, channel: str) -> None:
        """One more that will not arrive, or may not."""
        self.dropped += 1
        self.mark(channel)

    def mark(self, channel: str) -> None:
        """Something that was published there is missing: whoever listens is told with what comes next."""
        self._lost[channel] = None

    def expire(self, now: float) -> None:
        while self._items and now - self._items[0].at > KEPT_S:
            self._drop()

    def take(self, now: float) -> dict[str, list[bytes | None]]:
        """What goes out next, by channel in the order of publishing; None stands first where something is missing."""
        self.expire(now)
        taken: dict[str, list[bytes | None]] = {channel: [None] for channel in self._lost}
        self._lost.clear()
        size = 0
        for _ in range(min(len(self._items), MAX_TAKEN)):
            if size > MAX_TAKEN_BYTES:
                break
            item = self._pop()
            size += len(item.data)
            taken.setdefault(item.channel, []).append(item.data)
        return taken
