"""Whatever makes others learn something is limited, or it is said here why not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final, cast, get_args

import pytest
from fastapi.routing import APIRoute

from imserver.cache.memory import MemoryCounters
from imserver.core import frames, limits
from imserver.core.conversation import GroupSettings, Preferences
from imserver.core.effects import Post
from imserver.core.errors import THROTTLED, ImError
from imserver.core.limits import HOUR_S, Limit
from imserver.process.app import ROUTERS
from imserver.services.media.avatars import Avatars
from imserver.services.messages.allowance import Allowance
from imserver.services.messages.service import Messenger
from imserver.store.base import Store
from imserver.system.clock import wall_clock
from tests.client import Person
from tests.server import Server

OWN = "tells nobody but oneself"
SECRET = "a wrong password is counted by login and by address"
RARE = "ends what would repeat it"
FOR_ADMINISTRATORS = "for administrators, who bring in schools at once; what they do stands in the audit log"

WRITES: Final[dict[str, str | tuple[Limit, ...]]] = {
    "POST /api/v1/conversations": (limits.CREATIONS,),
    "PATCH /api/v1/conversations/{id}": (limits.GROUPS, limits.GROUP_CHANGED),
    "PUT /api/v1/conversations/{id}/preferences": (limits.PREFERENCES,),
    "PUT /api/v1/conversations/{id}/silenced/{user}": (limits.VOICES,),
    "DELETE /api/v1/conversations/{id}/silenced/{user}": (limits.VOICES,),
    "PUT /api/v1/conversations/{id}/bans/{user}": (limits.MEMBERS,),
    "DELETE /api/v1/conversations/{id}/bans/{user}": (limits.MEMBERS,),
    "POST /api/v1/conversations/{id}/members": (limits.MEMBERS, limits.GROUP_GREW),
    "DELETE /api/v1/conversations/{id}/members/{user}": (limits.MEMBERS,),
    "PUT /api/v1/blocks/{user}": (limits.BLOCKS,),
    "DELETE /api/v1/blocks/{user}": (limits.BLOCKS,),
    "PATCH /api/v1/me": (limits.NAMES,),
    "PUT /api/v1/me/avatar": (limits.AVATARS,),
    "DELETE /api/v1/me/avatar": (limits.AVATARS,),
    "PUT /api/v1/conversations/{id}/avatar": (limits.AVATARS, limits.GROUP_CHANGED),
    "DELETE /api/v1/conversations/{id}/avatar": (limits.AVATARS, limits.GROUP_CHANGED),
    "POST /api/v1/login": SECRET,
    "POST /api/v1/token": OWN,
    "DELETE /api/v1/token": OWN,
    "POST /api/v1/logout": OWN,
    "POST /api/v1/links/{code}": "a link is good for as many as an administrator said",
    "POST /api/v1/me/password": SECRET,
    "DELETE /api/v1/me/sessions/{id}": OWN,
    "POST /api/v1/me/delete": RARE,
    "POST /api/v1/media": "told nobody until it is sent, and every person has a quota",
    "POST /api/v1/push/subscriptions": OWN,
    "DELETE /api/v1/push/subscriptions": OWN,
    "POST /api/v1/webhooks": FOR_ADMINISTRATORS,
    "DELETE /api/v1/webhooks/{id}": FOR_ADMINISTRATORS,
    "POST /api/v1/webhooks/{id}/enable": FOR_ADMINISTRATORS,
    "POST /api/v1/webhooks/{id}/test": FOR_ADMINISTRATORS,
}
ADMINISTRATION: Final = "/api/v1/admin/"
"""All of it is `FOR_ADMINISTRATORS`."""

SENDING: Final = "by person, as IM_SEND_RATE is set"
FRAMES: Final = {
    "send": SENDING,
    "edit": SENDING,
    "recall": SENDING,
    "react": SENDING,
    "pin": SENDING,
    "mark": SENDING,
    "typing": "by connection, and told in groups of up to 100",
    "auth": "presence is told once it has lasted",
    "ack": OWN,
    "watch": OWN,
    "history": OWN,
    "ping": OWN,
}

CALLS: Final[dict[str, Callable[[Messenger], Awaitable[object]]]] = {
    "POST /api/v1/conversations": lambda messenger: messenger.create_group("ann", "Garden", []),
    "PATCH /api/v1/conversations/{id}": lambda messenger: messenger.change("ann", "c1", None, GroupSettings()),
    "PUT /api/v1/conversations/{id}/preferences": lambda messenger: messenger.set_preferences(
        "ann", "c1", Preferences()
    ),
    "PUT /api/v1/conversations/{id}/silenced/{user}": lambda messenger: messenger.silence("ann", "c1", "bob", on=True),
    "DELETE /api/v1/conversations/{id}/silenced/{user}": lambda messenger: messenger.silence(
        "ann", "c1", "bob", on=False
    ),
    "PUT /api/v1/conversations/{id}/bans/{user}": lambda messenger: messenger.ban("ann", "c1", "bob"),
    "DELETE /api/v1/conversations/{id}/bans/{user}": lambda messenger: messenger.unban("ann", "c1", "bob"),
    "POST /api/v1/conversations/{id}/members": lambda messenger: messenger.add_member("ann", "c1", "bob", None),
    "DELETE /api/v1/conversations/{id}/members/{user}": lambda messenger: messenger.remove_member("ann", "c1", "bob"),
    "PUT /api/v1/blocks/{user}": lambda messenger: messenger.block("ann", "bob", on=True),
    "DELETE /api/v1/blocks/{user}": lambda messenger: messenger.block("ann", "bob", on=False),
    "PATCH /api/v1/me": lambda messenger: messenger.set_name("ann", "Annie"),
}


PICTURES: Final[dict[str, Callable[[Avatars], Awaitable[object]]]] = {
    "PUT /api/v1/me/avatar": lambda avatars: avatars.set_own("ann", 0, _nothing()),
    "DELETE /api/v1/me/avatar": lambda avatars: avatars.remove_own("ann"),
    "PUT /api/v1/conversations/{id}/avatar": lambda avatars: avatars.set_group("ann", "c1", 0, _nothing()),
    "DELETE /api/v1/conversations/{id}/avatar": lambda avatars: avatars.remove_group("ann", "c1"),
}


async def _nothing() -> AsyncIterator[bytes]:
    yield b""


class _Untouched:
    """A store that only knows people: whatever would change it has gone too far."""

    class accounts:
        @staticmethod
        async def get(login_or_id: str) -> Any:
            return type("Account", (), {"id": login_or_id})

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the store's {name} was asked")


def test_every_call_that_changes_something_is_in_the_table() -> None:
    found = {
        f"{method} {route.path}"
        for routers in ROUTERS.values()
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in (route.methods or set()) - {"GET", "HEAD"}
        if not route.path.startswith(ADMINISTRATION)
    }
    assert found == WRITES.keys()
    assert {call for call, rule in WRITES.items() if isinstance(rule, tuple)} == CALLS.keys() | PICTURES.keys()


def test_every_frame_is_in_the_table() -> None:
    assert {frame.__struct_config__.tag for frame in get_args(frames.ClientFrame)} == FRAMES.keys()


@pytest.mark.anyio
@pytest.mark.parametrize("call", [*CALLS, *PICTURES])
async def test_who_has_used_up_the_hour_is_asked_to_wait(call: str) -> None:
    for limit in cast("tuple[Limit, ...]", WRITES[call]):
        counters = MemoryCounters()
        key = f"{limit.name}:{'c1' if limit.name.endswith('-of') else 'ann'}"
        for _ in range(limit.most):
            await counters.increment(key, HOUR_S)
        store: Any = _Untouched()
        messenger = Messenger(store, wall_clock, recall_window_s=1, send_rate=1, counters=counters)
        avatars = Avatars(store, store, store, store, wall_clock, Allowance(counters), store)
        with pytest.raises(ImError) as caught:
            await (CALLS[call](messenger) if call in CALLS else PICTURES[call](avatars))
        assert caught.value.code == THROTTLED
        assert caught.value.code.retry
        assert str(limit.most) in caught.value.message


@pytest.mark.anyio
@pytest.mark.parametrize("frame", [name for name, rule in FRAMES.items() if rule == SENDING])
async def test_frames_that_others_learn_of_share_one_rate(frame: str) -> None:
    messenger = Messenger(
        cast(Store, _Untouched()), wall_clock, recall_window_s=1, send_rate=cast(int, 0.01), counters=MemoryCounters()
    )
    kind = next(kind for kind in get_args(frames.ClientFrame) if kind.__struct_config__.tag == frame)
    given = {"id": 1, "conv": "c1", "seq": 1, "text": "x", "emoji": "👍", "client_id": "x"}
    made = kind(**{name: value for name, value in given.items() if name in kind.__struct_fields__})
    post = Post(1, "c1", cast(Any, "x"), "x")
    with pytest.raises(ImError) as caught:
        await (messenger.post("ann", post, "") if frame == "send" else messenger.apply("ann", made))
    assert caught.value.code == THROTTLED


def test_a_storm_of_names_ends_soon_and_nobody_has_to_begin_anew(site: Server) -> None:
    ann, bob = Person(site, "stormy"), Person(site, "calm")
    ann.direct(bob)
    with bob.device() as device:
        since = device.sync
    with bob.device() as device:
        answers = [ann.call("PATCH", "/me", {"name": f"Name {number}"}) for number in range(limits.NAMES.most + 5)]
        assert [answer.status_code for answer in answers] == [200] * limits.NAMES.most + [429] * 5
        assert answers[-1].json()["error"]["code"] == "throttled"
        assert answers[-1].json()["error"]["retry"]
        assert device.request({"t": "ping"})["t"] == "pong"
        told = [frame for frame in device.frames if frame["t"] == "profile" and frame["user"]["id"] == ann.id]
        assert len(told) == limits.NAMES.most
        assert bob.call("PATCH", "/me", {"name": "Calm"}).status_code == 200, "others have their own allowance"
    with bob.device(since) as device:
        assert device.ready["mode"] == "resumed"
        told = [frame for frame in device.frames if frame["t"] == "profile" and frame["user"]["id"] == ann.id]
        assert [frame["user"]["name"] for frame in told] == [f"Name {limits.NAMES.most - 1}"]


def test_a_teacher_adds_a_class_by_hand(site: Server) -> None:
    teacher = Person(site, "teacher")
    rows = [{"login": f"pupil{number}", "name": f"Pupil {number}"} for number in range(40)]
    made = site.admin.post("/api/v1/admin/users/import", json={"rows": rows}).raise_for_status().json()
    group = teacher.group()
    for pupil in made["created"]:
        teacher.call("POST", f"/conversations/{group}/members", {"user": pupil["id"]}).raise_for_status()
    assert teacher.call("GET", f"/conversations/{group}").json()["member_count"] == 41


def test_strangers_and_members_do_not_use_up_what_a_group_has(site: Server) -> None:
    owner, member, stranger = (Person(site, login) for login in ("boss", "hand", "passer-by"))
    group = owner.group(member)
    for person in (stranger, member):
        for number in range(limits.GROUP_CHANGED.most // 2):
            assert person.call("PATCH", f"/conversations/{group}", {"title": f"T {number}"}).status_code == 403
    assert owner.call("PATCH", f"/conversations/{group}", {"title": "Mine"}).status_code == 200


def test_whoever_is_added_again_and_again_can_still_leave(site: Server) -> None:
    """What takes away isn't counted by group."""
    assert limits.GROUP_GREW not in cast(tuple[Limit, ...], WRITES["DELETE /api/v1/conversations/{id}/members/{user}"])
    assert limits.GROUP_CHANGED.most + limits.GROUP_GREW.most < 1000
