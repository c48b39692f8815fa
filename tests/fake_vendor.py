"""Programs at the other end, on loopback: a fake push vendor with a browser behind it, and a program with a webhook."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PATIENCE_S: Final = 40.0


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    body: bytes


class Listener:
    """An HTTP server that keeps what is posted to it, and answers with `status`. Use it as a context manager."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.status = 201
        self.headers: dict[str, str] = {}
        self.silent = "/silent"
        """Paths that begin so are never answered."""
        self._ended = threading.Event()
        self._arrived = threading.Condition()
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                status = listener.take(Request(self.path, headers, body))
                if self.path.startswith(listener.silent):
                    listener._ended.wait()
                self.send_response(status)
                if status == 307:
                    self.send_header("Location", "/elsewhere")
                for name, value in listener.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *arguments: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> Listener:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def take(self, request: Request) -> int:
        with self._arrived:
            self.requests.append(request)
            self._arrived.notify_all()
            return self.status

    def wait(self, happened: Callable[[list[Request]], bool]) -> list[Request]:
        """What came, once `happened` says so of it. Raises `AssertionError`."""
        deadline = time.monotonic() + PATIENCE_S
        with self._arrived:
            while not happened(self.requests):
                rest = deadline - time.monotonic()
                assert rest > 0, f"only {len(self.requests)} requests came: {self.requests}"
                self._arrived.wait(rest)
            return list(self.requests)


class Browser:
    """A subscription of a fake browser: it opens what its vendor gets (RFC 8291, written down here once more)."""

    def __init__(self, vendor: Listener, name: str = "phone") -> None:
        self.endpoint = f"{vendor.url}/push/{name}"
        self.vendor = vendor
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = bytes(range(16))
        self._point = _point(self._key.public_key())

    def subscription(self) -> dict[str, Any]:
        keys = {"p256dh": encode(self._point), "auth": encode(self._auth)}
        return {"endpoint": self.endpoint, "keys": keys, "expirationTime": None}

    @property
    def requests(self) -> list[Request]:
        return [request for request in self.vendor.requests if self.endpoint.endswith(request.path)]

    def notices(self) -> list[dict[str, Any]]:
        return [json.loads(self.open(request.body)) for request in self.requests]

    def wait(self, count: int) -> list[dict[str, Any]]:
        self.vendor.wait(lambda _: len(self.requests) >= count)
        return self.notices()

    def open(self, body: bytes) -> bytes:
        salt, length = body[:16], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self._key.exchange(ec.ECDH(), theirs)
        secret = _derive(self._auth, shared, b"WebPush: info\0" + self._point + sender, 32)
        key = _derive(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derive(salt, secret, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert plain[-1:] == b"\2"
        return plain[:-1]


def check_vapid(request: Request, public_key: str, audience: str) -> dict[str, Any]:
    """The claims of the sender, whose signature is good (RFC 8292)."""
    scheme, _, rest = request.headers["authorization"].partition(" ")
    fields = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert scheme == "vapid"
    assert fields["k"] == public_key
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(public_key))
    claims: dict[str, Any] = jwt.decode(fields["t"], key, ["ES256"], audience=audience)
    return claims


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _derive(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)
