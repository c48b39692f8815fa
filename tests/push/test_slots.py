"""Places for requests: what one person's, or one host's, endpoints can take of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imserver.services.push.slots import AT_ONCE, PER_ORIGIN, PER_PERSON, Slots, origin_of
from imserver.store.records import PushNotice, PushSubscription


def subscription(user: str, number: int, origin: str) -> PushSubscription:
    return PushSubscription(
        id=f"{user}-{number}",
        user=user,
        session="s1",
        endpoint=f"{origin}/{number}",
        p256dh=b"",
        auth=b"",
        created_at=0,
    )


def notice(user: str, number: int = 0, origin: str = "https://push.example.org") -> PushNotice:
    return PushNotice(subscription=subscription(user, number, origin), conv="c1", seq=1, since=0, attempts=0)


WISHES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5), st.sampled_from("abc")), max_size=300)


@given(WISHES, st.lists(st.integers(0, 299), max_size=50))
def test_no_person_and_no_host_takes_the_places_of_the_others(
    wishes: list[tuple[int, int, str]], ends: list[int]
) -> None:
    slots = Slots()
    taken: list[PushSubscription] = []
    for number, (user, each, host) in enumerate(wishes):
        wanted = subscription(f"u{user}", each, f"https://{host}.example")
        if slots.take(wanted, number):
            taken.append(wanted)
        if number in ends and taken:
            slots.give_back(taken.pop(), number)
    for key, most in (("user", PER_PERSON), ("id", 1)):
        values = [getattr(each, key) for each in taken]
        assert all(values.count(value) <= most for value in values)
    origins = [origin_of(each.endpoint) for each in taken]
    assert all(origins.count(origin) <= PER_ORIGIN for origin in origins)
    assert slots.free == AT_ONCE - len(taken) >= 0
    busy = slots.busy()
    users = [each.user for each in taken]
    assert set(busy.subscriptions) == {each.id for each in taken}
    assert set(busy.users) == {user for user in users if users.count(user) == PER_PERSON}


def test_whose_endpoints_took_much_time_waits_for_who_took_little() -> None:
    slots = Slots()
    for number in range(3):
        slow = subscription("slow", number, "https://push.example.org")
        assert slots.take(slow, number * 10.0)
        slots.give_back(slow, number * 10.0 + 10)
    waiting = [notice("slow", 3), notice("slow", 4), notice("new"), notice("other")]
    assert [each.subscription.user for each in slots.in_turn(waiting, 30.0)] == ["new", "other", "slow", "slow"]
    assert [each.subscription.user for each in slots.in_turn(waiting, 1e6)][:2] == ["slow", "slow"], "long ago"
