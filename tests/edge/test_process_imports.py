"""What a process with nothing but a gateway loads: there are several of them on a small node."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOADED = "import sys, imserver.process.gateway; print(*sorted(sys.modules))"
MOST_MODULES = 200
"""Besides Python's own. They were 182 when this was written; one careless import brings a hundred."""


@pytest.fixture(scope="module")
def loaded() -> frozenset[str]:
    done = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True, timeout=60)
    return frozenset(done.stdout.split())


@pytest.mark.parametrize(
    "package",
    [
        *("fastapi", "starlette", "uvicorn", "httptools", "pydantic", "typer", "click", "rich"),
        *("redis", "opentelemetry", "jwt", "cryptography.x509", "argon2", "PIL"),
        *("sqlite3", "multiprocessing", "http.client", "urllib.request"),
    ],
)
def test_a_gateway_does_without(package: str, loaded: frozenset[str]) -> None:
    assert {"imserver.edge.gateway", "imserver.edge.listener", "imserver.bus.redis"} <= loaded
    assert package not in loaded


def test_and_loads_few_modules(loaded: frozenset[str]) -> None:
    others = sorted(name for name in loaded if name.partition(".")[0] not in sys.stdlib_module_names)
    assert len(others) <= MOST_MODULES, others
