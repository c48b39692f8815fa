"""Modules whose tests build on one another, as those of a host do: `pytestmark = pytest.mark.steps`.

They keep their order in a random one, and where a step fails, those after it are skipped, since they would only fail of
what isn't there. The module's fixtures with parameters begin a new row of steps.
"""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.lanes.record import STEPS

FAILED: Final = pytest.StashKey[dict[str, str]]()
WIDE: Final = ("module", "package", "session")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("steps"):
            item.add_marker(pytest.mark.random_order(disabled=True))
            item.user_properties.append((STEPS, True))


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> None:
    failure = call.excinfo
    if item.get_closest_marker("steps") and failure is not None and not failure.errisinstance(pytest.skip.Exception):
        item.session.stash.setdefault(FAILED, {}).setdefault(_row(item), item.name)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    failed = item.session.stash.get(FAILED, {}).get(_row(item))
    if item.get_closest_marker("steps") and failed is not None:
        pytest.skip(f"an earlier step failed: {failed}")


def _row(item: pytest.Item) -> str:
    """The module, and which of its parameters this is; one of a single test is a step of the same row."""
    called: Any = getattr(item, "callspec", None)
    scopes = called._arg2scope.items() if called is not None else ()  # pytest tells a parameter's scope nowhere else
    given = sorted((name, called.indices[name]) for name, scope in scopes if scope.value in WIDE)
    return f"{item.nodeid.split('::')[0]} {given}"
