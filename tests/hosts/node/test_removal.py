"""A node ceases to be one."""

from __future__ import annotations

import pytest

from tests.hosts import package_lock
from tests.hosts.host import Host
from tests.hosts.playbook import Controller


def test_a_removal_that_others_keep_waiting_has_changed_nothing(host: Host, controller: Controller) -> None:
    package_lock.hold(host)
    run = controller.play("remove", "-e", "base_apt_timeout_s=1")
    assert not run.ok
    assert "holds /var/lib/dpkg/lock-frontend" in " ".join(run.output.split())
    assert run.changed == 0, run.output
    package_lock.let_go(host)


@pytest.mark.every_release
def test_remove_leaves_messages_and_nothing_else(host: Host, controller: Controller) -> None:
    run = controller.play("remove")
    assert run.ok, run.output
    left = host.ssh(
        "ls -d /etc/im /opt/im /usr/local/bin/imctl /etc/sysctl.d/60-im-*.conf /etc/systemd/system/imserver*"
        " /etc/systemd/system/im-* /etc/systemd/system/*.wants/im-* /run/im-redis /run/im-haproxy"
        " /etc/systemd/zram-generator.conf.d /var/lib/im-tuning /etc/haproxy /etc/redis /etc/valkey 2>/dev/null;"
        " getent passwd im-redis im-haproxy; getent group im-redis im-haproxy;"
        " dpkg-query -W -f '${Package} ${Status}\\n' haproxy redis-server valkey-server python3-venv 2>/dev/null"
        " | grep ' installed$'",
        check=False,
    ).stdout
    assert left == ""
    assert "messages.db" in host.ssh("ls /var/lib/im").stdout
    assert host.ssh("id -un im").stdout == "im\n"
    assert "Messages and accounts are in /var/lib/im" in " ".join(run.output.split())


@pytest.mark.every_release
def test_messages_and_accounts_go_where_that_is_asked_for(host: Host, controller: Controller) -> None:
    run = controller.play("remove", "-e", "remove_data=true")
    assert run.ok, run.output
    assert "No messages or accounts are left in /var/lib/im." in run.output
    assert host.ssh("ls -d /var/lib/im /run/im; id im; getent group im; dpkg -s avahi-daemon", check=False).stdout == ""
