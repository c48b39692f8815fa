"""What is known of uploaded files, and which messages carry them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.attachment import Attachment
from imserver.core.errors import ImError
from imserver.seal.envelope import Sealer, SealError, place
from imserver.store.records import Upload
from imserver.store.sqlite.avatars import check_visible, is_kept
from imserver.store.sqlite.messages import first_visible
from imserver.store.sqlite.reader import Reader
from imserver.store.sqlite.writer import Transaction, Writer
from imserver.system.logs import get_logger

USED: Final = "SELECT coalesce(sum(size), 0) FROM media WHERE uploader = ? AND state IN ('unsent', 'sent')"
MAX_SWEPT: Final = 500
"""Files in one transaction."""

log = get_logger("imserver.store")

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Attachment).decode


class SqliteMedia:
    def __init__(self, writer: Writer, reader: Reader, sealer: Sealer) -> None:
        self._writer = writer
        self._reader = reader
        self._sealer = sealer

    async def add(self, upload: Upload, conv: str, quota: int) -> None:
        file = upload.attachment

        def operation(transaction: Transaction) -> None:
            database = transaction.database
            transaction.roster.get(conv).role(conv, upload.uploader)
            used = database.execute(USED, (upload.uploader,)).fetchone()[0]
            if quota and used + file.size > quota:
                raise ImError(errors.QUOTA_FULL, f"Your files take {used} bytes, and {quota} may be taken.")
            about = self._sealer.seal(_encode(file), place(file.id, 0, upload.uploader))
            database.execute(
                "INSERT INTO media VALUES (?, ?, ?, ?, 'unsent', ?)",
                (file.id, upload.uploader, file.size, upload.created_at, about),
            )

        await self._writer.submit(operation)

    async def get(self, media: str, user: str) -> Attachment:
        return await self._reader.run(lambda database: find(database, self._sealer, media, user))

    async def used(self, user: str) -> int:
        return await self._reader.run(lambda database: int(database.execute(USED, (user,)).fetchone()[0]))

    async def of_user(self, user: str) -> list[Upload]:
        def read(database: sqlite3.Connection) -> list[Upload]:
            rows = database.execute(
                "SELECT id, uploader, about, created_at FROM media WHERE uploader = ? AND state <> 'gone' ORDER BY id",
                (user,),
            ).fetchall()
            found: list[Upload] = []
            for id, uploader, about, created_at in rows:
                try:
                    found.append(Upload(_open(self._sealer, id, uploader, about), uploader, created_at))
                except ImError as error:
                    log.error("store.media_damaged", media=id, error=error.message)
            return found

        return await self._reader.run(read)

    async def expire(self, before: int) -> int:
        def operation(transaction: Transaction) -> int:
            return transaction.database.execute(
                "UPDATE media SET state = 'gone' WHERE id IN"
                " (SELECT id FROM media WHERE state = 'unsent' AND created_at < ? LIMIT ?)",
                (before, MAX_SWEPT),
            ).rowcount

        return await self._writer.submit(operation)

    async def gone(self, limit: int, after: str = "") -> list[str]:
        def read(database: sqlite3.Connection) -> list[str]:
            rows = database.execute(
                "SELECT id FROM media WHERE state = 'gone' AND id > ?1"
                " UNION ALL SELECT id FROM former_avatars WHERE id > ?1 ORDER BY id LIMIT ?2",
                (after, limit),
            )
            return [id for (id,) in rows]

        return await self._reader.run(read)

    async def forget(self, media: Sequence[str]) -> None:
        def operation(transaction: Transaction) -> None:
            transaction.database.executemany(
                "DELETE FROM media WHERE id = ? AND state = 'gone'", [(id,) for id in media]
            )
            transaction.database.executemany("DELETE FROM former_avatars WHERE id = ?", [(id,) for id in media])

        await self._writer.submit(operation)

    async def known(self, media: Sequence[str]) -> set[str]:
        def read(database: sqlite3.Connection) -> set[str]:
            return {
                id
                for id in media
                if database.execute("SELECT 1 FROM media WHERE id = ?", (id,)).fetchone() or is_kept(database, id)
            }

        return await self._reader.run(read)

    async def check_avatar(self, avatar: str, user: str) -> None:
        await self._reader.run(lambda database: check_visible(database, avatar, user))


def find(database: sqlite3.Connection, sealer: Sealer, media: str, user: str) -> Attachment:
    """A file that `user` uploaded, or that stands in a message that they can see. Raises `unknown_file`."""
    row = database.execute("SELECT uploader, about FROM media WHERE id = ? AND state <> 'gone'", (media,)).fetchone()
    if row is None or (row[0] != user and not _is_visible(database, media, user)):
        raise ImError(errors.UNKNOWN_FILE, f"There is no file {media[:64]!r} for you.")
    return _open(sealer, media, row[0], row[1])


def _is_visible(database: sqlite3.Connection, media: str, user: str) -> bool:
    for conv, seq in database.execute(
        "SELECT a.conv, max(a.seq) FROM attachments a JOIN members m ON m.conv = a.conv AND m.user = ?"
        " WHERE a.media = ? GROUP BY a.conv",
        (user, media),
    ).fetchall():
        if seq >= first_visible(database, conv, user):
            return True
    return False


def _open(sealer: Sealer, media: str, uploader: str, about: bytes) -> Attachment:
    try:
        return _decode(sealer.open(about, place(media, 0, uploader)))
    except (SealError, msgspec.MsgspecError) as error:
        raise ImError(errors.STORAGE_FAILED, f"What is known of the file {media} is damaged: {error}") from error
