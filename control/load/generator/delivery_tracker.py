"""Deliveries of one conversation to one user: enough to tell what is lost, doubled or out of order.

Numbers of a conversation are dense from 1. One comes to be known by a delivery, or by the acknowledgement of one's
own message (the connection that sends gets no delivery of it).
"""

from __future__ import annotations


class DeliveryTracker:
    """`before`: numbers from before the user came; `through`: all numbers up to this one are known; `ahead`: known
    ones beyond; `newest`: of this connection.
    """

    __slots__ = ("ahead", "before", "newest", "through")

    def __init__(self) -> None:
        self.before = 0
        self.through = 0
        self.newest = 0
        self.ahead: set[int] | None = None

    def begin_after(self, seq: int) -> None:
        """What was said up to `seq` need not be told: it may be, since events are attached to before it is known."""
        self.before = self.through = max(seq, self.through)

    def knows(self, seq: int) -> bool:
        return seq <= self.through or (self.ahead is not None and seq in self.ahead)

    def is_old(self, seq: int) -> bool:
        """Whether it is from before the user came."""
        return seq <= self.before

    def learn(self, seq: int) -> bool:
        """Take note of a number; whether it was new."""
        if seq == self.through + 1:
            self.through = seq
            if self.ahead:
                while self.through + 1 in self.ahead:
                    self.through += 1
                    self.ahead.remove(self.through)
            return True
        if self.knows(seq):
            return False
        if self.ahead is None:
            self.ahead = set()
        self.ahead.add(seq)
        return True

    def lacking(self, last: int) -> int:
        """How many numbers up to `last` are unknown."""
        known = self.through + (sum(seq <= last for seq in self.ahead) if self.ahead else 0)
        return max(0, last - known)
