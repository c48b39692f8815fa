"""Whose host it was before: a Redis with a key that must not go, a HAProxy and an nginx with sites of their own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from tests.hosts.host import Host

SERVICES: Final = ("redis-server", "haproxy", "nginx")
REDIS: Final = """bind 127.0.0.1
supervised systemd
daemonize no
dir /var/lib/redis
maxmemory-policy noeviction
appendonly yes
"""
FRONTEND: Final = """
frontend own
    bind *:8080
    http-request return status 200 content-type text/plain string "the owner"
"""
POSSESSIONS: Final = (
    "redis-cli get owner; redis-cli config get maxmemory-policy; redis-cli dbsize; curl -s http://127.0.0.1:8080",
    "find /etc/redis /etc/haproxy /etc/nginx/nginx.conf -type f -exec sha256sum {} + | sort",
    f"systemctl show --property=Id,MainPID,ActiveState,UnitFileState,NeedDaemonReload {' '.join(SERVICES)}",
    "dpkg-query -W redis-server haproxy nginx-light",
    "systemctl show --property=UnitFileState systemd-timesyncd",
    "find /etc/systemd/system -name '*redis*' -o -name '*haproxy*' | sort",
)
BLOCK: Final = re.compile(r"```nginx\n(.*?)```", re.DOTALL)


def move_in(host: Host) -> None:
    packages = "redis-server haproxy nginx-light openssl curl"
    host.ssh(
        f"apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends {packages}"
    )
    host.ssh(f"cat >/etc/redis/redis.conf <<'E'\n{REDIS}E\ncat >>/etc/haproxy/haproxy.cfg <<'E'\n{FRONTEND}E")
    host.ssh(f"systemctl restart {' '.join(SERVICES)} && redis-cli set owner kept")
    host.ssh("systemctl mask systemd-timesyncd", check=False)


def possessions(host: Host) -> list[str]:
    """What there is of it, by what people of the host would see, and that nothing of it was started anew."""
    return [line for command in POSSESSIONS for line in host.ssh(command).stdout.splitlines() if "im-" not in line]


def let_in(host: Host) -> str:
    """Add to nginx what docs/install.md says, under the host's address. Returns the certificate that it shows."""
    [block] = BLOCK.findall(Path("docs/install.md").read_text("utf-8"))
    host.ssh(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /etc/ssl/chat.key -out"
        f" /etc/ssl/chat.pem -days 30 -subj /CN=chat -addext subjectAltName=IP:{host.address}"
    )
    text = block.replace("chat.school.example", host.address)
    host.ssh(f"cat >/etc/nginx/conf.d/chat.conf <<'E'\n{text}E\nnginx -t && systemctl reload nginx")
    return host.ssh("cat /etc/ssl/chat.pem").stdout
