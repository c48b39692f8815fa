"""What a client knows of one user's conversations, kept up by nothing but the frames it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field

from imserver.core.conversation import Conversation, MemberRole
from imserver.core.effects import Resumption
from imserver.core.event import Delivery
from imserver.core.sync import SyncToken
from tests.contract.town import Frame, frame_of


@dataclass
class Known:
    """A conversation: members as (login, name, role) by id, texts by number since it came into view."""

    title: str
    role: str
    members: dict[str, tuple[str, str, str]]
    last_seq: int
    texts: dict[int, str] = field(default_factory=dict)
    reactions: dict[int, set[tuple[str, str]]] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)


class Replica:
    def __init__(self, user: str) -> None:
        self.user = user
        self.token: SyncToken | None = None
        self.known: dict[str, Known] = {}

    def resume(self, resumption: Resumption) -> None:
        if resumption.conversations is not None:
            self.known = {each.id: _known(each) for each in resumption.conversations}
        for position, event in resumption.events:
            self.apply(frame_of(SyncToken(resumption.token.epoch, position), event))
        self.token = resumption.token

    def hear(self, epoch: str, delivery: Delivery) -> None:
        """A live event, as it would stand on the wire."""
        if delivery.audience is None or self.user in delivery.audience:
            token = SyncToken(epoch, delivery.position)
            assert self.token is not None
            assert delivery.position > self.token.position
            self.apply(frame_of(token, delivery.event))
            self.token = token

    def apply(self, frame: Frame) -> None:
        kind = frame["t"]
        if kind == "conversation":
            told = frame["conversation"]
            self.known[told["id"]] = Known(
                told["title"],
                told["role"],
                {each["id"]: (each["login"], each["name"], each["role"]) for each in told["members"]},
                told["last_seq"],
            )
        elif kind == "removed":
            self.known.pop(frame["conv"], None)
        elif kind == "profile":
            user = frame["user"]
            for conversation in self.known.values():
                if user["id"] in conversation.members:
                    role = conversation.members[user["id"]][2]
                    conversation.members[user["id"]] = (user["login"], user["name"], role)
        else:
            self._apply_within(self.known[frame["conv"]], frame)

    def _apply_within(self, conversation: Known, frame: Frame) -> None:
        if frame["t"] == "message":
            assert conversation.texts.get(frame["seq"]) in (None, frame["text"])
            conversation.texts[frame["seq"]] = frame["text"]
            conversation.last_seq = max(conversation.last_seq, frame["seq"])
        elif frame["t"] in ("edited", "recalled"):
            if frame["seq"] in conversation.texts:
                conversation.texts[frame["seq"]] = frame.get("text", "")
                if frame["t"] == "recalled":
                    conversation.reactions.pop(frame["seq"], None)
        elif frame["t"] == "reaction":
            of_message = conversation.reactions.setdefault(frame["seq"], set())
            (of_message.add if frame["on"] else of_message.discard)((frame["user"], frame["emoji"]))
        elif frame["t"] == "receipt":
            conversation.read[frame["user"]] = frame["read"]
        elif frame["t"] == "group":
            conversation.title = frame["title"]
        elif frame["change"] == "left":
            conversation.members.pop(frame["user"]["id"], None)
        else:
            user = frame["user"]
            conversation.members[user["id"]] = (user["login"], user["name"], frame["role"])
            if user["id"] == self.user:
                conversation.role = frame["role"]

    def check(
        self,
        conversations: list[Conversation],
        texts: dict[str, dict[int, str]],
        reactions: dict[str, dict[int, set[tuple[str, str]]]],
    ) -> None:
        """That it knows what the store would tell a newcomer, and holds no hole in what came since."""
        assert self.known.keys() == {each.id for each in conversations}
        for conversation in conversations:
            known = self.known[conversation.id]
            told = _known(conversation)
            assert (known.title, known.role, known.members) == (told.title, told.role, told.members)
            assert known.last_seq == conversation.last_seq
            if known.texts:
                assert sorted(known.texts) == list(range(min(known.texts), conversation.last_seq + 1))
            assert known.texts.items() <= texts[conversation.id].items()
            for seq in known.texts:
                assert known.reactions.get(seq, set()) == reactions[conversation.id].get(seq, set())
            for member in conversation.members:
                assert known.read.get(member.id, 0) in (0, member.read)


def _known(conversation: Conversation) -> Known:
    assert conversation.member_count == len(conversation.members)
    assert all(isinstance(member.role, MemberRole) for member in conversation.members)
    members = {member.id: (member.login, member.name, str(member.role)) for member in conversation.members}
    return Known(conversation.title, str(conversation.role), members, conversation.last_seq)
