"""Webhooks, and how far each has been told."""

from __future__ import annotations

import json
import sqlite3
from typing import Final

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.core.grant import may_act_as_owner
from imserver.seal.envelope import Sealer, SealError, place
from imserver.store.base import LOCAL
from imserver.store.records import Webhook
from imserver.store.sqlite.authority import EVER, authority, check_owner
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.writer import Transaction, Writer
from imserver.system.logs import get_logger

COLUMNS: Final = (
    "id, url, secret, convs, events, created_by, issuer, created_at, position, failing_since, disabled_at, error"
)

log = get_logger("imserver.store")


class SqliteWebhooks:
    def __init__(self, writer: Writer, reader: Reader, sealer: Sealer) -> None:
        self._writer = writer
        self._reader = reader
        self._sealer = sealer

    async def add(self, webhook: Webhook, limit: int) -> None:
        def operation(transaction: Transaction) -> None:
            for conv in webhook.convs:
                transaction.roster.get(conv)
            database = transaction.database
            check_owner(database, webhook.issuer, webhook.created_at, "add webhooks")
            if database.execute("SELECT count(*) FROM webhooks").fetchone()[0] >= limit:
                raise ImError(errors.TOO_MANY, f"There are {limit} webhooks already.")
            database.execute(
                f"INSERT INTO webhooks ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    webhook.id,
                    webhook.url,
                    self._sealer.seal(webhook.secret.encode(), place(webhook.id, 0, "webhook")),
                    json.dumps(webhook.convs),
                    json.dumps(webhook.events),
                    webhook.created_by,
                    webhook.issuer,
                    webhook.created_at,
                    webhook.position,
                    webhook.failing_since,
                    webhook.disabled_at,
                    webhook.error,
                ),
            )

        await self._writer.submit(operation)

    async def all(self) -> list[Webhook]:
        return await self._select("1 ORDER BY id", ())

    async def may_follow(self, webhook: str) -> bool:
        def read(database: sqlite3.Connection) -> bool:
            row = database.execute(
                "SELECT issuer FROM webhooks WHERE id = ? AND disabled_at = 0", (webhook,)
            ).fetchone()
            return row is not None and may_act_as_owner(authority(database, row[0], EVER))

        return await self._reader.run(read)

    async def get(self, webhook: str) -> Webhook:
        found = await self._select("id = ?", (webhook,))
        if not found:
            raise _unknown(webhook)
        return found[0]

    async def _select(self, condition: str, values: tuple[str, ...]) -> list[Webhook]:
        def read(database: sqlite3.Connection) -> list[Webhook]:
            rows = database.execute(f"SELECT {COLUMNS} FROM webhooks WHERE {condition}", values).fetchall()
            return [self._open(*row) for row in rows]

        return await self._reader.run(read)

    def _open(
        self,
        id: str,
        url: str,
        sealed: bytes,
        convs: str,
        events: str,
        created_by: str,
        issuer: str,
        created_at: int,
        position: int,
        failing_since: int,
        disabled_at: int,
        error: str,
    ) -> Webhook:
        try:
            secret = self._sealer.open(sealed, place(id, 0, "webhook")).decode()
        except (SealError, UnicodeDecodeError) as problem:
            log.error("store.webhook_damaged", webhook=id, error=str(problem))
            secret, error = "", "Its secret is damaged: remove the webhook, and add it anew."
        return Webhook(
            id=id,
            url=url,
            secret=secret,
            convs=tuple(json.loads(convs)),
            events=tuple(json.loads(events)),
            created_by=created_by,
            issuer=issuer,
            created_at=created_at,
            position=position,
            failing_since=failing_since,
            disabled_at=disabled_at,
            error=error,
        )

    async def remove(self, webhook: str) -> None:
        await self._change("DELETE FROM webhooks WHERE id = ?", webhook)

    async def advance(self, webhook: str, position: int) -> None:
        def operation(transaction: Transaction) -> None:
            transaction.database.execute(
                "UPDATE webhooks SET position = max(position, ?), failing_since = 0, error = '' WHERE id = ?",
                (position, webhook),
            )

        await self._writer.submit(operation)

    async def fail(self, webhook: str, error: str, now: int, *, disable: bool) -> None:
        def operation(transaction: Transaction) -> None:
            transaction.database.execute(
                "UPDATE webhooks SET error = ?1, failing_since = CASE failing_since WHEN 0 THEN ?2 ELSE failing_since"
                " END, disabled_at = CASE WHEN ?3 THEN ?2 ELSE disabled_at END WHERE id = ?4",
                (error, now, disable, webhook),
            )

        await self._writer.submit(operation)

    async def enable(self, webhook: str, issuer: str = LOCAL) -> None:
        def operation(transaction: Transaction) -> None:
            check_owner(transaction.database, issuer, EVER, "enable webhooks")
            enabled = transaction.database.execute(
                "UPDATE webhooks SET disabled_at = 0, failing_since = 0, error = '', issuer = ? WHERE id = ?",
                (issuer, webhook),
            )
            if not enabled.rowcount:
                raise _unknown(webhook)

        await self._writer.submit(operation)

    async def _change(self, sql: str, webhook: str) -> None:
        def operation(transaction: Transaction) -> None:
            if not transaction.database.execute(sql, (webhook,)).rowcount:
                raise _unknown(webhook)

        await self._writer.submit(operation)


def _unknown(webhook: str) -> ImError:
    return ImError(errors.NOT_FOUND, f"There is no webhook {webhook[:64]!r}.")
