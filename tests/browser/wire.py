"""A way to the server that counts what passes."""

from __future__ import annotations

import re
import threading
from typing import Final

from tests.browser.cable import Cable

_REQUEST: Final = re.compile(rb"^[A-Z]+ (\S+) HTTP/1\.1\r\n", re.MULTILINE)


class Wire(Cable):
    """Counts bytes of both directions, headers included, and requests by path."""

    def __init__(self, port: int) -> None:
        self._counted = threading.Lock()
        self.passed = 0
        self.requests: list[str] = []
        super().__init__(port)
        self.rewrite = self._answered
        self.reword = self._asked

    def reset(self) -> None:
        with self._counted:
            self.passed, self.requests = 0, []

    def asked(self, ending: str) -> int:
        """How often a path with that ending was asked for."""
        return sum(path.endswith(ending) for path in self.requests)

    def _answered(self, data: bytes) -> bytes:
        with self._counted:
            self.passed += len(data)
        return data

    def _asked(self, data: bytes) -> bytes:
        with self._counted:
            self.passed += len(data)
            self.requests += [path.decode("ascii") for path in _REQUEST.findall(data)]
        return data
