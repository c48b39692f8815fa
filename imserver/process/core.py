"""The process that keeps the store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from imserver.cluster import join, online
from imserver.cluster.join import Joins, LocalJoins
from imserver.cluster.online import OnlineDirectory
from imserver.cluster.processes import ClusterProcesses
from imserver.edge import gateway as edge
from imserver.edge.gateway import Gateway
from imserver.edge.hub import Hub
from imserver.edge.member_cache import MemberCache
from imserver.process.broadcast import Broadcast
from imserver.process.committed import CommittedEvents, deliver_here
from imserver.process.link import hello, link_address
from imserver.process.remote import MESSENGER
from imserver.process.wiring import Foundation, Startup, background, make_messenger, open_auth, open_media, open_push
from imserver.rpc.proxy import serve
from imserver.rpc.server import RpcServer
from imserver.rpc.wire import encode
from imserver.seal import keyring
from imserver.seal.algorithm import fastest
from imserver.seal.envelope import Sealer
from imserver.search.finder import Finder
from imserver.search.index import SearchIndex
from imserver.search.indexer import Indexer
from imserver.services.admin.enrolment import EnrolmentService
from imserver.services.admin.groups import GroupService
from imserver.services.admin.host_metrics import HostMetrics
from imserver.services.admin.invites import InviteService
from imserver.services.admin.keys import KeyService
from imserver.services.admin.sensors import HostSensors
from imserver.services.admin.status import StatusService
from imserver.services.admin.users import UserService
from imserver.services.audit import AuditService
from imserver.services.messages.service import Messenger
from imserver.services.messages.sweeper import Sweeper
from imserver.services.push.service import PushService
from imserver.services.readiness import Readiness
from imserver.services.registry import AdminServices, AuthServices, MediaServices, Node, SearchServices
from imserver.services.server import ServerService
from imserver.services.server_time import ServerTime
from imserver.settings import Service
from imserver.store.base import Store
from imserver.store.cached import CachedStore
from imserver.store.sqlite import SqliteStore
from imserver.system.certificate import ShownCertificate
from imserver.system.clock import TOPIC
from imserver.system.machine_clock import MachineClock, boot_id
from imserver.system.metrics import Meter
from imserver.system.supervisor import Work
from imserver.tokens import access
from imserver.tokens.access import AccessTokens


@dataclass(frozen=True, slots=True, kw_only=True)
class _Storage:
    """The store, its clock, and the keys of what is in it."""

    store: Store
    cache: CachedStore | None
    committed: CommittedEvents
    commits: Meter
    clock: ServerTime
    sealer: Sealer
    digest_key: bytes
    access_key: bytes
    refresh_key: bytes


async def open_core(startup: Startup) -> tuple[Node, dict[str, Work]]:
    storage = await _open_storage(startup)
    broadcast, processes, base = _lay_foundation(startup, storage)
    search = _open_search(startup, storage)
    server = ServerService(base.store, base.audit, broadcast.rename)
    auth, messenger = open_auth(base, server), make_messenger(base)
    media = open_media(base, storage.sealer) if Service.MEDIA in startup.settings.services else None
    push = await open_push(base, here=True)
    lag = Meter()
    admin = _make_admin(base, storage, processes, auth, server, lag)
    _connect_listeners(storage, broadcast, media, search, admin.host_metrics, push)
    if broadcast.others is not None:
        await _serve_others(broadcast.others.link, base, storage.clock, messenger)
    await auth.sessions.restore_ended()
    node = Node(
        clock=base.clock,
        store=base.store,
        hub=base.hub,
        online_directory=base.online_directory,
        readiness=Readiness(base.store, base.hub, startup.supervisor),
        auth=auth,
        messenger=messenger,
        gateway=_make_gateway(base, broadcast, messenger) if Service.GATEWAY in startup.settings.services else None,
        media=media,
        push=push,
        search=search,
        admin=admin,
    )
    return node, background(lag, media) | {
        "server-time": storage.clock.run,
        "retention": Sweeper(base.store, base.clock).run,
        "search-indexer": search.indexer.run,
        "vitals": admin.host_metrics.run,
    }


async def _open_storage(startup: Startup) -> _Storage:
    """Raises `NewerDataError`, `OSError`."""
    settings, closing = startup.settings, startup.closing
    ring = keyring.load(startup.keys / "seal.json")
    sealer = Sealer(ring, fastest())
    access_key = access.load_key(startup.keys / "access.key")
    refresh_key = access.load_key(startup.keys / "refresh.key")
    committed, commits = CommittedEvents(), Meter()
    sqlite = SqliteStore(settings.data_dir / "messages.db", sealer, committed.tell, commits)
    cache = None
    if settings.cache_max:
        cache = CachedStore(sqlite, startup.engines.cache(settings.cache_max, sealer))
    store: Store = sqlite if cache is None else cache
    closing.push_async_callback(store.close)
    machine = MachineClock(boot=partial(boot_id, settings.boot))
    clock = ServerTime(store.timeline, lambda: store.stream.token.position, machine)
    await clock.start()
    closing.push_async_callback(clock.close)
    return _Storage(
        store=store,
        cache=cache,
        committed=committed,
        commits=commits,
        clock=clock,
        sealer=sealer,
        digest_key=ring.digest_key,
        access_key=access_key,
        refresh_key=refresh_key,
    )


def _lay_foundation(startup: Startup, storage: _Storage) -> tuple[Broadcast, ClusterProcesses, Foundation]:
    settings, store, hub = startup.settings, storage.store, Hub()
    tokens = AccessTokens(storage.access_key, storage.clock)
    broadcast = Broadcast(hub, MemberCache(store.conversations.visibility), tokens)
    if not settings.is_whole or settings.link:
        others = broadcast.reach_others(hello(settings), startup.engines.bus, store)
        processes = ClusterProcesses(hello(settings), hub, startup.supervisor, others.link, others.publisher)
    else:
        processes = ClusterProcesses(hello(settings), hub, startup.supervisor)
    base = Foundation(
        startup=startup,
        clock=storage.clock,
        store=store,
        hub=hub,
        online_directory=processes,
        audit=AuditService(store, storage.clock),
        tokens=tokens,
        access_key=storage.access_key,
        refresh_key=storage.refresh_key,
        end_sessions=broadcast.end_sessions,
    )
    return broadcast, processes, base


def _open_search(startup: Startup, storage: _Storage) -> SearchServices:
    index = SearchIndex(startup.settings.data_dir / "search.db", storage.digest_key)
    indexer = Indexer(index, storage.store.corpus)
    startup.closing.callback(indexer.close)
    return SearchServices(finder=Finder(index, storage.store.corpus, indexer.freshen), indexer=indexer)


def _make_gateway(base: Foundation, broadcast: Broadcast, messenger: Messenger) -> Gateway:
    return Gateway(
        base.hub,
        base.tokens.verify,
        messenger,
        base.store.stream,
        broadcast.member_cache,
        relay_typing=broadcast.relay_typing,
    )


def _connect_listeners(
    storage: _Storage,
    broadcast: Broadcast,
    media: MediaServices | None,
    search: SearchServices,
    host_metrics: HostMetrics,
    push: PushService | None,
) -> None:
    storage.committed.connect(
        cache=storage.cache.note if storage.cache else None,
        files=media.sweeper.note if media else None,
        members=broadcast.member_cache.note,
        search=search.indexer.note,
        host_metrics=host_metrics.note,
        push=push.feed.note if push else None,
        other_processes=broadcast.others.publisher.deliver if broadcast.others else None,
        connections=deliver_here(broadcast.hub, storage.store),
    )


def _make_admin(
    base: Foundation,
    storage: _Storage,
    processes: ClusterProcesses,
    auth: AuthServices,
    server: ServerService,
    lag: Meter,
) -> AdminServices:
    startup, store, clock, audit = base.startup, base.store, base.clock, base.audit
    users = UserService(store, auth.passwords, auth.sessions, auth.links, clock, audit)
    groups = GroupService(store, clock, audit)
    return AdminServices(
        users=users,
        groups=groups,
        enrolment=EnrolmentService(users, groups),
        invites=InviteService(store, auth.links, clock, audit),
        keys=KeyService(startup.keys / "seal.json", storage.sealer, clock, audit),
        server=server,
        status=StatusService(
            store,
            processes,
            startup.engines.bus,
            startup.engines.counters,
            storage.sealer,
            startup.public_url,
            lag,
            storage.commits,
            storage.clock.state,
            ShownCertificate(startup.public_url, clock),
        ),
        host_metrics=HostMetrics(HostSensors(), processes, startup.settings.data_dir, clock),
        audit=audit,
        tuning_record=startup.settings.tuning_record,
    )


async def _serve_others(link: RpcServer, base: Foundation, clock: ServerTime, messenger: Messenger) -> None:
    """Raises `AddressError`, `OSError`."""
    joins = LocalJoins(base.store, base.access_key, base.refresh_key, clock)
    _share_time(clock, link)
    link.serve(serve(edge.MessageService, messenger, MESSENGER))
    link.serve(serve(Joins, joins, join.PREFIX))
    link.serve(serve(OnlineDirectory, base.online_directory, online.PREFIX))
    await link.listen(link_address(base.startup.settings))
    base.startup.closing.push_async_callback(link.close)


def _share_time(clock: ServerTime, link: RpcServer) -> None:
    """The other processes follow server time, whatever clocks their machines have."""

    def tell(now: int) -> None:
        for peer in link.peers:
            peer.tell(TOPIC, encode(now))

    clock.on_look.append(tell)
    link.on_joined.append(lambda peer: peer.tell(TOPIC, encode(clock())))
