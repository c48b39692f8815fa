"""What the messenger is on a host: files and links byte for byte, their modes and owners, and the units that run."""

from __future__ import annotations

from typing import Final

from tests.hosts.host import Host

FILES: Final = (
    "find /etc/im /etc/systemd/system /opt/im/current /usr/local/bin/imctl -printf '%p %M %u:%g %l\\n' | sort"
    " && find /etc/im /etc/systemd/system -type f -exec sha256sum {} + | sort"
)
UNITS: Final = "imserver.target imserver.slice 'imserver@*' im-haproxy.service im-redis.service"


def installation(host: Host) -> list[str]:
    return host.ssh(FILES).stdout.splitlines()


def active(host: Host) -> list[str]:
    """The units that run, each as systemd read it last: outdated where a file was changed since."""
    shown = host.ssh(f"systemctl show --property=Id,ActiveState,NeedDaemonReload --value {UNITS}").stdout
    return sorted(" ".join(unit.split("\n")) for unit in shown.strip().split("\n\n"))
