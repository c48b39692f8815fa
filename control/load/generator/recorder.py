"""What the virtual users of one worker did and saw: times by action, counts, complaints, and the delivery log."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from control.load.generator import frames
from control.load.generator.delivery_log import DeliveryLog
from control.load.generator.message_ids import due_us
from control.load.histogram import Recorder, cell, named
from control.load.tick import Tick

COMPLAINTS: Final = 20


class RunRecorder:
    """All times are of `time.monotonic`; `start` is that of the run. `rooms` are the indices of `convs`."""

    def __init__(self, convs: Sequence[str], ramp_s: float, log: Path) -> None:
        self.start = 0.0
        self.actions: defaultdict[str, Recorder] = defaultdict(Recorder)
        self.lateness = Recorder()
        self.counts: Counter[str] = Counter()
        self.complaints: list[str] = []
        self.doubled = self.reordered = 0
        self.connected = 0
        self.log = DeliveryLog(log)
        self.rooms = {conv: index for index, conv in enumerate(convs)}
        self._ramp_s = ramp_s
        self._newest = [0] * len(convs)
        self._cells: Counter[int] = Counter()

    def done(self, action: str, due: float) -> None:
        """An action was answered; nothing is recorded of one without a name."""
        if action:
            self.counts["done"] += 1
            self._record(action, due - self.start, time.monotonic() - due)

    def _record(self, action: str, second: float, seconds: float) -> None:
        self.actions[named(action, second, self._ramp_s)].record(second, seconds)

    def fail(self, action: str, due: float, kind: str) -> None:
        self.actions[action].fail(max(0.0, due - self.start), kind)
        self.counts["errors"] += 1

    def complain(self, text: str) -> None:
        self.counts["complaints"] += 1
        if len(self.complaints) < COMPLAINTS:
            self.complaints.append(text)

    def went_live(self, user: int) -> None:
        self.connected += 1
        self.log.note(b"c", user, 0, 0, time.monotonic() - self.start)

    def sent(self, user: int, room: int, client_id: str) -> None:
        self.counts["sent"] += 1
        self.log.note(b"s", user, room, 0, time.monotonic() - self.start, client_id)

    def acked(self, user: int, room: int, sent: frames.SentReply) -> None:
        self.counts["acked"] += 1
        self.log.note(b"a", user, room, sent.seq, time.monotonic() - self.start, sent.client_id)
        self._newest[room] = max(self._newest[room], sent.seq)

    def received(self, user: int, room: int, message: frames.MessageEvent, now: float) -> None:
        """A message came, whether or not it was expected."""
        self.log.note(b"m", user, room, message.seq, now - self.start, message.client_id)

    def delivered(self, message: frames.MessageEvent, now: float) -> None:
        """A message of somebody else came for the first time: it took from when it was due until `now`."""
        self.counts["received"] += 1
        taken = now - self.start - due_us(message.client_id) / 1e6
        self._record("delivery", now - self.start - taken, taken)
        self._cells[cell(max(1, round(taken * 1e6)))] += 1

    def newest(self) -> dict[str, int]:
        """By room, the last number that one of these users was acknowledged."""
        return {str(room): seq for room, seq in enumerate(self._newest) if seq}

    def tick(self, cpu: float) -> Tick:
        counts = self.counts
        cells, self._cells = self._cells, Counter()
        return Tick(
            connected=self.connected,
            planned=counts["planned"],
            done=counts["done"],
            sent=counts["sent"],
            acked=counts["acked"],
            received=counts["received"],
            errors=counts["errors"],
            reconnects=counts["reconnects"],
            cells={str(index): count for index, count in cells.items()},
            cpu=cpu,
        )
