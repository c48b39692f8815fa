"""Whom a notice names, once it is sent."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from imserver.core import ids
from imserver.core.account import Profile
from imserver.services.push.destination import Destinations
from imserver.services.push.sender import Sender
from imserver.services.push.vapid import Vapid
from imserver.store.records import DeviceSession, PushSubscription, Unseen
from tests.contract.town import NOW, Town
from tests.fake_vendor import Browser, Listener, decode

pytestmark = pytest.mark.anyio


async def subscribe(town: Town, user: str, phone: Browser) -> None:
    session = DeviceSession(
        id=town.new_id(ids.SESSION), user=user, device="phone", created_at=NOW, refreshed_at=NOW, expires_at=NOW * 2
    )
    await town.store.sessions.add(session)
    given = phone.subscription()
    subscription = PushSubscription(
        id=town.new_id(ids.PUSH),
        user=user,
        session=session.id,
        endpoint=given["endpoint"],
        p256dh=decode(given["keys"]["p256dh"]),
        auth=decode(given["keys"]["auth"]),
        created_at=NOW,
    )
    await town.store.push.subscribe(subscription, 5)


async def told(town: Town, phone: Browser, folder: Path) -> list[dict[str, Any]]:
    """What the phone has got when nothing is left to be sent."""
    destinations = Destinations(private=True)
    vapid = Vapid(folder / "vapid.pem", "", lambda: NOW)
    task = asyncio.create_task(Sender(town.store, vapid, destinations, lambda: NOW, with_text=True).run())
    async with asyncio.timeout(30):
        while (await town.store.push.due(NOW, 5))[0]:  # noqa: ASYNC110 - nothing tells when all is sent
            await asyncio.sleep(0.02)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    await destinations.close()
    return phone.notices()


@pytest.mark.parametrize("blocker", ["reader", "writer"])
@pytest.mark.parametrize("left", [True, False])
async def test_where_the_heard_one_is_recalled_no_other_one_takes_its_place(
    town: Town, tmp_path: Path, blocker: str, left: bool
) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await town.group(carl, anna, ben)
    if left:
        await town.post(conv, carl, "**still** there, 2*3*4")
    pair = (anna, ben) if blocker == "reader" else (ben, anna)
    await town.store.blocks.set(*pair, on=True)
    unheard = await town.post(conv, ben, "from whom they don't hear")
    heard = await town.post(conv, carl, "a slip")
    with Listener() as vendor:
        phone = Browser(vendor)
        await subscribe(town, anna, phone)
        assert await town.store.push.enqueue([Unseen(anna, conv, heard.seq)], 1, NOW) == 1
        await town.store.annotations.recall(conv, carl, heard.seq, NOW, 60_000)
        notices = await told(town, phone, tmp_path)
    assert [(notice["name"], notice["text"]) for notice in notices] == (
        [("Carl", "still there, 2*3*4")] if left else []
    )
    assert unheard.seq < heard.seq


@pytest.mark.parametrize("apart", [False, True])
async def test_a_note_of_the_administration_names_no_member(town: Town, tmp_path: Path, apart: bool) -> None:
    """Nor is it left out where the member whose message it is on the wire is blocked."""
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await town.group(carl, anna, ben)
    await town.store.conversations.set_avatar(conv, carl, town.new_id(ids.AVATAR), NOW)
    await town.store.conversations.set_avatar(conv, None, "", NOW, Profile("", "", ""))
    note = (await town.store.messages.page(conv, anna, None, None, 1)).messages[0]
    reader = next(user for user in (anna, ben) if user != note.sender)
    told_of = note.seq
    if apart:
        await town.store.blocks.set(reader, note.sender, on=True)
        told_of = (await town.post(conv, carl, "a slip")).seq
    with Listener() as vendor:
        phone = Browser(vendor)
        await subscribe(town, reader, phone)
        assert await town.store.push.enqueue([Unseen(reader, conv, told_of)], 1, NOW) == 1
        if apart:
            await town.store.annotations.recall(conv, carl, told_of, NOW, 60_000)
        [notice] = await told(town, phone, tmp_path)
    assert (notice["seq"], notice["sender"], notice["name"]) == (note.seq, "", "")
    assert notice["text"].startswith("An administrator at the server removed the picture")


async def test_who_is_blocked_after_they_wrote_is_not_named(town: Town, tmp_path: Path) -> None:
    anna, ben, carl = await town.people("anna", "ben", "carl")
    conv = await town.group(carl, anna, ben)
    seq = (await town.post(conv, ben, "hello")).seq
    with Listener() as vendor:
        phone = Browser(vendor)
        await subscribe(town, anna, phone)
        assert await town.store.push.enqueue([Unseen(anna, conv, seq)], 1, NOW) == 1
        await town.store.blocks.set(anna, ben, on=True)
        assert await told(town, phone, tmp_path) == []
