"""What a session asks for is done."""

from __future__ import annotations

from typing import get_args

from imserver.core.effects import Effect
from imserver.edge.effects import HANDLERS


def test_every_effect_is_carried_out() -> None:
    assert set(HANDLERS) == set(get_args(Effect))
