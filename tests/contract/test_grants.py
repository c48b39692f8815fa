"""Links, API tokens and webhooks are worth what whoever issued them could give at the moment of their use."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imserver.core import errors, ids
from imserver.core.account import Role
from imserver.core.errors import ImError
from imserver.core.grant import LinkKind
from imserver.store.base import LOCAL
from imserver.store.records import ApiToken, DeviceSession, Link, Webhook
from tests.contract.engines import PARAMETERS, Open
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio

OWNER, ADMIN, MEMBER = Role
LIFE = 10_000


def link(code: bytes, kind: LinkKind, issuer: str, role: Role = MEMBER, user: str | None = None) -> Link:
    return Link(
        code_hash=code,
        hint="ab…",
        kind=kind,
        user=user,
        role=role,
        uses_left=2,
        expires_at=NOW + LIFE,
        created_by="somebody",
        issuer=issuer,
        created_at=NOW,
    )


def token(id: str, issuer: str, lives: int = LIFE, now: int = NOW) -> ApiToken:
    return ApiToken(id=id, name="script", token_hash=id.encode(), issuer=issuer, created_at=now, expires_at=now + lives)


def webhook(id: str, issuer: str) -> Webhook:
    return Webhook(
        id=id,
        url="https://example.org/hook",
        secret="whsec_c2VjcmV0",
        convs=(),
        events=("message",),
        created_by="somebody",
        issuer=issuer,
        created_at=NOW,
        position=0,
    )


def session(id: str, user: str) -> DeviceSession:
    return DeviceSession(
        id=id,
        user=user,
        device="",
        created_at=NOW,
        refreshed_at=NOW,
        expires_at=NOW + LIFE,
    )


async def joins(town: Town, code: bytes, login: str, role: Role = MEMBER, now: int = NOW) -> bool:
    """Whether somebody makes an account by a link."""
    try:
        await town.store.accounts.create([town.somebody(login, role)], code, now)
    except ImError as error:
        if error.code is not errors.LINK_INVALID:
            raise
        return False
    return True


async def resets(town: Town, user: str, code: bytes, now: int = NOW) -> bool:
    try:
        await town.store.accounts.set_password(user, "by link", now, code)
    except ImError as error:
        if error.code is not errors.LINK_INVALID:
            raise
        return False
    return True


# the first owner


@pytest.mark.parametrize("way", ["made", "promoted", "invited"])
async def test_a_link_to_set_up_is_void_once_there_is_an_owner(town: Town, way: str) -> None:
    await town.store.links.add(link(b"setup", LinkKind.SETUP, LOCAL, OWNER))
    await town.store.links.add(link(b"invite", LinkKind.INVITE, LOCAL, OWNER))
    ann = await town.person("ann", OWNER if way == "made" else MEMBER)
    if way == "promoted":
        await town.store.accounts.set_role(ann, OWNER)
    elif way == "invited":
        assert await joins(town, b"invite", "ben", OWNER)
    assert await town.store.links.find(b"setup", NOW) is None
    assert not await joins(town, b"setup", "eve", OWNER)
    with refused(errors.ALREADY_SET_UP):
        await town.store.links.add(link(b"again", LinkKind.SETUP, LOCAL, OWNER))


async def test_of_two_who_set_up_at_once_one_becomes_the_owner(town: Town) -> None:
    await town.store.links.add(link(b"setup", LinkKind.SETUP, LOCAL, OWNER))
    assert sum(await asyncio.gather(*(joins(town, b"setup", f"first{n}", OWNER) for n in range(5)))) == 1
    assert len(await town.store.accounts.search("", "", 10)) == 1


# links to set a password


async def test_a_password_link_does_not_outlive_a_promotion(town: Town) -> None:
    boss, ann = await town.person("boss", OWNER), await town.person("ann", ADMIN)
    for issuer in (LOCAL, boss, ann):
        await town.store.links.add(link(b"code", LinkKind.PASSWORD, issuer, ADMIN, ann))
        assert await town.store.links.find(b"code", NOW)
        await town.store.accounts.set_role(ann, OWNER)
        assert await town.store.links.find(b"code", NOW) is None
        assert not await resets(town, ann, b"code")
        await town.store.accounts.set_role(ann, ADMIN)
        assert not await resets(town, ann, b"code"), "nor does it come back"


async def test_a_password_link_ends_with_the_password_that_it_was_for(town: Town) -> None:
    ann = await town.person("ann")
    await town.store.links.add(link(b"code", LinkKind.PASSWORD, LOCAL, MEMBER, ann))
    await town.store.accounts.set_password(ann, "new", NOW)
    assert not await resets(town, ann, b"code")


async def test_a_password_link_is_for_one_account_and_makes_none(town: Town) -> None:
    ann, ben = await town.people("ann", "ben")
    await town.store.links.add(link(b"code", LinkKind.PASSWORD, LOCAL, MEMBER, ann))
    await town.store.links.add(link(b"invite", LinkKind.INVITE, LOCAL))
    assert not await resets(town, ben, b"code")
    assert not await resets(town, ben, b"invite")
    assert not await joins(town, b"code", "eve")
    assert not await joins(town, b"invite", "eve", ADMIN), "more than it was issued for"
    assert await resets(town, ann, b"code")


async def test_no_link_for_who_is_disabled(town: Town) -> None:
    ann = await town.person("ann")
    await town.store.links.add(link(b"code", LinkKind.PASSWORD, LOCAL, MEMBER, ann))
    await town.store.accounts.set_disabled(ann, True, NOW)
    assert not await resets(town, ann, b"code")
    with refused(errors.ACCOUNT_DISABLED):
        await town.store.links.add(link(b"code", LinkKind.PASSWORD, LOCAL, MEMBER, ann))
    await town.store.accounts.set_disabled(ann, False, NOW)
    assert not await resets(town, ann, b"code")


# tokens


async def test_what_a_token_issued_ends_with_it(town: Town) -> None:
    boss = await town.person("boss", OWNER)
    await town.store.api_tokens.add(token("t1", boss))
    await town.store.api_tokens.add(token("t2", "t1"))
    await town.store.links.add(link(b"code", LinkKind.INVITE, "t2"))
    await town.store.webhooks.add(webhook("w1", "t2"), 9)
    assert await town.store.links.invites(NOW)
    assert await town.store.webhooks.may_follow("w1")
    await town.store.api_tokens.remove("t1", NOW + 1)
    assert await town.store.api_tokens.all(NOW) == []
    assert await town.store.links.invites(NOW) == []
    assert not await town.store.webhooks.may_follow("w1")
    assert not await joins(town, b"code", "eve")


async def test_what_a_token_issued_ends_when_it_expires(town: Town) -> None:
    await town.store.api_tokens.add(token("t1", LOCAL, lives=5))
    await town.store.api_tokens.add(token("t2", "t1"))
    await town.store.links.add(link(b"code", LinkKind.INVITE, "t2"))
    await town.store.webhooks.add(webhook("w1", "t1"), 9)
    assert await joins(town, b"code", "ann", now=NOW + 4)
    assert await town.store.api_tokens.find(b"t2", NOW + 5) is None
    assert not await joins(town, b"code", "eve", now=NOW + 5)
    assert await town.store.webhooks.may_follow("w1"), "what is set up once goes on"
    await town.store.api_tokens.add(token("t3", LOCAL, now=NOW + 9))
    assert await town.store.webhooks.may_follow("w1"), "also after others made tokens"


async def test_a_webhook_goes_on_when_an_owner_answers_for_it(town: Town) -> None:
    boss, other = [await town.person(login, OWNER) for login in ("boss", "other")]
    await town.store.webhooks.add(webhook("w1", boss), 9)
    await town.store.accounts.remove(boss, NOW)
    stopped = await town.store.webhooks.get("w1")
    assert stopped.disabled_at == NOW
    assert "owner" in stopped.error
    await town.store.webhooks.enable("w1", other)
    assert await town.store.webhooks.may_follow("w1")
    await town.store.accounts.set_role(await town.person("third", OWNER), ADMIN)
    assert await town.store.webhooks.may_follow("w1"), "that of somebody else"


# changes that take time: what somebody may do is looked up when they are carried out


async def test_who_may_not_any_more_changes_nothing(town: Town) -> None:
    boss, ann = await town.person("boss", OWNER), await town.person("ann", ADMIN)
    accounts = town.store.accounts
    for issuer, target in ((ann, boss), ("t0", ann), ("unknown", ann)):
        with refused(errors.FORBIDDEN):
            await accounts.set_password(target, "mine", NOW, issuer=issuer)
        with refused(errors.FORBIDDEN):
            await accounts.set_role(target, ADMIN, NOW, issuer)
        with refused(errors.FORBIDDEN):
            await accounts.set_disabled(target, True, NOW, issuer)
        with refused(errors.FORBIDDEN):
            await accounts.set_name(target, "Mine", issuer)
        with refused(errors.FORBIDDEN):
            await accounts.remove(target, NOW, issuer)
        with refused(errors.FORBIDDEN):
            await accounts.create([town.somebody("eve", OWNER)], issuer=issuer)
    with refused(errors.FORBIDDEN):
        await accounts.set_role(ann, OWNER, NOW, ann)
    assert (await accounts.set_role(ann, MEMBER, NOW, ann)).role is MEMBER


async def test_a_password_that_was_just_changed_opens_nothing(town: Town) -> None:
    ann = (await town.store.accounts.create([town.somebody("ann", password="old")]))[0].id
    await town.store.sessions.add(session("s1", ann), "old")
    await town.store.accounts.set_password(ann, "new", NOW, former="old")
    with refused(errors.CREDENTIALS_WRONG):
        await town.store.sessions.add(session("s2", ann), "old")
    with refused(errors.CREDENTIALS_WRONG):
        await town.store.accounts.set_password(ann, "mine", NOW, former="old")
    with refused(errors.CREDENTIALS_WRONG):
        await town.store.accounts.remove(ann, NOW, former="old")
    await town.store.sessions.add(session("s3", ann), "new")
    assert len(await town.store.sessions.of_user(ann, NOW)) == 1


async def test_a_password_is_encoded_anew_unless_it_was_changed(town: Town) -> None:
    ann = (await town.store.accounts.create([town.somebody("ann", password="old")]))[0].id
    await town.store.sessions.add(session("s1", ann))
    await town.store.accounts.renew_password(ann, "old", "the same")
    await town.store.accounts.renew_password(ann, "old", "too late")
    found = await town.store.accounts.credentials("ann")
    assert found
    assert found[1] == "the same"
    assert len(await town.store.sessions.of_user(ann, NOW)) == 1


# the law


@dataclass
class Given:
    """A grant, and whether it has always been one that its issuer could give."""

    kind: str
    issuer: str
    role: Role
    target: str
    name: str
    alive: bool = True


@dataclass
class World:
    """Who people are, and what they have given."""

    town: Town
    roles: dict[str, Role] = field(default_factory=dict)
    disabled: set[str] = field(default_factory=set)
    given: list[Given] = field(default_factory=list)
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    def power(self, issuer: str) -> Role | None:
        if issuer == LOCAL:
            return OWNER
        for each in self.given:
            if each.name == issuer:
                return self.power(each.issuer) if each.alive else None
        return None if issuer in self.disabled else self.roles.get(issuer)

    def may(self, given: Given) -> bool:
        power = self.power(given.issuer)
        if power is OWNER:
            allowed = True
        elif power is ADMIN and given.kind in ("invite", "password"):
            allowed = given.role is not OWNER and self.roles.get(given.target) is not OWNER
        else:
            allowed = False
        if given.kind == "password":
            now = None if given.target in self.disabled else self.roles.get(given.target)
            allowed = (
                allowed
                and now is not None
                and (now, given.role)
                not in (
                    (OWNER, ADMIN),
                    (OWNER, MEMBER),
                    (ADMIN, MEMBER),
                )
            )
        return allowed

    def settle(self) -> None:
        for each in self.given:
            each.alive = each.alive and self.may(each)

    async def issue(self, given: Given) -> None:
        store, code = self.town.store, given.name.encode()
        try:
            if given.kind == "token":
                await store.api_tokens.add(token(given.name, given.issuer))
            elif given.kind == "webhook":
                await store.webhooks.add(webhook(given.name, given.issuer), 100)
            else:
                user = given.target if given.kind == "password" else None
                await store.links.add(link(code, LinkKind(given.kind), given.issuer, given.role, user))
        except ImError as error:
            if error.code not in (errors.FORBIDDEN, errors.ACCOUNT_DISABLED) or self.may(given):
                raise
            return
        assert self.may(given), given
        if given.kind == "password":
            for each in self.given:
                each.alive = each.alive and (each.kind, each.target) != ("password", given.target)
        self.given.append(given)

    async def use(self, given: Given) -> None:
        store, code = self.town.store, given.name.encode()
        if given.kind == "token":
            works = await store.api_tokens.find(code, NOW) is not None
        elif given.kind == "webhook":
            works = await store.webhooks.may_follow(given.name)
        elif given.kind == "invite":
            login = f"guest{next(self.numbers)}"
            works = await joins(self.town, code, login, given.role)
            if works:
                id = (await store.accounts.get(login)).id
                self.roles[id] = given.role
                await store.links.revoke(code)
        elif given.target in self.roles:
            works = await resets(self.town, given.target, code)
        else:
            works = await store.links.find(code, NOW) is not None
        assert works == given.alive, given
        if given.kind in ("invite", "password"):
            given.alive = False

    async def change(self, what: str, user: str) -> None:
        accounts = self.town.store.accounts
        try:
            if what == "remove":
                await accounts.remove(user, NOW)
                del self.roles[user]
            elif what in ("disable", "enable"):
                await accounts.set_disabled(user, what == "disable", NOW)
                (self.disabled.add if what == "disable" else self.disabled.discard)(user)
            else:
                await accounts.set_role(user, Role(what), NOW)
                self.roles[user] = Role(what)
        except ImError as error:
            if error.code is not errors.LAST_OWNER:
                raise
        self.settle()


NUMBER = st.integers(0, 30)
EPISODE = st.tuples(
    st.sampled_from(["token", "webhook", "invite", "password"]),
    NUMBER,
    st.sampled_from(list(Role)),
    NUMBER,
    st.lists(
        st.tuples(
            st.sampled_from([*Role, "disable", "enable", "remove"]),
            st.sampled_from(["issuer", "target", "anybody"]),
            NUMBER,
            st.booleans(),
        ),
        max_size=4,
    ),
    st.sampled_from(["use", "wait"]),
)
"""Something is given; then people change, first of all those whom it is about, and may change back."""
Episode = tuple[str, int, Role, int, list[tuple[str, str, int, bool]], str]


async def live(engine: Open, episodes: list[Episode]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Town(engine, Path(folder)))
        for number, role in enumerate((OWNER, OWNER, ADMIN, MEMBER)):
            world.roles[await world.town.person(f"p{number}", role)] = role
        for kind, one, role, other, changes, then in episodes:
            people = list(world.roles)
            issuers = [*people, *people, LOCAL, *(each.name for each in world.given if each.kind == "token")]
            issuer, target = issuers[one % len(issuers)], people[other % len(people)]
            name = f"{ids.TOKEN if kind == 'token' else 'x'}{next(world.numbers)}"
            given = Given(kind, issuer, role, "", name)
            if kind == "password":
                given = Given(kind, issuer, world.roles[target], target, name)
            await world.issue(given)
            for what, whom, number, undone in changes:
                about = {"issuer": issuer, "target": target}.get(whom, people[number % len(people)])
                if about not in world.roles:
                    continue
                before = "disable" if about in world.disabled else "enable", world.roles[about]
                await world.change(what, about)
                for former in before if undone and about in world.roles else ():
                    await world.change(former, about)
            if then == "use" and given in world.given:
                await world.use(given)
        for given in list(world.given):
            await world.use(given)
        await world.town.store.close()


@pytest.mark.parametrize("engine", PARAMETERS)
@settings(max_examples=15)
@given(episodes=st.lists(EPISODE, min_size=1, max_size=8))
def test_a_grant_is_never_worth_more_than_a_fresh_one(engine: Open, episodes: list[Episode]) -> None:
    asyncio.run(live(engine, episodes))
