"""Whatever cluster an inventory describes, HAProxy takes the configuration of each of its hosts."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from control.provisioning.cluster_layout import SERVICES, InventoryHost, lay_out
from tests.haproxy.proxy import program, render, settle

pytestmark = pytest.mark.packages
NAMES = ["chat", "pi2", "pi3.school.example"]


@st.composite
def inventories(draw: st.DrawFn) -> tuple[dict[str, InventoryHost], dict[str, list[str]]]:
    hosts = NAMES[: draw(st.integers(1, 3))]
    machines = {
        host: InventoryHost(
            f"127.0.0.{number + 2}",
            draw(st.sampled_from([480, 1850, 3790, 8000])),
            draw(st.integers(1, 8)),
            gateways=draw(st.sampled_from([0, 0, 1, 3])),
        )
        for number, host in enumerate(hosts)
    }
    some = st.lists(st.sampled_from(hosts), min_size=1, unique=True)
    groups = {
        "im_edge": draw(some),
        "im_gateway": draw(some),
        "im_core": [draw(st.sampled_from(hosts))],
        "im_redis": [draw(st.sampled_from(hosts))],
    }
    return machines, draw(st.sampled_from([groups, {"im_nodes": hosts}]))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    inventory=inventories(),
    algorithms=st.lists(st.sampled_from(["leastconn", "roundrobin"]), min_size=5, max_size=5),
    limits=st.sampled_from([0, 20, 5000, "0", "20"]),
    own=st.booleans(),
    ipv6=st.booleans(),
    behind=st.booleans(),
    plain=st.sampled_from([80, 0, "8088"]),
    aes=st.booleans(),
)
def test_haproxy_takes_it(
    tmp_path: Path,
    inventory: tuple[dict[str, InventoryHost], dict[str, list[str]]],
    algorithms: list[str],
    limits: int | str,
    own: bool,
    ipv6: bool,
    behind: bool,
    plain: int | str,
    aes: bool,
) -> None:
    machines, groups = inventory
    for host in {host for hosts in groups.values() for host in hosts}:
        found = lay_out(host, machines, groups)
        assert found.refusals == ()
        runs = [process for process in found.processes if process.host == host]
        if host not in found.edges and not runs:
            continue
        text = render(
            host,
            found,
            haproxy_certificate="own.pem" if own else "",
            haproxy_address_connections=limits,
            haproxy_address_connection_rate=limits,
            haproxy_address_request_rate=limits,
            __haproxy_balances=dict(zip(SERVICES, algorithms, strict=True)),
            haproxy_behind_proxy=behind,
            haproxy_plain_port=plain,
            __haproxy_ipv6=ipv6,
            __haproxy_features=["aes"] if aes else [],
        )
        done = subprocess.run([program(), "-c", "-f", str(settle(text, tmp_path))], capture_output=True, text=True)
        assert done.returncode == 0, f"{done.stdout}{done.stderr}\n{text}"
        if host in found.edges:
            limited = 2 if behind else 5 if int(plain) else 3
            assert text.count("if { sc0_") == (limited if int(limits) else 0)
            assert ("crt /etc/im/node.pem" in text) is not behind
        for process in found.processes:
            if host in found.edges:
                lines = [line.split() for line in text.splitlines() if f" server {process.server} " in line]
                assert sum("check" in words for words in lines) == 1
                assert sum("track" in words for words in lines) == len(set(process.services) - {"gateway"})
        if host in found.edges:
            gateways = sum("gateway" in process.services for process in found.processes)
            assert text.count("on-marked-down shutdown-sessions") == gateways
