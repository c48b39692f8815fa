"""A network cable between a browser and the server that can be pulled: a forwarder of TCP on loopback."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self


class Cable:
    """Forwards `url` to a server's port. Unplugged, it drops what is open and refuses what is new.

    `rewrite` may change what the server says, and `reword` what the browser says, as it comes in pieces.
    """

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.rewrite: Callable[[bytes], bytes] = lambda data: data
        self.reword: Callable[[bytes], bytes] = lambda data: data
        self._plugged = True
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def pull(self) -> None:
        with self._lock:
            self._plugged = False
            for end in self._open:
                _abort(end)
            self._open.clear()

    def plug_in(self) -> None:
        self._plugged = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pull()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self._target, timeout=5)
            except OSError:
                _abort(near)
                continue
            far.settimeout(None)
            with self._lock:
                if not self._plugged:
                    _abort(near)
                    _abort(far)
                    continue
                self._open |= {near, far}
            threading.Thread(target=self._pump, args=(near, far, lambda data: self.reword(data)), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, lambda data: self.rewrite(data)), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, change: Callable[[bytes], bytes]) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                sink.sendall(change(data))
        with self._lock:
            for end in (source, sink):
                if end in self._open:
                    self._open.discard(end)
                    _abort(end)


def _abort(end: socket.socket) -> None:
    """Ends both directions at once; the thread that reads from it wakes up."""
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
