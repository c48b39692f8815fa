"""A board that is emulated, with a kernel of its own. Slow, and nothing about speed can be learnt from it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tests.hosts.disk_image import DiskImage
from tests.ports import free_port

BOOT_S: Final = 900
"""A busy machine makes it four times slower than the 40 to 60 s of an idle one."""

MEMORY_MB: Final = 1024


class EmulatedHost:
    """Debian for ARM on QEMU, reached over a port of this machine. What it writes is thrown away at the end."""

    def __init__(self, name: str, image: DiskImage, folder: Path) -> None:
        self.name = name
        self.address = "127.0.0.1"
        self.key = image.key
        self.console = folder / "console.log"
        self.port = free_port()
        self._image = image
        self._disk = folder / "disk.qcow2"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def variables(self) -> dict[str, str]:
        """For an inventory."""
        return {
            "ansible_host": self.address,
            "ansible_port": str(self.port),
            "ansible_user": "root",
            "ansible_ssh_private_key_file": str(self.key),
            "ansible_timeout": "120",
        }

    def start(self) -> None:
        base = ["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", str(self._image.disk)]
        subprocess.run([*base, str(self._disk)], check=True)
        self._boot()

    def _boot(self) -> None:
        command = [
            *("qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a72", "-smp", "2", "-m", str(MEMORY_MB)),
            *("-display", "none", "-serial", f"file:{self.console}"),
            *("-kernel", str(self._image.kernel), "-initrd", str(self._image.initrd)),
            *("-append", "root=/dev/vda rw console=ttyAMA0"),
            *("-drive", f"file={self._disk},format=qcow2,if=virtio,cache=unsafe"),
            *(
                "-netdev",
                f"user,id=n0,hostfwd=tcp:127.0.0.1:{self.port}-:22",
                "-device",
                "virtio-net-pci,netdev=n0,romfile=",
            ),
            *("-device", "i6300esb"),
        ]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + BOOT_S
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                break
            done = self.ssh("systemctl is-system-running --wait", check=False)
            if done.stdout.strip() in ("running", "degraded"):
                return
            time.sleep(1)
        raise TimeoutError(f"{self.name} did not come up:\n{self.console.read_text(errors='replace')[-2000:]}")

    def ssh(self, command: str, *, check: bool = True, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        """Run a shell command on the board."""
        options = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"]
        options += ["-o", "ConnectTimeout=30", "-i", str(self.key), "-p", str(self.port)]
        done = subprocess.run(
            ["ssh", *options, f"root@{self.address}", command], capture_output=True, check=check, input=stdin
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def carry(self, source: Path, names: Iterable[str], folder: str) -> None:
        """Put files below `source` into a folder of the board, under the same names."""
        packed = subprocess.run(["tar", "-c", *names], cwd=source, capture_output=True, check=True).stdout
        self.ssh(f"mkdir -p {folder} && tar -x -C {folder}", stdin=packed)

    def reboot(self) -> None:
        """Restart it the ordinary way, and wait for the new system."""
        before = self.ssh("cat /proc/sys/kernel/random/boot_id").stdout
        self.ssh("systemctl reboot", check=False)
        deadline = time.monotonic() + BOOT_S
        while time.monotonic() < deadline:
            now = self.ssh("cat /proc/sys/kernel/random/boot_id", check=False)
            if now.returncode == 0 and now.stdout != before:
                break
            time.sleep(1)
        self._wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()
