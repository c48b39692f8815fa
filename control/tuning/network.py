"""Knobs of the network: many idle WebSockets, and Wi-Fi that stays awake."""

from __future__ import annotations

from .board import HostFacts
from .knob import ConfigItem, FileLine, Knob, NotApplicable, Number, Numbers, Pattern, Words
from .live import Kernel, RuntimeValue, power_save, sysctl, tell_power_save
from .place import setting

SYSCTL = "/etc/sysctl.d/60-im-network.conf"
MODULES = "/etc/modules-load.d/im.conf"
RULES = "/etc/udev/rules.d/60-im-network.rules"
NETWORK_MANAGER = "/etc/NetworkManager/conf.d/90-im-wifi.conf"
WIFI_UNIT = "/etc/systemd/system/im-wifi.service"
IP = "kernel documentation, networking/ip-sysctl.rst"


def _key(
    key: str, value: str, allowed: Number | Numbers | Words, title: str, why: str, source: str, unit: str = ""
) -> Knob:
    return Knob(
        name=key,
        group="network",
        title=title,
        unit=unit,
        desired=lambda board: value,
        places=setting(SYSCTL, key),
        live=sysctl(key),
        allowed=allowed,
        why=why,
        source=source,
    )


def _congestion(board: HostFacts) -> tuple[str, ...]:
    return tuple(name for name in ("bbr", "cubic", "reno") if name in board.congestion)


def _congestion_places(board: HostFacts) -> tuple[ConfigItem, ...]:
    modules = FileLine(
        MODULES, lambda name: "tcp_bbr\nsch_fq" if name == "bbr" else f"# {name} needs no module", "", "modules"
    )
    key = "net.ipv4.tcp_congestion_control"
    queue = {"bbr": "\n-net.core.default_qdisc = fq"}
    return (modules, FileLine(SYSCTL, lambda name: f"-{key} = {name}{queue.get(name, '')}"))


def _power_save(board: HostFacts) -> str | NotApplicable:
    return "off" if board.wifi else NotApplicable("no Wi-Fi here")


def _power_save_places(board: HostFacts) -> tuple[ConfigItem, ...]:
    if "network-manager" in board.packages:
        number = {"off": 2, "on": 3}
        return (
            FileLine(NETWORK_MANAGER, lambda value: f"wifi.powersave={number[value]}", "connection", "network-manager"),
        )
    links = " ".join(board.wifi)
    return (
        FileLine(
            WIFI_UNIT,
            lambda value: (
                "[Unit]\nDescription=Power saving of Wi-Fi\nAfter=network.target\n[Service]\nType=oneshot\n"
                f"ExecStart=/bin/sh -c 'for link in {links}; do /usr/sbin/iw dev $link set power_save {value}; done'\n"
                "[Install]\nWantedBy=multi-user.target"
            ),
            "",
            "wifi-unit",
        ),
    )


def _steering(board: HostFacts) -> str | NotApplicable:
    if not board.single_queue:
        return NotApplicable("no wired link with a single receive queue")
    if board.cores < 2:
        return NotApplicable("there is one core")
    return f"{2**board.cores - 1:x}"


def _steering_places(board: HostFacts) -> tuple[ConfigItem, ...]:
    def rules(value: str) -> str:
        return "\n".join(
            f'ACTION=="add|change", SUBSYSTEM=="net", KERNEL=="{link}", ATTR{{queues/rx-0/rps_cpus}}="{value}"'
            for link in board.single_queue
        )

    return (FileLine(RULES, rules, "", "udev"),)


KNOBS = (
    _key(
        *("net.core.somaxconn", "4096", Number(128, 65535), "connections that wait to be accepted"),
        "a class that opens the page at once",
        f"{IP}; the kernel's own default since 5.4",
    ),
    _key(
        *("net.ipv4.tcp_max_syn_backlog", "4096", Number(128, 65535), "connections that are being made"),
        "128 on boards with little memory: others of a class would wait for a second and try again",
        f"{IP}; 304 bytes each",
    ),
    Knob(
        name="net.core.netdev_max_backlog",
        group="network",
        title="received packets that wait for a core",
        desired=lambda board: "4096",
        places=setting(SYSCTL, "net.core.netdev_max_backlog"),
        live=sysctl("net.core.netdev_max_backlog"),
        allowed=Number(1000, 65535),
        why="a burst from many people is worked off instead of dropped",
        source="kernel documentation, admin-guide/sysctl/net.rst",
        own_kernel=True,
    ),
    _key(
        *("net.ipv4.tcp_rmem", "4096 131072 1048576", Numbers(3, 4096, 67108864), "memory to receive, per connection"),
        "slow readers must not eat the memory of all: at most 1 MiB instead of 6",
        IP,
        unit="bytes",
    ),
    _key(
        *("net.ipv4.tcp_wmem", "4096 16384 1048576", Numbers(3, 4096, 67108864), "memory to send, per connection"),
        "slow readers must not eat the memory of all: at most 1 MiB instead of 4",
        IP,
        unit="bytes",
    ),
    _key(
        *("net.ipv4.tcp_notsent_lowat", "131072", Number(4096, 4294967295), "data that wait in the kernel"),
        "the messenger notices soon that somebody doesn't read, and keeps the rest to itself",
        IP,
        unit="bytes",
    ),
    _key(
        *("net.ipv4.tcp_slow_start_after_idle", "0", Number(0, 1), "a connection forgets its speed when idle"),
        "a chat is idle most of the time, and the next message shall be as fast as the last",
        f"{IP}; Home Assistant OS ships it",
    ),
    _key(
        *("net.ipv4.tcp_thin_linear_timeouts", "1", Number(0, 1), "lost small packets are repeated sooner"),
        "a message is one packet: waits that double are made for streams",
        "kernel documentation, networking/tcp-thin.rst; Home Assistant OS ships it",
    ),
    _key(
        *("net.ipv4.tcp_keepalive_time", "120", Number(10, 32767), "idle time before a peer is asked for life"),
        "dead peers of HAProxy are found in three minutes instead of two hours",
        IP,
        unit="s",
    ),
    _key(
        *("net.ipv4.tcp_keepalive_intvl", "15", Number(1, 32767), "time between questions"),
        "see tcp_keepalive_time",
        IP,
        unit="s",
    ),
    _key(
        *("net.ipv4.tcp_keepalive_probes", "4", Number(1, 127), "questions without an answer"),
        "see tcp_keepalive_time",
        IP,
    ),
    _key(
        *("net.ipv4.tcp_fin_timeout", "30", Number(5, 120), "wait for the last word of a closed connection"),
        "people who walk out of the Wi-Fi leave half-closed connections behind",
        IP,
        unit="s",
    ),
    _key(
        *("net.ipv4.ip_local_port_range", "10240 65535", Numbers(2, 1024, 65535), "ports of outgoing connections"),
        "HAProxy takes one for every person: 55,000 instead of 28,000",
        "Centrifugo, infra tuning",
    ),
    Knob(
        name="net.ipv4.tcp_congestion_control",
        group="network",
        title="congestion control",
        desired=lambda board: NotApplicable("no gain on a board is documented; bbr is there for long ways with loss"),
        places=_congestion_places,
        live=sysctl("net.ipv4.tcp_congestion_control"),
        allowed=Words(("bbr", "cubic", "reno"), _congestion),
        why="bbr keeps its speed on lossy links; it comes with the queue that it needs, fq",
        source="kernel documentation, networking/ip-sysctl.rst; Linux, net/ipv4/tcp_bbr.c",
    ),
    Knob(
        name="wifi.power-save",
        group="network",
        title="Wi-Fi sleeps between packets",
        desired=_power_save,
        places=_power_save_places,
        live=RuntimeValue(power_save, tell_power_save),
        allowed=Words(("off", "on")),
        why="the largest single delay: with it a message takes up to a second, without it 6 ms",
        source="raspberrypi/linux#7533: p99 0.8 to 2 s with, 19 to 31 ms without, Pi Zero W",
        own_kernel=True,
    ),
    Knob(
        name="net.steering",
        group="network",
        title="cores that work on received packets, as a mask",
        desired=_steering,
        places=_steering_places,
        live=Kernel("/sys/class/net/e*/queues/rx-0/rps_cpus"),
        allowed=Pattern("[0-9a-f]{1,16}", "a mask of cores in hexadecimal, as f for four"),
        why="a link with one queue keeps one core busy while the others wait",
        source="kernel documentation, networking/scaling.rst (RPS)",
        own_kernel=True,
    ),
)
