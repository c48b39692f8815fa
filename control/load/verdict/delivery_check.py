"""The delivery check: what the workers observed, against the server's histories at the end.

Workers count every delivery themselves (`control.load.generator.delivery_tracker`). Here their logs of some
conversations, or of all where there are few, are compared with the server's histories by
`control.load.verdict.history_check`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from control.errors import ControlError
from control.load.generator.delivery_log import read
from control.load.generator.worker_protocol import WorkerOutcome
from control.load.result import DeliveryReport
from control.load.verdict.history_check import DeviceLog, KnownMessage, check_histories

MOST_ROOMS: Final = 40
MOST_MESSAGES: Final = 20_000
PAGE: Final = 200
COMPLAINTS: Final = 20
TEXT: Final = ""
"""Texts aren't compared: the server seals and checks them by itself, and the log is smaller without."""

History = Callable[[str, int], dict[str, Any]]
"""A page of a conversation, by its id and the number after which it begins."""


def check(
    outcomes: Sequence[WorkerOutcome], logs: Sequence[Path], newest: dict[str, int], convs: Sequence[str], page: History
) -> DeliveryReport:
    """`newest` is the last acknowledged number of each conversation, by its index."""
    counts = {
        name: sum(int(outcome.counts.get(name, 0)) for outcome in outcomes) for name in ("sent", "acked", "received")
    }
    complaints = [complaint for outcome in outcomes for complaint in outcome.complaints]
    rooms = _chosen(newest)
    try:
        histories = {("server", convs[room]): _history(page, convs[room]) for room in rooms}
        complaints += check_histories(_logs(logs, rooms, convs), histories)
    except ControlError as error:
        complaints.append(f"the server's histories can't be read: {error.message}")
    return DeliveryReport(
        checked=True,
        **counts,
        expected=sum(outcome.expected for outcome in outcomes),
        lost=sum(outcome.lost for outcome in outcomes),
        doubled=sum(outcome.doubled for outcome in outcomes),
        reordered=sum(outcome.reordered for outcome in outcomes),
        unanswered=sum(outcome.unanswered for outcome in outcomes),
        complaints=complaints[:COMPLAINTS],
    )


def _chosen(newest: dict[str, int]) -> list[int]:
    """The busiest conversations, as many as can be read in some seconds."""
    chosen: list[int] = []
    total = 0
    for room, seq in sorted(newest.items(), key=lambda item: -item[1]):
        if len(chosen) == MOST_ROOMS or total + seq > MOST_MESSAGES:
            break
        chosen.append(int(room))
        total += seq
    return chosen


def _history(page: History, conv: str) -> list[KnownMessage]:
    found: list[KnownMessage] = []
    while True:
        answer = page(conv, found[-1].seq if found else 0)
        found += [KnownMessage(each["seq"], UUID(each["client_id"]), TEXT) for each in answer["messages"]]
        if not answer["more"]:
            return found


def _logs(paths: Sequence[Path], rooms: Sequence[int], convs: Sequence[str]) -> list[DeviceLog]:
    wanted = set(rooms)
    logs: dict[int, DeviceLog] = {}
    for path in paths:
        for entry in read(path):
            if entry.kind == b"c" or entry.room not in wanted:
                continue
            log = logs.setdefault(entry.user, DeviceLog(f"user {entry.user}"))
            conv = convs[entry.room]
            if entry.kind == b"s":
                log.sent[entry.client_id] = (conv, TEXT)
            elif entry.kind == b"a":
                log.ack(entry.client_id, conv, entry.seq)
            else:
                log.show(conv, KnownMessage(entry.seq, entry.client_id, TEXT), in_order=False)
    return list(logs.values())
