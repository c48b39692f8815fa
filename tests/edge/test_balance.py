"""What a gateway makes of what HAProxy tells with its checks: whom it lets go, and whom it keeps."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from imserver.edge.balance import KNOWN_S, MAX_PROXIES, PATIENCE_S, Share, excess, parse
from tests.edge.virtual import CHECK_S, Loop, World, told, virtual_loop

NUMBERS = st.integers(0, 10**9 - 1)
SHARES = st.builds(Share, st.text(max_size=5), NUMBERS, NUMBERS, NUMBERS, NUMBERS)
LIKELY = st.builds(
    lambda own, others, weight, weights: Share("", own, own + others, weight, weight + weights),
    st.integers(0, 20_000),
    st.integers(0, 20_000),
    st.integers(1, 4),
    st.integers(0, 8),
)


def test_what_haproxy_writes_is_understood() -> None:
    for status in ("UP", "UP 1/2", "DOWN", "NOLB", "no check"):
        header = told(13, 22, 1, 2, "lb1").replace("UP", status)
        assert parse(header) == Share("lb1", 13, 22, 1, 2)
    assert parse("UP; weight=0/1; scur=0/0") == Share("", 0, 0, 0, 1)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "UP",
        "UP; node=a; weight=1/2",
        "UP; node=a; scur=1/2",
        "UP; weight=-1/2; scur=1/2",
        "UP; weight=1/2; scur=1/2/3",
        "UP; weight=1/2; scur=1e3/2",
        f"UP; weight=1/2; scur={'9' * 4000}/1",
        "weight=;scur=",
    ],
)
def test_anything_else_tells_nothing(header: str) -> None:
    assert parse(header) is None


@given(st.text(), NUMBERS, NUMBERS)
def test_no_header_breaks_anything(text: str, own: int, total: int) -> None:
    for header in (text, f"{text};weight={text}; scur={text}", f"{text};{told(own, total)};{text}"):
        share = parse(header)
        if share is not None:
            assert 0 <= excess([share], 10) <= 10


@given(st.lists(SHARES, min_size=1, max_size=5), NUMBERS, NUMBERS, NUMBERS)
def test_nothing_absurd_comes_of_absurd_numbers(
    shares: list[Share], present: int, leaving: int, returning: int
) -> None:
    found = excess(shares, present, leaving, returning)
    assert 0 <= found <= present
    assert excess(shares, present, leaving + 1, returning + 1) <= found


@given(st.lists(LIKELY, min_size=1, max_size=5), st.booleans())
def test_never_more_than_is_above_the_fair_share(shares: list[Share], is_evening_out: bool) -> None:
    fair = sum(share.total * share.weight / share.weights for share in shares)
    found = excess(shares, own(shares), is_evening_out=is_evening_out)
    assert found <= max(0.0, own(shares) - fair) + 1e-6, "but for rounding"
    assert found == 0 or is_evening_out or found > 5
    assert excess(shares, own(shares)) <= excess(shares, own(shares), is_evening_out=True)


@given(st.lists(LIKELY, min_size=1, max_size=5), st.integers(0, 10_000), st.integers(0, 100))
def test_a_drained_one_has_all_too_many(shares: list[Share], present: int, leaving: int) -> None:
    """However many of them HAProxy counts: after it was loaded anew it counts from 0."""
    assert excess(drained(shares), present, leaving) == max(0, present - leaving)


@given(SHARES, st.integers(0, 9), st.integers(0, 10_000))
def test_where_nobody_else_is_there_nobody_goes(share: Share, weight: int, present: int) -> None:
    """Be it drained or not."""
    assert excess([Share("", share.own, share.total, weight, 0)], present) == 0
    assert excess([Share("", share.own, share.total, weight + 1, weight + 1)], present) == 0
    assert excess([Share("", share.own, share.own, weight, 0), Share("", 0, 0, 0, 0)], present) == 0


@given(st.lists(LIKELY, min_size=1, max_size=5), st.integers(0, 9), st.integers(0, 9))
def test_a_proxy_without_connections_changes_nothing(shares: list[Share], weight: int, others: int) -> None:
    assume(own(shares))
    idle = Share("idle", 0, 0, weight, weight + others)
    for each in (shares, drained(shares)):
        assert excess([*each, idle], own(shares)) == excess(each, own(shares))


@given(st.lists(LIKELY, min_size=1, max_size=3), LIKELY)
def test_whom_one_of_two_proxies_drains_stays_for_the_other(shares: list[Share], other: Share) -> None:
    """Who would be sent away could as well have come by that one, and would come back."""
    assume(own(shares))
    present = own(shares) + other.own
    assert excess([*shares, *drained([other])], present) == excess(shares, present)


@given(st.integers(0, 20_000), st.integers(0, 20_000))
def test_two_that_both_follow_it_never_swap_who_has_too_many(one: int, other: int) -> None:
    def above(each: int, *, is_evening_out: bool = False) -> int:
        return excess([Share("", each, one + other, 1, 2)], each, is_evening_out=is_evening_out)

    moved = above(one) - above(other)
    after = (one - moved, other + moved)
    assert (after[0] - after[1]) * (one - other) >= 0
    assert not moved or [above(each, is_evening_out=True) for each in after] == [0, 0]


def own(shares: list[Share]) -> int:
    return sum(share.own for share in shares)


def drained(shares: list[Share]) -> list[Share]:
    return [Share(each.proxy, each.own, each.total, 0, each.weights) for each in shares]


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Loop:
    return virtual_loop(monkeypatch)


def lopsided(loop: Loop, processes: int, people: int, edges: int = 1, check_s: float = CHECK_S) -> World:
    """One process was away, comes back, and has nobody."""
    world = World(loop, processes, edges, check_s)
    world.processes[0].is_up = False
    for number in range(people):
        world.connect(number)
    loop.run(10)
    assert not world.asked
    world.processes[0].is_up = True
    return world


@pytest.mark.parametrize(
    ("processes", "people", "edges", "check_s", "within_s"),
    [
        (2, 20, 1, CHECK_S, 60),
        (2, 150, 1, CHECK_S, 30),
        (2, 10_000, 1, CHECK_S, 40),
        (2, 10_000, 2, CHECK_S, 40),
        (2, 1000, 1, 3.0, 60),
        (3, 900, 1, CHECK_S, 60),
        (4, 2000, 2, CHECK_S, 60),
        (8, 2000, 1, CHECK_S, 60),
    ],
)
def test_who_comes_back_has_its_share_soon(
    loop: Loop, processes: int, people: int, edges: int, check_s: float, within_s: float
) -> None:
    """And nobody was asked to reconnect more often than once, nor more people than it takes."""
    world = lopsided(loop, processes, people, edges, check_s)
    loop.run(within_s)
    assert world.most_off <= 0.1, world.shares
    loop.run(300)
    assert world.most_off <= 0.1, world.shares
    assert sum(world.shares) == people
    assert max(world.asked.values()) == 1
    assert sum(world.asked.values()) <= people / processes * 1.1


def test_who_takes_a_while_to_come_back_is_not_missed_meanwhile(loop: Loop) -> None:
    """Else more are asked to go than the other one lacks."""
    world = lopsided(loop, 2, 1000)
    world.back_s = (2.0, 2.9)
    loop.run(300)
    assert world.most_off <= 0.1, world.shares
    assert sum(world.asked.values()) <= 500


def test_while_others_come_and_go_too(loop: Loop) -> None:
    world = lopsided(loop, 3, 3000)
    world.change(30, 1.0)
    loop.run(60)
    assert world.most_off <= 0.1, world.shares
    assert max(world.asked.values()) == 1
    before = sum(world.asked.values())
    loop.run(600)
    assert sum(world.asked.values()) == before


@pytest.mark.parametrize(("processes", "edges"), [(1, 1), (2, 1), (3, 2)])
def test_of_even_shares_nobody_is_asked_to_go(loop: Loop, processes: int, edges: int) -> None:
    world = World(loop, processes, edges)
    for number in range(500):
        world.connect(number)
    world.change(50, 1.0)
    loop.run(600)
    assert not world.asked


@pytest.mark.parametrize(("people", "within_s"), [(150, 30), (10_000, 100)])
def test_a_drained_one_has_nobody_soon_and_its_share_when_it_is_back(loop: Loop, people: int, within_s: int) -> None:
    world = World(loop, 2)
    for number in range(2 * people):
        world.connect(number)
    loop.run(5)
    gateway = world.processes[0]
    gateway.weights = [0]
    loop.run(within_s)
    assert world.shares == [0, 2 * people]
    assert set(world.asked.values()) == {1}
    assert len(world.asked) == people
    gateway.weights = [1]
    loop.run(90)
    assert world.most_off <= 0.1, world.shares


def test_one_that_is_brought_back_while_it_is_drained_keeps_the_rest(loop: Loop) -> None:
    world = World(loop, 2)
    for number in range(2000):
        world.connect(number)
    world.processes[0].weights = [0]
    loop.run(3)
    world.processes[0].weights = [1]
    loop.run(60)
    assert world.most_off <= 0.1, world.shares
    assert len(world.asked) < 1000


def test_drained_by_one_of_two_proxies_it_keeps_those_of_the_other(loop: Loop) -> None:
    world = World(loop, 2, edges=2)
    for number in range(1000):
        world.connect(number)
    world.processes[0].weights = [0, 1]
    loop.run(120)
    assert not world.asked
    world.processes[0].weights = [0, 0]
    loop.run(60)
    assert world.shares == [0, 1000]
    assert set(world.asked.values()) == {1}


def checked(world: World, own: int, total: int, seconds: float, weight: int = 1) -> int:
    """How many were asked to go while HAProxy told this, every second."""
    before = sum(world.asked.values())
    for _ in range(int(seconds)):
        world.processes[0].balance.hear(told(own, total, weight))
        world.loop.run(1)
    return sum(world.asked.values()) - before


@pytest.fixture
def crowd(loop: Loop) -> World:
    """One process with a hundred people, which nobody checks."""
    world = World(loop, 2, edges=1, check_s=1e9)
    world.processes[1].is_up = False
    for number in range(100):
        world.connect(number)
    world.processes[1].is_up = True
    return world


def test_what_is_soon_over_lets_nobody_go(crowd: World) -> None:
    for _ in range(20):
        assert not checked(crowd, 100, 100, PATIENCE_S)
        assert not checked(crowd, 50, 100, 1)
    assert checked(crowd, 100, 100, PATIENCE_S + 1)


def test_what_was_told_long_ago_counts_no_more(crowd: World) -> None:
    assert not checked(crowd, 100, 100, PATIENCE_S)
    crowd.loop.run(KNOWN_S)
    assert not checked(crowd, 100, 100, PATIENCE_S)


def test_after_a_reload_of_haproxy_a_drained_one_lets_all_go_whom_that_does_not_count(crowd: World) -> None:
    """What one that was told to end still has is checked no more, and the new one counts from 0."""
    assert not checked(crowd, 0, 0, 60)
    crowd.processes[0].weights = [0]
    assert checked(crowd, 0, 0, 60, weight=0) == 100


def test_a_process_that_ends_hears_nothing(crowd: World) -> None:
    crowd.processes[0].hub.draining = True
    assert not checked(crowd, 100, 100, 60)


def test_names_of_proxies_are_kept_a_few(crowd: World) -> None:
    balance = crowd.processes[0].balance
    for number in range(1000):
        balance.hear(told(100, 100, node=f"pi{number}"))
    assert len(balance._shares) == MAX_PROXIES
