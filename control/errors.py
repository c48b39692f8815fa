"""What can go wrong in `imctl`, and the exit code of each.

| code | meaning |
|---|---|
| 0 | done |
| 1 | the server said no, or a check failed |
| 2 | the command line or an input file makes no sense |
| 3 | the server can't be reached |
| 4 | not allowed |
| 130 | interrupted (Ctrl-C) |
"""

from __future__ import annotations

from typing import Any, ClassVar


class ControlError(Exception):
    """An error for the person at the terminal: what happened (`message`) and the way out (`hint`)."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "", *, code: str = "failed", retry: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
        self.retry = retry

    def as_json(self) -> dict[str, Any]:
        """The shape of the server's own errors, so that a script handles one."""
        body = {"code": self.code, "message": self.message, "hint": self.hint, "retry": self.retry}
        return {"error": body}


class Refused(ControlError):
    """The server understood and said no, or answered with something that isn't an answer."""


class UsageError(ControlError):
    """The command line, or a file that it names, makes no sense."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "", *, code: str = "usage") -> None:
        super().__init__(message, hint, code=code)


class Unreachable(ControlError):
    """No answer came from the server."""

    exit_code = 3

    def __init__(self, message: str, hint: str = "", *, code: str = "unreachable") -> None:
        super().__init__(message, hint, code=code, retry=True)


class NotAllowed(ControlError):
    """The caller isn't allowed to do this."""

    exit_code = 4

    def __init__(self, message: str, hint: str = "", *, code: str = "not_allowed") -> None:
        super().__init__(message, hint, code=code)
