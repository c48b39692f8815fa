"""Inventories and certificates that can't be are refused before a host is touched, with the name of what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from control.provisioning.certificate import problem
from control.provisioning.certificate_authority import issue
from control.provisioning.cluster_layout import InventoryHost, lay_out

NOW = datetime(2026, 1, 1, tzinfo=UTC)
GROUPS = {"im_edge": ["pi1"], "im_core": ["pi1"], "im_redis": ["pi1"], "im_gateway": ["pi1", "pi2"]}
MACHINES = {"pi1": InventoryHost("192.0.2.1", 4000, 4), "pi2": InventoryHost("192.0.2.2", 4000, 4)}


def test_two_hosts_are_a_cluster() -> None:
    found = lay_out("pi2", MACHINES, GROUPS)
    assert found.refusals == ()
    assert [process.server for process in found.processes if process.host == "pi2"] == [
        f"pi2.gateway-{number}" for number in range(1, 5)
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"im_edge": []}, "no host in im_edge: people have no way in. Put a host into [im_edge]"),
        ({"im_gateway": []}, "no host in im_gateway: nobody can connect"),
        ({"im_core": []}, "no host in im_core: nobody keeps accounts and messages"),
        ({"im_core": ["pi1", "pi2"]}, "pi1, pi2 are in im_core. One host keeps the messages"),
        ({"im_redis": []}, "im_redis has no host"),
        ({"im_redis": ["pi1", "pi2"]}, "im_redis has 2 hosts"),
        ({"im_gateway": ["pi2", "pi3"]}, "pi3 is part of the cluster, and is not in this run"),
    ],
)
def test_groups_that_make_no_cluster_are_refused(change: dict[str, list[str]], said: str) -> None:
    assert said in " ".join(lay_out("pi1", MACHINES, {**GROUPS, **change}).refusals)


@pytest.mark.parametrize(
    ("pi2", "said"),
    [
        (InventoryHost("", 4000, 4), "pi2: cluster_address is ''"),
        (InventoryHost("192.0.2.1", 4000, 4), "pi1 and pi2 have the same cluster_address 192.0.2.1"),
        (InventoryHost("192.0.2.2", 4000, 4, processes="gateway"), "pi2: cluster_processes is 'gateway'. Write auto"),
        (InventoryHost("192.0.2.2", 4000, 4, processes=["chat"]), "pi2: cluster_processes names chat. Services are"),
        (InventoryHost("192.0.2.2", 4000, 4, processes=["messages"]), "names messages, but pi2 is not in im_core"),
        (InventoryHost("192.0.2.2", 4000, 4, gateways=99), "pi2: cluster_gateways is 99"),
        (InventoryHost("192.0.2.2", 4000, 4, reserved=[8081]), "pi2: imserver_port leads to port 8081"),
    ],
)
def test_hosts_that_fit_no_cluster_are_refused(pi2: InventoryHost, said: str) -> None:
    assert said in " ".join(lay_out("pi1", {**MACHINES, "pi2": pi2}, GROUPS).refusals)


def test_a_certificate_is_refused_that_does_not_fit_its_key_its_name_or_the_day(tmp_path: Path) -> None:
    mine, other = (
        Path(issue(tmp_path, host, [f"{host}.local"], 90, NOW).certificate) for host in ("chat", "elsewhere")
    )
    key = tmp_path / "chat.key"
    other_key = tmp_path / "elsewhere.key"
    for file, into in ((mine, key), (other, other_key)):
        into.write_text(file.read_text().partition("-----END CERTIFICATE-----\n")[2])
    assert problem(mine, key, "chat.local", NOW) == ""
    assert "is not the key of" in problem(mine, other_key, "chat.local", NOW)
    assert "is for chat.local, and people come to school.local" in problem(mine, key, "school.local", NOW)
    assert "ended on" in problem(mine, key, "chat.local", NOW.replace(year=2027))
    assert "There is no key" in problem(mine, tmp_path / "none", "chat.local", NOW)
