"""Logging in and staying logged in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from imserver.cluster.online import OnlineDirectory
from imserver.core import errors, ids
from imserver.core.account import Role, User, check_password, clean_name
from imserver.core.audit import Means
from imserver.core.errors import CloseCode, ImError
from imserver.core.form import Form
from imserver.core.grant import LinkKind
from imserver.core.legibility import tidy
from imserver.core.login import check_unlike, clean_login, known_login
from imserver.core.server import clean_server_name, suggested_name
from imserver.services.auth.known_devices import DeviceClaims, KnownDevices
from imserver.services.auth.links import DAY_MS
from imserver.services.auth.passwords import Passwords
from imserver.services.auth.refresh import RefreshTokens, shortened
from imserver.services.auth.throttle import LoginThrottle
from imserver.services.principal import Principal
from imserver.services.server import ServerService
from imserver.store.base import Store
from imserver.store.records import DeviceSession, Link, NewUser, Reuse
from imserver.system.clock import Clock
from imserver.system.ip import SITE_BITS, network_of
from imserver.system.logs import get_logger
from imserver.tokens.access import ENDED_MS, AccessTokens, TokenIdentity
from imserver.tokens.codes import hash_secret, make_id

REFRESH_LIFETIME_MS: Final = 90 * DAY_MS
REUSE_TOLD_MS: Final = 30 * DAY_MS
"""How long a person is told of a session that ended because its refresh token was used twice."""

log = get_logger("imserver.auth")

Disconnect = Callable[[Sequence[str], CloseCode], None]
"""Closes the connections of these sessions."""


class Grant(msgspec.Struct, frozen=True):
    """What a login gives. Times are ms since 1970 UTC."""

    access_token: str
    access_expires_at: int
    refresh_token: str
    session: str
    user: User
    reused: Reuse | None
    """The last session of this user that ended because its refresh token was used twice."""
    known_device: str = ""
    """A cookie by which this device is known when it logs in again; empty where it stays as it is."""


class Client(msgspec.Struct, frozen=True):
    """Who asks for a session: what they call it, and from where. `known_devices` are those of earlier grants, the
    newest last: a browser may still keep one under a path of before.

    With a `cookie_key` refresh tokens are worth nothing without that.
    """

    address: str
    device: str = ""
    cookie_key: str = ""
    known_devices: tuple[str, ...] = ()

    @property
    def site(self) -> str:
        """Whose turn it is at hashing: one site's, so that no other waits for it."""
        return _site(self.address)


class LinkInfo(msgspec.Struct, frozen=True):
    """What the bearer of a link may know of it."""

    kind: str
    login: str | None
    role: Role
    expires_at: int
    server: str
    """What the server is called; of one that is to be set up, what it could be called."""


class SignUp(msgspec.Struct, frozen=True):
    """What somebody chooses who makes an account by a link. `server` is what the first owner calls the server."""

    login: str
    name: str
    password: str
    server: str


class SessionService:
    def __init__(
        self,
        store: Store,
        passwords: Passwords,
        access: AccessTokens,
        refresh: RefreshTokens,
        throttle: LoginThrottle,
        devices: KnownDevices,
        online_directory: OnlineDirectory,
        disconnect: Disconnect,
        clock: Clock,
        server: ServerService,
        hosts: Sequence[str] = (),
    ) -> None:
        """`hosts` are names of this server's machine, the one that people know first."""
        self._store = store
        self._passwords = passwords
        self._access = access
        self._refresh = refresh
        self._online_directory = online_directory
        self._throttle = throttle
        self._devices = devices
        self._disconnect = disconnect
        self._clock = clock
        self._server = server
        self._hosts = hosts

    async def login(self, login: str, password: str, client: Client) -> Grant:
        """Raises `credentials_wrong`, `account_disabled`, `throttled`, `busy`.

        An unknown login and a wrong password take as long and say the same.
        """
        login = known_login(login)
        claims, known = await self._device(client, login)
        if claims and known:
            attempting, turn = self._throttle.known(claims.device, login, client.address), claims.device
        else:
            attempting, turn = self._throttle.stranger(login, client.address), client.site
        async with attempting as attempt, self._passwords.turn(turn):
            await attempt.begin()
            found = await self._store.accounts.credentials(login)
            verified = await self._passwords.verify(found[1] if found else None, password)
            if not verified.ok or found is None:
                attempt.wrong = True
                raise ImError(errors.CREDENTIALS_WRONG, "The login or the password is wrong.")
            user, encoded = found
            if user.disabled:
                raise ImError(errors.ACCOUNT_DISABLED, f"The account {login} is disabled.")
        if verified.renewed:
            await self._store.accounts.renew_password(user.id, encoded, verified.renewed)
            return await self._open(user, verified.renewed, client, claims, former=encoded)
        return await self._open(user, encoded, client, claims)

    async def _device(self, client: Client, login: str) -> tuple[DeviceClaims | None, bool]:
        """Of the devices that a client claims to be, the one that knows the account, or else the newest; and whether
        it does. Two are never made one, or marks could be carried to a device that hasn't failed yet.
        """
        claimed = [claims for each in client.known_devices if (claims := self._devices.read(each))]
        if not claimed:
            return None, False
        found = await self._store.accounts.credentials(login)
        knowing = [claims for claims in claimed if found and self._devices.knows(claims, found[0].id, found[1])]
        return (knowing or claimed)[-1], bool(knowing)

    async def _open(
        self, user: User, encoded: str, client: Client, claims: DeviceClaims | None, *, former: str = ""
    ) -> Grant:
        """Raises `credentials_wrong` where the encoded password isn't the user's any more."""
        now = self._clock()
        session = DeviceSession(
            id=make_id(ids.SESSION, now),
            user=user.id,
            device=tidy(client.device),
            created_at=now,
            refreshed_at=now,
            expires_at=now + REFRESH_LIFETIME_MS,
        )
        online = list(await self._online_directory.sessions_online(user.id))
        self.forget(await self._store.sessions.add(session, encoded, online), errors.SESSION_ENDED)
        known_device = self._devices.remember(claims, user.id, encoded, former)
        return await self._grant(user, session, shortened(client.cookie_key), known_device)

    async def _grant(self, user: User, session: DeviceSession, key: str, known_device: str = "") -> Grant:
        token, expires_at = self._access.issue(user.id, session.id)
        refresh = self._refresh.issue(session.id, session.generation, key)
        reused = await self.reused(user.id)
        return Grant(token, expires_at, refresh, session.id, user, reused[0] if reused else None, known_device)

    async def refresh(self, token: str, cookie_key: str = "") -> Grant:
        """Raises `token_invalid`; `token_reused` where it was exchanged before, or another one of its session was.

        A token without a key stays so: tabs share the cookie, and old ones know of no key.
        """
        given = self._refresh.read(token)
        now = self._clock()
        exchange = None
        if given.fits(cookie_key):
            exchange = await self._store.sessions.exchange(given.presented, now, now + REFRESH_LIFETIME_MS)
        if exchange is None:
            raise ImError(errors.TOKEN_INVALID, "The refresh token is unknown or expired, or its session has ended.")
        session, user = exchange.session, exchange.user
        if exchange.reused_at:
            if exchange.reused_at == now:
                log.warning("session.reused", user=user.login, session=session.id, device=session.device)
                self.forget([session.id], errors.SESSION_REUSED)
            raise ImError(errors.TOKEN_REUSED, "A refresh token of this session was used twice, so the session ended.")
        return await self._grant(user, session, given.key)

    async def revoke(self, token: str) -> None:
        """End the session of a refresh token, if it is open."""
        session = await self._store.sessions.revoke(self._refresh.read(token).presented, self._clock())
        if session is not None:
            self.forget([session], errors.SESSION_ENDED)

    async def reused(self, user: str) -> list[Reuse]:
        """Sessions that ended because a refresh token of theirs was used twice, the last first."""
        return await self._store.sessions.reused(user, self._clock() - REUSE_TOLD_MS)

    async def logout(self, identity: TokenIdentity) -> None:
        await self._store.sessions.end(identity.session, self._clock())
        self.forget([identity.session], errors.SESSION_ENDED)

    async def devices(self, identity: TokenIdentity) -> list[DeviceSession]:
        """Where the caller is logged in, the last used first."""
        return await self._store.sessions.of_user(identity.user, self._clock())

    async def end(self, identity: TokenIdentity, session: str) -> None:
        """Log out one of the caller's devices. Raises `not_found`."""
        if session not in {device.id for device in await self.devices(identity)}:
            raise ImError(errors.NOT_FOUND, f"You have no session {session[:64]!r}.")
        await self._store.sessions.end(session, self._clock())
        self.forget([session], errors.SESSION_ENDED)

    def forget(self, sessions: Sequence[str], code: CloseCode) -> None:
        """These sessions have ended in the store: their tokens and connections end too."""
        if sessions:
            self._access.end(sessions)
            self._disconnect(sessions, code)

    async def restore_ended(self) -> None:
        """After a start: sessions that ended while access tokens of theirs may still be valid."""
        self._access.end(await self._store.sessions.ended_since(self._clock() - ENDED_MS))

    async def change_password(self, identity: TokenIdentity, old: str, new: str, client: Client) -> str:
        """Other devices are logged out. Returns the cookie by which this one is known.

        Raises `credentials_wrong`, `password_weak`, `throttled`, `busy`.
        """
        user = await self._store.accounts.get(identity.user)
        claims, _ = await self._device(client, user.login)
        form, former = Form(), ""
        with form.field("old"):
            former = await self._confirm(identity, user, old, client.address)
        with form.field("new"):
            check_password(new, user.login)
        form.check()
        encoded = await self._passwords.hash(new, client.site)
        ended = await self._store.accounts.set_password(
            user.id, encoded, self._clock(), keep=identity.session, former=former
        )
        self.forget(ended, errors.SESSION_ENDED)
        return self._devices.remember(claims, user.id, encoded, former)

    async def remove_account(self, identity: TokenIdentity, password: str, address: str) -> None:
        """Raises `credentials_wrong`, `throttled`, `busy`, `last_owner`."""
        user = await self._store.accounts.get(identity.user)
        former = await self._confirm(identity, user, password, address)
        self.forget(await self._store.accounts.remove(user.id, self._clock(), former=former), errors.DISABLED)

    async def _confirm(self, identity: TokenIdentity, user: User, password: str, address: str) -> str:
        """That whoever is logged in knows the password too: encoded.

        Raises `credentials_wrong`, `throttled`, `busy`.
        """
        async with self._throttle.session(identity.session) as attempt, self._passwords.turn(_site(address)):
            found = await self._store.accounts.credentials(user.login)
            if found is None or not (await self._passwords.verify(found[1], password)).ok:
                attempt.wrong = True
                raise ImError(errors.CREDENTIALS_WRONG, "The password is wrong.", "Check it, then try again.")
        return found[1]

    async def look_at_link(self, code: str) -> LinkInfo:
        """Raises `link_invalid`."""
        link = await self._find_link(code)
        login = (await self._store.accounts.get(link.user)).login if link.user else None
        server = (await self._store.server.facts()).name
        if link.kind == LinkKind.SETUP:
            server = server or suggested_name(*self._hosts)
        return LinkInfo(link.kind, login, link.role, link.expires_at, server)

    async def redeem(self, code: str, choice: SignUp, client: Client) -> Grant:
        """Raises `link_invalid`, what a login or name can't be, `password_weak`, `server_name_invalid`, `busy`."""
        link = await self._find_link(code)
        if link.kind == LinkKind.PASSWORD and link.user:
            return await self._set_password(code, link.user, choice.password, client)
        choice = await self._check(link, choice)
        async with self._passwords.turn(client.site):  # until the link is spent: whoever is next finds it so
            await self._find_link(code)
            form = Form()
            await self._check_free(form, choice.login)
            form.check()
            encoded = await self._passwords.encode(choice.password)
            now = self._clock()
            new = NewUser(
                id=make_id(ids.USER, now),
                login=choice.login,
                name=choice.name,
                role=link.role,
                password=encoded,
                created_at=now,
            )
            [user] = await self._store.accounts.create([new], link.code_hash, now)
        if choice.server:
            await self._name_server(user, choice.server, client)
        claims, _ = await self._device(client, user.login)
        return await self._open(user, encoded, client, claims)

    async def _check(self, link: Link, choice: SignUp) -> SignUp:
        """The choice with canonical values; without a name for the server where that is nothing to choose."""
        form = Form()
        login, name, server = choice.login, choice.name, ""
        if choice.server and link.kind == LinkKind.SETUP:
            with form.field("server"):
                server = clean_server_name(choice.server)
        with form.field("login"):
            login = clean_login(choice.login)
            await self._check_free(form, login)
        if name or not form.is_wrong("login"):
            with form.field("name"):
                name = clean_name(name or login)
        with form.field("password"):
            check_password(choice.password, login)
        form.check()
        return SignUp(login, name, choice.password, server)

    async def _check_free(self, form: Form, login: str) -> None:
        with form.field("login"):
            if await self._store.accounts.taken([login]):
                raise ImError(errors.LOGIN_TAKEN, f"The login {login!r} is taken.")
            check_unlike(login, (await self._store.accounts.alike([login])).get(login))

    async def _name_server(self, owner: User, name: str, client: Client) -> None:
        """The account is made: what is refused now is for the admin page."""
        principal = Principal(
            role=owner.role, means=Means.PERSON, name=owner.login, id=owner.id, address=client.address
        )
        try:
            await self._server.rename(principal, name)
        except ImError as error:
            log.warning("server.unnamed", reason=error.message)

    async def _set_password(self, code: str, id: str, password: str, client: Client) -> Grant:
        user = await self._store.accounts.get(id)
        form = Form()
        with form.field("password"):
            check_password(password, user.login)
        form.check()
        claims, _ = await self._device(client, user.login)
        found = await self._store.accounts.credentials(user.login)
        async with self._passwords.turn(client.site):
            link = await self._find_link(code)
            encoded = await self._passwords.encode(password)
            ended = await self._store.accounts.set_password(user.id, encoded, self._clock(), link.code_hash)
        self.forget(ended, errors.SESSION_ENDED)
        await self._throttle.forgive(user.login, client.address)
        return await self._open(user, encoded, client, claims, former=found[1] if found else "")

    async def _find_link(self, code: str) -> Link:
        link = await self._store.links.find(hash_secret(code), self._clock())
        if link is None:
            raise ImError(errors.LINK_INVALID, "This link is not valid.")
        return link


def _site(address: str) -> str:
    return network_of(address, SITE_BITS)
