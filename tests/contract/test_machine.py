"""Any order of calls: the store against a model of a few dicts, and clients that come and go against the store."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from imserver.core import errors
from imserver.core.conversation import Kind, MemberRole
from imserver.core.event import Delivery
from tests.contract.engines import PARAMETERS, Open
from tests.contract.replica import Replica
from tests.contract.town import NOW, Town, refused

T = TypeVar("T")
OWNER, ADMIN, MEMBER = MemberRole
CLIENT_IDS = [UUID(int=number) for number in range(1, 6)]
TEXTS = ["hello", "你好", "x" * 300]


@dataclass
class Talk:
    """A conversation as it should be. Members stand in the order of their joining."""

    kind: Kind
    title: str
    members: dict[str, MemberRole]
    texts: list[tuple[str, str]] = field(default_factory=list)
    recalled: set[int] = field(default_factory=set)
    reactions: dict[int, set[tuple[str, str]]] = field(default_factory=dict)

    @property
    def owners(self) -> set[str]:
        return {user for user, role in self.members.items() if role is OWNER}

    def leave(self, user: str) -> None:
        del self.members[user]
        self.find_owner()

    def find_owner(self) -> None:
        if self.members and not self.owners:
            heirs = sorted(self.members, key=lambda member: self.members[member] is not ADMIN)
            self.members[heirs[0]] = OWNER


class Chat(RuleBasedStateMachine):
    engine: ClassVar[Open]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.names: dict[str, str] = {}
        self.gone: set[str] = set()
        self.talks: dict[str, Talk] = {}
        self.removed: set[str] = set()
        self.sent: dict[tuple[str, UUID], tuple[str, str, int]] = {}
        self.online: dict[str, Replica] = {}
        self.away: dict[str, Replica] = {}
        self.town = self.run(self._open())

    async def _open(self) -> Town:
        town = Town(type(self).engine, Path(self.folder.name))
        town.listen = self.hear  # type: ignore[method-assign]
        await town.restart()
        return town

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def hear(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            for replica in self.online.values():
                replica.hear(self.town.token.epoch, delivery)

    def teardown(self) -> None:
        for user in list(self.away):
            self._come_back(user)
        self.clients_know_what_a_newcomer_is_told()
        self.run(self.town.store.close())
        self.runner.close()
        self.folder.cleanup()

    # people

    @initialize()
    def first_people(self) -> None:
        for login in ("anna", "ben", "carl"):
            self._person(login)

    @precondition(lambda self: len(self.names) < 6)
    @rule()
    def somebody_arrives(self) -> None:
        self._person(f"user{len(self.names)}")

    def _person(self, login: str) -> None:
        user = self.run(self.town.person(login))
        self.names[user] = login.title()
        self.online[user] = replica = Replica(user)
        replica.resume(self.run(self.town.store.stream.resume(user, None)))

    def _someone(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.names)))

    @rule(data=st.data(), name=st.sampled_from(["Anna", "李雷", "Zoë"]))
    def name_changes(self, data: st.DataObject, name: str) -> None:
        user = self._someone(data)
        if user in self.gone:
            with refused(errors.UNKNOWN_USER):
                self.run(self.town.store.accounts.set_name(user, name))
            return
        self.run(self.town.store.accounts.set_name(user, name))
        self.names[user] = name

    @precondition(lambda self: len(self.names) - len(self.gone) > 2)
    @rule(data=st.data())
    def somebody_is_removed(self, data: st.DataObject) -> None:
        user = data.draw(st.sampled_from(sorted(self.names.keys() - self.gone)))
        self.run(self.town.store.accounts.remove(user, NOW))
        self.gone.add(user)
        self.online.pop(user, None)
        self.away.pop(user, None)
        for talk in self.talks.values():
            if talk.kind is Kind.GROUP and user in talk.members:
                talk.leave(user)

    # conversations

    @rule(data=st.data())
    def direct(self, data: st.DataObject) -> None:
        user, other = self._someone(data), self._someone(data)
        for conv, talk in self.talks.items():
            if talk.kind is Kind.DIRECT and talk.members.keys() == {user, other}:
                assert self.run(self.town.direct(user, other)) == conv
                return
        if {user, other} & self.gone:
            with refused(errors.UNKNOWN_USER):
                self.run(self.town.direct(user, other))
            return
        conv = self.run(self.town.direct(user, other))
        self.talks[conv] = Talk(Kind.DIRECT, "", dict.fromkeys((user, other), MEMBER))

    @precondition(lambda self: len(self.talks) < 5)
    @rule(data=st.data())
    def group(self, data: st.DataObject) -> None:
        owner = self._someone(data)
        members = data.draw(st.lists(st.sampled_from(sorted(self.names)), max_size=3))
        if {owner, *members} & self.gone:
            with refused(errors.UNKNOWN_USER):
                self.run(self.town.group(owner, *members))
            return
        conv = self.run(self.town.group(owner, *members, title="Group"))
        self.talks[conv] = Talk(Kind.GROUP, "Group", dict.fromkeys(members, MEMBER) | {owner: OWNER})

    def _some_conv(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.talks)))

    @precondition(lambda self: self.talks)
    @rule(data=st.data(), role=st.sampled_from(MemberRole))
    def members_are_added(self, data: st.DataObject, role: MemberRole) -> None:
        conv = self._some_conv(data)
        talk = self.talks[conv]
        users = data.draw(st.lists(st.sampled_from(sorted(self.names)), min_size=1, max_size=3))
        adding = self.town.store.conversations.add_members(conv, None, users, role)
        refusal = None
        if talk.kind is Kind.DIRECT:
            refusal = errors.FORBIDDEN
        elif role is not OWNER and talk.owners and talk.owners <= set(users):
            refusal = errors.LAST_OWNER
        elif set(users) & self.gone:
            refusal = errors.UNKNOWN_USER
        if refusal:
            with refused(refusal):
                self.run(adding)
            return
        self.run(adding)
        talk.members |= dict.fromkeys(users, role)
        talk.find_owner()

    @precondition(lambda self: self.talks)
    @rule(data=st.data())
    def a_member_leaves(self, data: st.DataObject) -> None:
        conv = self._some_conv(data)
        talk = self.talks[conv]
        user = self._someone(data)
        leaving = self.town.store.conversations.remove_member(conv, user, user)
        refusal = None
        if talk.kind is Kind.DIRECT:
            refusal = errors.NOT_MEMBER if user not in talk.members else errors.FORBIDDEN
        elif user in self.gone:
            refusal = errors.UNKNOWN_USER
        if refusal:
            with refused(refusal):
                self.run(leaving)
            return
        if user not in talk.members:
            self.run(leaving)
            return
        self.run(leaving)
        talk.leave(user)

    @precondition(lambda self: self.talks)
    @rule(data=st.data(), title=st.sampled_from(["One", "Two", "Über"]))
    def rename(self, data: st.DataObject, title: str) -> None:
        conv = self._some_conv(data)
        talk = self.talks[conv]
        if talk.owners:
            self.run(self.town.store.conversations.change(conv, sorted(talk.owners)[0], title, None))
            talk.title = title

    @precondition(lambda self: len(self.talks) > 2)
    @rule(data=st.data())
    def a_conversation_is_removed(self, data: st.DataObject) -> None:
        conv = self._some_conv(data)
        self.run(self.town.store.conversations.remove(conv))
        del self.talks[conv]
        self.removed.add(conv)
        self.sent = {key: value for key, value in self.sent.items() if value[0] != conv}

    # messages

    @precondition(lambda self: self.talks)
    @rule(data=st.data(), client_id=st.sampled_from(CLIENT_IDS), text=st.sampled_from(TEXTS))
    def post(self, data: st.DataObject, client_id: UUID, text: str) -> None:
        """Client ids come again and again: with the same text, with another, in another conversation."""
        conv = data.draw(st.sampled_from(sorted(self.talks.keys() | self.removed)))
        sender = self._someone(data)
        posting = self.town.post(conv, sender, text, client_id=client_id)
        first = self.sent.get((sender, client_id))
        talk = self.talks.get(conv)
        if first is not None:
            if first[:2] == (conv, text):
                assert self.run(posting).seq == first[2]
                return
            refusal = errors.CLIENT_ID_CONFLICT
        elif talk is None:
            refusal = errors.UNKNOWN_CONVERSATION
        elif sender not in talk.members:
            refusal = errors.NOT_MEMBER
        else:
            talk.texts.append((sender, text))
            self.sent[sender, client_id] = (conv, text, len(talk.texts))
            assert self.run(posting).seq == len(talk.texts)
            return
        with refused(refusal):
            self.run(posting)

    @precondition(lambda self: any(talk.members for talk in self.talks.values()))
    @rule(data=st.data(), many=st.integers(1, 20))
    def many_post_at_once(self, data: st.DataObject, many: int) -> None:
        posts = []
        for number in range(many):
            conv = data.draw(st.sampled_from(sorted(conv for conv, talk in self.talks.items() if talk.members)))
            sender = data.draw(st.sampled_from(sorted(self.talks[conv].members)))
            posts.append((conv, sender, f"text {number}"))

        async def post_all() -> list[int]:
            return [ack.seq for ack in await asyncio.gather(*(self.town.post(*post) for post in posts))]

        for (conv, sender, text), seq in zip(posts, self.run(post_all()), strict=True):
            self.talks[conv].texts.append((sender, text))
            assert seq == len(self.talks[conv].texts)

    def _some_message(self, data: st.DataObject) -> tuple[str, int, str]:
        """A conversation, the number of one of its messages, and a member."""
        conv = data.draw(st.sampled_from(sorted(self._spoken_in())))
        talk = self.talks[conv]
        return conv, data.draw(st.integers(1, len(talk.texts))), data.draw(st.sampled_from(sorted(talk.members)))

    def _spoken_in(self) -> list[str]:
        return [conv for conv, talk in self.talks.items() if talk.texts and talk.members]

    @precondition(lambda self: self._spoken_in())
    @rule(data=st.data(), text=st.sampled_from(["better", "更好"]))
    def a_message_is_edited(self, data: st.DataObject, text: str) -> None:
        conv, seq, user = self._some_message(data)
        talk = self.talks[conv]
        editing = self.town.store.annotations.edit(conv, user, seq, text, (), NOW)
        if seq in talk.recalled or talk.texts[seq - 1][0] != user:
            with refused(errors.UNKNOWN_MESSAGE if seq in talk.recalled else errors.FORBIDDEN):
                self.run(editing)
            return
        self.run(editing)
        talk.texts[seq - 1] = (user, text)

    @precondition(lambda self: self._spoken_in())
    @rule(data=st.data())
    def a_message_is_recalled(self, data: st.DataObject) -> None:
        conv, seq, user = self._some_message(data)
        talk = self.talks[conv]
        recalling = self.town.store.annotations.recall(conv, user, seq, NOW, 60_000)
        runs_it = talk.kind is Kind.GROUP and talk.members[user] is not MEMBER
        if not (talk.texts[seq - 1][0] == user or runs_it):
            with refused(errors.FORBIDDEN):
                self.run(recalling)
            return
        self.run(recalling)
        talk.texts[seq - 1] = (talk.texts[seq - 1][0], "")
        talk.recalled.add(seq)
        talk.reactions.pop(seq, None)

    @precondition(lambda self: self._spoken_in())
    @rule(data=st.data(), emoji=st.sampled_from(["👍", "赞"]), on=st.booleans())
    def somebody_reacts(self, data: st.DataObject, emoji: str, on: bool) -> None:
        conv, seq, user = self._some_message(data)
        talk = self.talks[conv]
        reacting = self.town.store.annotations.react(conv, user, seq, emoji, on)
        if seq in talk.recalled:
            if on:
                with refused(errors.UNKNOWN_MESSAGE):
                    self.run(reacting)
            else:
                self.run(reacting)
            return
        self.run(reacting)
        of_message = talk.reactions.setdefault(seq, set())
        (of_message.add if on else of_message.discard)((user, emoji))

    @precondition(lambda self: self._spoken_in())
    @rule(data=st.data())
    def somebody_reads(self, data: st.DataObject) -> None:
        conv, seq, user = self._some_message(data)
        self.run(self.town.store.annotations.mark(conv, user, seq, 0))

    @precondition(lambda self: self.talks)
    @rule(
        data=st.data(),
        before=st.none() | st.integers(0, 30),
        after=st.none() | st.integers(0, 30),
        limit=st.integers(1, 10),
    )
    def page(self, data: st.DataObject, before: int | None, after: int | None, limit: int) -> None:
        conv = self._some_conv(data)
        talk = self.talks[conv]
        if not talk.members:
            return
        before = None if after is not None else before
        user = data.draw(st.sampled_from(sorted(talk.members)))
        page = self.run(self.town.store.messages.page(conv, user, before, after, limit))
        numbered = [(seq, *said) for seq, said in enumerate(talk.texts, start=1)]
        if after is not None:
            rest = [each for each in numbered if each[0] > after]
            expected = rest[:limit]
        else:
            rest = [each for each in numbered if before is None or each[0] < before]
            expected = rest[-limit:]
        assert [(message.seq, message.sender, message.text) for message in page.messages] == expected
        assert page.more is (len(rest) > limit)
        for message in page.messages:
            told = {(user, emoji) for emoji, users in message.reactions.items() for user in users}
            assert told == talk.reactions.get(message.seq, set())
            assert (message.gone == "recalled") is (message.seq in talk.recalled)

    # clients

    @precondition(lambda self: self.online)
    @rule(data=st.data())
    def somebody_goes_away(self, data: st.DataObject) -> None:
        user = data.draw(st.sampled_from(sorted(self.online)))
        self.away[user] = self.online.pop(user)

    @precondition(lambda self: self.away)
    @rule(data=st.data())
    def somebody_comes_back(self, data: st.DataObject) -> None:
        self._come_back(data.draw(st.sampled_from(sorted(self.away))))

    def _come_back(self, user: str) -> None:
        self.online[user] = replica = self.away.pop(user)
        resumption = self.run(self.town.store.stream.resume(user, replica.token))
        assert resumption.mode == "resumed"
        replica.resume(resumption)

    @rule()
    def the_server_restarts(self) -> None:
        self.run(self.town.restart())

    @invariant()
    def clients_know_what_a_newcomer_is_told(self) -> None:
        texts = {
            conv: {seq: text for seq, (_, text) in enumerate(talk.texts, start=1)} for conv, talk in self.talks.items()
        }
        for user, replica in self.online.items():
            conversations = self.run(self.town.store.conversations.of_user(user))
            replica.check(conversations, texts, {conv: talk.reactions for conv, talk in self.talks.items()})
            mine = {conv: talk for conv, talk in self.talks.items() if user in talk.members}
            assert {each.id for each in conversations} == mine.keys()
            for each in conversations:
                talk = mine[each.id]
                assert (each.kind, each.title, each.last_seq) == (talk.kind, talk.title, len(talk.texts))
                assert {member.id: member.role for member in each.members} == talk.members
                assert {member.id: member.name for member in each.members} == {
                    member: self.names[member] for member in talk.members
                }


@pytest.mark.timeout(900)  # where it fails, the search for the shortest way to fail takes minutes
@pytest.mark.parametrize("engine", PARAMETERS)
def test_any_order_of_calls(engine: Open) -> None:
    run_state_machine_as_test(type("Chat", (Chat,), {"engine": staticmethod(engine)}))
