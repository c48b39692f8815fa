"""The session: every row of its table, told as what happens and what it then wants."""

from __future__ import annotations

import pytest

from imserver.core import errors
from imserver.core.effects import Authenticate, Close, Post, Read, Resume, Resumption
from imserver.core.errors import ImError
from imserver.core.message import Message, Page, Posted
from imserver.core.session_state import TRANSITIONS, Input, SessionState
from tests.core.script import (
    CLIENT_ID,
    EPOCH,
    EVENT,
    Script,
    accepted,
    at,
    auth,
    delivered,
    ended,
    failed,
    fresh,
    history,
    posted,
    read,
    refused,
    refuses,
    resumed,
    says,
    send,
)

POST = Post(2, "c1", CLIENT_ID, "hello")
READ = Read(3, "c1", None, None, 50)
WRONG_TOKEN = ImError(errors.TOKEN_INVALID, "The access token is not valid.")


def test_the_table_names_every_way_and_no_other() -> None:
    forward = {
        (SessionState.CONNECTING, Input.AUTH): SessionState.AUTHENTICATING,
        (SessionState.AUTHENTICATING, Input.ACCEPTED): SessionState.RESUMING,
        (SessionState.RESUMING, Input.CAUGHT_UP): SessionState.LIVE,
        (SessionState.LIVE, Input.FELL_BEHIND): SessionState.BEHIND,
        (SessionState.BEHIND, Input.ROOM): SessionState.CATCHING_UP,
        (SessionState.CATCHING_UP, Input.FELL_BEHIND): SessionState.BEHIND,
        (SessionState.CATCHING_UP, Input.CAUGHT_UP): SessionState.LIVE,
    }
    draining = {
        (state, Input.DRAIN): SessionState.DRAINING for state in SessionState if state is not SessionState.CLOSED
    }
    assert forward | draining | {(state, Input.END): SessionState.CLOSED for state in SessionState} == TRANSITIONS


def test_a_whole_life(script: Script) -> None:
    page = Page([Message(1, "u1", CLIENT_ID, 1000, "hello")], False)
    (
        script
        >> auth(id=7)
        << Authenticate("abc")
        >> accepted("u1", "s1")
        << Resume("u1", None)
        >> resumed(fresh(10))
        << {"t": "ready", "id": 7, "user": "u1", "session": "s1", "mode": "fresh", "sync": "e1.10", "conversations": []}
        << {"t": "live", "sync": "e1.10"}
        >> send()
        << POST
        >> posted(POST, Posted(1, 1000))
        << {"t": "sent", "id": 2, "conv": "c1", "client_id": str(CLIENT_ID), "seq": 1, "ts": 1000}
        >> history()
        << READ
        >> read(READ, page)
        << says(t="page", id=3, conv="c1", more=False)
        >> {"t": "ping", "id": 4}
        << {"t": "pong", "id": 4}
        >> delivered(11)
        << says(sync="e1.11")
        >> ended(errors.RESTARTING)
        << Close(errors.RESTARTING)
    )
    assert script.session.state is SessionState.CLOSED


# connecting


@pytest.mark.parametrize("frame", [send(id=9), history(id=9), {"t": "ping", "id": 9}], ids=lambda frame: frame["t"])
def test_the_first_frame_must_be_auth(script: Script, frame: dict[str, object]) -> None:
    script >> frame << refuses(errors.NOT_AUTHENTICATED, 9) << Close(errors.AUTH_EXPECTED)


@pytest.mark.parametrize(
    ("frame", "code", "request_id"),
    [
        ("not json", errors.BAD_JSON, None),
        ('{"t":"dance","id":9}', errors.UNKNOWN_TYPE, 9),
        ('{"t":"auth","id":9}', errors.BAD_FRAME, 9),
    ],
)
def test_a_bad_first_frame_ends_the_connection(
    script: Script, frame: str, code: errors.ErrorCode, request_id: int | None
) -> None:
    script >> frame << refuses(code, request_id) << Close(errors.AUTH_EXPECTED)


def test_events_before_authentication_are_nobodys(script: Script) -> None:
    script >> delivered(11)
    assert script.session.buffered == 0


# authenticating


def test_a_refused_token_ends_the_connection(authenticating: Script) -> None:
    authenticating >> refused(WRONG_TOKEN) << refuses(errors.TOKEN_INVALID, 1) << Close(errors.TOKEN_REFUSED)


def test_auth_twice_is_told_and_the_first_one_counts(authenticating: Script) -> None:
    (
        authenticating
        >> auth(id=2, token="other")
        << refuses(errors.ALREADY_AUTHENTICATED, 2)
        >> accepted()
        << Resume("u1", None)
    )


@pytest.mark.parametrize("frame", [send(id=9), history(id=9)], ids=lambda frame: frame["t"])
def test_requests_before_ready_are_refused_and_the_connection_lives(
    authenticating: Script, frame: dict[str, object]
) -> None:
    (
        authenticating
        >> frame
        << refuses(errors.NOT_AUTHENTICATED, 9)
        >> {"t": "ping", "id": 10}
        << says(t="pong", id=10)
        >> accepted()
        << Resume("u1", None)
        >> frame
        << refuses(errors.NOT_AUTHENTICATED, 9)
    )


# resuming


def test_the_token_says_where_to_resume(script: Script) -> None:
    script >> auth(sync="e1.7") << Authenticate("abc") >> accepted() << Resume("u1", at(7))


def test_a_token_that_is_not_ours_matches_no_store(script: Script) -> None:
    script >> auth(sync="rubbish") << Authenticate("abc") >> accepted()
    (resume,) = script._seen
    assert isinstance(resume, Resume)
    assert resume.since is not None
    assert resume.since.epoch == ""
    script << resume


def test_what_was_missed_comes_between_ready_and_live(script: Script) -> None:
    missed = Resumption("resumed", at(9), None, [(8, EVENT), (9, EVENT)])
    (
        script
        >> auth(sync="e1.7")
        << Authenticate("abc")
        >> accepted()
        << Resume("u1", at(7))
        >> resumed(missed)
        << {"t": "ready", "id": 1, "user": "u1", "session": "s1", "mode": "resumed", "sync": "e1.7"}
        << says(sync="e1.8")
        << says(sync="e1.9")
        << {"t": "live", "sync": "e1.9"}
    )


def test_what_happens_while_resuming_comes_after_it_once(resuming: Script) -> None:
    (
        resuming
        >> delivered(9)
        >> delivered(11)
        >> delivered(12)
        >> resumed(fresh(11))
        << says(t="ready", sync="e1.11")
        << says(sync="e1.12")
        << {"t": "live", "sync": "e1.12"}
        >> delivered(13)
        << says(sync="e1.13")
    )
    assert resuming.session.buffered == 0


@pytest.mark.parametrize("mode", ["limited", "reset"])
def test_too_much_was_missed(resuming: Script, mode: str) -> None:
    resumption = Resumption(mode, at(500), [], [])  # type: ignore[arg-type]
    resuming >> resumed(resumption) << says(t="ready", mode=mode, conversations=[]) << says(t="live", sync="e1.500")


def test_a_session_that_ends_forgets_what_it_kept(resuming: Script) -> None:
    resuming >> delivered(11) >> ended(errors.SLOW) << Close(errors.SLOW)
    assert resuming.session.buffered == 0


# live


def test_auth_on_a_live_connection(live: Script) -> None:
    live >> auth(id=5) << refuses(errors.ALREADY_AUTHENTICATED, 5) >> {"t": "ping", "id": 6} << says(t="pong", id=6)


def test_a_failure_is_told_with_its_request(live: Script) -> None:
    full = ImError(errors.STORAGE_FULL, "The message store's disk is full.")
    (
        live
        >> send()
        << POST
        >> failed(2, full)
        << {
            "t": "error",
            "id": 2,
            "code": "storage_full",
            "message": "The message store's disk is full.",
            "hint": errors.STORAGE_FULL.hint,
            "retry": True,
        }
    )


@pytest.mark.parametrize(
    ("fields", "before", "after", "limit"),
    [
        ({}, None, None, 50),
        ({"before": 5}, 5, None, 50),
        ({"after": 0}, None, 0, 50),
        ({"before": 1, "limit": 200}, 1, None, 200),
        ({"limit": 1}, None, None, 1),
        ({"before": None, "after": None, "limit": None}, None, None, 50),
    ],
)
def test_history_asks_for_a_page(
    live: Script, fields: dict[str, object], before: int | None, after: int | None, limit: int
) -> None:
    live >> history(**fields) << Read(3, "c1", before, after, limit)


def test_history_goes_one_way(live: Script) -> None:
    live >> history(before=1, after=2) << refuses(errors.BAD_FRAME, 3)


# closed


def test_ending_twice_closes_once(live: Script) -> None:
    live >> ended(errors.SLOW) << Close(errors.SLOW) >> ended(errors.RESTARTING)


@pytest.mark.parametrize(
    "late",
    [
        "not json",
        auth(),
        send(),
        history(),
        {"t": "ping", "id": 1},
        accepted(),
        refused(WRONG_TOKEN),
        resumed(fresh()),
        posted(POST, Posted(1, 1000)),
        read(READ, Page([], False)),
        failed(2, WRONG_TOKEN),
        delivered(12),
        ended(errors.SLOW),
    ],
)
def test_after_the_end_nothing_is_said(script: Script, late: object) -> None:
    """Work that was under way when the connection ended reports to a closed session."""
    script >> ended(errors.AUTH_TIMEOUT) << Close(errors.AUTH_TIMEOUT) >> late  # type: ignore[operator]
    assert script.session.state is SessionState.CLOSED


def test_epochs_are_part_of_what_live_says(resuming: Script) -> None:
    resuming >> resumed(fresh(0)) << says(t="ready", sync=f"{EPOCH}.0") << says(t="live", sync=f"{EPOCH}.0")
