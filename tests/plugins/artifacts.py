"""What a failed test leaves: a folder with its failure, and what servers, browsers and hosts have to say.

They are asked before the test's fixtures end them. What a test left in an earlier run stays until it fails again.
"""

from __future__ import annotations

import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.lanes.report import artifacts_of
from tests.witness import WITNESSES, begin

LEFT: Final = pytest.StashKey[set[Path]]()
"""Folders of this run: the end of a test may fail too, and adds to what its body left."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("imnode").addoption(
        "--artifacts", type=Path, default=Path("build/test/failures"), help="folder for what failed tests leave"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.option.artifacts = (config.invocation_params.dir / config.getoption("--artifacts")).resolve()
    config.stash[LEFT] = set()


def pytest_runtest_logstart() -> None:
    begin()


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.failed:
        _write(collector.config, report, "failure-collect.txt")
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        folder = _write(item.config, report, f"failure-{report.when}.txt")
        for number, each in enumerate(sorted(WITNESSES, key=lambda one: type(one).__name__)):
            try:
                each.testify(folder)
            except Exception as error:
                text = f"{type(each).__name__} left nothing: {error!r}\n"
                (folder / f"silent-{number}.txt").write_text(text, "utf-8", "backslashreplace")
    return report


def _write(config: pytest.Config, report: pytest.TestReport | pytest.CollectReport, name: str) -> Path:
    folder = artifacts_of(config.getoption("--artifacts"), report.nodeid)
    if folder not in config.stash[LEFT]:
        shutil.rmtree(folder, ignore_errors=True)
        config.stash[LEFT].add(folder)
    folder.mkdir(parents=True, exist_ok=True)
    sections = [f"-- {title}\n{content}" for title, content in report.sections]
    (folder / name).write_text("\n".join([report.longreprtext, *sections]), "utf-8", "backslashreplace")
    return folder
