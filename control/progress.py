"""Progress of long work, on stderr of a terminal; nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich import progress
from rich.console import Console
from rich.text import Text

from control.output import Output, printable

WORTH_SHOWING: Final = 20


class Progress:
    def __init__(self, output: Output) -> None:
        self._shown = sys.stderr.isatty() and not output.as_json

    @contextmanager
    def over(self, what: str, total: int) -> Iterator[Callable[[int], None]]:
        """A bar for `total` items; call what it yields with the number of items done since the last call."""
        if not self._shown or total < WORTH_SHOWING:
            yield lambda done: None
            return
        with progress.Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(what, total=total)
            yield lambda done: bar.advance(task, done)

    @contextmanager
    def steps(self, what: str) -> Iterator[Callable[[str], None]]:
        """A line for work of unknown length; call what it yields with what is done now."""
        if not self._shown:
            yield lambda step: None
            return
        with Console(stderr=True).status(Text(printable(what))) as status:
            yield lambda step: status.update(Text(printable(f"{what}: {step}")))
