"""The one thread that writes: whatever waits goes into one transaction, and one fsync serves it all.

Group commit is what makes durable acknowledgements cheap: the cost of an fsync is shared by all operations
that arrived while the previous one ran. The thread owns the writing connection; nobody else writes.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar, cast

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.core.event import Delivery, Event, Logged, subject_of
from imserver.store.sqlite.connection import open_database, translate
from imserver.store.sqlite.conversation_cache import ConversationCache
from imserver.system.logs import get_logger
from imserver.system.metrics import Meter

MAX_BATCH: Final = 512
MAX_WAITING: Final = 20_000
GATHER_S: Final = 0.004
"""Under load commits begin this far apart: each then serves several operations, and costs a fraction for each. The
price is two milliseconds in the middle; an operation that comes alone doesn't wait."""
ENOUGH: Final = 32
"""Operations that are worth a commit at once."""
POSITIONS_RESERVED: Final = 10_000

log = get_logger("imserver.store")
T = TypeVar("T")


class Transaction:
    """What an operation may use: the database, the roster of conversations, and the change stream."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.roster = ConversationCache(database)
        self.deliveries: list[Delivery] = []
        self._position = self._reserved = _reserved_position(database)

    @property
    def newest_position(self) -> int:
        return self._position

    def position(self) -> int:
        """The next position of the change stream.

        Positions are reserved durably in blocks, so that none is ever used twice, without a write for each.
        """
        self._position += 1
        if self._position > self._reserved:
            self._reserved = self._position + POSITIONS_RESERVED
            self.database.execute(
                "INSERT INTO meta VALUES ('position', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (self._reserved,),
            )
        return self._position

    def keep_position(self) -> None:
        """Rows that hold the newest position are gone: remember that it was used, for `watermark`."""
        self.database.execute(
            "INSERT INTO meta VALUES ('newest', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (self._position,),
        )

    def announce(self, position: int, event: Event, audience: tuple[str, ...] | None, origin: str = "") -> None:
        """Hand the event to the listener once this transaction is durable."""
        self.deliveries.append(Delivery(position, event, audience, origin))

    def log_event(
        self,
        event: Logged,
        audience: tuple[str, ...] | None,
        *,
        conv: str | None = None,
        user: str | None = None,
        told: Event | None = None,
    ) -> None:
        """Store an event for those who are away, and announce it, or `told` where that says more.

        It takes the place of the one before it of the same subject.
        """
        position = self.position()
        subject = subject_of(event)
        if subject is not None and user is not None:
            subject = f"{subject} of {user}"
        self.database.execute(
            "INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?, ?)",
            (position, conv, user, msgspec.json.encode(event), subject),
        )
        self.announce(position, told or event, audience)

    def forget(self) -> None:
        """The transaction was rolled back: nothing remembered of it may survive."""
        self.roster.clear()
        self.deliveries = []
        self._reserved = 0  # the next position reserves anew


def _reserved_position(database: sqlite3.Connection) -> int:
    row = database.execute("SELECT value FROM meta WHERE key = 'position'").fetchone()
    return row[0] if row else 0


Operation = Callable[[Transaction], T]


@dataclass(slots=True)
class _Job:
    operation: Operation[Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


class _NeedsIsolationError(Exception):
    """An operation failed after it had begun to write: the batch must be undone and run one by one."""


class Writer:
    """Runs operations in the order of their submission.

    `listener` is called in the event loop; `committed` in the writing thread, with the newest durable position.
    """

    def __init__(
        self,
        path: Path,
        listener: Callable[[Sequence[Delivery]], None],
        committed: Callable[[int], None],
        commits: Meter,
    ) -> None:
        self._commits = commits
        self._durable = committed
        self._path = path
        self._listener = listener
        self._loop = asyncio.get_running_loop()
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._transaction = Transaction(open_database(path, readonly=False))
        self.position = self._transaction._position
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, operation: Operation[T]) -> asyncio.Future[T]:
        """The future is done once the operation is durable, or failed.

        Raises `busy` when too many wait, `storage_failed` after `close`.
        """
        if self._closing.is_set():
            raise ImError(errors.STORAGE_FAILED, "The message store is closed.")
        if self._queue.qsize() >= MAX_WAITING:
            raise ImError(errors.BUSY, f"{MAX_WAITING} operations wait for the disk.")
        future: asyncio.Future[T] = self._loop.create_future()
        self._commits.waiting += 1
        self._queue.put(_Job(operation, future))
        return future

    async def close(self) -> None:
        """Run what was submitted, then end."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        self._transaction.database.close()

    def _run(self) -> None:
        closing = False
        began = 0.0
        while not closing:
            batch: list[_Job] = []
            job = self._queue.get()
            began = self._gather(began)
            while job is not None:
                batch.append(job)
                if len(batch) == MAX_BATCH:
                    break
                try:
                    job = self._queue.get_nowait()
                except Empty:
                    break
            closing = job is None
            if batch:
                self._commit(batch)
                deliveries, self._transaction.deliveries = self._transaction.deliveries, []
                if deliveries:
                    self._durable(deliveries[-1].position)
                self._report(batch, deliveries)

    def _gather(self, began: float) -> float:
        """Wait until the next commit may begin, and return when that is. Times are those of `time.monotonic`."""
        rest = began + GATHER_S - time.monotonic()
        if rest > 0 and self._queue.qsize() < ENOUGH:
            self._closing.wait(rest)
        return time.monotonic()

    def _commit(self, batch: list[_Job]) -> None:
        try:
            self._transact(batch)
        except _NeedsIsolationError:
            for job in batch:
                self._commit_alone(job)
        except sqlite3.Error as error:
            for job in batch:
                job.error = translate(error)
            log.error("store.write_failed", error=str(error), operations=len(batch))

    def _commit_alone(self, job: _Job) -> None:
        before = self._transaction.deliveries
        self._transaction.deliveries = []
        try:
            self._transact([job], alone=True)
        except sqlite3.Error as error:
            job.error = translate(error)
            log.error("store.write_failed", error=str(error), operations=1)
        except Exception as error:
            job.error = error
        self._transaction.deliveries = before + self._transaction.deliveries

    def _transact(self, batch: list[_Job], *, alone: bool = False) -> None:
        database = self._transaction.database
        try:
            database.execute("BEGIN IMMEDIATE")
            for job in batch:
                job.error = None
                before = database.total_changes
                try:
                    job.result = job.operation(self._transaction)
                except sqlite3.OperationalError:
                    raise
                except Exception as error:
                    if alone:
                        raise
                    if database.total_changes != before or not isinstance(error, ImError):
                        raise _NeedsIsolationError from error
                    job.error = error
            began = time.monotonic()
            database.execute("COMMIT")
            self._commits.add(time.monotonic() - began)
        except BaseException:
            if database.in_transaction:
                database.execute("ROLLBACK")
            self._transaction.forget()
            raise

    def _report(self, batch: list[_Job], deliveries: list[Delivery]) -> None:
        try:
            self._loop.call_soon_threadsafe(self._committed, batch, deliveries)
        except RuntimeError:  # the loop is gone: nobody waits any more
            log.warning("store.unheard", operations=len(batch))

    def _committed(self, batch: list[_Job], deliveries: list[Delivery]) -> None:
        self._commits.waiting -= len(batch)
        if deliveries:
            self.position = deliveries[-1].position
            self._tell(deliveries)
        for job in batch:
            if job.future.done():
                continue
            if job.error is None:
                job.future.set_result(job.result)
            else:
                job.future.set_exception(cast(Exception, job.error))

    def _tell(self, deliveries: Sequence[Delivery]) -> None:
        """What the listener does with committed events can't undo their commit, nor its acknowledgement."""
        try:
            self._listener(deliveries)
        except Exception:
            log.exception("store.listener_failed", events=len(deliveries))
