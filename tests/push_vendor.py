"""A vendor of Web Push on loopback, to which a real Chromium subscribes, and from which it gets notices.

It speaks as much of Google's protocols as Chromium needs: checking in, registering, and the stream of messages (MCS),
as Chromium's sources have them (`google_apis/gcm/`). Chromium makes its own keys, subscribes, opens what was sealed for
it and wakes the service worker. Two things aren't as in the world: Chromium believes a certificate that nobody signed,
and the endpoint names Google's host, which a test has to rename before the server gets it (`here`).
"""

from __future__ import annotations

import itertools
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

VERSION: Final = b"\x29"
LOGIN, LOGGED_IN, PING, PONG, MESSAGE = 2, 3, 0, 1, 8
PATIENCE_S: Final = 40.0


@dataclass(frozen=True)
class Registration:
    """Which part of the browser a token belongs to, as it asked for it."""

    app: str
    subtype: str
    sender: str


class PushVendor:
    """Use it as a context manager. `arguments` are those with which Chromium takes it for Google."""

    def __init__(self, folder: Path) -> None:
        self._registrations: dict[str, Registration] = {}
        self._numbers = itertools.count(1)
        self._changed = threading.Condition()
        self._streams: list[ssl.SSLSocket] = []
        self._ended = threading.Event()
        vendor = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, answer = vendor._answer(self.path, body, dict(self.headers))
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *arguments: Any) -> None:
                pass

        self._web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(_certificate(folder))
        self.url = f"http://127.0.0.1:{self._web.server_port}"
        self._threads = [
            threading.Thread(target=self._web.serve_forever, kwargs={"poll_interval": 0.05}),
            threading.Thread(target=self._accept),
        ]

    @property
    def arguments(self) -> list[str]:
        return [
            f"--gcm-checkin-url={self.url}/checkin",
            f"--gcm-registration-url={self.url}/register",
            f"--gcm-mcs-endpoint=https://127.0.0.1:{self._listener.getsockname()[1]}",
            "--ignore-certificate-errors",
        ]

    def __enter__(self) -> PushVendor:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._web.shutdown()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for stream in self._streams:
            with suppress(OSError):
                stream.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._web.server_close()

    def here(self, endpoint: str) -> str:
        """Chromium's endpoint, as an address of this vendor."""
        return f"{self.url}/send/{urlsplit(endpoint).path.rpartition('/')[2]}"

    def _answer(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        if path == "/checkin":
            return 200, _number(1, 1) + _fixed(7, 4711) + _fixed(8, 4712)
        if path == "/register":
            return 200, self._register({name: values[0] for name, values in parse_qs(body.decode()).items()})
        return self._take(path.rpartition("/")[2], body, headers), b""

    def _register(self, asked: dict[str, str]) -> bytes:
        subtype = asked.get("X-subtype", "")
        if asked.get("delete") == "true":
            for token in [token for token, one in self._registrations.items() if one.subtype == subtype]:
                del self._registrations[token]
            return f"deleted={asked['app']}".encode()
        token = f"token-{next(self._numbers)}"
        self._registrations[token] = Registration(asked["app"], subtype, asked["sender"])
        return f"token={token}".encode()

    def _take(self, token: str, body: bytes, headers: dict[str, str]) -> int:
        registration = self._registrations.get(token)
        if registration is None:
            return 410
        if f"k={registration.sender}" not in headers.get("Authorization", ""):
            return 403
        message = b"".join(
            (
                _text(3, registration.sender),
                _text(5, registration.app),
                _pair("subtype", registration.subtype),
                _pair("content-encoding", headers["Content-Encoding"]),
                _text(9, f"message-{next(self._numbers)}"),
                _bytes(21, body),
            )
        )
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self._streams), PATIENCE_S):
                return 503
            self._streams[-1].sendall(_frame(MESSAGE, message))
        return 201

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(plain,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, plain: socket.socket) -> None:
        with plain, suppress(OSError, EOFError), self._context.wrap_socket(plain, server_side=True) as stream:
            _read(stream, 1)
            for tag in _tags(stream):
                if tag == LOGIN:
                    stream.sendall(VERSION + _frame(LOGGED_IN, _text(1, "chromium")))
                    with self._changed:
                        self._streams.append(stream)
                        self._changed.notify_all()
                elif tag == PING:
                    stream.sendall(_frame(PONG, b""))


def _tags(stream: ssl.SSLSocket) -> Iterator[int]:
    """What kind of message comes, one after the other."""
    while True:
        tag = _read(stream, 1)[0]
        size = shift = 0
        while True:
            byte = _read(stream, 1)[0]
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        _read(stream, size)
        yield tag


def _read(stream: ssl.SSLSocket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = stream.recv(size - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def _varint(value: int) -> bytes:
    data = b""
    while value > 0x7F:
        data += bytes([value & 0x7F | 0x80])
        value >>= 7
    return data + bytes([value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _fixed(field: int, value: int) -> bytes:
    return _varint(field << 3 | 1) + struct.pack("<Q", value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _pair(key: str, value: str) -> bytes:
    return _bytes(7, _text(1, key) + _text(2, value))


def _frame(tag: int, message: bytes) -> bytes:
    return bytes([tag]) + _varint(len(message)) + message


def _certificate(folder: Path) -> Path:
    """Nobody signed it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .sign(key, hashes.SHA256())
    )
    path = folder / "vendor.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
