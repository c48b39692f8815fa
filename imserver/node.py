"""The composition root: everything the all-in-one consists of, built once from the settings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from imserver.cache.base import Counters
from imserver.cache.memory import MemoryCounters
from imserver.clock import Clock, wall_clock
from imserver.core.event import Delivery
from imserver.edge.audience import Audiences
from imserver.edge.gateway import Gateway
from imserver.edge.hub import Hub
from imserver.meter import Meter, watch_loop
from imserver.seal import keyring
from imserver.seal.algorithm import fastest
from imserver.seal.envelope import Sealer
from imserver.search.finder import Finder
from imserver.search.index import SearchIndex
from imserver.search.indexer import Indexer
from imserver.services.admin.api_tokens import ApiTokenService
from imserver.services.admin.audit import AuditService
from imserver.services.admin.board import Board
from imserver.services.admin.groups import GroupService
from imserver.services.admin.invites import InviteService
from imserver.services.admin.keys import KeyService
from imserver.services.admin.status import StatusService
from imserver.services.admin.users import UserService
from imserver.services.admin.vitals import Vitals
from imserver.services.auth import access
from imserver.services.auth.access import AccessTokens
from imserver.services.auth.links import LinkService
from imserver.services.auth.passwords import Passwords
from imserver.services.auth.sessions import SessionService
from imserver.services.auth.throttle import LoginThrottle
from imserver.services.media.files import Limits, MediaFiles
from imserver.services.media.sweeper import MediaSweeper
from imserver.services.media.thumbnailer import Thumbnailer
from imserver.services.media.tickets import Tickets
from imserver.services.media.vault import Vault
from imserver.services.messages.messenger import Messenger
from imserver.services.messages.sweeper import Sweeper
from imserver.settings import Settings
from imserver.store.base import Store
from imserver.store.sqlite import SqliteStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    clock: Clock
    store: Store
    hub: Hub
    gateway: Gateway
    access: AccessTokens
    sessions: SessionService
    links: LinkService
    messenger: Messenger
    media: MediaFiles
    tickets: Tickets
    finder: Finder
    indexer: Indexer
    users: UserService
    groups: GroupService
    api_tokens: ApiTokenService
    keys: KeyService
    status: StatusService
    invites: InviteService
    audit: AuditService
    vitals: Vitals
    tuning_record: Path


@asynccontextmanager
async def open_node(settings: Settings, public_url: str) -> AsyncIterator[Node]:
    """Raises `NewerDataError`, and `OSError` where the data directory can't be used."""
    clock = wall_clock
    hub = Hub()
    keys = settings.data_dir / "keys"
    ring = keyring.load(keys / "seal.json")
    sealer = Sealer(ring, fastest())
    access_key = access.load_key(keys / "access.key")
    tokens = AccessTokens(access_key, clock)
    vault = Vault(settings.data_dir / "media", sealer)
    vault.prepare()
    counters = _counters(settings)
    passwords = Passwords()

    def deliver(deliveries: Sequence[Delivery]) -> None:
        audiences.note(deliveries)
        indexer.note(deliveries)
        media_sweeper.note(deliveries)
        vitals.note(deliveries)
        hub.deliver(store.stream.token.epoch, deliveries)

    commits = Meter()
    store = SqliteStore(settings.data_dir / "messages.db", sealer, deliver, commits)
    sessions = SessionService(store, passwords, tokens, LoginThrottle(counters), hub.close_sessions, clock)
    links = LinkService(store, clock, public_url)
    audit = AuditService(store, clock)
    index = SearchIndex(settings.data_dir / "search.db", ring.digest_key)
    indexer = Indexer(index, store.corpus)
    vitals = Vitals(Board(), hub, settings.data_dir, clock)
    audiences = Audiences(store.conversations.audience)
    messenger = Messenger(
        store,
        clock,
        recall_window_s=settings.recall_window,
        send_rate=settings.send_rate,
        counters=counters,
    )
    lag = Meter()
    media_sweeper = MediaSweeper(store, vault, clock)
    limits = Limits(settings.media_max, settings.media_quota, settings.media_free)
    work = [Sweeper(store, clock).run(), indexer.run(), media_sweeper.run(), vitals.run(), watch_loop(lag)]
    chores = [asyncio.create_task(each) for each in work]
    try:
        await sessions.restore_ended()
        yield Node(
            clock=clock,
            store=store,
            hub=hub,
            gateway=Gateway(hub, tokens.verify, messenger, store.stream, audiences),
            access=tokens,
            sessions=sessions,
            links=links,
            messenger=messenger,
            media=MediaFiles(store, vault, Thumbnailer(), clock, limits),
            tickets=Tickets(access_key, clock),
            finder=Finder(index, store.corpus, indexer.freshen),
            indexer=indexer,
            users=UserService(store, passwords, sessions, links, clock, audit),
            groups=GroupService(store, clock, audit),
            api_tokens=ApiTokenService(store, clock, audit),
            keys=KeyService(keys / "seal.json", sealer, clock, audit),
            status=StatusService(store, hub, counters, sealer, public_url, lag, commits),
            invites=InviteService(store, links, clock, audit),
            audit=audit,
            vitals=vitals,
            tuning_record=settings.tuning_record,
        )
    finally:
        for chore in chores:
            chore.cancel()
        await asyncio.wait(chores)
        indexer.close()
        passwords.close()
        await counters.close()
        await store.close()


def _counters(settings: Settings) -> Counters:
    if settings.redis_url is None:
        return MemoryCounters()
    from imserver.cache.redis import RedisCounters  # 6 MB of modules that the embedded default doesn't need

    return RedisCounters(settings.redis_url)
