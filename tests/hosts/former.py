"""A node as releases left it that had no Redis and HAProxy of their own: the distribution's ran for it by drop-ins,
with configuration beside the owner's.
"""

from __future__ import annotations

from typing import Final

from tests.hosts.host import Host

REDIS: Final = """# Ansible managed
[Unit]
# At a boot the host's address may come later than the service: it is started until it can listen there.
StartLimitIntervalSec=0

[Service]
RestartSec=1
"""
HAPROXY: Final = """# Ansible managed
[Unit]
# Started when the messenger is ready, so that nobody who comes first after a boot is turned away.
After=imserver.target
# At a boot its address may come later than the service: it is started until it can.
StartLimitIntervalSec=0

[Service]
RestartSec=1
Environment=CONFIG=/etc/im/haproxy.cfg
RuntimeDirectory=haproxy-im
RuntimeDirectoryMode=0750
LimitNOFILE=9000
KeyringMode=private
LockPersonality=yes
MemoryDenyWriteExecute=yes
NoNewPrivileges=yes
PrivateDevices=yes
PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProtectSystem=full
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
CapabilityBoundingSet=CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER CAP_KILL
CapabilityBoundingSet=CAP_NET_BIND_SERVICE CAP_SETGID CAP_SETUID CAP_SYS_CHROOT
"""

MAKE: Final = r"""set -e
cd /etc/systemd/system
systemctl stop imserver.target 'imserver@*'
systemctl --quiet disable --now im-certificate.timer
if [ -e im-haproxy.service ]; then
    systemctl --quiet disable --now im-haproxy
    mkdir haproxy.service.d
    cat >haproxy.service.d/im.conf <<'E'
@HAPROXY@E
    sed -i 's,/run/im-haproxy/,/run/haproxy-im/,; s/\(user\|group\) im-haproxy/\1 haproxy/' /etc/im/haproxy.cfg
    userdel im-haproxy
fi
if [ -e im-redis.service ]; then
    engine=$(sed -n 's,^ExecStart=/usr/bin/\(.*\)-server .*,\1,p' im-redis.service)
    systemctl --quiet disable --now im-redis
    mkdir "$engine-server@im.service.d"
    cat >"$engine-server@im.service.d/im.conf" <<'E'
@REDIS@E
    sed "s,^unixsocket .*,unixsocket /run/$engine-im/$engine-server.sock,
        s,^unixsocketperm.*,&\npidfile /run/$engine-im/$engine-server.pid,; s,^dir .*,dir /var/lib/$engine,
        s,/run/credentials/im-redis.service/,/etc/$engine/im-," /etc/im/redis.conf >"/etc/$engine/$engine-im.conf"
    chown "$engine:$engine" "/etc/$engine/$engine-im.conf"
    chmod 640 "/etc/$engine/$engine-im.conf"
    if grep -q tls-port /etc/im/redis.conf; then
        install -o "$engine" -g "$engine" -m 400 /etc/im/link.pem "/etc/$engine/im-link.pem"
        install -o "$engine" -g "$engine" -m 400 /etc/im/ca.pem "/etc/$engine/im-ca.pem"
    fi
    sed -i "s,im-redis\.service,$engine-server@im.service,; s,^SupplementaryGroups=.*,SupplementaryGroups=$engine," \
        imserver@.service
    sed -i "s,/run/im-redis/redis.sock,/run/$engine-im/$engine-server.sock," /etc/im/imserver-*.env
    userdel im-redis
fi
sed -i '/^StartLimitBurst/d; s/^StartLimitIntervalSec=.*/StartLimitIntervalSec=0/; /^ExecStartPre/d' imserver@.service
rm -f im-haproxy.service im-redis.service im-certificate.* /etc/im/redis.conf /etc/im/packages.json
systemctl daemon-reload
if [ -n "$engine" ]; then systemctl --quiet enable --now "$engine-server@im"; fi
systemctl start imserver.target
if [ -e haproxy.service.d ]; then systemctl --quiet enable --now haproxy; fi
"""


def make_former(host: Host) -> None:
    """Of a node that was set up, whose release goes on. It has 4000 connections (`haproxy_connections`)."""
    host.ssh(MAKE.replace("@HAPROXY@", HAPROXY).replace("@REDIS@", REDIS))
