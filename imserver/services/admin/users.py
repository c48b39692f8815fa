"""Accounts, as administrators keep them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec

from imserver.core import errors, ids
from imserver.core.account import Role, User, check_may_change, check_password, clean_name, may_change
from imserver.core.audit import AuditAction, Facts
from imserver.core.errors import ImError
from imserver.core.folding import caseless
from imserver.core.form import Form
from imserver.core.login import check_unlike, clean_login
from imserver.core.user_import import RosterRow
from imserver.services.audit import AuditService, Deed
from imserver.services.auth.links import IssuedLink, LinkService
from imserver.services.auth.passwords import Passwords
from imserver.services.auth.sessions import SessionService
from imserver.services.principal import Principal
from imserver.store.base import Store
from imserver.store.records import DeviceSession, NewUser
from imserver.system.clock import Clock
from imserver.tokens.codes import make_id


class Created(msgspec.Struct, frozen=True):
    """A new account. `link` is set where its owner still has to choose a password."""

    user: User
    link: IssuedLink | None


class Details(msgspec.Struct, frozen=True):
    user: User
    sessions: list[DeviceSession]
    conversations: int


class Holder(msgspec.Struct, frozen=True):
    """Who has a login, and whether they have a password."""

    user: User
    has_password: bool

    def is_made_of(self, principal: Principal, row: RosterRow) -> bool:
        """Whether it has the name and role of a checked row, and could be made by `principal`.

        An account without a password isn't made of a row that has one.
        """
        user = self.user
        if user.disabled or (row.password and not self.has_password):
            return False
        is_same = user.name == (row.name or row.login) and user.role == (row.role or Role.MEMBER)
        return is_same and may_change(principal.role, user.role)


class UserService:
    def __init__(
        self,
        store: Store,
        passwords: Passwords,
        sessions: SessionService,
        links: LinkService,
        clock: Clock,
        audit: AuditService,
    ) -> None:
        self._audit = audit
        self._store = store
        self._passwords = passwords
        self._sessions = sessions
        self._links = links
        self._clock = clock

    async def find(self, query: str, after: str, limit: int) -> tuple[list[User], bool]:
        """Accounts by login, those after `after`; and whether there are more."""
        users = await self._store.accounts.search(query, after, limit + 1)
        return users[:limit], len(users) > limit

    async def details(self, login_or_id: str) -> Details:
        user = await self._store.accounts.get(login_or_id)
        sessions = await self._store.sessions.of_user(user.id, self._clock())
        return Details(user, sessions, len(await self._store.conversations.of_user(user.id)))

    async def create(self, principal: Principal, row: RosterRow) -> Created:
        """Raises `login_taken`, what a login or name can't be, `password_weak`, `forbidden`."""
        form = Form()
        with form.field("login"):
            login = clean_login(row.login)
            if refusal := (await self.occupied([login])).get(login):
                raise refusal
        created = await self.create_all(principal, [self.check(principal, row, form)])
        return created[0]

    def check(self, principal: Principal, row: RosterRow, form: Form | None = None) -> RosterRow:
        """The row with canonical values. Raises what is wrong with it, and what the form knows already."""
        form = form or Form()
        login, name, role = row.login, row.name, Role.MEMBER
        with form.field("login"):
            login = clean_login(row.login)
        with form.field("role"):
            role = _role(row.role)
            check_may_change(principal.role, Role.MEMBER, role)
        if row.password:
            with form.field("password"):
                check_password(row.password, login)
        if row.name or not form.is_wrong("login"):
            with form.field("name"):
                name = clean_name(row.name or row.login)
        form.check()
        return msgspec.structs.replace(row, login=login, name=name, role=role)

    async def occupied(self, logins: Sequence[str]) -> dict[str, ImError]:
        """Those of the logins that somebody has, or one that looks like them, and why they can't be had."""
        taken = await self._store.accounts.taken(logins)
        alike = await self._store.accounts.alike(logins)
        refused: dict[str, ImError] = {}
        for login in logins:
            try:
                if login in taken:
                    raise ImError(errors.LOGIN_TAKEN, f"The login {login!r} is taken.")
                check_unlike(login, alike.get(login))
            except ImError as error:
                refused[login] = error
        return refused

    async def create_all(self, principal: Principal, rows: Sequence[RosterRow]) -> list[Created]:
        """Make accounts of rows that were checked."""
        now = self._clock()
        new = [
            NewUser(
                id=make_id(ids.USER, now),
                login=row.login,
                name=row.name or row.login,
                role=Role(row.role or Role.MEMBER),
                password=await self._passwords.hash(row.password) if row.password else "",
                created_at=now,
            )
            for row in rows
        ]
        users = await self._store.accounts.create(new, now=now, issuer=principal.id)
        await self._audit.note(
            principal,
            *(Deed(AuditAction.USER_CREATED, user.id, user.login, {"role": str(user.role)}) for user in users),
        )
        links = await asyncio.gather(
            *(self._links.password(user, principal) for user, row in zip(users, rows, strict=True) if not row.password)
        )
        handed_out = iter(links)
        return [
            Created(user, None if row.password else next(handed_out)) for user, row in zip(users, rows, strict=True)
        ]

    async def change(
        self,
        principal: Principal,
        login_or_id: str,
        *,
        name: str | None = None,
        role: Role | None = None,
        disabled: bool | None = None,
        password: str | None = None,
    ) -> User:
        """Change what is given. Raises `forbidden`, `last_owner`, `name_invalid`, `password_weak`."""
        user = await self._store.accounts.get(login_or_id)
        check_may_change(principal.role, user.role, role)
        if disabled or (role is not None and role.rank < user.role.rank):
            _check_other(principal, user)
        form = Form()
        with form.field("name"):
            name = None if name is None else clean_name(name)
        with form.field("password"):
            if password is not None:
                check_password(password, user.login)
        form.check()
        if name is not None and name != user.name:
            user = await self._rename(principal, user, name)
        if role is not None and role is not user.role:
            user = await self._set_role(principal, user, role)
        if disabled is not None and disabled is not user.disabled:
            user = await self._set_disabled(principal, user, disabled)
        if password is not None:
            await self._set_password(principal, user, password)
        return user

    async def _rename(self, principal: Principal, user: User, name: str) -> User:
        changed = await self._store.accounts.set_name(user.id, name, principal.id)
        details: Facts = {"from": user.name, "to": name}
        await self._audit.note(principal, Deed(AuditAction.USER_RENAMED, user.id, user.login, details))
        return changed

    async def remove_avatar(self, principal: Principal, login_or_id: str) -> None:
        user = await self._store.accounts.get(login_or_id)
        check_may_change(principal.role, user.role)
        if user.avatar:
            await self._store.accounts.set_avatar(user.id, "", principal.id)
            await self._audit.note(principal, Deed(AuditAction.USER_UNPICTURED, user.id, user.login))

    async def _set_role(self, principal: Principal, user: User, role: Role) -> User:
        changed = await self._store.accounts.set_role(user.id, role, self._clock(), principal.id)
        details: Facts = {"from": str(user.role), "to": str(role)}
        await self._audit.note(principal, Deed(AuditAction.USER_ROLE, user.id, user.login, details))
        return changed

    async def _set_disabled(self, principal: Principal, user: User, disabled: bool) -> User:
        changed, ended = await self._store.accounts.set_disabled(user.id, disabled, self._clock(), principal.id)
        self._sessions.forget(ended, errors.DISABLED)
        action = AuditAction.USER_DISABLED if disabled else AuditAction.USER_ENABLED
        await self._audit.note(principal, Deed(action, user.id, user.login))
        return changed

    async def _set_password(self, principal: Principal, user: User, password: str) -> None:
        encoded = await self._passwords.hash(password)
        ended = await self._store.accounts.set_password(user.id, encoded, self._clock(), issuer=principal.id)
        self._sessions.forget(ended, errors.SESSION_ENDED)
        await self._audit.note(principal, Deed(AuditAction.USER_PASSWORD, user.id, user.login))

    async def remove(self, principal: Principal, login_or_id: str) -> None:
        user = await self._store.accounts.get(login_or_id)
        check_may_change(principal.role, user.role)
        _check_other(principal, user)
        ended = await self._store.accounts.remove(user.id, self._clock(), principal.id)
        self._sessions.forget(ended, errors.DISABLED)
        await self._audit.note(principal, Deed(AuditAction.USER_REMOVED, user.id, user.login))

    async def unused(self, principal: Principal, logins: Sequence[str]) -> list[Created]:
        """New links for those of `logins` who haven't chosen a password yet; others, and unknown ones, get none."""
        renewed = []
        for login in dict.fromkeys(map(caseless, logins)):
            known = await self._store.accounts.credentials(login)
            if known and not known[1] and not known[0].disabled and may_change(principal.role, known[0].role):
                renewed.append(Created(known[0], await self._links.password(known[0], principal)))
        await self._audit.note(
            principal, *(Deed(AuditAction.USER_LINK, each.user.id, each.user.login) for each in renewed)
        )
        return renewed

    async def holders(self, logins: Sequence[str]) -> dict[str, Holder]:
        """Who has these logins."""
        known = [await self._store.accounts.credentials(login) for login in logins]
        return {user.login: Holder(user, bool(password)) for user, password in filter(None, known)}

    async def unsettled(self, principal: Principal, logins: Sequence[str]) -> list[Created]:
        """The accounts of these logins, with a new link for who hasn't chosen a password yet."""
        links = {each.user.login: each for each in await self.unused(principal, logins)}
        found = []
        for login in logins:
            if made := links.get(login):
                found.append(made)
            elif known := await self._store.accounts.credentials(login):
                found.append(Created(known[0], None))
        return found

    async def link(self, principal: Principal, login_or_id: str) -> IssuedLink:
        """A one-time link with which the person chooses a new password."""
        user = await self._store.accounts.get(login_or_id)
        check_may_change(principal.role, user.role)
        link = await self._links.password(user, principal)
        await self._audit.note(principal, Deed(AuditAction.USER_LINK, user.id, user.login))
        return link


def _check_other(principal: Principal, user: User) -> None:
    """Nobody takes their own role: they would be out at once. Raises `last_owner`, `forbidden`."""
    if principal.id == user.id:
        raise ImError(
            errors.LAST_OWNER if user.role is Role.OWNER else errors.FORBIDDEN,
            "You can't take your own role, and neither disable nor remove yourself here.",
            "Give somebody else the role of owner, and have them do it.",
        )


def _role(text: str | None) -> Role:
    """Raises `bad_request`."""
    try:
        return Role(text or Role.MEMBER)
    except ValueError:
        raise ImError(errors.BAD_REQUEST, f"{text!r} is not a role.", f"Use one of {', '.join(Role)}.") from None
