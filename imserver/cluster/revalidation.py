"""What a process believes of sessions, held against the store after each gap in its link."""

from __future__ import annotations

from typing import Final

from imserver.cluster.join import Joins
from imserver.core.errors import CLOSE_CODES, SESSION_ENDED
from imserver.edge.hub import Hub
from imserver.system.logs import get_logger
from imserver.tokens.access import AccessTokens

log: Final = get_logger("imserver.process.remote")


class Revalidation:
    """Nobody was told of sessions that ended while the link was down.

    Their tokens are refused first: from then on none of them can come in, and all who are in are asked about,
    however long the gap was.
    """

    def __init__(self, joins: Joins, tokens: AccessTokens, hub: Hub) -> None:
        self._joins = joins
        self._tokens = tokens
        self._hub = hub

    async def run(self) -> None:
        """Once. Raises what a call over the link raises."""
        self._tokens.end((await self._joins.get()).ended)
        if not (present := self._hub.sessions):
            return
        for ended in await self._joins.over(list(present)):
            log.info("remote.sessions_over", sessions=len(ended.sessions), code=ended.code)
            self._tokens.end(ended.sessions)
            self._hub.close_sessions(ended.sessions, CLOSE_CODES.get(ended.code, SESSION_ENDED))
