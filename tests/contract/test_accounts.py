"""Accounts: unique logins, somebody who runs the server, and an end that frees the login but not the history."""

from __future__ import annotations

import asyncio

import pytest

from imserver.core import errors
from imserver.core.account import Profile, Role, User
from imserver.core.event import EVERYBODY, ProfileChanged
from imserver.store.base import LOCAL
from imserver.store.records import DeviceSession, Link
from tests.contract.town import NOW, Town, refused

pytestmark = pytest.mark.anyio

OWNER, ADMIN, MEMBER = Role


def _session(id: str, user: str) -> DeviceSession:
    return DeviceSession(
        id=id,
        user=user,
        device="Firefox",
        created_at=NOW,
        refreshed_at=NOW,
        expires_at=NOW + 1000,
    )


def _link(kind: str = "invite", user: str | None = None, uses: int = 1) -> Link:
    return Link(
        code_hash=b"code",
        hint="co…",
        kind=kind,
        user=user,
        role=MEMBER,
        uses_left=uses,
        expires_at=NOW + 1000,
        created_by="",
        issuer=LOCAL,
        created_at=NOW,
    )


async def test_an_account_comes_back_as_it_was_made(town: Town) -> None:
    made = await town.store.accounts.create(
        [town.somebody("anna", OWNER, name="Anna B.", password="$argon2id$…", id="u1")]
    )
    anna = User(id="u1", login="anna", name="Anna B.", role=OWNER, disabled=False, created_at=NOW)
    assert made == [anna]
    await town.restart()
    assert await town.store.accounts.get("anna") == anna
    assert await town.store.accounts.get("u1") == anna
    assert await town.store.accounts.credentials("anna") == (anna, "$argon2id$…")
    assert await town.store.accounts.credentials("ben") is None
    assert await town.store.accounts.credentials("u1") is None, "one logs in by login only"
    for nobody in ("ben", "u2", "", "Anna"):
        with refused(errors.UNKNOWN_USER):
            await town.store.accounts.get(nobody)


async def test_a_login_is_taken_once(town: Town) -> None:
    await town.people("anna", "ben")
    with refused(errors.LOGIN_TAKEN):
        await town.person("anna")
    with refused(errors.LOGIN_TAKEN):
        await town.people("carl", "dora", "ben", "emil")
    with refused(errors.LOGIN_TAKEN):
        await town.people("carl", "carl")
    assert [user.login for user in await town.store.accounts.search("", "", 10)] == ["anna", "ben"], "all or none"
    assert await town.store.accounts.taken(["anna", "carl", "ben", "dora"]) == {"anna", "ben"}


async def test_logins_that_look_alike_are_made_once(town: Town) -> None:
    await town.people("ace", "marnie")
    for alike in ("асе", "mamie"):
        with refused(errors.LOGIN_CONFUSABLE):
            await town.person(alike)
    with refused(errors.LOGIN_CONFUSABLE):
        await town.people("corp", "согр")
    found = await town.store.accounts.alike(["асе", "ace", "carl", "mamie"])
    assert found == {"асе": "ace", "mamie": "marnie"}
    ace = await town.store.accounts.get("ace")
    await town.store.accounts.remove(ace.id, NOW)
    assert (await town.store.accounts.get(await town.person("асе"))).login == "асе"


async def test_of_several_at_once_one_gets_the_login(town: Town) -> None:
    answers = await asyncio.gather(*(town.person("anna") for _ in range(10)), return_exceptions=True)
    assert len([answer for answer in answers if isinstance(answer, str)]) == 1
    refusals = [answer for answer in answers if isinstance(answer, errors.ImError)]
    assert {refusal.code.name for refusal in refusals} == {"login_taken"}
    assert len(refusals) == 9


async def test_an_id_names_its_owner_even_where_it_is_somebodys_login(town: Town) -> None:
    anna = await town.person("anna", OWNER)
    await town.person(anna)
    assert (await town.store.accounts.get(anna)).login == "anna"


# search


async def test_search_by_parts_page_by_page(town: Town) -> None:
    await town.store.accounts.create(
        [
            town.somebody(login, name=name)
            for login, name in (
                ("anna", "Änne Öztürk"),
                ("ben", "Ben Annan"),
                ("carl", "Carl"),
                ("lilei", "李雷"),
                ("joanna", "100% Jo_"),
                ("jmueller", "Jörg"),
                ("müller", "Joerg Groß"),
            )
        ]
    )

    async def found(query: str, after: str = "", limit: int = 10) -> list[str]:
        users = await town.store.accounts.search(query, after, limit)
        assert users == [await town.store.accounts.get(user.login) for user in users]
        people = await town.store.directory(query, after, limit)
        assert people == [Profile(user.id, user.login, user.name) for user in users]
        return [user.login for user in users]

    assert await found("") == ["anna", "ben", "carl", "jmueller", "joanna", "lilei", "müller"]
    assert await found("", "ben", 2) == ["carl", "jmueller"]
    assert await found("ann") == await found("ANN") == ["anna", "ben", "joanna"]
    assert await found("änne") == await found("ÖZTÜRK") == await found("o\u0308ztu\u0308rk") == ["anna"]
    assert await found("李") == ["lilei"]
    assert await found("%") == await found("_") == ["joanna"]
    assert await found("nobody") == []
    assert await found("mueller") == await found("Müller") == ["jmueller", "müller"]
    assert await found("joerg") == await found("JO\u0308RG") == ["jmueller", "müller"]
    assert await found("muller") == ["müller"]


async def test_the_directory_shows_who_can_be_written_to_and_fills_its_pages(town: Town) -> None:
    logins = [f"user{number}" for number in range(8)]
    people = await town.people(*logins)
    for user in people[:5]:
        await town.store.accounts.set_disabled(user, True, NOW)
    await town.store.accounts.remove(people[7], NOW)
    assert [each.login for each in await town.store.directory("", "", 2)] == ["user5", "user6"]
    assert [each.login for each in await town.store.accounts.search("", "", 2)] == ["user0", "user1"]


# changes


async def test_a_new_name_is_told_to_all(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    conv = await town.direct(anna, ben)
    changed = await town.store.accounts.set_name(anna, "Anna B.")
    assert changed.name == "Anna B."
    assert town.heard[-1].audience is EVERYBODY
    assert town.heard[-1].event == ProfileChanged(Profile(anna, "anna", "Anna B."))
    assert (await town.store.conversations.get(conv, ben)).members[0].name == "Anna B."


async def test_somebody_runs_the_server(town: Town) -> None:
    accounts = town.store.accounts
    assert not await accounts.has_owner()
    anna, ben = await town.person("anna", OWNER), await town.person("ben", ADMIN)
    assert await accounts.has_owner()
    with refused(errors.LAST_OWNER):
        await accounts.set_role(anna, ADMIN)
    with refused(errors.LAST_OWNER):
        await accounts.set_disabled(anna, True, NOW)
    with refused(errors.LAST_OWNER):
        await accounts.remove(anna, NOW)
    assert await accounts.get("anna") == User(
        id=anna, login="anna", name="Anna", role=OWNER, disabled=False, created_at=NOW
    )
    assert (await accounts.set_role(ben, OWNER)).role is OWNER
    assert (await accounts.set_role(anna, MEMBER)).role is MEMBER
    with refused(errors.LAST_OWNER):
        await accounts.set_disabled(ben, True, NOW)
    await accounts.set_role(anna, OWNER)
    await accounts.set_disabled(ben, True, NOW)
    with refused(errors.LAST_OWNER):
        await accounts.remove(anna, NOW)
    await accounts.remove(ben, NOW)
    assert await accounts.has_owner()


async def test_of_two_owners_who_leave_at_once_one_stays(town: Town) -> None:
    owners = [await town.person(login, OWNER) for login in ("anna", "ben")]
    answers = await asyncio.gather(
        *(town.store.accounts.set_role(owner, MEMBER) for owner in owners), return_exceptions=True
    )
    assert [isinstance(answer, errors.ImError) for answer in answers].count(True) == 1
    assert await town.store.accounts.has_owner()


async def test_disabling_ends_the_sessions(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    for id, user in (("s1", anna), ("s2", anna), ("s3", ben)):
        await town.store.sessions.add(_session(id, user))
    disabled, ended = await town.store.accounts.set_disabled(anna, True, NOW)
    assert (disabled.disabled, sorted(ended)) == (True, ["s1", "s2"])
    assert await town.store.sessions.of_user(anna, NOW) == []
    with refused(errors.ACCOUNT_DISABLED):
        await town.store.sessions.add(_session("s4", anna))
    enabled, ended = await town.store.accounts.set_disabled(anna, False, NOW)
    assert (enabled.disabled, ended) == (False, [])
    assert await town.store.sessions.of_user(anna, NOW) == [], "what has ended stays so"
    await town.store.sessions.add(_session("s5", anna))
    assert len(await town.store.sessions.of_user(ben, NOW)) == 1


async def test_a_new_password_ends_the_other_sessions(town: Town) -> None:
    anna = await town.person("anna")
    for id in ("s1", "s2", "s3"):
        await town.store.sessions.add(_session(id, anna))
    assert sorted(await town.store.accounts.set_password(anna, "new", NOW, keep="s2")) == ["s1", "s3"]
    found = await town.store.accounts.credentials("anna")
    assert found is not None
    assert found[1] == "new"
    assert await town.store.accounts.set_password(anna, "newer", NOW) == ["s2"]
    with refused(errors.UNKNOWN_USER):
        await town.store.accounts.set_password("u" + "0" * 15, "new", NOW)


async def test_a_password_link_is_spent_with_the_password(town: Town) -> None:
    anna = await town.person("anna")
    await town.store.links.add(_link("password", anna))
    await town.store.accounts.set_password(anna, "first", NOW, link=b"code")
    with refused(errors.LINK_INVALID):
        await town.store.accounts.set_password(anna, "second", NOW, link=b"code")
    found = await town.store.accounts.credentials("anna")
    assert found is not None
    assert found[1] == "first"


async def test_an_invitation_is_spent_with_the_account_and_not_without(town: Town) -> None:
    await town.person("anna")
    await town.store.links.add(_link(uses=2))
    accounts = town.store.accounts
    with refused(errors.LOGIN_TAKEN):
        await accounts.create([town.somebody("anna")], b"code", NOW)
    with refused(errors.LINK_INVALID):
        await accounts.create([town.somebody("ben")], b"other", NOW)
    with refused(errors.LINK_INVALID):
        await accounts.create([town.somebody("ben")], b"code", NOW + 1000)
    answers = await asyncio.gather(
        *(accounts.create([town.somebody(f"user{number}")], b"code", NOW) for number in range(6)),
        return_exceptions=True,
    )
    assert [isinstance(answer, list) for answer in answers].count(True) == 2
    assert (await town.store.counts()).users == 3


# the end of an account


@pytest.mark.parametrize("remembered", [False, True])
async def test_a_removed_account_frees_its_login_and_keeps_its_words(town: Town, remembered: bool) -> None:
    anna, ben = await town.people("anna", "ben")
    group = await town.group(ben, anna)
    if remembered:
        await town.post(group, anna, "I was here")
    await town.store.sessions.add(_session("s1", anna))
    await town.store.links.add(_link("password", anna))
    town.heard.clear()
    assert await town.store.accounts.remove(anna, NOW) == ["s1"]
    assert [type(each.event).__name__ for each in town.heard_by(ben)] == ["MemberChanged", "ProfileChanged"]
    assert town.heard[-1].event == ProfileChanged(Profile(anna, "", "Anna"))
    for gone in ("anna", anna):
        with refused(errors.UNKNOWN_USER):
            await town.store.accounts.get(gone)
    assert await town.store.accounts.credentials("anna") is None
    assert await town.store.links.find(b"code", NOW) is None
    assert await town.store.sessions.ended_since(NOW - 1) == ["s1"], "its access tokens are refused after a restart too"
    assert [user.login for user in await town.store.accounts.search("", "", 10)] == ["ben"]
    with refused(errors.ACCOUNT_DISABLED):
        await town.store.sessions.add(_session("s2", anna))
    again = await town.person("anna")
    assert again != anna
    assert [(message.sender, message.text) for message in await town.history(group, ben)] == (
        [(anna, "I was here")] if remembered else []
    )
    assert [member.id for member in (await town.store.conversations.get(group, ben)).members] == [ben]


async def test_what_is_gone_can_not_be_changed(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    await town.post(await town.direct(anna, ben), anna)
    await town.store.accounts.remove(anna, NOW)
    accounts = town.store.accounts
    heard = len(town.heard)
    for user in (anna, "u" + "0" * 15):
        for attempt in (
            accounts.set_name(user, "Ghost"),
            accounts.set_role(user, OWNER),
            accounts.set_disabled(user, False, NOW),
            accounts.set_password(user, "new", NOW),
            accounts.remove(user, NOW),
        ):
            with refused(errors.UNKNOWN_USER):
                await attempt
    assert len(town.heard) == heard
    assert not await accounts.has_owner()


async def test_a_group_outlives_its_owner(town: Town) -> None:
    anna, ben = await town.people("anna", "ben")
    group = await town.group(anna, ben)
    await town.store.accounts.remove(anna, NOW)
    assert (await town.store.conversations.get(group, ben)).role == "owner"
