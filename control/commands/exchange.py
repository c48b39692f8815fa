"""A load that fits into a comparison: two temporary accounts send each other messages, one after the other."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from uuid import uuid4

from control.client.admin import AdminConnection
from control.client.chat import ChatClient
from control.commands.selftest import address, administration, temporary_account
from control.context import Invocation


@contextmanager
def chatting(run: Invocation, messages: int) -> Iterator[Callable[[], Mapping[str, float]]]:
    """Yields a load that sends `messages` and returns milliseconds to acknowledgement and delivery, and CPU time."""
    with administration(run) as server:
        target = address(run, server)
        with (
            temporary_account(server) as one,
            temporary_account(server) as other,
            ChatClient(target, *one) as ann,
            ChatClient(target, *other) as bob,
        ):
            conv = ann.call("POST", "/conversations", {"kind": "direct", "user": bob.user})["id"]
            try:
                yield lambda: _run(server, ann, bob, conv, messages)
            finally:
                server.delete(f"/admin/conversations/{conv}")


def _run(server: AdminConnection, ann: ChatClient, bob: ChatClient, conv: str, messages: int) -> Mapping[str, float]:
    for person in (ann, bob):
        person.connect()  # who was silent since the last time may have been disconnected
    acks, deliveries = [], []
    used = server.get("/admin/status")["process"]["cpu_s"]
    for number in range(messages):
        sender, reader = (ann, bob) if number % 2 == 0 else (bob, ann)
        client_id = str(uuid4())
        began = time.perf_counter()
        sender.request({"t": "send", "conv": conv, "client_id": client_id, "text": f"{number}: 你好, hello 👋"}, "sent")
        acks.append(time.perf_counter() - began)
        reader.wait("the message", lambda frame, wanted=client_id: frame.get("client_id") == wanted)  # type: ignore[misc]
        deliveries.append(time.perf_counter() - began)
    used = server.get("/admin/status")["process"]["cpu_s"] - used
    return {
        "acknowledged, median (ms)": statistics.median(acks) * 1000,
        "acknowledged, 99 % (ms)": statistics.quantiles(acks, n=100)[98] * 1000,
        "delivered, median (ms)": statistics.median(deliveries) * 1000,
        "server CPU per message (ms)": max(used, 0.001) / messages * 1000,
    }
