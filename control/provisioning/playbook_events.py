"""What a playbook that runs tells, line by line, while it writes."""

from __future__ import annotations

import json
from io import TextIOBase
from typing import Any

Event = dict[str, Any]


class Events:
    """A growing file with one JSON document a line. A line that isn't whole yet waits for its rest."""

    def __init__(self, stream: TextIOBase) -> None:
        self._stream = stream
        self._begun = ""

    def read(self) -> list[Event]:
        """The events that were completed since the last call."""
        *whole, self._begun = (self._begun + self._stream.read()).split("\n")
        return [json.loads(line) for line in whole]
