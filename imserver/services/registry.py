"""What routes use of the services in this process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from imserver.cluster.online import Attendance
from imserver.edge.gateway import Gateway
from imserver.edge.hub import Hub
from imserver.search.finder import Finder
from imserver.search.indexer import Indexer
from imserver.services.admin.api_tokens import ApiTokenService
from imserver.services.admin.audit import AuditService
from imserver.services.admin.enrolment import EnrolmentService
from imserver.services.admin.groups import GroupService
from imserver.services.admin.invites import InviteService
from imserver.services.admin.keys import KeyService
from imserver.services.admin.server import ServerService
from imserver.services.admin.status import StatusService
from imserver.services.admin.users import UserService
from imserver.services.admin.vitals import Vitals
from imserver.services.auth.links import LinkService
from imserver.services.auth.sessions import SessionService
from imserver.services.media.avatars import Avatars
from imserver.services.media.service import MediaFiles
from imserver.services.media.tickets import Tickets
from imserver.services.messages.service import Messenger
from imserver.services.push.subscriptions import Subscriptions
from imserver.services.push.webhooks import Webhooks
from imserver.store.base import Store
from imserver.system.clock import Clock
from imserver.tokens.access import AccessTokens

if TYPE_CHECKING:
    pass


class _Absent:
    """Stands for what belongs to a service that isn't in this process; its routes aren't either."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"this process has no service with {name}")


ABSENT: Final = cast(Any, _Absent())


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What routes use. What belongs to a service that isn't here is `ABSENT`."""

    clock: Clock
    store: Store
    hub: Hub
    gateway: Gateway
    access: AccessTokens
    attendance: Attendance
    sessions: SessionService
    links: LinkService
    messenger: Messenger
    media: MediaFiles
    avatars: Avatars
    tickets: Tickets
    subscriptions: Subscriptions
    webhooks: Webhooks
    finder: Finder
    indexer: Indexer
    users: UserService
    groups: GroupService
    enrolment: EnrolmentService
    api_tokens: ApiTokenService
    keys: KeyService
    server: ServerService
    status: StatusService
    invites: InviteService
    audit: AuditService
    vitals: Vitals
    tuning_record: Path
