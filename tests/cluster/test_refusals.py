"""What can't work is refused at start, with what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cluster.cluster import Cluster

pytestmark = pytest.mark.slow  # servers start again and again

REFUSED = {
    "an unknown service": (
        {"IM_SERVICES": "auth,mail"},
        "services (IM_SERVICES) can't be 'auth,mail': 'mail' is no service; services are auth, gateway",
    ),
    "no service": ({"IM_SERVICES": ","}, "nothing is no service"),
    "a proxy that is none": (
        {"IM_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.1/8"},
        "trusted_proxies (IM_TRUSTED_PROXIES) can't be '127.0.0.1, 10.0.0.1/8': '10.0.0.1/8' is an address with",
    ),
    "a bad name": ({"IM_NAME": "a b"}, "name (IM_NAME) can't be 'a b'"),
    "a part without Redis": ({"IM_SERVICES": "auth"}, "IM_REDIS_URL is not set"),
    "a Redis URL that is none": ({"IM_SERVICES": "gateway", "IM_REDIS_URL": "ftp://x"}, "IM_REDIS_URL"),
}


def run(folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("IM_")}
    command = [sys.executable, "-m", "imserver", "run", "--port", "0", "--data-dir", str(folder / "data")]
    return subprocess.run(command, env=clean | environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("case", REFUSED)
def test_settings_that_cannot_be_followed(tmp_path: Path, case: str) -> None:
    environment, told = REFUSED[case]
    done = run(tmp_path, environment)
    assert done.returncode in (1, 2)
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.packages
def test_what_cannot_join_a_cluster(cluster: Cluster) -> None:
    redis = {"IM_REDIS_URL": f"unix://{cluster.folder / 'redis.sock'}"}
    for environment, told in (
        ({"IM_SERVICES": "messages"}, "Only one process may keep the messages"),
        ({"IM_SERVICES": "gateway", "IM_NAME": "gateway-1"}, "a process named gateway-1 is connected already"),
        ({"IM_SERVICES": "gateway", "IM_LINK": "tls://127.0.0.1:9"}, "IM_LINK_CERT"),
        ({"IM_SERVICES": "auth", "IM_NAME": "auth-2", "IM_LINK": "nonsense"}, "IM_LINK is 'nonsense'"),
    ):
        done = run(cluster.folder, redis | environment)
        assert (done.returncode, told in done.stderr, "Traceback" in done.stderr) == (1, True, False), done.stderr
