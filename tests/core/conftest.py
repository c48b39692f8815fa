"""Scripts, checked to their end, and sessions that have come as far as a test needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from imserver.core.effects import Authenticate, Resume
from tests.core.script import EPOCH, Script, accepted, auth, fresh, resumed, says


@pytest.fixture
def script() -> Iterator[Script]:
    script = Script()
    yield script
    script.finish()


@pytest.fixture
def authenticating(script: Script) -> Script:
    return script >> auth() << Authenticate("abc")


@pytest.fixture
def resuming(authenticating: Script) -> Script:
    return authenticating >> accepted() << Resume("u1", None)


@pytest.fixture
def live(resuming: Script) -> Script:
    return resuming >> resumed(fresh(10)) << says(t="ready") << says(t="live", sync=f"{EPOCH}.10")
