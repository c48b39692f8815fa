"""What a failed test leaves: a folder with its failure, and what servers, browsers and hosts have to say.

They are asked before the test's fixtures end them.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.lanes.report import artifacts_of
from tests.witness import WITNESSES, begin


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("imnode").addoption(
        "--artifacts", type=Path, default=Path("build/test/failures"), help="folder for what failed tests leave"
    )


def pytest_runtest_logstart() -> None:
    begin()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        _keep(item.config.getoption("--artifacts"), report)
    return report


def _keep(place: Path, report: pytest.TestReport) -> None:
    folder = artifacts_of(place, report.nodeid)
    folder.mkdir(parents=True, exist_ok=True)
    sections = [f"-- {title}\n{content}" for title, content in report.sections]
    (folder / f"failure-{report.when}.txt").write_text("\n".join([report.longreprtext, *sections]), "utf-8")
    for number, each in enumerate(sorted(WITNESSES, key=lambda one: type(one).__name__)):
        try:
            each.testify(folder)
        except Exception as error:
            (folder / f"silent-{number}.txt").write_text(f"{type(each).__name__} left nothing: {error!r}\n", "utf-8")
