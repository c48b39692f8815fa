"""What a process with nothing but a gateway loads: there are several of them on a small node."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOADED = "import sys, imserver.edge.process; print(*sorted(sys.modules))"


@pytest.fixture(scope="module")
def loaded() -> frozenset[str]:
    done = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True, timeout=60)
    return frozenset(done.stdout.split())


@pytest.mark.parametrize("package", ["fastapi", "starlette", "pydantic", "typer", "sqlite3", "argon2"])
def test_a_gateway_does_without(package: str, loaded: frozenset[str]) -> None:
    assert "imserver.edge.gateway" in loaded
    assert package not in loaded
