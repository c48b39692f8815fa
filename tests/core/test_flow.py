"""A reader that is behind: nothing piles up, nothing is lost, nothing comes twice."""

from __future__ import annotations

from imserver.core import errors
from imserver.core.effects import Authenticate, Effect, Resume, Resumption
from imserver.core.session import Session
from imserver.core.session_state import SessionState
from tests.core.script import (
    EVENT,
    Happening,
    Script,
    accepted,
    at,
    auth,
    delivered,
    fresh,
    refuses,
    resumed,
    says,
    send,
)


def live(**fields: object) -> Script:
    script = Script()
    script >> auth(**fields) << Authenticate("abc")
    script >> accepted() << Resume("u1", None)
    script >> resumed(fresh(10)) << says(t="ready") << says(t="live", sync="e1.10")
    return script


def falls_behind(session: Session) -> list[Effect]:
    session.fall_behind()
    return []


def has_room(session: Session) -> list[Effect]:
    return session.make_room()


def drains(session: Session) -> list[Effect]:
    session.drain()
    return []


def missed(since: int, upto: int) -> Happening:
    events = [(position, EVENT) for position in range(since + 1, upto + 1)]
    return resumed(Resumption("resumed", at(upto), None, events))


def ack(position: int) -> dict[str, object]:
    return {"t": "ack", "sync": f"e1.{position}"}


def test_who_fell_behind_is_read_to_from_where_they_stopped() -> None:
    script = live() >> delivered(11) << says(sync="e1.11")
    script >> falls_behind >> delivered(12) >> delivered(13)
    script >> has_room << Resume("u1", at(11))
    script >> delivered(14) >> missed(11, 13)
    for position in (12, 13, 14):
        script << says(t="profile", sync=f"e1.{position}")
    script << says(t="live", sync="e1.14") >> delivered(15) << says(sync="e1.15")
    script.finish()


def test_who_is_too_far_behind_starts_anew() -> None:
    script = live() >> falls_behind >> has_room << Resume("u1", at(10))
    script >> resumed(Resumption("limited", at(5000), [], [])) << says(t="ready", mode="limited", sync="e1.5000")
    script << says(t="live", sync="e1.5000")
    script.finish()


def test_requests_are_answered_while_behind() -> None:
    script = live() >> falls_behind >> {"t": "ping", "id": 9} << says(t="pong", id=9)
    script >> has_room << Resume("u1", at(10)) >> {"t": "ping", "id": 10} << says(t="pong", id=10)
    script.finish()


def test_a_window_holds_events_back_until_they_are_acknowledged() -> None:
    script = live(window=2) >> delivered(11) << says(sync="e1.11") >> delivered(12) << says(sync="e1.12")
    script >> delivered(13)
    assert script.session.state is SessionState.BEHIND
    script >> ack(10) >> ack(11) << Resume("u1", at(12))
    script >> missed(12, 13) << says(sync="e1.13") << says(t="live")
    script.finish()


def test_a_window_counts_what_is_read_from_the_store() -> None:
    script = live(window=2) >> falls_behind >> has_room << Resume("u1", at(10))
    script >> missed(10, 15) << says(sync="e1.11") << says(sync="e1.12")
    assert script.session.state is SessionState.BEHIND
    script >> has_room >> ack(12) << Resume("u1", at(12))
    script >> missed(12, 14) << says(sync="e1.13") << says(sync="e1.14") << says(t="live", sync="e1.14")
    script.finish()


def test_an_acknowledgement_of_nothing_changes_nothing() -> None:
    script = live(window=2) >> {"t": "ack", "sync": "other.99"} >> {"t": "ack", "sync": "?"} >> ack(99)
    script >> delivered(11) << says(sync="e1.11")
    without = live() >> ack(99) >> delivered(11) << says(sync="e1.11")
    script.finish()
    without.finish()


def test_a_draining_session_answers_and_takes_nothing_new() -> None:
    script = live() >> drains >> send() >> delivered(11)
    script >> (lambda session: session.done(4)) << {"t": "done", "id": 4}
    script.finish()


def test_before_ready_there_are_no_requests() -> None:
    script = Script() >> auth() << Authenticate("abc") >> {"t": "mark", "id": 5, "conv": "c1", "read": 1}
    script << refuses(errors.NOT_AUTHENTICATED, 5)
    script.finish()
