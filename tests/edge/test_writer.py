"""What is written in one turn goes out at its end, whatever happens to single connections."""

from __future__ import annotations

import asyncio
import socket

import pytest

from imserver.edge.writer import ConnectionWriter, WriteTurn

pytestmark = pytest.mark.anyio


async def pair() -> tuple[asyncio.Transport, socket.socket]:
    """A connection: our transport, and the peer's socket."""
    ours, peers = socket.socketpair()
    transport, _ = await asyncio.get_running_loop().create_connection(asyncio.Protocol, sock=ours)
    peers.settimeout(5)
    return transport, peers


async def test_a_connection_that_is_gone_holds_nobody_up() -> None:
    turn = WriteTurn()
    gone, its_peer = await pair()
    there, peer = await pair()
    writers = [ConnectionWriter(gone, turn), ConnectionWriter(there, turn)]
    gone.abort()
    for word in (b"one", b"two"):
        for writer in writers:
            writer.write(word)
        assert await asyncio.to_thread(peer.recv, 10) == word
    there.close()
    for each in (peer, its_peer):
        each.close()
