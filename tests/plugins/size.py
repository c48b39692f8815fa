"""How much is tried: `--size fast`, `default` or `full`, and the seed by which whatever is random can be played again.

A test, or a parameter of one, that is marked `full("why")` is left to the full set.
"""

from __future__ import annotations

import os
import shlex
import zlib
from collections import Counter
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

from tests.lanes.record import is_step
from tests.lanes.report import replay_target

SIZES: Final = ("fast", "default", "full")
EXAMPLES: Final = {"fast": 30, "default": 60, "full": 300}
KILLS: Final = {"default": 6, "full": 60}
LEFT_OUT: Final = pytest.StashKey[Counter[str]]()
NOT_FAST: Final = ("packages", "hosts", "slow")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("imnode")
    group.addoption("--size", choices=SIZES, default="default", help="how much is tried; see docs/testing.md")
    group.addoption("--seed", type=int, default=1, help="of whatever is random: chaos, Hypothesis, order")
    group.addoption("--kills", type=int, help="how often the server is killed in the fault tests; by default as --size")


def pytest_configure(config: pytest.Config) -> None:
    for name, examples in EXAMPLES.items():
        settings.register_profile(
            name,
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=[HealthCheck.too_slow],
        )
    settings.register_profile("heavy", settings.get_profile("full"), max_examples=3000, stateful_step_count=80)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", config.getoption("--size")))
    if config.getoption("hypothesis_seed", None) is None:
        config.option.hypothesis_seed = str(config.getoption("--seed"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    size = config.getoption("--size")
    left_out = config.stash[LEFT_OUT] = Counter()
    kept = []
    for item in items:
        full = item.get_closest_marker("full")
        if full is not None and size != "full":
            left_out[str(full.args[0])] += 1
        elif size == "fast" and any(item.get_closest_marker(name) for name in NOT_FAST):
            left_out["not part of --fast"] += 1
        else:
            kept.append(item)
    if left_out:
        remaining = set(kept)
        config.hook.pytest_deselected(items=[item for item in items if item not in remaining])
        items[:] = kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    config = terminalreporter.config
    failed = [
        replay_target(report.nodeid, is_step(getattr(report, "user_properties", ())))
        for kind in ("failed", "error")
        for report in terminalreporter.stats.get(kind, ())
    ]
    if failed:
        size = "" if config.getoption("--size") == "default" else f"--{config.getoption('--size')} "
        terminalreporter.section("to reproduce")
        for test in dict.fromkeys(failed):
            terminalreporter.line(f"./scripts/test {size}--seed {config.getoption('--seed')} {shlex.quote(test)}")
    left_out = config.stash.get(LEFT_OUT, Counter())
    if left_out:
        terminalreporter.section("left to a larger set")
        for reason, count in left_out.most_common():
            terminalreporter.line(f"{count:>5}  {reason}")


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Of this test: another one for each, and the same for each run with the same `--seed`."""
    return zlib.crc32(f"{request.config.getoption('--seed')} {request.node.nodeid}".encode())


@pytest.fixture(scope="session")
def is_full(pytestconfig: pytest.Config) -> bool:
    """Whether the full set runs, for a test that then looks at more of the same."""
    return str(pytestconfig.getoption("--size")) == "full"


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    given: int | None = request.config.getoption("--kills")
    return KILLS[request.config.getoption("--size")] if given is None else given
