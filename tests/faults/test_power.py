"""The plug is pulled in the middle of everything, again and again."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from tests.client import Closed, Person
from tests.server import Server

ROUNDS = 5
SENDERS = 4


@dataclass
class Sender:
    """Sends as fast as it is answered, and goes on after a cut with what was not acknowledged."""

    person: Person
    conv: str
    acked: dict[UUID, tuple[int, str]] = field(default_factory=dict)
    waiting: dict[UUID, str] = field(default_factory=dict)
    count: int = 0

    def burst(self) -> None:
        """Until the server is gone."""
        try:
            with self.person.device() as device:
                for client_id, text in list(self.waiting.items()):
                    self._note(client_id, device.send(self.conv, text, client_id)["seq"])
                while True:
                    self.count += 1
                    client_id = uuid4()
                    self.waiting[client_id] = f"{self.person.login} {self.count}"
                    self._note(client_id, device.send(self.conv, self.waiting[client_id], client_id)["seq"])
        except (Closed, OSError):
            return

    def _note(self, client_id: UUID, seq: int) -> None:
        self.acked[client_id] = (seq, self.waiting.pop(client_id))

    def settle(self) -> None:
        """Send what is left; each is answered now."""
        with self.person.device() as device:
            for client_id, text in list(self.waiting.items()):
                self._note(client_id, device.send(self.conv, text, client_id)["seq"])


@pytest.mark.slow
def test_no_acknowledged_message_is_lost_or_doubled_when_the_server_is_killed(server: Server) -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    people = [Person(server, f"sender{number}") for number in range(SENDERS)]
    group = people[0].group(*people[1:])
    senders = [Sender(person, group) for person in people]
    for _ in range(ROUNDS):
        threads = [threading.Thread(target=sender.burst) for sender in senders]
        for thread in threads:
            thread.start()
        threading.Event().wait(chance.uniform(0.3, 1.2))
        server.kill()
        for thread in threads:
            thread.join()
        server.start()
    for sender in senders:
        sender.settle()
    history = people[0].history(group)
    assert [message["seq"] for message in history] == list(range(1, len(history) + 1))
    stored = {UUID(message["client_id"]): (message["seq"], message["text"]) for message in history}
    assert len(stored) == len(history), "a message is there twice"
    acked = {client_id: entry for sender in senders for client_id, entry in sender.acked.items()}
    assert acked, "nothing was acknowledged: the test shows nothing"
    assert stored == acked
    assert all(person.history(group) == history for person in people[1:])
