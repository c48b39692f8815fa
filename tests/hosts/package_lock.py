"""Something on a host that holds the lock of dpkg, as the updates of a first start do."""

from __future__ import annotations

from typing import Final

from tests.hosts.host import Host

HOLDER: Final = (
    'import fcntl, signal; lock = open("/var/lib/dpkg/lock-frontend", "w"); fcntl.lockf(lock, fcntl.LOCK_EX);'
    " signal.pause()"
)


def hold(host: Host) -> None:
    host.ssh(f"systemd-run --quiet --unit=updates python3 -c '{HOLDER}'")


def let_go(host: Host) -> None:
    host.ssh("systemctl stop updates")
