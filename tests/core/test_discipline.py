"""Server time on machines whose clocks are wrong, jump and stand still: simulated, with the truth known."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imserver.core.discipline import (
    LATER_MS,
    LONGEST_MS,
    OWED_MS,
    SLACK_MS,
    SOON_MS,
    UNWRITTEN_MS,
    Checkpoint,
    Discipline,
    Step,
)

NOW = 1_700_000_000_000
LOOK = 5_000
HOUR = 3_600_000
DAY = 24 * HOUR
TOLERANCE = OWED_MS + SLACK_MS


@dataclass
class Deadline:
    """`written` is when it was set, in truth."""

    set_at: int
    at: int
    written: int


@dataclass
class World:
    """A machine and its server. `off` is by how much its clock is wrong."""

    true: int = NOW
    off: int = 0
    synchronised: bool = False
    boot: int = 1
    booted: int = NOW - HOUR
    kept: Checkpoint = field(default_factory=lambda: Checkpoint(time=0))
    deadlines: list[Deadline] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.start()

    @property
    def wall(self) -> int:
        return self.true + self.off

    @property
    def uptime(self) -> int:
        return self.true - self.booted

    def start(self) -> None:
        self.server = Discipline(self.kept, str(self.boot), self.uptime, self.wall)
        self.look(0)

    def look(self, elapsed: int) -> None:
        self.true += elapsed
        self.server.look(elapsed, self.wall, self.synchronised)
        if step := self.server.step(self.wall, self.synchronised):
            self.steps.append(step)
            for deadline in self.deadlines:
                if deadline.set_at >= step.since:
                    deadline.set_at += step.by
                    deadline.at += step.by
        self.kept = self.server.checkpoint(str(self.boot), self.uptime)

    def leap(self, elapsed: int) -> None:
        """What counts how long the process runs lies, as where it is faked."""
        self.server.look(elapsed, self.wall, self.synchronised)
        self.kept = self.server.checkpoint(str(self.boot), self.uptime)

    def run(self, duration: int) -> None:
        for _ in range(duration // LOOK):
            self.look(LOOK)

    def write(self, duration: int = DAY) -> Deadline:
        now = self.server.time
        self.deadlines.append(Deadline(now, now + duration, self.true))
        return self.deadlines[-1]

    def restart(self, pause: int = 1_000) -> None:
        self.true += pause
        self.start()

    def reboot(self, pause: int, *, off: int, synchronised: bool) -> None:
        """`pause`: how long the machine is off."""
        self.true += pause
        self.boot += 1
        self.booted = self.true - 20_000
        self.off, self.synchronised = off, synchronised
        self.start()

    def left(self, deadline: Deadline) -> int:
        return deadline.at - self.server.time


def test_a_new_server_believes_its_machine() -> None:
    world = World(off=-21 * DAY)
    assert world.server.time == world.wall
    assert not world.steps


@pytest.mark.parametrize("off", [-21 * DAY, 400 * DAY, -HOUR, HOUR, -55 * 365 * DAY])
def test_a_jump_that_passes_is_not_even_noticed(off: int) -> None:
    world = World()
    world.run(HOUR)
    world.off = off
    world.run(40_000)
    world.off = 0
    world.run(HOUR)
    assert world.server.time == world.true
    assert not world.steps


@pytest.mark.parametrize("off", [-21 * DAY, 400 * DAY])
@pytest.mark.parametrize("synchronised", [True, False])
def test_a_clock_that_comes_right_is_believed_and_no_deadline_comes_nearer(off: int, synchronised: bool) -> None:
    world = World(off=off)
    written = world.write()
    world.run(HOUR)
    world.off, world.synchronised = 0, synchronised
    world.run((SOON_MS if synchronised else LATER_MS) + 2 * LOOK)
    assert world.server.time == world.true
    assert world.left(written) == written.written + DAY - world.true


def test_what_was_written_before_a_pause_gets_older_by_it_and_what_is_written_after_it_does_not() -> None:
    """A board without a clock chip: its clock stands still while it is off, and time servers set it after a minute."""
    world = World(synchronised=True)
    world.run(HOUR)
    before = world.write()
    world.run(LOOK)
    world.reboot(3 * HOUR, off=-3 * HOUR, synchronised=False)
    world.run(30_000)
    after = world.write()
    world.run(30_000)
    world.off, world.synchronised = 0, True
    world.run(SOON_MS + 2 * LOOK)
    assert world.server.time == world.true
    assert world.left(before) == pytest.approx(before.written + DAY - world.true, abs=TOLERANCE)
    assert world.left(after) == pytest.approx(after.written + DAY - world.true, abs=UNWRITTEN_MS + TOLERANCE)
    assert world.left(after) >= after.written + DAY - world.true - TOLERANCE


@pytest.mark.parametrize("pause", [3 * HOUR, 21 * DAY])
def test_a_pause_that_no_time_server_vouches_for_delays(pause: int) -> None:
    """A clock chip and no time server: nobody can tell the pause from a clock that is wrong."""
    world = World()
    world.run(HOUR)
    written = world.write()
    world.reboot(pause, off=0, synchronised=False)
    world.run(LATER_MS + HOUR)
    assert world.server.time == world.true
    assert world.left(written) == pytest.approx(written.written + DAY + pause - world.true, abs=UNWRITTEN_MS + LOOK)


def test_a_clock_that_is_wrong_after_a_pause_and_not_synchronised_does_not_vouch_for_it() -> None:
    world = World(synchronised=True)
    world.run(HOUR)
    written = world.write()
    world.reboot(HOUR, off=21 * DAY, synchronised=False)
    world.run(LATER_MS + LOOK)
    assert world.left(written) > 0


def test_a_clock_that_stood_still_is_not_believed_over_what_was_written() -> None:
    world = World()
    world.run(DAY)
    newest = world.server.time
    world.reboot(HOUR, off=-DAY, synchronised=False)
    world.run(2 * LATER_MS)
    assert world.server.time > newest
    assert not world.steps


def test_a_clock_that_is_set_while_the_machine_runs_is_believed_without_a_time_server() -> None:
    world = World(off=400 * DAY)
    world.run(HOUR)
    world.off = 0
    world.run(LATER_MS + 2 * LOOK)
    assert world.server.time == world.true


def test_a_clock_that_runs_fast_makes_no_deadline_come_nearer() -> None:
    world = World()
    written = world.write()
    for _ in range(2000):
        world.off += 400
        world.look(LOOK)
    assert abs(world.left(written) - (written.written + DAY - world.true)) <= TOLERANCE


_offs = st.sampled_from([0, 0, -21 * DAY, -HOUR, -LOOK, 3_000, 20_000, HOUR, 30 * DAY, 400 * DAY, -20_000 * DAY])
_durations = st.sampled_from([LOOK, 40_000, SOON_MS, LATER_MS, LATER_MS + SOON_MS, HOUR])
_acts = st.lists(
    st.one_of(
        st.tuples(st.just("run"), _durations),
        st.tuples(st.just("set"), _offs),
        st.tuples(st.just("write"), st.sampled_from([60_000, HOUR, DAY])),
        st.tuples(st.just("restart"), st.sampled_from([1_000, HOUR])),
        st.tuples(st.just("reboot, and the clock ran"), st.sampled_from([30_000, HOUR, 21 * DAY])),
        st.tuples(st.just("reboot, and the clock stood still"), st.sampled_from([30_000, HOUR, 21 * DAY])),
        st.tuples(st.just("sync"), st.booleans()),
        st.tuples(st.just("sleep"), st.sampled_from([LOOK, 20 * HOUR])),
        st.tuples(st.just("leap"), st.sampled_from([20 * HOUR, 400 * DAY])),
    ),
    max_size=25,
)


@given(_acts, st.booleans())
def test_nothing_ends_before_it_really_has_and_everything_ends(acts: list[tuple[str, int]], honest: bool) -> None:
    """Time servers that are believed tell the truth. Where they don't (`honest` is false), the machine isn't rebooted:
    it knows how long it has been running.
    """
    world = World()
    written: list[tuple[Deadline, int]] = []
    tolerance = TOLERANCE
    for act, value in acts:
        before, steps = world.server.time, len(world.steps)
        if act == "run":
            world.run(value)
        elif act == "set":
            world.off = value
            world.synchronised = world.synchronised and (value == 0 or not honest)
        elif act == "write":
            written.append((world.write(value), value))
        elif act == "restart":
            world.restart(value)
        elif act.startswith("reboot") and honest:
            world.reboot(value, off=world.off - (value if "still" in act else 0), synchronised=False)
        elif act == "sync":
            world.off, world.synchronised = (0 if honest and value else world.off), bool(value)
        elif act == "sleep":
            world.look(value)
        elif act == "leap":
            world.leap(value)
            tolerance += LONGEST_MS
        if act != "restart" and len(world.steps) == steps:
            assert world.server.time >= before, "time went back without a step"
        for deadline, duration in written:
            assert world.true - deadline.written >= duration - tolerance or world.left(deadline) > 0
    all_left = [world.left(deadline) for deadline, _ in written]
    world.run(HOUR)
    for (deadline, duration), left in zip(written, all_left, strict=True):
        assert left <= duration + TOLERANCE, "a deadline went away"
        assert world.left(deadline) <= left - HOUR + TOLERANCE, "a deadline doesn't come nearer"
