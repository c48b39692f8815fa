"""The store on one SQLite file: one writing thread with group commit, several reading ones."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from pathlib import Path

from imserver.core.account import Profile
from imserver.seal.envelope import Sealer
from imserver.store.base import Listener
from imserver.store.records import Counts
from imserver.store.sqlite import schema
from imserver.store.sqlite.accounts import SqliteAccounts
from imserver.store.sqlite.annotations import SqliteAnnotations
from imserver.store.sqlite.audit import SqliteAudit
from imserver.store.sqlite.blocks import SqliteBlocks
from imserver.store.sqlite.changes import SqliteChanges
from imserver.store.sqlite.connection import open_database
from imserver.store.sqlite.conversations import SqliteConversations
from imserver.store.sqlite.corpus import SqliteCorpus
from imserver.store.sqlite.links import SqliteLinks
from imserver.store.sqlite.media import SqliteMedia, find
from imserver.store.sqlite.messages import SqliteMessages
from imserver.store.sqlite.push import SqlitePush
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.retention import SqliteRetention
from imserver.store.sqlite.server import SqliteServer
from imserver.store.sqlite.sessions import SqliteApiTokens, SqliteSessions
from imserver.store.sqlite.stream import SqliteStream
from imserver.store.sqlite.timeline import SqliteTimeline
from imserver.store.sqlite.views import ConversationViews
from imserver.store.sqlite.watermark import Watermark
from imserver.store.sqlite.webhooks import SqliteWebhooks
from imserver.store.sqlite.writer import Transaction, Writer
from imserver.system.logs import get_logger
from imserver.system.metrics import Meter

__all__ = ["SqliteStore"]

log = get_logger("imserver.store")


class SqliteStore:
    """Implements `imserver.store.base.Store`. Make it in a running event loop."""

    def __init__(self, path: Path, sealer: Sealer, listener: Listener, commits: Meter | None = None) -> None:
        """`commits` notes how long each commit takes, and how many operations wait for one.

        Raises `NewerDataError`, `OSError`.
        """
        schema.check_version(path)
        path.touch(mode=0o600)  # SQLite gives its other files the same mode
        database = open_database(path, readonly=False)
        schema.migrate(database, secrets.token_hex(4))
        self._watermark = Watermark(path.with_name("watermark"), path)
        if self._watermark.adopt(database):
            log.warning("store.restored", path=str(path))
            database.execute("UPDATE meta SET value = ? WHERE key = 'epoch'", (secrets.token_hex(4),))
        self._epoch: str = database.execute("SELECT value FROM meta WHERE key = 'epoch'").fetchone()[0]
        database.close()
        self._path = path
        self._writer = Writer(path, listener, self._watermark.raise_to, commits or Meter())
        self._reader = Reader(path)
        self.messages = SqliteMessages(
            self._writer, self._reader, sealer, lambda database, media, user: find(database, sealer, media, user)
        )
        self.media = SqliteMedia(self._writer, self._reader, sealer)
        self.annotations = SqliteAnnotations(self._writer, self.messages)
        self.blocks = SqliteBlocks(self._writer, self._reader)
        self.retention = SqliteRetention(self._writer)
        self.timeline = SqliteTimeline(self._writer, self._reader)
        self.server = SqliteServer(self._writer, self._reader)
        views = ConversationViews(self.messages)
        self.conversations = SqliteConversations(self._writer, self._reader, views, self.messages)
        self.accounts = SqliteAccounts(self._writer, self._reader)
        self.links = SqliteLinks(self._writer, self._reader)
        self.sessions = SqliteSessions(self._writer, self._reader)
        self.api_tokens = SqliteApiTokens(self._writer, self._reader)
        self.stream = SqliteStream(self._writer, self._reader, self._epoch, views, self.messages)
        self.corpus = SqliteCorpus(self._reader, self.stream, self.messages)
        self.audit = SqliteAudit(self._writer, self._reader)
        self.changes = SqliteChanges(self._reader, self.stream, self.messages)
        self.push = SqlitePush(self._writer, self._reader)
        self.webhooks = SqliteWebhooks(self._writer, self._reader, sealer)

    async def counts(self) -> Counts:
        def read(database: sqlite3.Connection) -> Counts:
            users, disabled = database.execute(
                "SELECT count(*), coalesce(sum(disabled), 0) FROM users WHERE login IS NOT NULL"
            ).fetchone()
            conversations, messages = database.execute(
                "SELECT count(*), coalesce(sum((SELECT max(seq) FROM messages WHERE conv = id)), 0) FROM conversations"
            ).fetchone()
            [files] = database.execute("SELECT count(*) FROM media WHERE state = 'sent'").fetchone()
            return Counts(users=users, disabled=disabled, conversations=conversations, messages=messages, files=files)

        return await self._reader.run(read)

    async def directory(self, query: str, after: str, limit: int) -> list[Profile]:
        users = await self.accounts.search(query, after, limit, enabled_only=True)
        return [user.profile for user in users]

    async def check(self, *, write: bool = False) -> None:
        def operation(transaction: Transaction) -> None:
            transaction.database.execute(
                "INSERT INTO meta VALUES ('checked', 0) ON CONFLICT (key) DO UPDATE SET value = value + 1"
            )

        await self._reader.run(lambda database: database.execute("SELECT 1 FROM meta").fetchone())
        if write:
            await self._writer.submit(operation)

    def describe(self) -> dict[str, str | int]:
        files = [self._path, self._path.with_name(self._path.name + "-wal")]
        return {
            "engine": "sqlite",
            "path": str(self._path),
            "size_bytes": sum(file.stat().st_size for file in files if file.exists()),
            "free_bytes": shutil.disk_usage(self._path.parent).free,
            "epoch": self._epoch,
        }

    async def close(self) -> None:
        await self._writer.close()
        self._reader.close()
        self._watermark.close()
