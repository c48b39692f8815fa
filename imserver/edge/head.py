"""The head of an HTTP request: what it may be, in both listeners, and the answer to one that is something else."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError

MAX_HEAD: Final = 16_384
MAX_TARGET: Final = 8192
"""Bytes of what stands between method and version; what RFC 9110 asks for, and what HAProxy and nginx take."""
MAX_FIELDS: Final = 100
HEAD_S: Final = 10.0
"""Within that a request has to be there, from its first byte on, or from the beginning of the connection."""


def too_large() -> ImError:
    return ImError(errors.HEAD_TOO_LARGE, f"The request's head has more than {MAX_HEAD} bytes or {MAX_FIELDS} headers.")


def target_too_long() -> ImError:
    return ImError(errors.URL_TOO_LONG, f"The request's address has more than {MAX_TARGET} bytes.")


def late() -> ImError:
    return ImError(errors.REQUEST_TIMEOUT, "The rest of the request didn't come in time.")


def malformed(reason: str) -> ImError:
    return ImError(errors.BAD_HTTP, f"This is no request that can be answered: {reason}.")


def refusal(error: ImError) -> bytes:
    """The whole answer, in the JSON form of all errors. The connection ends after it."""
    status = HTTPStatus(error.code.status)
    told = {"code": error.code.name, "message": error.message, "hint": error.hint, "retry": error.code.retry}
    body = msgspec.json.encode({"error": told})
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
    )
    if error.code.retry:
        head += "retry-after: 5\r\n"
    return f"{head}cache-control: no-store\r\nconnection: close\r\n\r\n".encode() + body
