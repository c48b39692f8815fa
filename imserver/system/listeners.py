"""Telling several listeners of one thing: what one of them does with it is nothing to the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ParamSpec

from imserver.system.logs import get_logger

P = ParamSpec("P")

log = get_logger("imserver.system.listeners")


def tell_all(listeners: Iterable[Callable[P, object]], *arguments: P.args, **options: P.kwargs) -> None:
    """Call each. One that raises is logged."""
    for listener in listeners:
        try:
            listener(*arguments, **options)
        except Exception:
            log.exception("listener.failed", listener=getattr(listener, "__qualname__", repr(listener)))
