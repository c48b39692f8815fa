"""Password hashes: argon2id, off the event loop, a bounded number at once.

m = 19 MiB, t = 2, p = 1 is OWASP's recommended minimum (Password Storage Cheat Sheet); every hash that runs
holds its 19 MiB, so the number of threads bounds the memory that a wave of logins can take.

A password is hashed in one form, whatever keyboard it comes from, and found by hashes that were made of others.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from typing import Final, TypeVar

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from imserver.core.account import password_forms
from imserver.services.auth.fair_queue import FairQueue

MEMORY_KIB: Final = 19 * 1024
PASSES: Final = 2
LANES: Final = 1
THREADS: Final = 2
TURNS: Final = 16
"""At once: those that a thread works on, those next to come, and those who are about to be counted."""
MAX_WAITING: Final = 200

T = TypeVar("T")


class Verified(msgspec.Struct, frozen=True):
    """Whether a password is the right one. `renewed` is a hash to keep instead of the one that was made otherwise."""

    ok: bool
    renewed: str = ""


class Passwords:
    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._pool = ThreadPoolExecutor(THREADS, "password")
        self._queue = FairQueue(TURNS, MAX_WAITING)
        self._decoy = ""

    def turn(self, key: str) -> AbstractAsyncContextManager[None]:
        """In rotation with the other keys that wait. Raises `busy`."""
        return self._queue.turn(key)

    async def hash(self, password: str, key: str = "") -> str:
        """In a turn of `key`. Raises `busy`."""
        async with self.turn(key):
            return await self.encode(password)

    async def encode(self, password: str) -> str:
        """Its hash. Take a turn for it."""
        return await self._run(lambda: self._hasher.hash(password_forms(password)[0]))

    async def verify(self, encoded: str | None, password: str) -> Verified:
        """Whether `password` belongs to the hash. Without a hash it takes as long, and is never right.

        What is wrong takes one run for each form of the password, four at most; ASCII has one. Take a turn for it.
        """
        return await self._run(lambda: self._verify(encoded, password))

    def _verify(self, encoded: str | None, password: str) -> Verified:
        if not self._decoy:
            self._decoy = self._hasher.hash(secrets.token_hex())
        forms = password_forms(password)
        found = next((form for form in forms if self._matches(encoded or self._decoy, form)), None)
        if found is None or not encoded:
            return Verified(False)
        current = found == forms[0] and not self._hasher.check_needs_rehash(encoded)
        return Verified(True, "" if current else self._hasher.hash(forms[0]))

    def _matches(self, encoded: str, form: str) -> bool:
        try:
            return self._hasher.verify(encoded, form)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
