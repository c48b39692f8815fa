"""Whatever the order of things, a session tells every event it should once, in order, between ready and the end."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from imserver.core import errors
from imserver.core.effects import Authenticate, Close, Effect, Post, Read, Reply, Resume, Resumption
from imserver.core.session import Session
from imserver.core.session_state import SessionState
from tests.core.script import EVENT, at, auth, encoded, history, send


class Life(RuleBasedStateMachine):
    """A stream that grows, and one session that came to it with a token of the past."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session()
        self.said: list[dict[str, Any]] = []
        self.closed = 0
        self.authenticating = False
        self.listening = False
        self.attached_at = 0
        self.resuming = 0
        self.waiting: list[Post | Read] = []

    @initialize(known=st.integers(0, 20), missed=st.integers(0, 20), window=st.none() | st.integers(1, 5))
    def past(self, known: int, missed: int, window: int | None) -> None:
        self.since = known
        self.newest = known + missed
        self.window = window

    def _carry_out(self, effects: list[Effect]) -> None:
        for effect in effects:
            assert self.closed == 0, f"{effect} after the end"
            if isinstance(effect, Reply):
                self.said += map(json.loads, effect.frames)
            elif isinstance(effect, Close):
                self.closed += 1
            elif isinstance(effect, Authenticate):
                self.authenticating = True
            elif isinstance(effect, Resume):
                assert effect.since is not None
                assert effect.since == at(self.told()[-1] if self.told() else self.since)
                self.listening = True
                self.resuming = effect.since.position
                self.attached_at = self.newest
            elif isinstance(effect, Post | Read):
                self.waiting.append(effect)

    @rule()
    def client_authenticates(self) -> None:
        window = {} if self.window is None else {"window": self.window}
        self._carry_out(self.session.receive(json.dumps(auth(sync=f"e1.{self.since}", **window)).encode()))

    def told(self) -> list[int]:
        """Positions of the events that went out."""
        return [int(frame["sync"].partition(".")[2]) for frame in self.said if frame["t"] == "profile"]

    @rule()
    def reader_is_slow(self) -> None:
        self.session.fall_behind()

    @rule()
    def reader_has_room(self) -> None:
        self._carry_out(self.session.make_room())

    @precondition(lambda self: self.told())
    @rule(data=st.data())
    def client_acknowledges(self, data: st.DataObject) -> None:
        position = data.draw(st.sampled_from(self.told()))
        self._carry_out(self.session.receive(json.dumps({"t": "ack", "sync": f"e1.{position}"}).encode()))

    @rule(frame=st.sampled_from(["", "[]", '{"t":"dance"}', *map(json.dumps, (send(), history(), send(text="")))]))
    def client_sends(self, frame: str) -> None:
        self._carry_out(self.session.receive(frame.encode()))

    @precondition(lambda self: self.authenticating)
    @rule()
    def token_is_good(self) -> None:
        self.authenticating = False
        self._carry_out(self.session.authenticated("u1", "s1"))

    @rule(many=st.integers(1, 3))
    def events_happen(self, many: int) -> None:
        for _ in range(many):
            self.newest += 1
            if self.listening:
                self.said += map(json.loads, self.session.deliver(self.newest, encoded(self.newest)))

    @precondition(lambda self: self.session.state in (SessionState.RESUMING, SessionState.CATCHING_UP))
    @rule(data=st.data())
    def store_was_read(self, data: st.DataObject) -> None:
        upto = data.draw(st.integers(self.attached_at, self.newest), "the snapshot's position")
        missed = [(position, EVENT) for position in range(self.resuming + 1, upto + 1)]
        self._carry_out(self.session.resumed(Resumption("resumed", at(upto), None, missed)))

    @precondition(lambda self: self.waiting)
    @rule()
    def request_fails(self) -> None:
        request = self.waiting.pop().request
        effects = self.session.fail(request, errors.ImError(errors.BUSY, "Too much."))
        self._carry_out(effects)

    @rule()
    def server_ends(self) -> None:
        self._carry_out(self.session.end(errors.RESTARTING))

    @invariant()
    def events_are_whole(self) -> None:
        told = self.told()
        assert told == list(range(self.since + 1, self.since + 1 + len(told)))
        if self.session.state is SessionState.LIVE:
            assert self.since + len(told) == self.newest

    @invariant()
    def order_is_kept(self) -> None:
        kinds = [frame["t"] for frame in self.said if frame["t"] != "error"]
        if kinds:
            assert kinds[0] == "ready"
            assert kinds.count("ready") == 1
            assert kinds.count("live") >= 1 or self.session.state is not SessionState.LIVE
        assert (self.session.state is SessionState.CLOSED) == (self.closed == 1)


TestLife = Life.TestCase
