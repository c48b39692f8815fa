"""A process whose store is elsewhere."""

from __future__ import annotations

from typing import cast

from imserver.cluster import online
from imserver.cluster.online import OnlineDirectory
from imserver.process.link import hello, link_address
from imserver.process.remote import RemoteSide, open_gateway, open_remote
from imserver.process.wiring import Foundation, Startup, background, make_messenger, open_auth, open_media, open_push
from imserver.rpc.proxy import Remote
from imserver.seal import keyring
from imserver.seal.algorithm import fastest
from imserver.seal.envelope import Sealer
from imserver.services.audit import AuditService
from imserver.services.readiness import Readiness
from imserver.services.registry import Node
from imserver.services.server import ServerService
from imserver.settings import Service
from imserver.system.clock import FollowedTime
from imserver.system.metrics import Meter
from imserver.system.supervisor import Work


async def open_worker(startup: Startup) -> tuple[Node, dict[str, Work]]:
    settings, closing = startup.settings, startup.closing
    clock = FollowedTime()
    remote = await closing.enter_async_context(
        open_remote(link_address(settings), hello(settings), clock, startup.supervisor)
    )
    base = _lay_foundation(startup, remote, clock)
    sealer = None
    if Service.MEDIA in settings.services:
        sealer = Sealer(keyring.load(startup.keys / "seal.json"), fastest())
    auth, messenger = open_auth(base, ServerService(base.store, base.audit)), make_messenger(base)
    media = open_media(base, sealer) if sealer else None
    push = await open_push(base, here=False)
    gateway = None
    if Service.GATEWAY in settings.services:
        gateway = await closing.enter_async_context(open_gateway(remote, startup.engines.bus))
    node = Node(
        clock=clock,
        store=base.store,
        hub=base.hub,
        online_directory=base.online_directory,
        readiness=Readiness(base.store, base.hub, startup.supervisor),
        auth=auth,
        messenger=messenger,
        gateway=gateway,
        media=media,
        push=push,
        search=None,
        admin=None,
    )
    return node, background(Meter(), media)


def _lay_foundation(startup: Startup, remote: RemoteSide, clock: FollowedTime) -> Foundation:
    return Foundation(
        startup=startup,
        clock=clock,
        store=remote.store,
        hub=remote.hub,
        online_directory=cast(OnlineDirectory, Remote(OnlineDirectory, remote.rpc.call, online.PREFIX)),
        audit=AuditService(remote.store, clock),
        tokens=remote.tokens,
        access_key=remote.access_key,
        refresh_key=remote.refresh_key,
        end_sessions=remote.end_sessions,
    )
