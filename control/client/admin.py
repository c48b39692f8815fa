"""The admin API of a server, over its local socket or over HTTP(S) with a token."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import httpx

from control.client.target import NEW_TOKEN, SocketTarget, Target, UrlTarget
from control.errors import ControlError, NotAllowed, Refused, Unreachable, UsageError

API: Final = "/api/v1"
PAGE: Final = 200
TIMEOUT_S: Final = 30.0
CONNECT_TIMEOUT_S: Final = 10.0
"""A lost first packet or two, and a handshake on a busy board, fit into it."""
REFUSED_TOKENS: Final = ("token_invalid", "token_expired")
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")

Json = dict[str, Any]


class AdminConnection:
    """One server, as an administrator. Use it as a context manager.

    Every call returns the decoded answer ({} for an empty one) and raises a `ControlError`: `Unreachable`
    where no answer came, `NotAllowed` for 401 and 403, `Refused` with the server's own code otherwise.
    """

    def __init__(self, target: Target) -> None:
        self.target = target
        self._http = _open(target)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, path: str, *, timeout_s: float = TIMEOUT_S, **query: str | int | None) -> Json:
        params = {name: value for name, value in query.items() if value is not None}
        return self._call("GET", path, params=params, timeout_s=timeout_s)

    def post(self, path: str, body: Json | None = None, timeout_s: float = TIMEOUT_S) -> Json:
        return self._call("POST", path, json={} if body is None else body, timeout_s=timeout_s)

    def patch(self, path: str, body: Json) -> Json:
        return self._call("PATCH", path, json=body)

    def delete(self, path: str) -> Json:
        return self._call("DELETE", path)

    def pages(self, path: str, key: str, **query: str | None) -> Iterator[Json]:
        """All the items of a list that the server gives by pages of `PAGE`."""
        after: str | None = None
        while True:
            params = {"limit": str(PAGE), "after": after, **query}
            page = self._call("GET", path, params={name: value for name, value in params.items() if value is not None})
            items: list[Json] = page[key]
            yield from items
            if not page.get("more") or not items:
                return
            after = items[-1].get("login") or items[-1]["id"]

    def _call(
        self,
        method: str,
        path: str,
        *,
        params: Json | None = None,
        json: Json | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> Json:
        timeout = httpx.Timeout(timeout_s, connect=min(timeout_s, CONNECT_TIMEOUT_S))
        try:
            answer = self._http.request(method, API + path, params=params, json=json, timeout=timeout)
        except httpx.HTTPError as error:
            raise unreachable(self.target, error) from error
        return decode(self.target, answer)


def tls(ca: Path | None) -> ssl.SSLContext:
    """The context that trusts `ca`, or what the system trusts. Raises `UsageError` for a bad file."""
    if ca is None:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cafile=str(ca))
    except ssl.SSLError:
        raise UsageError(f"{ca} holds no certificate in PEM form", "pass the CA's certificate, not its key") from None
    except OSError as error:
        raise UsageError(f"the CA file {ca} can't be read: {error.strerror}") from None


def decode(target: Target, answer: httpx.Response) -> Json:
    """The body of a good answer; raises for every other."""
    if answer.is_success:
        if not answer.content:
            return {}
        try:
            body: Json = answer.json()
        except ValueError:
            raise _not_a_server(target, answer) from None
        return body
    try:
        error = answer.json()["error"]
        code = str(error["code"])
        message, hint = _told(error, "message"), _told(error, "hint")
    except (ValueError, KeyError, TypeError):
        raise _not_a_server(target, answer) from None
    if answer.status_code in (401, 403):
        raise NotAllowed(message, NEW_TOKEN if code in REFUSED_TOKENS else hint, code=code)
    raise Refused(message, hint, code=code, retry=bool(error.get("retry")))


def _told(error: Json, what: str) -> str:
    """Of each field that is wrong, each thing once; of the request where it has none."""
    wrong = [str(field[what]) for field in error.get("fields", {}).values()]
    return " ".join(dict.fromkeys(wrong or [str(error[what])]))


def unreachable(target: Target, error: BaseException) -> ControlError:
    """What kept an answer from coming, and what to do about it."""
    for cause in _causes(error):
        if isinstance(cause, PermissionError):
            return NotAllowed(
                f"{target}: permission denied",
                "run it with sudo, or as a user whose group owns the socket",
                code="socket_denied",
            )
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Unreachable(
                f"{target}: its certificate is not trusted: {cause.verify_message}",
                "pass the node's CA certificate with --ca FILE, and use a name that the certificate holds",
                code="certificate_untrusted",
            )
        if isinstance(cause, FileNotFoundError):
            return Unreachable(
                f"{target}: there is no such socket", "check whether the server is running: imctl status"
            )
        if isinstance(cause, ConnectionRefusedError):
            return Unreachable(f"{target}: connection refused", "check whether the server is running: imctl status")
    if isinstance(error, httpx.ConnectTimeout):
        return Unreachable(
            f"{target}: no connection within {CONNECT_TIMEOUT_S:g} s", "check the address and the network"
        )
    if isinstance(error, httpx.TimeoutException):
        return Unreachable(f"{target}: no answer in time", "see the server's log: it may be overloaded", code="timeout")
    return Unreachable(f"{target}: {str(error) or type(error).__name__}", "check the address and the network")


def _open(target: Target) -> httpx.Client:
    if isinstance(target, SocketTarget):
        transport = httpx.HTTPTransport(uds=str(target.path), verify=False)  # no TLS here: no authorities to load
        return httpx.Client(transport=transport, base_url="http://localhost")
    _warn_of_plain_http(target)
    return httpx.Client(base_url=target.url, headers={"Authorization": f"Bearer {target.token}"}, verify=tls(target.ca))


def _warn_of_plain_http(target: UrlTarget) -> None:
    url = httpx.URL(target.url)
    if url.scheme == "http" and url.host not in LOOPBACK:
        print(f"warning: the token is sent to {target.url} unencrypted; use https", file=sys.stderr)


def _not_a_server(target: Target, answer: httpx.Response) -> ControlError:
    if answer.is_redirect:
        return Refused(
            f"{target} redirects to {answer.headers.get('Location', 'nowhere')}",
            "use that address as --url",
            code="redirected",
        )
    kind = answer.headers.get("Content-Type", "no content type")
    message = f"{target} answered HTTP {answer.status_code} ({kind}), which is not a response of imserver"
    if answer.status_code in (502, 503, 504):
        return Unreachable(message, "the proxy answers, but the server behind it doesn't: see the server's log")
    return Refused(message, "check the address", code="not_imserver")


def _causes(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__ or current.__context__
