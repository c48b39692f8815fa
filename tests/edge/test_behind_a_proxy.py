"""Sockets of a trusted proxy are those of whom it names."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from tests.edge.listeners import HALF_OPEN, OPEN, server, settled


def test_behind_a_proxy_it_is_the_address_that_it_names(tmp_path: Path) -> None:
    with server(tmp_path, IM_TRUSTED_PROXIES="127.0.0.1") as listener, ExitStack() as closing:
        other = closing.enter_context(listener.websocket("5.5.5.5"))
        waiting = [closing.enter_context(listener.websocket("6.6.6.6")) for _ in range(3 * HALF_OPEN)]

        def come() -> None:
            with listener.websocket("1.1.1.1, 6.6.6.6"):
                pass

        assert settled(waiting, HALF_OPEN, come) <= HALF_OPEN
        assert not other.is_closed()
        people = [closing.enter_context(listener.member()) for _ in range(OPEN // 4)]
        assert not any(client.is_closed() for client in people)
