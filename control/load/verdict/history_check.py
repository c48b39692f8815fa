"""The history check: what clients observed and were promised, against the server's histories at the end.

Every acknowledged message is in every member's history exactly once, under the number it was acknowledged with;
numbers are dense; the order is the same for all; what was sent and never acknowledged is there at most once; what a
client was shown is what is stored; and no reader goes backwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class KnownMessage:
    """A message as a client or the server knows it."""

    seq: int
    client_id: UUID
    text: str


@dataclass(slots=True)
class DeviceLog:
    """What one device knows: what it sent, what was acknowledged, and what it was shown, by conversation."""

    name: str
    sent: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    acked: dict[UUID, tuple[str, int]] = field(default_factory=dict)
    shown: dict[str, dict[int, KnownMessage]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    resets: int = 0

    def ack(self, client_id: UUID, conv: str, seq: int) -> None:
        known = self.acked.setdefault(client_id, (conv, seq))
        if known != (conv, seq):
            self.complaints.append(f"{client_id} was acknowledged as {known}, then as {(conv, seq)}")

    def show(self, conv: str, said: KnownMessage, *, in_order: bool) -> None:
        known = self.shown.setdefault(conv, {})
        before = known.get(said.seq)
        if before is not None and before != said:
            self.complaints.append(f"{conv} {said.seq} was {before}, then {said}")
        if in_order and before is None and known and said.seq < max(known):
            self.complaints.append(f"{conv} went back from {max(known)} to {said.seq}")
        known[said.seq] = said

    def reset(self) -> None:
        """The server's data is another: everything but what waits to be sent is forgotten."""
        self.resets += 1
        self.acked.clear()
        self.shown.clear()


Histories = Mapping[tuple[str, str], list[KnownMessage]]
"""By (device name, conversation), the history that the server returns."""


def check_histories(logs: Iterable[DeviceLog], histories: Histories) -> list[str]:
    """What is wrong; empty where every promise was kept."""
    logs = list(logs)
    wrong = [f"{log.name}: {complaint}" for log in logs for complaint in log.complaints]
    truth: dict[str, list[KnownMessage]] = {}
    for (name, conv), history in histories.items():
        wrong += [f"{name} in {conv}: {each}" for each in _flaws(history)]
        if truth.setdefault(conv, history) != history:
            wrong.append(f"{name} in {conv} gets another history than others do")
    places = {said.client_id: (conv, said) for conv, history in truth.items() for said in history}
    for log in logs:
        wrong += [f"{log.name}: {each}" for each in _broken_promises(log, places)]
        wrong += [f"{log.name}: {each}" for each in _false_shows(log, truth)]
    return wrong


def _flaws(history: list[KnownMessage]) -> list[str]:
    flaws = []
    if [said.seq for said in history] != list(range(1, len(history) + 1)):
        flaws.append(f"numbers are not dense: {[said.seq for said in history]}")
    if len({said.client_id for said in history}) != len(history):
        flaws.append("a message is there twice")
    return flaws


def _broken_promises(log: DeviceLog, places: Mapping[UUID, tuple[str, KnownMessage]]) -> list[str]:
    broken = []
    for client_id, (conv, seq) in log.acked.items():
        place = places.get(client_id)
        if place is None:
            broken.append(f"the acknowledged {client_id} is lost ({conv} {seq})")
        elif (place[0], place[1].seq) != (conv, seq):
            broken.append(f"{client_id} was acknowledged as {conv} {seq} and stands at {place[0]} {place[1].seq}")
    for client_id, (conv, text) in log.sent.items():
        place = places.get(client_id)
        if place is not None and (place[0], place[1].text) != (conv, text):
            broken.append(f"{client_id} was sent to {conv} as {text!r} and is {place}")
    return broken


def _false_shows(log: DeviceLog, truth: Mapping[str, list[KnownMessage]]) -> list[str]:
    false = []
    for conv, shown in log.shown.items():
        stored = {said.seq: said for said in truth.get(conv, [])}
        false += [
            f"was shown {said} in {conv}, which is not stored"
            for said in shown.values()
            if stored.get(said.seq) != said
        ]
    return false
