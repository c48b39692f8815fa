"""What a host is, as far as tuning could change it: files byte for byte, kernel settings, units, packages, swap."""

from __future__ import annotations

from typing import Final

from tests.hosts.emulated import EmulatedHost
from tests.hosts.host import Host

# The kernel works out user_reserve_kbytes anew at each start, and lists bbr until its module can be unloaded, which
# open connections put off.
UNSTEADY: Final = (
    "tcp_mem|compact_memory|stat_refresh|drop_caches|fastopen_key|dev_weight|user_reserve|(available|allowed)_cong"
)

QUESTIONS: Final = {
    "files": "find /etc /boot/firmware /var/lib/im-tuning -xdev ! -type d ! -name '*.cache' ! -path '/etc/.*'"
    " ! -path '/etc/apt/*' -exec sh -c 'for f; do echo \"$f $(readlink $f || sha256sum <$f)\"; done' sh {} +"
    " 2>/dev/null | sort",
    "folders": "find /etc /boot/firmware /var/lib/im-tuning -xdev -type d 2>/dev/null | sort",
    "kernel": "sysctl -a 2>/dev/null | grep -E '^(vm|net.core|net.ipv4.tcp_|net.ipv4.ip_local|net.ipv4.conf.all"
    f"|kernel.kptr|kernel.dmesg)' | grep -vE '{UNSTEADY}'",
    "units": "systemctl list-unit-files --no-legend --state=enabled,disabled,masked | awk '{print $1, $2}' | sort",
    "packages": "dpkg-query -W -f '${Package} ${Status}\\n' | grep ' installed$' | sort",
    "swap": "awk '{print $1, $2, $3, $5}' /proc/swaps",
    "schedulers": "cat /sys/block/[sv]d?/queue/scheduler",
    "steering": "cat /sys/class/net/e*/queues/rx-0/rps_cpus",
    "mounts": "findmnt -no OPTIONS / /tmp",
    "watchdog": "systemctl show --property=RuntimeWatchdogUSec",
    "journal": "systemd-analyze cat-config systemd/journald.conf",
    "timers": "systemctl show apt-daily.timer --property=TimersCalendar | sed 's/next_elapse.*//'",
}


def snapshot(host: Host | EmulatedHost) -> dict[str, list[str]]:
    """The answers to all questions, by lines."""
    return {name: host.ssh(question, check=False).stdout.splitlines() for name, question in QUESTIONS.items()}


def differences(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, list[str]]:
    """What isn't in both."""
    found = {name: sorted(set(lines) ^ set(after[name])) for name, lines in before.items()}
    return {name: lines for name, lines in found.items() if lines}
