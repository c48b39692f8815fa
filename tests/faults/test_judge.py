"""The judge finds each kind of crime: a judge that can't convict proves nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from uuid import UUID

import pytest

from control.load.verdict.history_check import DeviceLog, KnownMessage, check_histories
from tests.faults.actor import Actor

ONE, TWO, THREE = (KnownMessage(number, UUID(int=number), f"text {number}") for number in (1, 2, 3))
History = list[KnownMessage]


def world() -> tuple[DeviceLog, dict[tuple[str, str], History]]:
    """Ann said one and two and was acknowledged, three was said by Bob; both know everything."""
    ann = DeviceLog("ann")
    for said in (ONE, TWO):
        ann.sent[said.client_id] = ("c1", said.text)
        ann.ack(said.client_id, "c1", said.seq)
    ann.show("c1", THREE, in_order=True)
    return ann, {("ann", "c1"): [ONE, TWO, THREE], ("bob", "c1"): [ONE, TWO, THREE]}


def test_a_good_run_is_not_accused() -> None:
    ann, histories = world()
    assert check_histories([ann], histories) == []


def replace(history: History, *, who: str = "") -> Callable[[DeviceLog, dict[tuple[str, str], History]], None]:
    def change(log: DeviceLog, histories: dict[tuple[str, str], History]) -> None:
        for key in histories:
            if not who or key[0] == who:
                histories[key] = history

    return change


def shown_backwards(log: DeviceLog, histories: dict[tuple[str, str], History]) -> None:
    log.show("c1", TWO, in_order=True)


def acked_twice(log: DeviceLog, histories: dict[tuple[str, str], History]) -> None:
    log.ack(ONE.client_id, "c1", 2)


def shown_other(log: DeviceLog, histories: dict[tuple[str, str], History]) -> None:
    log.show("c1", KnownMessage(3, THREE.client_id, "other"), in_order=True)


CRIMES = {
    "lost": (replace([KnownMessage(1, TWO.client_id, TWO.text), KnownMessage(2, THREE.client_id, THREE.text)]), "lost"),
    "lost at the end": (replace([ONE]), "lost"),
    "doubled": (replace([ONE, TWO, THREE, KnownMessage(4, ONE.client_id, ONE.text)]), "twice"),
    "a hole": (replace([ONE, THREE]), "not dense"),
    "another order for one": (
        replace([KnownMessage(1, TWO.client_id, TWO.text), KnownMessage(2, ONE.client_id, ONE.text), THREE], who="bob"),
        "another history",
    ),
    "another order for all": (
        replace([KnownMessage(1, TWO.client_id, TWO.text), KnownMessage(2, ONE.client_id, ONE.text), THREE]),
        "stands at",
    ),
    "another text": (replace([KnownMessage(1, ONE.client_id, "changed"), TWO, THREE]), "was sent to"),
    "a shown one is gone": (replace([ONE, TWO]), "not stored"),
    "backwards": (shown_backwards, "went back"),
    "two acknowledgements": (acked_twice, "was acknowledged"),
    "shown differently": (shown_other, "then"),
}


@pytest.mark.parametrize(("crime", "charge"), CRIMES.values(), ids=CRIMES)
def test_every_crime_is_found(crime: Callable[[DeviceLog, dict[tuple[str, str], History]], None], charge: str) -> None:
    ann, histories = world()
    crime(ann, histories)
    assert any(charge in each for each in check_histories([ann], histories)), check_histories([ann], histories)


def test_what_was_not_acknowledged_may_be_there_or_not() -> None:
    ann, histories = world()
    ann.sent[UUID(int=9)] = ("c1", "perhaps")
    assert check_histories([ann], histories) == []
    for history in histories.values():
        history.append(KnownMessage(4, UUID(int=9), "perhaps"))
    assert check_histories([ann], histories) == []


def test_who_was_not_shown_what_others_said_lacks_it() -> None:
    ann = Actor("ann", "http://nowhere", lambda: "ws://nowhere", ["c1"], random.Random(0))
    said = [("c1", 1), ("c1", 2), ("c1", 3), ("c2", 1)]
    assert ann.lacks(said) == []
    ann.since["c1"] = 1
    assert ann.lacks(said) == [("c1", 2), ("c1", 3)]
    ann.log.show("c1", TWO, in_order=True)
    assert ann.lacks(said) == [("c1", 3)]
    ann.log.ack(THREE.client_id, "c1", THREE.seq)
    assert ann.lacks(said) == []
