"""A day that a tool lives through with a server of its own. All tools live through theirs at the same time: they mostly
wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from control.load.result import RunResult, load
from tests.control.conftest import Terminal
from tests.load.conftest import can_run, install, serving

T = TypeVar("T")
Days = Mapping[str, Future[T]]
"""By the tool: what came of it."""


@dataclass(frozen=True, slots=True)
class Day:
    tool: str
    terminal: Terminal

    @property
    def out(self) -> Path:
        return self.terminal.home / "out"

    def file(self, scenario: str) -> str:
        path = self.terminal.home / "scenario.yml"
        path.write_text(scenario, "utf-8")
        return str(path)

    def result(self) -> RunResult:
        return load(self.out)


@contextmanager
def days(request: pytest.FixtureRequest, folder: Path, live: Callable[[Day], T]) -> Iterator[Days[T]]:
    """Begins those of all tools that a test of the module is about."""
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        begun = {}
        for tool in sorted(_tools(request)):
            install(tool)
            home = folder / tool
            home.mkdir()
            terminal = Terminal(stack.enter_context(serving(home)), home)
            begun[tool] = pool.submit(live, Day(tool, terminal))
        try:
            yield begun
        finally:
            pool.shutdown(cancel_futures=True)


def _tools(request: pytest.FixtureRequest) -> set[str]:
    items = [item for item in request.session.items if isinstance(item, pytest.Function) and item.path == request.path]
    named = {str(item.callspec.params["tool"]) for item in items if "tool" in item.fixturenames}
    return {tool for tool in named if can_run(tool)}
