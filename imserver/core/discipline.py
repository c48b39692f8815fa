"""What time it is, on a machine that may not know.

Server time runs at the pace of a counter that nobody can set. The machine's clock is believed where it says about the
same; where it says something else, only after it has said so for a while. Then server time makes a *step*, and every
deadline makes it too: what had three days left has three days left. So a clock that is set, whichever way, ends nothing
early. The time that a machine was off counts where its clock was synchronised before and is again.
"""

from __future__ import annotations

from typing import Final

import msgspec

SLACK_MS: Final = 5_000
"""What time servers correct without a word, and more than a leap second."""
LONGEST_MS: Final = 30_000
"""No more is believed to have gone by between two looks, which are a few seconds apart."""
SOON_MS: Final = 60_000
"""How long a clock has to say something else that was synchronised meanwhile: time servers have just set it."""
LATER_MS: Final = 300_000
"""How long any other clock has to: whoever set it wrongly has noticed."""
OWED_MS: Final = 20_000
"""Small corrections that have come together to this are a step for deadlines: they might be a clock that runs fast."""
LONGEST_OFF_MS: Final = 100 * 24 * 3_600_000
"""A longer pause than the longest holidays is rather a wrong clock."""
UNWRITTEN_MS: Final = 30_000
"""How much younger than the last checkpoint a message can be, where the server had no time for another one."""


UNKNOWN_BOOT: Final = "unknown"
"""Where nobody can tell one boot from the next: it is never the same as the last."""


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """Server time at an uptime of a boot, both in ms. Without `boot` nobody has looked at the clock yet.

    `agreed`: the machine's clock said the same; `synchronised`: and was set by time servers. `last`: nothing was
    written after it.
    """

    time: int
    boot: str = ""
    uptime: int = 0
    agreed: bool = False
    synchronised: bool = False
    last: bool = False


class Step(msgspec.Struct, frozen=True):
    """At server time `at`, deadlines that were set at `since` or later move by `by` ms."""

    at: int
    by: int
    since: int = 0


class Waiting(msgspec.Struct, frozen=True):
    """The machine's clock has been off by `off` ms for `lasted` ms.

    `known`: it was synchronised when it went off, so that being synchronised is no news, and it isn't believed sooner.
    """

    off: int
    lasted: int
    known: bool


class Discipline:
    """Times are ms since 1970 UTC. `time` is server time at the last look.

    What becomes of the table in docs/architecture.md: a jump that comes back is never more than `waiting`; a clock that
    comes right, or is set, is taken over once nothing is `left`; what a pause does is told by `_off_since`, which makes
    `Step.since`; and a clock that stood still is one that wasn't set (`_was_set`) since the boot.
    """

    def __init__(self, last: Checkpoint, boot: str, uptime: int, wall: int) -> None:
        same = last.boot == boot != UNKNOWN_BOOT and uptime >= last.uptime
        self.is_new_boot = not same
        self.time = last.time + (uptime - last.uptime if same else 0 if last.last else UNWRITTEN_MS)
        self.agreed = False
        self.synchronised = same and last.synchronised
        self.waiting: Waiting | None = None
        self._is_first = not last.boot
        if self._is_first:
            self.time = last.time or wall
        self._was_set = same and last.agreed
        """Whether the machine's clock was set during this boot; else it may be one that stood still while off."""
        self._off_since = self.time + 1 if last.synchronised and not same else None
        """What was written since then doesn't get older by the time that the machine was off before."""
        self._unmoved = 0
        """Small corrections that deadlines haven't made yet: too small for a step until they add up to `OWED_MS`."""

    def look(self, elapsed: int, wall: int, synchronised: bool) -> None:
        """`elapsed` ms have gone by since the last look, by a counter that nobody can set."""
        elapsed = min(max(elapsed, 0), LONGEST_MS)
        self.time += elapsed
        off = wall - self.time
        if abs(off) <= SLACK_MS:
            correction = max(off, -elapsed)  # server time never goes back by itself
            self.time += correction
            self._unmoved += correction
            self.waiting = None
            self.agreed, self.synchronised, self._was_set = True, synchronised, True
            if synchronised:
                self._off_since = None
        else:
            self._wait(off, elapsed)
            self.agreed = False
            if not synchronised:
                self.synchronised = False

    def _wait(self, off: int, elapsed: int) -> None:
        before = self.waiting
        if before is None:
            self._was_set = self._was_set or self.agreed
            self.waiting = Waiting(off, 0, self.synchronised)
        elif abs(off - before.off) > SLACK_MS:
            self._was_set = True
            self.waiting = Waiting(off, 0, before.known)
        else:
            self.waiting = Waiting(before.off, before.lasted + elapsed, before.known)

    def left(self, synchronised: bool) -> int | None:
        """In how many ms the machine's time is taken over, if it stays; None where it isn't before it is synchronised.

        A clock that is behind since the machine started, and not synchronised, is one that stood still.
        """
        if self.waiting is None:
            return 0
        if self._is_first and self.waiting.off > 0:
            return 0
        if self.waiting.off < 0 and not synchronised and not self._was_set:
            return None
        needed = SOON_MS if synchronised and not self.waiting.known else LATER_MS
        return max(0, needed - self.waiting.lasted)

    def step(self, wall: int, synchronised: bool) -> Step | None:
        """Make the step that is due, if one is."""
        if self.waiting is None:
            self._is_first = False
            if abs(self._unmoved) < OWED_MS:
                return None
            by, self._unmoved = self._unmoved, 0
            return Step(self.time, by)
        left, self._is_first = self.left(synchronised), False
        if left != 0:
            return None
        at, by = self.time, wall - self.time
        since = self._off_since if synchronised and 0 < by <= LONGEST_OFF_MS else None
        self.time, self.waiting, self._off_since = wall, None, None
        self.agreed, self.synchronised, self._was_set = True, synchronised, True
        return Step(at, by, since or 0)

    def checkpoint(self, boot: str, uptime: int, *, last: bool = False) -> Checkpoint:
        return Checkpoint(
            time=self.time,
            boot=boot,
            uptime=uptime,
            agreed=self.agreed,
            synchronised=self.agreed and self.synchronised,
            last=last,
        )
