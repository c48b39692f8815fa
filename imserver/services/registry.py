"""What routes use of the services in this process, in groups by subject."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from imserver.cluster.online import OnlineDirectory
from imserver.edge.gateway import Gateway
from imserver.edge.hub import Hub
from imserver.search.finder import Finder
from imserver.search.indexer import Indexer
from imserver.services.admin.enrolment import EnrolmentService
from imserver.services.admin.groups import GroupService
from imserver.services.admin.host_metrics import HostMetrics
from imserver.services.admin.invites import InviteService
from imserver.services.admin.keys import KeyService
from imserver.services.admin.status import StatusService
from imserver.services.admin.users import UserService
from imserver.services.audit import AuditService
from imserver.services.auth.api_tokens import ApiTokenService
from imserver.services.auth.links import LinkService
from imserver.services.auth.passwords import Passwords
from imserver.services.auth.sessions import SessionService
from imserver.services.media.avatars import Avatars
from imserver.services.media.service import MediaFiles
from imserver.services.media.sweeper import MediaSweeper
from imserver.services.media.tickets import Tickets
from imserver.services.messages.service import Messenger
from imserver.services.push.service import PushService
from imserver.services.readiness import Readiness
from imserver.services.server import ServerService
from imserver.store.base import Store
from imserver.system.clock import Clock
from imserver.tokens.access import AccessTokens

T = TypeVar("T")


class AbsentServiceError(Exception):
    """A route asked for a service that isn't in this process, where it shouldn't be either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthServices:
    """Who somebody is: in every process."""

    access: AccessTokens
    sessions: SessionService
    links: LinkService
    api_tokens: ApiTokenService
    passwords: Passwords


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaServices:
    files: MediaFiles
    avatars: Avatars
    tickets: Tickets
    sweeper: MediaSweeper


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchServices:
    finder: Finder
    indexer: Indexer


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminServices:
    users: UserService
    groups: GroupService
    enrolment: EnrolmentService
    invites: InviteService
    keys: KeyService
    server: ServerService
    status: StatusService
    host_metrics: HostMetrics
    audit: AuditService
    tuning_record: Path


class Node:
    """What every process has, and groups of services that are in some processes. Whoever uses one that isn't here gets
    an `AbsentServiceError`.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        store: Store,
        hub: Hub,
        online_directory: OnlineDirectory,
        readiness: Readiness,
        auth: AuthServices,
        messenger: Messenger,
        gateway: Gateway | None,
        media: MediaServices | None,
        push: PushService | None,
        search: SearchServices | None,
        admin: AdminServices | None,
    ) -> None:
        self.clock: Final = clock
        self.store: Final = store
        self.hub: Final = hub
        self.online_directory: Final = online_directory
        self.readiness: Final = readiness
        self.auth: Final = auth
        self.messenger: Final = messenger
        self._gateway = gateway
        self._media = media
        self._push = push
        self._search = search
        self._admin = admin

    @property
    def gateway(self) -> Gateway:
        return _here(self._gateway, "gateway")

    @property
    def media(self) -> MediaServices:
        return _here(self._media, "media")

    @property
    def push(self) -> PushService:
        return _here(self._push, "push")

    @property
    def search(self) -> SearchServices:
        return _here(self._search, "search")

    @property
    def admin(self) -> AdminServices:
        return _here(self._admin, "admin")


def _here(service: T | None, name: str) -> T:
    if service is None:
        raise AbsentServiceError(f"this process has no {name} service")
    return service
