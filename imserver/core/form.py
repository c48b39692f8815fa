"""What is wrong with a request of several fields: all of it, not the first alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from imserver.core.errors import ImError


class Form:
    """Each field is looked at within `field`; `check` refuses what was wrong. What may succeed later is the fault of no
    field, and passes.
    """

    def __init__(self) -> None:
        self._refusals: dict[str, ImError] = {}

    @contextmanager
    def field(self, name: str) -> Iterator[None]:
        try:
            yield
        except ImError as error:
            if error.code.retry:
                raise
            self.refuse(name, error)

    def is_wrong(self, name: str) -> bool:
        return name in self._refusals

    def refuse(self, name: str, error: ImError) -> None:
        self._refusals.setdefault(name, error)

    @property
    def refusal(self) -> ImError | None:
        """The first one, which names all."""
        first = next(iter(self._refusals.values()), None)
        if first is None:
            return None
        return ImError(first.code, first.message, first.hint, first.retry_after_s, self._refusals)

    def check(self) -> None:
        """Raises the refusal, if there is any."""
        if (refusal := self.refusal) is not None:
            raise refusal
