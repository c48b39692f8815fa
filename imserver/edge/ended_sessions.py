"""What the end of a session means in a process."""

from __future__ import annotations

from collections.abc import Collection

from imserver.core.errors import CloseCode
from imserver.edge.hub import Hub
from imserver.tokens.access import AccessTokens


def end_here(tokens: AccessTokens, hub: Hub, sessions: Collection[str], code: CloseCode) -> None:
    """Their access tokens are worth nothing, and their connections close."""
    tokens.end(sessions)
    hub.close_sessions(sessions, code)
