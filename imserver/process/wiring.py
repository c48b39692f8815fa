"""How services are put together: the same whether the store is here or elsewhere."""

from __future__ import annotations

import socket
from collections.abc import Callable, Collection
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from imserver.cluster.online import OnlineDirectory
from imserver.core.errors import CloseCode
from imserver.edge.hub import Hub
from imserver.process.engines import Engines
from imserver.seal.envelope import Sealer
from imserver.services.audit import AuditService
from imserver.services.auth.api_tokens import ApiTokenService
from imserver.services.auth.known_devices import KnownDevices
from imserver.services.auth.links import LinkService
from imserver.services.auth.passwords import Passwords
from imserver.services.auth.refresh import RefreshTokens
from imserver.services.auth.sessions import SessionService
from imserver.services.auth.throttle import LoginThrottle
from imserver.services.media.avatars import Avatars
from imserver.services.media.blob_store import BlobStore
from imserver.services.media.content import Contents
from imserver.services.media.service import Limits, MediaFiles
from imserver.services.media.sweeper import MediaSweeper
from imserver.services.media.thumbnailer import Thumbnailer
from imserver.services.media.tickets import Tickets
from imserver.services.messages.allowance import Allowance
from imserver.services.messages.service import Messenger
from imserver.services.push import service as push
from imserver.services.push.service import PushService, Rules
from imserver.services.push.vapid import Vapid
from imserver.services.registry import AuthServices, MediaServices
from imserver.services.server import ServerService
from imserver.settings import Service, Settings
from imserver.store.base import Store
from imserver.system.clock import Clock
from imserver.system.metrics import Meter, watch_loop
from imserver.system.supervisor import Supervisor, Work
from imserver.tokens.access import AccessTokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Startup:
    """What a process is started with. What it opens is closed with `closing`."""

    settings: Settings
    public_url: str
    supervisor: Supervisor
    engines: Engines
    closing: AsyncExitStack

    @property
    def keys(self) -> Path:
        return self.settings.data_dir / "keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundation:
    """What services stand on."""

    startup: Startup
    clock: Clock
    store: Store
    hub: Hub
    online_directory: OnlineDirectory
    audit: AuditService
    tokens: AccessTokens
    access_key: bytes
    refresh_key: bytes
    end_sessions: Callable[[Collection[str], CloseCode], None]


def open_auth(base: Foundation, server: ServerService) -> AuthServices:
    startup, store, clock = base.startup, base.store, base.clock
    passwords = Passwords()
    startup.closing.callback(passwords.close)
    return AuthServices(
        access=base.tokens,
        sessions=SessionService(
            store,
            passwords,
            base.tokens,
            RefreshTokens(base.refresh_key),
            LoginThrottle(startup.engines.counters),
            KnownDevices(base.access_key, clock),
            base.online_directory,
            base.end_sessions,
            clock,
            server,
            (urlsplit(startup.public_url).hostname or "", socket.gethostname()),
        ),
        links=LinkService(store, clock, startup.public_url),
        api_tokens=ApiTokenService(store, clock, base.audit),
        passwords=passwords,
    )


def make_messenger(base: Foundation) -> Messenger:
    settings = base.startup.settings
    return Messenger(
        base.store,
        base.clock,
        recall_window_s=settings.recall_window,
        send_rate=settings.send_rate,
        counters=base.startup.engines.counters,
    )


def open_media(base: Foundation, sealer: Sealer) -> MediaServices:
    """Raises `OSError` where there can be no directory for files."""
    settings, store, clock = base.startup.settings, base.store, base.clock
    blobs = BlobStore(settings.data_dir / "media", sealer)
    blobs.prepare()
    limits = Limits(settings.media_max, settings.media_quota)
    contents, thumbnailer = Contents(blobs, settings.media_free), Thumbnailer()
    allowance = Allowance(base.startup.engines.counters)
    return MediaServices(
        files=MediaFiles(store, blobs, contents, thumbnailer, clock, limits),
        avatars=Avatars(store, blobs, contents, thumbnailer, clock, allowance, base.online_directory),
        tickets=Tickets(base.access_key, clock),
        sweeper=MediaSweeper(store, blobs, clock),
    )


def background(lag: Meter, media: MediaServices | None) -> dict[str, Work]:
    """What runs in every process beside its requests; `lag` notes how late the event loop is."""
    works: dict[str, Work] = {"loop-lag": partial(watch_loop, lag)}
    if media is not None:
        works["media-sweeper"] = media.sweeper.run
    return works


async def open_push(base: Foundation, *, here: bool) -> PushService | None:
    """None where the process has no such service. `here` tells whether committed events are noted in this process."""
    settings, public_url = base.startup.settings, base.startup.public_url
    if Service.PUSH not in settings.services:
        return None
    contact = settings.push_contact or (public_url if public_url.startswith("https:") else "")
    vapid = Vapid(base.startup.keys / "vapid.pem", contact, base.clock)
    rules = Rules(settings.push_private, settings.webhook_private, settings.push_text, settings.webhook_patience)
    online, supervisor = base.online_directory.online_of, base.startup.supervisor
    opening = push.open_push(base.store, vapid, online, base.audit, base.clock, rules, supervisor, here=here)
    return await base.startup.closing.enter_async_context(opening)
