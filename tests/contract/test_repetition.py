"""Whatever was done can be asked for once more: it is answered as before, and nothing changes, for anybody."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imserver.core.conversation import GroupSettings, MemberRole, Preferences
from imserver.core.errors import ImError
from tests.contract.engines import PARAMETERS, Open
from tests.contract.test_annotations import say
from tests.contract.town import NOW, Town

WINDOW = 60_000
Change = Callable[[Town, str, str, str, int, bool], Awaitable[object]]
"""What the town's `actor` does in `conv` to the person `other`, or to the message `seq`."""

ROLES = {
    f"role {role}": lambda town, conv, actor, other, seq, on, role=role: town.store.conversations.add_members(
        conv, actor, [other], role
    )
    for role in (*MemberRole, None)
}
CHANGES: dict[str, Change] = {
    "edit": lambda town, conv, actor, other, seq, on: town.store.annotations.edit(
        conv, actor, seq, f"text {on}", (other,) if on else (), NOW
    ),
    "recall": lambda town, conv, actor, other, seq, on: town.store.annotations.recall(
        conv, actor, seq, NOW + 2 * WINDOW * on, WINDOW
    ),
    "react": lambda town, conv, actor, other, seq, on: town.store.annotations.react(conv, actor, seq, "👍", on),
    "pin": lambda town, conv, actor, other, seq, on: town.store.annotations.pin(conv, actor, seq, on),
    "mark": lambda town, conv, actor, other, seq, on: town.store.annotations.mark(conv, actor, seq, seq + on),
    "title": lambda town, conv, actor, other, seq, on: town.store.conversations.change(conv, actor, f"T{on}", None),
    "settings": lambda town, conv, actor, other, seq, on: town.store.conversations.change(
        conv, actor, None, GroupSettings(posting="admins" if on else "everybody")
    ),
    "preferences": lambda town, conv, actor, other, seq, on: town.store.conversations.set_preferences(
        conv, actor, Preferences(pinned=on)
    ),
    "silence": lambda town, conv, actor, other, seq, on: town.store.conversations.silence(conv, actor, other, on),
    "ban": lambda town, conv, actor, other, seq, on: town.store.conversations.ban(conv, actor, other),
    "unban": lambda town, conv, actor, other, seq, on: town.store.conversations.unban(conv, actor, other),
    "remove": lambda town, conv, actor, other, seq, on: town.store.conversations.remove_member(conv, actor, other),
    "leave": lambda town, conv, actor, other, seq, on: town.store.conversations.remove_member(conv, actor, actor),
    "block": lambda town, conv, actor, other, seq, on: town.store.blocks.set(actor, other, on),
    "name": lambda town, conv, actor, other, seq, on: town.store.accounts.set_name(actor, f"Name {on}"),
    **ROLES,
}
STEPS = st.tuples(
    st.sampled_from(sorted(CHANGES)),
    st.booleans(),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(1, 3),
    st.booleans(),
)


async def everything(town: Town, people: list[str]) -> list[Any]:
    """All that people can see of it."""
    found: list[Any] = []
    for user in people:
        found += await town.store.conversations.of_user(user)
        found.append(await town.store.blocks.of_user(user))
        for view in await town.store.conversations.of_user(user):
            found.append(await town.history(view.id, user))
    return found


@pytest.mark.parametrize("engine", PARAMETERS)
@given(steps=st.lists(STEPS, min_size=1, max_size=10))
@settings(max_examples=20)
def test_whatever_was_done_can_be_asked_again(engine: Open, steps: list[tuple[str, bool, int, int, int, bool]]) -> None:
    async def play(folder: Path) -> None:
        town = Town(engine, folder)
        people = await town.people("anna", "ben", "carl")
        group, direct = await town.group(*people), await town.direct(*people[:2])
        for conv in (group, direct):
            for sender in people[:2]:
                await say(town, conv, sender)
        for what, in_group, one, two, seq, on in steps:
            change, actor, other = CHANGES[what], people[one], people[two]
            where = group if in_group else direct
            try:
                await change(town, where, actor, other, seq, on)
            except ImError:
                continue
            heard, seen = len(town.heard), await everything(town, people)
            await change(town, where, actor, other, seq, on)
            assert town.heard[heard:] == [], what
            assert await everything(town, people) == seen, what
        await town.store.close()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder)))
