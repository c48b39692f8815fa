"""A wrong clock takes no subscription away, disables no webhook, and deletes no file that is just coming in."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import jwt
import pytest

from imserver.core.attachment import Attachment
from imserver.core.discipline import Checkpoint, Step
from imserver.core.message import Draft
from imserver.seal.envelope import Sealer
from imserver.services.media import sweeper
from imserver.services.media.blob_store import BlobStore
from imserver.services.media.sweeper import MediaSweeper
from imserver.services.push import sender, workers
from imserver.services.push.destination import Destinations, PushResponse
from imserver.services.push.event_log import EventLog
from imserver.services.push.sender import Sender
from imserver.services.push.vapid import LIFETIME_S, Vapid
from imserver.services.push.workers import WebhookWorkers
from imserver.store.records import Upload
from imserver.system.supervisor import Supervisor
from tests.contract.test_programs import webhook
from tests.contract.test_push import due, enqueue, subscribe
from tests.contract.town import NOW, RING, Town

pytestmark = pytest.mark.anyio

DAY = 24 * 3_600_000
YEARS = 400 * DAY


class Vendor:
    """Answers with `status`, and says what time it is where that is right."""

    def __init__(self) -> None:
        self.status = 403
        self.asked: list[Mapping[str, str]] = []

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> PushResponse:
        self.asked.append(headers)
        return PushResponse(self.status, date=NOW / 1000)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


async def run_until(running: Coroutine[Any, Any, None], happened: asyncio.Event) -> None:
    task = asyncio.create_task(running)
    async with asyncio.timeout(30):
        await happened.wait()
    task.cancel()
    await asyncio.wait([task])


@pytest.mark.parametrize(("off", "kept"), [(-21 * DAY, True), (YEARS, True), (60_000, False)])
async def test_who_is_refused_for_the_wrong_time_keeps_the_subscription(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, off: int, kept: bool
) -> None:
    monkeypatch.setattr(sender, "seal", lambda plain, subscription: plain)
    anna, ben = await town.people("anna", "ben")
    conv = await town.group(anna, ben)
    await subscribe(town, ben)
    await town.post(conv, anna)
    await enqueue(town, ben, conv, 1)
    [notice] = await due(town)
    vendor, clock = Vendor(), Clock()
    clock.now += off
    vapid = Vapid(tmp_path / "vapid.pem", "", clock)
    await Sender(town.store, vapid, cast(Destinations, vendor), clock, with_text=False)._send(notice)
    assert len(vendor.asked) == 1
    await town.post(conv, anna)
    assert await enqueue(town, ben, conv, 2) == (1 if kept else 0)


async def test_a_vendor_is_not_shown_a_time_that_was_wrong(tmp_path: Path) -> None:
    clock = Clock()
    vapid = Vapid(tmp_path / "vapid.pem", "", clock)
    for now in (NOW, NOW + YEARS, NOW):
        clock.now = now
        token = vapid.authorization("https://push.example.org/1").removeprefix("vapid t=").partition(",")[0]
        assert jwt.decode(token, options={"verify_signature": False})["exp"] == now // 1000 + LIFETIME_S


async def test_a_webhook_that_fails_is_not_disabled_by_a_step(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FIRST_WAIT_S", 0.01)
    anna = await town.person("anna")
    conv = await town.group(anna)
    clock, hook = Clock(), webhook(town, position=town.store.changes.token.position)
    await town.store.webhooks.add(hook, 10)
    feed = EventLog(town.store.changes)
    monkeypatch.setattr(town, "listen", feed.note)

    class Program(Vendor):
        taken = asyncio.Event()

        async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> PushResponse:
            if len(self.asked) == 1:
                await town.store.timeline.shift(Step(clock.now, YEARS), Checkpoint(time=clock.now + YEARS, boot="b"))
                clock.now += YEARS
            if len(self.asked) == 3:
                self.status = 204
                self.taken.set()
            return await super().post(url, body, headers)

    program = Program()
    await town.store.messages.append(Draft(conv, anna, uuid4(), "hello", "", NOW))
    supervisor = Supervisor(clock)
    told = WebhookWorkers(town.store, feed, cast(Destinations, program), clock, supervisor, days=5)
    await run_until(told.run(), program.taken)
    await supervisor.close()
    assert (await town.store.webhooks.get(hook.id)).disabled_at == 0


async def test_a_file_that_is_just_coming_in_stays_whatever_its_age(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeper, "EVERY_S", 0.01)
    monkeypatch.setattr(sweeper, "SETTLED_S", 0.05)
    anna = await town.person("anna")
    conv = await town.group(anna)
    vault = BlobStore(tmp_path / "media", Sealer(RING))
    coming, orphan = ("f" + digit * 15 for digit in "12")
    for name in (coming, orphan):
        with vault.draft(name) as draft:
            draft.write(b"content")
            draft.finish()
            draft.keep()

    class Known:
        """The store hears of the upload after the sweeper has looked for the first time."""

        def __init__(self) -> None:
            self.asked = 0

        def __getattr__(self, name: str) -> Any:
            return getattr(town.store.media, name)

        async def known(self, media: Any) -> set[str]:
            found = await town.store.media.known(media)
            if not self.asked:
                file = Attachment(coming, "a.txt", "text/plain", 7)
                await town.store.media.add(Upload(file, anna, NOW + YEARS), conv, 0)
            self.asked += 1
            return found

    class Store:
        media = Known()

    loop, removed = asyncio.get_running_loop(), asyncio.Event()
    remove = vault.remove

    def remove_and_tell(media: str) -> None:
        remove(media)
        loop.call_soon_threadsafe(removed.set)

    monkeypatch.setattr(vault, "remove", remove_and_tell)
    await run_until(MediaSweeper(cast(Any, Store()), vault, lambda: NOW + YEARS).run(), removed)
    assert set(vault.kept()) == {coming}
