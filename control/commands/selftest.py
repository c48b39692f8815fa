"""`imctl selftest`: two accounts that exist for a moment chat as people do, and every promise is checked."""

from __future__ import annotations

import os
import secrets
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

import typer

from control.client.admin import AdminConnection
from control.client.target import SocketTarget, UrlTarget
from control.context import Invocation, invocation
from control.errors import ControlError, Refused, UsageError
from control.output import Output

if TYPE_CHECKING:
    from control.client.chat import ChatClient

ROUNDS: Final = 10


@dataclass(slots=True)
class SelftestReport:
    """What was checked, in order. `error` is set where a check failed; later ones weren't reached."""

    url: str
    passed: list[str] = field(default_factory=list)
    failed: str = ""
    error: ControlError | None = None
    acks: list[float] = field(default_factory=list)
    deliveries: list[float] = field(default_factory=list)

    @contextmanager
    def check(self, name: str) -> Iterator[None]:
        try:
            yield
        except ControlError:
            self.failed = name
            raise
        self.passed.append(name)

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": self.error is None,
            "url": self.url,
            "passed": self.passed,
            "failed": self.failed or None,
            "error": self.error.as_json()["error"] if self.error else None,
            "ack_ms": summary(self.acks),
            "delivery_ms": summary(self.deliveries),
        }


def summary(seconds: list[float]) -> dict[str, float] | None:
    if not seconds:
        return None
    return {"p50": round(statistics.median(seconds) * 1000, 2), "max": round(max(seconds) * 1000, 2)}


def selftest(
    ctx: typer.Context,
    rounds: Annotated[int, typer.Option(min=1, max=1000, help="Number of messages in each direction.")] = ROUNDS,
) -> None:
    """Test the server with two temporary accounts: acknowledgements, delivery, order and history.

    The accounts chat through --url; default: the server's public address. They are created over the local admin
    socket, or with --token, and are always removed at the end.
    """
    run = invocation(ctx)
    with administration(run) as server:
        target = address(run, server)
        report = SelftestReport(target.url)
        try:
            _chat(server, target, report, rounds)
        except ControlError as error:
            report.error = error
    _show(run.output, report)
    if report.error:
        raise typer.Exit(1)


def administration(run: Invocation) -> AdminConnection:
    """Where accounts are made: with a token at the URL, else over the socket."""
    has_token = run.token or os.environ.get("IM_TOKEN")
    return run.connect(None if has_token else run.choice.local(os.environ))


def address(run: Invocation, server: AdminConnection) -> UrlTarget:
    """Where the two chat."""
    url = run.url or os.environ.get("IM_URL")
    if not url and isinstance(server.target, SocketTarget):
        found = server.get("/admin/status")["public_url"]
        if found:
            return at_home(run.choice.access(found, os.environ))
    if not url:
        raise UsageError("the server has no public address", "pass its address: --url https://chat.local")
    return run.choice.access(url, os.environ)


def at_home(target: UrlTarget, settings: Path = Path("/etc/im")) -> UrlTarget:
    """Where people reach this node, as it can be reached from the node itself.

    A system without libnss-mdns knows no name with `.local`, and none trusts the node's own authority by itself.
    """
    site = urlsplit(target.url)
    ca = settings / "ca.pem"
    if site.scheme != "https" or not ca.exists():
        return target
    if not _resolves(site.hostname or ""):
        port = f":{site.port}" if site.port else ""
        return UrlTarget(f"https://localhost{port}", target.token, target.ca or ca)
    is_own = not (settings / "own.pem").exists()
    return UrlTarget(target.url, target.token, target.ca or (ca if is_own else None))


def _resolves(name: str) -> bool:
    try:
        return bool(socket.getaddrinfo(name, None))
    except OSError:
        return False


def _chat(server: AdminConnection, target: UrlTarget, report: SelftestReport, rounds: int) -> None:
    from control.client.chat import ChatClient  # 0.02 s of CPU time, for this command alone

    with temporary_account(server) as one, temporary_account(server) as other:
        with report.check("log in"):
            ann = ChatClient(target, *one)
        with ann:
            with report.check("log in on a second device"):
                bob = ChatClient(target, *other)
            with bob:
                with report.check("connect"):
                    ann.connect()
                    bob.connect()
                with report.check("open a conversation"):
                    conv = ann.call("POST", "/conversations", {"kind": "direct", "user": bob.user})["id"]
                    bob.wait("the conversation", lambda frame: frame["t"] == "conversation")
                try:
                    _exchange(ann, bob, conv, report, rounds)
                finally:
                    server.delete(f"/admin/conversations/{conv}")


def _exchange(ann: ChatClient, bob: ChatClient, conv: str, report: SelftestReport, rounds: int) -> None:
    texts: list[str] = []
    with report.check(f"send {rounds} messages each way: acknowledged, delivered, in order"):
        for number in range(rounds):
            for sender, reader in ((ann, bob), (bob, ann)):
                texts.append(f"{number}: 你好, hello 👋")
                _send(sender, reader, conv, texts, report)
    with report.check("send one again: the same acknowledgement, no second message"):
        client_id = str(uuid4())
        texts.append("once")
        frame = {"t": "send", "conv": conv, "client_id": client_id, "text": texts[-1]}
        first, again = ann.request(frame, "sent"), ann.request(frame, "sent")
        _require(first["seq"] == again["seq"] == len(texts), f"it got the numbers {first['seq']} and {again['seq']}")
        bob.wait("the message", lambda frame: frame.get("client_id") == client_id)
    with report.check("read the history: complete, once, in order"):
        before = len(texts) + 1
        found: list[dict[str, Any]] = []
        while before > 1:
            page = bob.request({"t": "history", "conv": conv, "before": before}, "page")["messages"]
            _require(bool(page), f"nothing is below number {before}")
            found = [*page, *found]
            before = page[0]["seq"]
        _require([message["seq"] for message in found] == list(range(1, len(texts) + 1)), "the numbers have holes")
        _require([message["text"] for message in found] == texts, "the texts differ from what was sent")
        _require(not bob.events("message"), "a message was delivered twice")


def _send(sender: ChatClient, reader: ChatClient, conv: str, texts: list[str], report: SelftestReport) -> None:
    client_id = str(uuid4())
    began = time.perf_counter()
    sent = sender.request({"t": "send", "conv": conv, "client_id": client_id, "text": texts[-1]}, "sent")
    report.acks.append(time.perf_counter() - began)
    message = reader.wait("the message", lambda frame: frame["t"] == "message")
    report.deliveries.append(time.perf_counter() - began)
    _require(sent["seq"] == len(texts), f"message {len(texts)} got the number {sent['seq']}")
    _require(message["client_id"] == client_id and message["text"] == texts[-1], "another message was delivered")


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise Refused(otherwise, "this is a fault of the server: please report it", code="promise_broken")


@contextmanager
def temporary_account(server: AdminConnection) -> Iterator[tuple[str, str]]:
    """A login and a password that exist only inside this context."""
    login, password = f"selftest-{secrets.token_hex(4)}", secrets.token_urlsafe(24)
    server.post("/admin/users", {"login": login, "name": "Self-test", "password": password})
    try:
        yield login, password
    finally:
        server.delete(f"/admin/users/{login}")


def _show(output: Output, report: SelftestReport) -> None:
    if output.as_json:
        output.data(report.as_json())
        return
    rows: list[tuple[str, str]] = [(name, "ok") for name in report.passed]
    if report.error:
        rows.append((report.failed or "prepare", "FAILED"))
    output.table(("CHECK", "RESULT"), rows, "")
    for name, seconds in (("acknowledged", report.acks), ("delivered", report.deliveries)):
        if figures := summary(seconds):
            output.line(f"{name} after {figures['p50']} ms (median), {figures['max']} ms at most")
    if report.error:
        output.error(report.error)
    else:
        output.line(f"People can chat at {report.url}.")
