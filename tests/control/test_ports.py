"""Who has a port that a host is to have, as `ss` and `ps` tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.host.ports import taken

SOCKETS = """\
LISTEN 0      511          0.0.0.0:80        0.0.0.0:*    users:(("nginx",pid=812,fd=5),("nginx",pid=810,fd=5))
LISTEN 0      4096       127.0.0.1:8080      0.0.0.0:*    users:(("haproxy",pid=700,fd=7))
LISTEN 0      511     192.0.2.7%eth0:6379    0.0.0.0:*    users:(("redis-server",pid=600,fd=6))
LISTEN 0      4096            [::]:443          [::]:*    users:(("caddy",pid=900,fd=3))
LISTEN 0      4096               *:9090            *:*    users:(("prometheus",pid=901,fd=3))
LISTEN 0      100   [::ffff:127.0.0.1]:8090      *:*    users:(("java",pid=902,fd=3))
LISTEN 0      64           0.0.0.0:2049      0.0.0.0:*
"""
UNITS = """\
    600 redis-server.service
    700 haproxy.service
    810 nginx.service
    812 nginx.service
    900 -
    901 session-3.scope
"""


def ask(port: int, address: str = "*", **options: bool) -> list[str]:
    wanted = {"port": port, "address": address, "setting": "haproxy_port", "way_out": "Choose another."}
    return taken(SOCKETS, UNITS, [wanted], **options)


@pytest.mark.parametrize(
    ("port", "address", "holder"),
    [
        (80, "*", "nginx (process 812 of nginx.service)"),
        (80, "127.0.0.1", "nginx (process 812 of nginx.service)"),
        (443, "*", "caddy (process 900)"),
        (9090, "127.0.0.1", "prometheus (process 901 of session-3.scope)"),
        (6379, "192.0.2.7", "redis-server (process 600 of redis-server.service)"),
        (8090, "127.0.0.1", "java (process 902)"),
        (2049, "*", "the kernel, or somebody who can't be seen"),
    ],
)
def test_who_has_a_port_is_named_with_the_way_out(port: int, address: str, holder: str) -> None:
    assert ask(port, address) == [f"Port {port} (haproxy_port) is taken by {holder}. Choose another."]


@pytest.mark.parametrize(("port", "address"), [(81, "*"), (8080, "192.0.2.7"), (6379, "192.0.2.8"), (443, "127.0.0.1")])
def test_another_port_or_address_is_no_conflict(port: int, address: str) -> None:
    assert ask(port, address) == []


def test_a_unit_of_the_distribution_is_ours_only_where_an_earlier_release_ran_it() -> None:
    assert ask(8080)
    assert ask(8080, was_former=True) == []


@given(st.integers(1, 65535), st.sampled_from(["imserver@gateway-1", "imserver@all", "im-haproxy", "im-redis"]))
def test_our_own_units_are_never_in_the_way(port: int, unit: str) -> None:
    sockets = f'LISTEN 0 511 *:{port} *:* users:(("any",pid=42,fd=5))'
    wanted = [{"port": port, "address": "*", "setting": "any", "way_out": ""}]
    assert taken(sockets, f"42 {unit}.service\n", wanted) == []
    assert len(taken(sockets, f"42 not-{unit}.service\n", wanted)) == 1


@given(st.text(), st.text())
def test_whatever_is_printed_is_read(sockets: str, units: str) -> None:
    assert isinstance(taken(sockets, units, []), list)
