"""Knobs of security: what the kernel tells, and whom it believes."""

from __future__ import annotations

from .knob import Knob, Number
from .live import sysctl
from .place import setting

SYSCTL = "/etc/sysctl.d/60-im-security.conf"
KERNEL = "kernel documentation, admin-guide/sysctl/kernel.rst"
IP = "kernel documentation, networking/ip-sysctl.rst"


def _key(key: str, value: str, high: int, title: str, why: str, source: str, own_kernel: bool = False) -> Knob:
    return Knob(
        name=key,
        group="security",
        title=title,
        desired=lambda board: value,
        places=setting(SYSCTL, key),
        live=sysctl(key),
        allowed=Number(0, high),
        why=why,
        source=source,
        own_kernel=own_kernel,
    )


KNOBS = (
    _key(
        *("kernel.kptr_restrict", "1", 2, "addresses of the kernel are hidden"),
        *("they help whoever broke into a service", KERNEL),
        own_kernel=True,
    ),
    _key(
        *("kernel.dmesg_restrict", "1", 1, "the kernel's log is for root"),
        *("it tells about hardware and addresses", KERNEL),
        own_kernel=True,
    ),
    _key(
        *("net.ipv4.tcp_syncookies", "1", 2, "connections are made even when the queue is full"),
        *("somebody on the Wi-Fi could lock the others out", IP),
    ),
    _key(
        *("net.ipv4.conf.all.accept_redirects", "0", 1, "others may change the way of packets"),
        *("somebody on the Wi-Fi could read along", IP),
    ),
    _key(
        *("net.ipv6.conf.all.accept_redirects", "0", 1, "others may change the way of packets, IPv6"),
        *("somebody on the Wi-Fi could read along", IP),
    ),
    _key(
        *("net.ipv4.conf.all.send_redirects", "0", 1, "others are told about ways"),
        *("a node is no router", IP),
    ),
)
