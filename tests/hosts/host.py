"""A host that boots: systemd as process 1, its own network address, reached over SSH."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from tests.hosts.lab import GATEWAY, RESOLVER, Lab
from tests.witness import keep_end, witness

BOOT_S: Final = 90
STOP_S: Final = 20
JOURNALS: Final = {
    "journal": "journalctl --boot --no-pager --lines 400",
    "failed-units": "systemctl status --failed --no-pager --lines 40",
}

# Exit code 133 means that the guest wants to be started again. A cgroup of its own keeps two guests apart; the network
# namespace is entered by nsenter, since `ip netns exec` would hide the cgroups. nspawn would forbid even to ask whether
# the clock is synchronised.
BOOT: Final = """
for tree in /sys/fs/cgroup/unified /sys/fs/cgroup/systemd /sys/fs/cgroup; do
    if [ -w "$tree/cgroup.procs" ]; then mkdir -p "$tree/$5" && echo $$ >"$tree/$5/cgroup.procs" || true; fi
done
while :; do
    ip -n "$3" link del "vb-$1" 2>/dev/null
    SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 nsenter --net="/run/netns/$3" systemd-nspawn --directory="$2" --machine="$1" \
        --system-call-filter="adjtimex clock_adjtime" \
        --boot --register=no --keep-unit --console=passive --network-bridge=br0 </dev/null &
    echo $! >"$4"
    wait $!
    [ $? = 133 ] || break
done
"""

NETWORK: Final = """[Match]
Name=host0
[Network]
Address={address}/24
Gateway={gateway}
LinkLocalAddressing=no
IPv6AcceptRA=no
"""


class Host:
    """`layers` are the systems that lie below what this one writes, the topmost first."""

    def __init__(
        self, name: str, address: str, layers: Sequence[Path], folder: Path, lab: Lab, key: Path | None = None
    ) -> None:
        self.name = name
        self.address = address
        self.key = key or folder / "key"
        self.console = folder / "console.log"
        self._layers = tuple(layers)
        self._is_copy = key is not None
        self._folder = folder
        self._lab = lab
        self._root = folder / "root"
        self._pid_file = folder / "pid"
        self._group = f"{lab.name}-{name}"
        self._loop: subprocess.Popen[bytes] | None = None
        witness(self)

    def testify(self, folder: Path) -> None:
        """Its console and its journal, and what systemd says of units that failed."""
        keep_end(self.console, folder, f"{self.name}-console.log")
        if self._loop is not None and self._loop.poll() is None:
            for name, command in JOURNALS.items():
                told = self.ssh(command, check=False)
                (folder / f"{self.name}-{name}.log").write_text(told.stdout + told.stderr)

    @property
    def variables(self) -> dict[str, str]:
        """For an inventory."""
        return {
            "ansible_host": self.address,
            "ansible_user": "root",
            "ansible_ssh_private_key_file": str(self.key),
        }

    def copy(self, folder: Path) -> Host:
        """What this one was when it was stopped, as a host of its own."""
        return Host(self.name, self.address, [self._folder / "upper", *self._layers], folder, self._lab, self.key)

    def start(self) -> None:
        """Lay a fresh system over the layers, and boot it."""
        for part in ("root", "upper", "work"):
            (self._folder / part).mkdir()
        below = ":".join(str(layer) for layer in self._layers)
        layers = f"lowerdir={below},upperdir={self._folder / 'upper'},workdir={self._folder / 'work'}"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, str(self._root)], check=True)
        if not self._is_copy:
            self._prepare()
        with self.console.open("wb") as console:
            self._loop = subprocess.Popen(
                [
                    "bash",
                    "-c",
                    BOOT,
                    "boot",
                    self.name,
                    *map(str, (self._root, self._lab.name, self._pid_file)),
                    self._group,
                ],
                stdout=console,
                stderr=console,
                start_new_session=True,
            )
        self.wait()

    def _prepare(self) -> None:
        root = self._root
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.key)], check=True)
        subprocess.run(["ssh-keygen", "-A", "-f", str(root)], check=True, capture_output=True)
        (root / "root/.ssh").mkdir(mode=0o700, exist_ok=True)
        shutil.copy(self.key.with_suffix(".pub"), root / "root/.ssh/authorized_keys")
        (root / "etc/hostname").write_text(f"{self.name}\n")
        (root / "etc/hosts").write_text(f"127.0.0.1 localhost\n127.0.1.1 {self.name}\n")
        (root / "etc/machine-id").write_text("")
        (root / "etc/resolv.conf").unlink(missing_ok=True)
        (root / "etc/resolv.conf").write_text(f"nameserver {RESOLVER}\n")
        network = NETWORK.format(address=self.address, gateway=GATEWAY)
        (root / "etc/systemd/network/10-host0.network").write_text(network)
        subprocess.run(
            ["systemctl", f"--root={root}", "--quiet", "enable", "systemd-networkd"], check=True, capture_output=True
        )

    def wait(self) -> None:
        """Until SSH answers and systemd has started everything. Raises `TimeoutError` with the console's end."""
        deadline = time.monotonic() + BOOT_S
        while time.monotonic() < deadline:
            done = self.ssh("systemctl is-system-running --wait", check=False)
            if done.stdout.strip() in ("running", "degraded"):
                return
            time.sleep(0.2)
        tail = self.console.read_text(errors="replace")[-2000:]
        raise TimeoutError(f"{self.name} did not come up in {BOOT_S} s:\n{tail}")

    def ssh(self, command: str, *, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a shell command on the host."""
        options = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"]
        options += ["-o", "ConnectTimeout=5", "-i", str(self.key)]
        options += ["-o", "ServerAliveInterval=10", "-o", "ServerAliveCountMax=6"]
        target = ["ip", "netns", "exec", self._lab.name, "ssh", *options, f"root@{self.address}"]
        return subprocess.run([*target, command], capture_output=True, text=True, check=check)

    def reboot(self) -> None:
        """Restart it the ordinary way, and wait for the new system."""
        started = "systemctl show -p UserspaceTimestampMonotonic"
        before = self.ssh(started).stdout
        self.ssh("systemctl reboot", check=False)
        deadline = time.monotonic() + BOOT_S
        while time.monotonic() < deadline:
            now = self.ssh(started, check=False)
            if now.returncode == 0 and now.stdout != before:
                break
            time.sleep(0.2)
        else:
            raise TimeoutError(f"{self.name} did not restart in {BOOT_S} s")
        self.wait()

    def stop(self) -> None:
        if self._loop is not None and self._loop.poll() is None:
            self._loop.terminate()
            self._loop.wait()
            if self._pid_file.exists():
                self._end(int(self._pid_file.read_text()))
        self._unmount()
        for group in Path("/sys/fs/cgroup").glob(f"**/{self._group}"):
            subprocess.run(["find", str(group), "-depth", "-type", "d", "-exec", "rmdir", "{}", "+"], check=False)

    @staticmethod
    def _end(pid: int) -> None:
        """Shut the container down; one that doesn't end in time is killed."""
        with suppress(ProcessLookupError):
            for number in (signal.SIGTERM, signal.SIGKILL):
                os.kill(pid, number)
                deadline = time.monotonic() + STOP_S
                while time.monotonic() < deadline:
                    os.kill(pid, 0)
                    time.sleep(0.2)

    def _unmount(self) -> None:
        if not self._root.is_mount():
            return
        deadline = time.monotonic() + 20
        while subprocess.run(["umount", str(self._root)], check=False, capture_output=True).returncode:
            if time.monotonic() > deadline:
                subprocess.run(["umount", "--lazy", str(self._root)], check=False)
                return
            time.sleep(0.2)


@contextmanager
def booted(host: Host) -> Iterator[Host]:
    try:
        host.start()
        yield host
    finally:
        host.stop()
