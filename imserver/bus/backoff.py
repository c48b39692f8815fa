"""How long to wait before the next try."""

from __future__ import annotations

import random
from typing import Final

FIRST_S: Final = 0.05
LONGEST_S: Final = 2.0


def backoff_s(failures: int) -> float:
    """Seconds after so many failures in a row: half of it by chance, so that processes don't come back all at once."""
    half = min(LONGEST_S, FIRST_S * 2.0 ** min(failures, 10)) / 2
    return half + random.uniform(0, half)  # noqa: S311
