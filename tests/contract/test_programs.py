"""What programs follow: the change stream without what is personal, and webhooks with their positions."""

from __future__ import annotations

import msgspec
import pytest

from imserver.core import errors, ids
from imserver.core.conversation import GroupSettings, Preferences
from imserver.core.event import Delivery, Edited, GroupChanged, MessageAdded, ReceiptMoved
from imserver.store.base import LOCAL
from imserver.store.records import Webhook
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio


async def followed(town: Town, position: int, limit: int) -> list[Delivery]:
    """All of it, by pieces."""
    found: list[Delivery] = []
    while piece := await town.store.changes.since(found[-1].position if found else position, limit):
        assert len(piece) <= limit
        found += piece
    return found


@pytest.mark.parametrize("limit", [1, 3, 100])
async def test_what_was_committed_is_read_back_in_order(town: Town, limit: int) -> None:
    anna, ben = await town.people("anna", "ben")
    one, two = await town.group(anna, ben), await town.group(anna)
    since = town.token.position
    for number in range(4):
        await town.post(one, anna, f"one {number}")
        await town.post(two, anna, f"two {number}")
    await town.store.annotations.react(one, ben, 1, "👍", True)
    await town.store.annotations.edit(one, anna, 1, "changed", (), NOW)
    await town.store.conversations.change(two, anna, "Title", None)
    await town.store.conversations.set_preferences(one, ben, Preferences(notify="nothing"))
    await town.store.annotations.mark(one, ben, 1, 1)
    found = await followed(town, since, limit)
    live = [each for each in town.heard if each.position > since]
    wanted = [each for each in live if not isinstance(each.event, ReceiptMoved) and each.audience != (ben,)]
    assert [each.position for each in found] == [each.position for each in wanted]
    assert [type(each.event) for each in found] == [type(each.event) for each in wanted]
    assert [set(each.audience or ()) for each in found] == [set(each.audience or ()) for each in wanted]
    texts = [each.event.message.text for each in found if isinstance(each.event, MessageAdded)]
    assert texts == ["changed", "two 0", "one 1", "two 1", "one 2", "two 2", "one 3", "two 3"]
    assert [each.event.text for each in found if isinstance(each.event, Edited)] == ["changed"]
    assert isinstance(found[-1].event, GroupChanged)
    assert await followed(town, town.token.position, limit) == []


async def test_newcomers_are_not_the_audience_of_what_they_cannot_see(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna)
    await town.store.conversations.change(conv, anna, None, GroupSettings(history="joining"))
    since = town.token.position
    await town.post(conv, anna)
    await town.store.conversations.add_members(conv, anna, [ben], None)
    await town.post(conv, anna)
    messages = [each for each in await followed(town, since, 10) if isinstance(each.event, MessageAdded)]
    assert [set(each.audience or ()) for each in messages] == [{anna}, {anna, ben}]


def webhook(town: Town, **fields: object) -> Webhook:
    made = Webhook(
        id=town.new_id(ids.WEBHOOK),
        url="https://example.org/hook",
        secret="whsec_c2VjcmV0",
        convs=(),
        events=("message", "edited"),
        created_by="anna",
        issuer=LOCAL,
        created_at=NOW,
        position=7,
    )
    return msgspec.structs.replace(made, **fields)


async def test_a_webhook_is_kept_with_its_position_and_its_state(town: Town) -> None:
    conv = await town.group(await town.person("anna"))
    one, two = webhook(town), webhook(town, convs=(conv,))
    for each in (one, two):
        await town.store.webhooks.add(each, 10)
    await town.restart()
    assert await town.store.webhooks.all() == [one, two]
    await town.store.webhooks.fail(one.id, "status 500", NOW + 5, disable=False)
    await town.store.webhooks.fail(one.id, "no answer", NOW + 9, disable=False)
    failing = await town.store.webhooks.get(one.id)
    assert (failing.failing_since, failing.disabled_at, failing.error) == (NOW + 5, 0, "no answer")
    await town.store.webhooks.fail(one.id, "no answer", NOW + 20, disable=True)
    assert (await town.store.webhooks.get(one.id)).disabled_at == NOW + 20
    await town.store.webhooks.enable(one.id)
    await town.store.webhooks.advance(one.id, 30)
    await town.store.webhooks.advance(one.id, 20)
    assert await town.store.webhooks.get(one.id) == msgspec.structs.replace(one, position=30)
    await town.store.webhooks.remove(one.id)
    assert await town.store.webhooks.all() == [two]
    for act in (town.store.webhooks.get, town.store.webhooks.remove, town.store.webhooks.enable):
        with refused(errors.NOT_FOUND):
            await act(one.id)


async def test_webhooks_are_few_and_for_conversations_that_exist(town: Town) -> None:
    with refused(errors.UNKNOWN_CONVERSATION):
        await town.store.webhooks.add(webhook(town, convs=("c0",)), 10)
    await town.store.webhooks.add(webhook(town), 1)
    with refused(errors.TOO_MANY):
        await town.store.webhooks.add(webhook(town), 1)


async def test_a_secret_is_not_on_the_disk(town: Town) -> None:
    await town.store.webhooks.add(webhook(town), 1)
    files = [path.read_bytes() for path in town.directory.rglob("*") if path.is_file()]
    assert not any(b"c2VjcmV0" in content for content in files)
