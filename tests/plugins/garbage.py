"""What the tests of a module left open, found as soon as the module is done.

Else Python finds it whenever it next looks for garbage, and the test that runs then fails of it.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
import warnings
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest

FAILED: Final = pytest.StashKey[set[Path]]()
HELD: Final = ("last_type", "last_value", "last_traceback", "last_exc")
"""Where pytest keeps the last failure for a debugger, with whatever was open then."""


def pytest_collection_finish() -> None:
    """What is there before the first test stays, and isn't looked through each time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.session.stash.setdefault(FAILED, set()).add(item.path)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """Of a module in which a test failed nothing is said: what that one had no time to close has nothing to tell."""
    try:
        yield
    finally:
        left = _left_open() if nextitem is None or nextitem.path != item.path else []
    if left and item.path not in item.session.stash.get(FAILED, ()):
        pytest.fail(
            "\n".join([f"Never closed by a test of {item.path.name} (PYTHONTRACEMALLOC=10 tells where):", *left]),
            pytrace=False,
        )


def _left_open() -> list[str]:
    for name in HELD:
        if hasattr(sys, name):
            delattr(sys, name)
    failures: list[str] = []
    usual = sys.unraisablehook
    sys.unraisablehook = lambda found: failures.append(f"{found.exc_value!r} in {found.object!r}")
    try:
        with warnings.catch_warnings(record=True) as found:
            warnings.simplefilter("always")
            gc.collect()
    finally:
        sys.unraisablehook = usual
    return [*map(_told, found), *failures]


def _told(warning: warnings.WarningMessage) -> str:
    if warning.source is None:
        return str(warning.message)
    traced = tracemalloc.get_object_traceback(warning.source)
    return "\n".join([str(warning.message), *(traced.format() if traced else ())])
