"""Hosts with systemd in containers. They share the machine's kernel: what a container can't show is left to QEMU."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.bundle import collect
from tests.hosts.host import Host, booted
from tests.hosts.images import Images
from tests.hosts.lab import Lab
from tests.hosts.playbook import REPOSITORY, Controller
from tests.hosts.root import RELEASES, Release, build

OLDER_RELEASE = "a release of Debian that isn't the newest; what differs between them is in the default set"
PROGRAMS = {
    "systemd-nspawn": "systemd-container",
    "mmdebstrap": "mmdebstrap",
    "slirp4netns": "slirp4netns",
    "nft": "nftables",
    "ssh": "openssh-client",
    "ip": "iproute2",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The default set takes the newest release, and of the others what is marked `every_release`."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.hosts)
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(900))
            given = getattr(item, "callspec", None)
            older = given is not None and given.params.get("release", RELEASES[0]) != RELEASES[0]
            if older and not item.get_closest_marker("every_release"):
                item.add_marker(pytest.mark.full(OLDER_RELEASE))


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    if os.geteuid() != 0:
        pytest.skip("booting hosts needs root")
    missing = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if missing:
        pytest.skip(f"booting hosts needs the packages {', '.join(missing)}")
    network = Lab()
    try:
        network.open()
        yield network
    finally:
        network.close()


@pytest.fixture(scope="module", params=RELEASES, ids=lambda release: release.name)
def release(request: pytest.FixtureRequest) -> Release:
    found: Release = request.param
    return found


@pytest.fixture(scope="session")
def images(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Images:
    """Nodes that were set up once. Where no test did it, it is done here."""

    def make(release: Release) -> tuple[Host, Controller]:
        host = fresh(release, lab, tmp_path_factory.mktemp(release.name))
        try:
            host.start()
            controller = settle(host, release, lab, tmp_path_factory.mktemp("controller"))
            run = controller.play("site")
            assert run.ok, run.output
        except BaseException:
            host.stop()
            raise
        return host, controller

    return Images(make)


def fresh(release: Release, lab: Lab, folder: Path) -> Host:
    return Host(release.name, f"192.0.2.{11 + RELEASES.index(release)}", [build(release)], folder, lab)


@pytest.fixture(scope="module")
def host(release: Release, lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A fresh host of the release."""
    with booted(fresh(release, lab, tmp_path_factory.mktemp(release.name))) as machine:
        yield machine


@pytest.fixture(scope="module")
def controller(host: Host, release: Release, lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Controller:
    return settle(host, release, lab, tmp_path_factory.mktemp("controller"))


def settle(host: Host, release: Release, lab: Lab, folder: Path) -> Controller:
    """An inventory with the host, and wheels collected beforehand: inside the lab there is no package index."""
    made = Controller(lab, folder, folder / "cache")
    collect(release, REPOSITORY, made.wheels)
    made.write_inventory(host)
    return made
