"""The composition root: everything that a process consists of, built once from the settings.

Services that share a process call one another directly. The store is here where the messages service is, and
otherwise at the other end of a link.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlsplit

import imserver
from imserver.bus.base import Bus
from imserver.bus.memory import MemoryBus
from imserver.cache.base import Cache, Counters
from imserver.cache.memory import MemoryCounters
from imserver.cache.values import MemoryCache, TieredCache
from imserver.cluster import join, online
from imserver.cluster.join import Handovers, LocalHandovers
from imserver.cluster.online import Attendance
from imserver.cluster.processes import Crew
from imserver.core.errors import CloseCode
from imserver.core.event import Delivery
from imserver.edge import gateway as edge
from imserver.edge.fanout_sink import GatewaySink
from imserver.edge.gateway import Gateway, relay_nowhere
from imserver.edge.hub import Hub
from imserver.edge.member_cache import Audiences
from imserver.fanout.publisher import Outlets
from imserver.process.remote import MESSENGER, open_gateway, open_remote
from imserver.rpc import address
from imserver.rpc.address import Address, Credentials
from imserver.rpc.proxy import Remote, serve
from imserver.rpc.server import LinkServer
from imserver.rpc.wire import KNOWN, PROTOCOL, Hello, encode
from imserver.seal import keyring
from imserver.seal.algorithm import fastest
from imserver.seal.envelope import Sealer
from imserver.search.finder import Finder
from imserver.search.index import SearchIndex
from imserver.search.indexer import Indexer
from imserver.services.admin.api_tokens import ApiTokenService
from imserver.services.admin.audit import AuditService
from imserver.services.admin.enrolment import EnrolmentService
from imserver.services.admin.groups import GroupService
from imserver.services.admin.invites import InviteService
from imserver.services.admin.keys import KeyService
from imserver.services.admin.sensors import Board
from imserver.services.admin.server import ServerService
from imserver.services.admin.status import StatusService
from imserver.services.admin.users import UserService
from imserver.services.admin.vitals import Vitals
from imserver.services.auth.known_devices import KnownDevices
from imserver.services.auth.links import LinkService
from imserver.services.auth.passwords import Passwords
from imserver.services.auth.refresh import RefreshTokens
from imserver.services.auth.sessions import SessionService
from imserver.services.auth.throttle import LoginThrottle
from imserver.services.media.avatars import Avatars
from imserver.services.media.blob_store import Vault
from imserver.services.media.content import Contents
from imserver.services.media.service import Limits, MediaFiles
from imserver.services.media.sweeper import MediaSweeper
from imserver.services.media.thumbnailer import Thumbnailer
from imserver.services.media.tickets import Tickets
from imserver.services.messages.allowance import Allowance
from imserver.services.messages.service import Messenger
from imserver.services.messages.sweeper import Sweeper
from imserver.services.push.service import PushService, Rules, open_push
from imserver.services.push.vapid import Vapid
from imserver.services.registry import ABSENT, Node
from imserver.services.server_time import ServerTime, ServerTimeState
from imserver.settings import Service, Settings
from imserver.store import remote as remote_store
from imserver.store.base import Store
from imserver.store.cached import CachedStore
from imserver.store.sqlite import SqliteStore
from imserver.system.certificate import ShownCertificate
from imserver.system.clock import TOPIC, Clock, FollowedTime, wall_clock
from imserver.system.listeners import tell_all
from imserver.system.machine_clock import MachineClock, boot_id
from imserver.system.metrics import Meter, watch_loop
from imserver.system.supervisor import Supervisor, Work
from imserver.tokens import access
from imserver.tokens.access import AccessTokens

if TYPE_CHECKING:
    from imserver.redis.client import RedisServer


NO_PUSH: Final = PushService(ABSENT, ABSENT, ABSENT)


@dataclass(slots=True, kw_only=True)
class _Ground:
    """What services stand on: the same whether the store is here or elsewhere."""

    clock: Clock
    supervisor: Supervisor
    store: Store
    hub: Hub
    counters: Counters
    bus: Bus
    access_key: bytes
    refresh_key: bytes
    tokens: AccessTokens
    crew: Crew
    attendance: Attendance
    end_sessions: Callable[[Collection[str], CloseCode], None]
    lag: Meter
    commits: Meter
    clock_state: Callable[[], ServerTimeState] = ABSENT
    on_renamed: Callable[[str], None] = lambda name: None
    listeners: list[Callable[[Sequence[Delivery]], None]] = field(default_factory=list)
    chores: dict[str, Work] = field(default_factory=dict)


@asynccontextmanager
async def open_node(settings: Settings, public_url: str) -> AsyncIterator[Node]:
    """Raises `NewerDataError`, `OSError` where the data directory can't be used; `AbsentError`, `RefusedError`,
    `AddressError` where other processes can't be reached; `RedisUnusableError`, `RedisUrlError`.
    """
    async with AsyncExitStack() as closing:
        supervisor = Supervisor(wall_clock)
        closing.push_async_callback(supervisor.close)
        redis, counters, bus = await _open_engines(settings, closing)
        opener = _open_core if Service.MESSAGES in settings.services else _open_outpost
        node, chores = await opener(settings, public_url, supervisor, redis, counters, bus, closing)
        for name, work in chores.items():
            supervisor.start(name, work)
        try:
            yield node
        finally:
            await supervisor.close()  # before what they use


async def _open_engines(settings: Settings, closing: AsyncExitStack) -> tuple[RedisServer | None, Counters, Bus]:
    """What processes share. Raises `RedisUnusableError`, `RedisUrlError`."""
    counters: Counters = MemoryCounters()
    bus: Bus = MemoryBus()
    server: RedisServer | None = None
    if settings.redis_url is not None:
        from imserver.bus.redis import RedisBus  # 6 MB of modules that the embedded default doesn't need
        from imserver.cache.redis import RedisCounters
        from imserver.redis.client import RedisServer

        server = RedisServer(settings.redis_url)
        closing.push_async_callback(server.close)
        await server.check_unless_away()
        counters, bus = RedisCounters(server), RedisBus(server, settings.process_name)
    closing.push_async_callback(counters.close)
    closing.push_async_callback(bus.close)
    return server, counters, bus


def _cache(max_bytes: int, redis: RedisServer | None, sealer: Sealer) -> Cache:
    near = MemoryCache(max_bytes)
    if redis is None:
        return near
    from imserver.cache.redis_values import RedisCache

    return TieredCache(near, RedisCache(redis, sealer))


def hello(settings: Settings) -> Hello:
    names = tuple(service for service in Service if service in settings.services)
    return Hello(PROTOCOL, imserver.__version__, settings.process_name, names, knows=KNOWN)


def link_address(settings: Settings) -> Address:
    """Raises `AddressError`."""
    files = (settings.link_ca, settings.link_cert, settings.link_key)
    credentials = Credentials(*files) if all(files) else None  # type: ignore[arg-type]
    return address.parse(settings.link_url, credentials)


async def _open_core(
    settings: Settings,
    public_url: str,
    supervisor: Supervisor,
    redis: RedisServer | None,
    counters: Counters,
    bus: Bus,
    closing: AsyncExitStack,
) -> tuple[Node, dict[str, Work]]:
    """The process that keeps the store."""
    hub = Hub()
    keys = settings.data_dir / "keys"
    ring = keyring.load(keys / "seal.json")
    sealer = Sealer(ring, fastest())
    access_key, refresh_key = access.load_key(keys / "access.key"), access.load_key(keys / "refresh.key")
    lag, commits = Meter(), Meter()
    listeners: list[Callable[[Sequence[Delivery]], None]] = []

    def deliver(deliveries: Sequence[Delivery]) -> None:
        tell_all(listeners, deliveries)

    sqlite = SqliteStore(settings.data_dir / "messages.db", sealer, deliver, commits)
    store: Store = sqlite
    if settings.cache_max:
        store = cached = CachedStore(sqlite, _cache(settings.cache_max, redis, sealer))
        listeners.append(cached.note)
    closing.push_async_callback(store.close)
    machine = MachineClock(boot=partial(boot_id, settings.boot))
    clock = ServerTime(store.timeline, lambda: store.stream.token.position, machine)
    await clock.start()
    closing.push_async_callback(clock.close)
    tokens = AccessTokens(access_key, clock)
    audiences = Audiences(store.conversations.visibility)
    sink = GatewaySink(hub, audiences, tokens)
    link = outlets = None
    if not settings.is_whole or settings.link:
        link = LinkServer(hello(settings), remote_store.served(store), remote_store.telling(store))
        outlets = Outlets(link, bus, lambda: store.stream.token.epoch, sink)
        hub.connect(outlets)
    crew = Crew(hello(settings), hub, supervisor, link, outlets)

    def end_everywhere(sessions: Collection[str], code: CloseCode) -> None:
        sink.end_sessions(sessions, code)
        if outlets is not None:
            outlets.end(sessions, code)

    def tell_name(name: str) -> None:
        sink.hear_renamed(name)
        if outlets is not None:
            outlets.rename(name)

    ground = _Ground(
        clock=clock,
        supervisor=supervisor,
        store=store,
        hub=hub,
        counters=counters,
        bus=bus,
        access_key=access_key,
        refresh_key=refresh_key,
        tokens=tokens,
        crew=crew,
        attendance=crew,
        end_sessions=end_everywhere,
        on_renamed=tell_name,
        lag=lag,
        commits=commits,
        clock_state=clock.state,
        listeners=listeners,
    )
    index = SearchIndex(settings.data_dir / "search.db", ring.digest_key)
    indexer = Indexer(index, store.corpus)
    closing.callback(indexer.close)
    vitals = Vitals(Board(), crew, settings.data_dir, clock)
    parts = _services(settings, public_url, ground, sealer, closing)
    push = await _open_push(settings, public_url, ground, parts["audit"], closing, here=True)
    relay = outlets.tell if outlets is not None else relay_nowhere
    gateway = Gateway(hub, tokens.verify, parts["messenger"], store.stream, audiences, relay_typing=relay)
    listeners += [audiences.note, indexer.note, vitals.note]
    if push is not NO_PUSH:
        listeners.append(push.feed.note)
    if outlets is not None and link is not None:
        listeners.append(outlets.deliver)
        _share_time(clock, link)
        link.serve(serve(edge.Messages, parts["messenger"], MESSENGER))
        link.serve(serve(Handovers, LocalHandovers(store, access_key, refresh_key, clock), join.PREFIX))
        link.serve(serve(Attendance, crew, online.PREFIX))
        await link.listen(link_address(settings))
        closing.push_async_callback(link.close)
    listeners.append(_deliver_here(hub, store))
    await parts["sessions"].restore_ended()
    node = Node(
        gateway=gateway if Service.GATEWAY in settings.services else ABSENT,
        subscriptions=push.subscriptions,
        webhooks=push.webhooks,
        finder=Finder(index, store.corpus, indexer.freshen),
        indexer=indexer,
        keys=KeyService(keys / "seal.json", sealer, clock, parts["audit"]),
        vitals=vitals,
        **parts,
    )
    ground.chores |= {
        "server-time": clock.run,
        "retention": Sweeper(store, clock).run,
        "search-indexer": indexer.run,
        "vitals": vitals.run,
    }
    return node, ground.chores


def _share_time(clock: ServerTime, link: LinkServer) -> None:
    """The other processes follow server time, whatever clocks their machines have."""

    def tell(now: int) -> None:
        for peer in link.peers:
            peer.tell(TOPIC, encode(now))

    clock.on_look.append(tell)
    link.on_joined.append(lambda peer: peer.tell(TOPIC, encode(clock())))


def _deliver_here(hub: Hub, store: Store) -> Callable[[Sequence[Delivery]], None]:
    def deliver(deliveries: Sequence[Delivery]) -> None:
        try:
            hub.deliver(store.stream.token.epoch, deliveries)
        except Exception:
            hub.catch_up()  # who missed something reads it from the store
            raise

    return deliver


async def _open_outpost(
    settings: Settings,
    public_url: str,
    supervisor: Supervisor,
    redis: RedisServer | None,
    counters: Counters,
    bus: Bus,
    closing: AsyncExitStack,
) -> tuple[Node, dict[str, Work]]:
    """A process whose store is elsewhere."""
    clock = FollowedTime()
    side = await closing.enter_async_context(open_remote(link_address(settings), hello(settings), clock, supervisor))
    ground = _Ground(
        clock=clock,
        supervisor=supervisor,
        store=side.store,
        hub=side.hub,
        counters=counters,
        bus=bus,
        access_key=side.access_key,
        refresh_key=side.refresh_key,
        tokens=side.tokens,
        crew=Crew(hello(settings), side.hub, supervisor),
        attendance=cast(Attendance, Remote(Attendance, side.caller.call, online.PREFIX)),
        end_sessions=side.end_sessions,
        lag=Meter(),
        commits=Meter(),
    )
    sealer = ABSENT
    if Service.MEDIA in settings.services:
        sealer = Sealer(keyring.load(settings.data_dir / "keys" / "seal.json"), fastest())
    parts = _services(settings, public_url, ground, sealer, closing)
    push = await _open_push(settings, public_url, ground, parts["audit"], closing, here=False)
    gateway = ABSENT
    if Service.GATEWAY in settings.services:
        gateway = await closing.enter_async_context(open_gateway(side, bus))
    node = Node(
        gateway=gateway,
        subscriptions=push.subscriptions,
        webhooks=push.webhooks,
        finder=ABSENT,
        indexer=ABSENT,
        keys=ABSENT,
        vitals=ABSENT,
        **parts,
    )
    return node, ground.chores


async def _open_push(
    settings: Settings, public_url: str, ground: _Ground, audit: AuditService, closing: AsyncExitStack, *, here: bool
) -> PushService:
    """`here` tells whether committed events are noted in this process."""
    if Service.PUSH not in settings.services:
        return NO_PUSH
    contact = settings.push_contact or (public_url if public_url.startswith("https:") else "")
    vapid = Vapid(settings.data_dir / "keys" / "vapid.pem", contact, ground.clock)
    rules = Rules(settings.push_private, settings.webhook_private, settings.push_text, settings.webhook_patience)
    online, supervisor = ground.attendance.online_of, ground.supervisor
    opening = open_push(ground.store, vapid, online, audit, ground.clock, rules, supervisor, here=here)
    return await closing.enter_async_context(opening)


def _services(
    settings: Settings, public_url: str, ground: _Ground, sealer: Sealer, closing: AsyncExitStack
) -> dict[str, Any]:
    """Those that only need the store, by their names in `Node`."""
    store, clock = ground.store, ground.clock
    passwords = Passwords()
    closing.callback(passwords.close)
    throttle = LoginThrottle(ground.counters)
    devices, refresh = KnownDevices(ground.access_key, clock), RefreshTokens(ground.refresh_key)
    audit = AuditService(store, clock)
    server = ServerService(store, audit, ground.on_renamed)
    sessions = SessionService(
        store,
        passwords,
        ground.tokens,
        refresh,
        throttle,
        devices,
        ground.attendance,
        ground.end_sessions,
        clock,
        server,
        (urlsplit(public_url).hostname or "", socket.gethostname()),
    )
    links = LinkService(store, clock, public_url)
    ground.chores["loop-lag"] = lambda: watch_loop(ground.lag)
    media, avatars, tickets = ABSENT, ABSENT, Tickets(ground.access_key, clock)
    if Service.MEDIA in settings.services:
        vault = Vault(settings.data_dir / "media", sealer)
        vault.prepare()
        sweeper = MediaSweeper(store, vault, clock)
        ground.listeners.append(sweeper.note)
        ground.chores["media-sweeper"] = sweeper.run
        limits = Limits(settings.media_max, settings.media_quota)
        contents, thumbnailer = Contents(vault, settings.media_free), Thumbnailer()
        media = MediaFiles(store, vault, contents, thumbnailer, clock, limits)
        allowance = Allowance(ground.counters)
        avatars = Avatars(store, vault, contents, thumbnailer, clock, allowance, ground.attendance)
    users = UserService(store, passwords, sessions, links, clock, audit)
    groups = GroupService(store, clock, audit)
    return {
        "clock": clock,
        "store": store,
        "hub": ground.hub,
        "access": ground.tokens,
        "attendance": ground.attendance,
        "sessions": sessions,
        "links": links,
        "messenger": Messenger(
            store,
            clock,
            recall_window_s=settings.recall_window,
            send_rate=settings.send_rate,
            counters=ground.counters,
        ),
        "media": media,
        "avatars": avatars,
        "tickets": tickets,
        "users": users,
        "server": server,
        "groups": groups,
        "enrolment": EnrolmentService(users, groups),
        "api_tokens": ApiTokenService(store, clock, audit),
        "status": StatusService(
            store,
            ground.crew,
            ground.bus,
            ground.counters,
            sealer,
            public_url,
            ground.lag,
            ground.commits,
            ground.clock_state,
            ShownCertificate(public_url, clock),
        ),
        "invites": InviteService(store, links, clock, audit),
        "audit": audit,
        "tuning_record": settings.tuning_record,
    }
