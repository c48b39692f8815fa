"""How long a user of Locust's waits before each try to connect: `python3 -m tests.load.refusal FOLDER OUTCOME…`.

FOLDER is that of a plan. An outcome is what comes of one try to connect; after a `/`, whether a new token is granted
before it where one is asked for. It prints the pauses as JSON. A process of its own: Locust patches whatever blocks.
"""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

GRANT = {"access_token": "new", "refresh_token": "newer"}


@dataclass(slots=True)
class Tries:
    """Stands in for the server, for chance and for the time. After the last outcome, the run is over."""

    outcomes: list[str]
    user: Any = None
    pauses: list[float] = field(default_factory=list)

    def dial(self) -> None:
        raise ConnectionError(self.outcomes.pop(0).partition("/")[0])

    def call(self, *words: Any, **rest: Any) -> dict[str, str] | None:
        return GRANT if self.outcomes[0].endswith("/granted") else None

    def wait(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.user.is_gone = not self.outcomes

    def uniform(self, low: float, high: float) -> float:
        return (low + high) / 2


def pauses(folder: Path, outcomes: list[str]) -> list[float]:
    sys.path.insert(0, str(folder))
    import locustfile  # type: ignore[import-not-found]
    from locust.env import Environment

    tries = Tries(outcomes)
    locustfile.Chatter.host = "http://127.0.0.1:1"
    user = tries.user = locustfile.Chatter(Environment())
    user.on_start()
    user.ends, user.refresh, user.lot = math.inf, "old", tries
    user.dial, user.call = tries.dial, tries.call
    locustfile.stopping = SimpleNamespace(is_set=lambda: False, wait=tries.wait)
    user.connect("reconnect", 0.0)
    return tries.pauses


if __name__ == "__main__":
    print(json.dumps(pauses(Path(sys.argv[1]), sys.argv[2:])))
