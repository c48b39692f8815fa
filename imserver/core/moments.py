"""When something was written, in server time of today: between its writing and now server time may have made steps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec


class Moment(msgspec.Struct, frozen=True):
    """Everything numbered up to `place` was written by `at`. What was told as the time up to then was `told` at `at`.

    `at` moves with every step, `told` never.
    """

    place: int
    at: int
    told: int


class Moments:
    """Ascending by place."""

    def __init__(self, moments: Sequence[Moment]) -> None:
        self._moments = moments
        self._places = [moment.place for moment in moments]

    def written(self, place: int, told: int, now: int) -> int:
        """The latest time at which that can have been written which was numbered `place` and given the time `told`.

        What was told can be wrong, since it never goes back within a conversation; the order of places never is.
        """
        index = bisect_left(self._places, place)
        if index == len(self._moments):
            latest = now
        else:
            following = self._moments[index]
            latest = following.at
            told += following.at - following.told
        earliest = self._moments[index - 1].at if index else told
        return max(earliest, min(told, latest))
