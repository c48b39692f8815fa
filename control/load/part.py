"""The part of a plan's users that one host drives, where several hosts run a plan together."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from control.errors import UsageError

PORT: Final = 5557
"""Where Locust's master listens unless told otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """JMeter and Gatling take every `shards`-th user from number `shard` on. Locust's master waits for `workers` of
    them, who find it as `master`, at `port`. All of them begin `at` that many s since 1970, or at once.
    """

    shard: int = 0
    shards: int = 1
    workers: int = 0
    master: str = ""
    port: int = PORT
    at: float = 0.0

    def of(self, users: int) -> int:
        """How many of the users are in it."""
        return len(range(self.shard, users, self.shards))

    def require_shard(self, tool: str, users: int) -> None:
        """Raises `UsageError` where it makes no sense for a tool that knows nothing of the others."""
        if self.workers or self.master:
            raise UsageError(
                f"{tool} has neither master nor workers",
                "give each host its share: --shard 0 --shards 2 on one, --shard 1 --shards 2 on the other",
            )
        if self.shard >= self.shards:
            raise UsageError(f"there is no shard {self.shard} of {self.shards}", "shards are numbered from 0")
        if not self.of(users):
            raise UsageError(f"shard {self.shard} of {self.shards} has none of the {users} users", "use fewer shards")

    def require_role(self, tool: str) -> None:
        """Raises `UsageError` where it makes no sense for a tool whose master hands out the accounts."""
        if self.shard or self.shards > 1:
            raise UsageError(
                f"{tool} has no shards: its master hands out the accounts",
                "use --workers N on the master's host, --master HOST on the others",
            )
        if self.workers and self.master:
            raise UsageError("--workers and --master exclude each other: one makes a master, the other a worker")

    def wait(self) -> None:
        """Until all are to begin."""
        time.sleep(max(0.0, self.at - time.time()))
