"""A budget holds, on machines that let one set it; tests/hosts/test_emulated.py has one with the unified hierarchy."""

from __future__ import annotations

import pytest

from control.errors import NotAllowed
from control.load.measurement import board_budget
from tests.load import trial


def test_a_process_gets_no_more_than_its_budget() -> None:
    wanted = board_budget.find("zero2w")
    try:
        found = trial.run(wanted)
    except NotAllowed as error:
        pytest.skip(str(error))
    assert "imnode-load-" in found.groups
    assert 0.1 < found.cores <= 1.3 * 2 * wanted.share
    assert found.left == []
