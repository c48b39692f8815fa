"""A process has some of the services, and says which it lacks."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import pytest

from imserver.services.registry import AbsentServiceError, Node

ALWAYS = ("clock", "store", "hub", "online_directory", "readiness", "auth", "messenger")
SOMETIMES = ("gateway", "media", "push", "search", "admin")


@pytest.mark.parametrize("name", SOMETIMES)
def test_what_is_here_is_found_and_what_is_not_is_named(name: str) -> None:
    services: dict[str, Any] = {each: Mock() for each in (*ALWAYS, *SOMETIMES)}
    assert getattr(Node(**services), name) is services[name]
    with pytest.raises(AbsentServiceError, match=name):
        getattr(Node(**services | {name: None}), name)
