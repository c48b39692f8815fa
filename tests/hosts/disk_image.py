"""A disk with Debian for ARM, with Debian's own kernel: built once by emulation, cached, and never written to again."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.hosts.root import PACKAGES, cache, mirror

CODENAME: Final = "trixie"
KERNEL: Final = "kmod,linux-image-arm64,initramfs-tools,zstd"
DISK_MB: Final = 2600
NETWORK: Final = "[Match]\nName=en*\n[Network]\nDHCP=ipv4\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n"
RESOLVER: Final = "10.0.2.3"
"""QEMU's own network answers DNS there."""


@dataclass(frozen=True, slots=True)
class DiskImage:
    folder: Path

    @property
    def disk(self) -> Path:
        return self.folder / "disk.img"

    @property
    def kernel(self) -> Path:
        return self.folder / "vmlinuz"

    @property
    def initrd(self) -> Path:
        return self.folder / "initrd.img"

    @property
    def key(self) -> Path:
        return self.folder / "key"


def build() -> DiskImage:
    """The image. Building it takes about a quarter of an hour, since every program in it is emulated."""
    recipe = hashlib.sha256(f"{PACKAGES} {KERNEL} {CODENAME} {DISK_MB} 1".encode()).hexdigest()[:8]
    folder = cache() / f"qemu-arm64-{recipe}"
    if (folder / "disk.img").exists():
        return DiskImage(folder)
    print("Building an arm64 system (once; about a quarter of an hour) ...", file=sys.stderr)
    draft = folder.with_suffix(".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    emulate()
    command = ["mmdebstrap", "--quiet", "--architecture=arm64", "--variant=apt", f"--include={PACKAGES},{KERNEL}"]
    subprocess.run([*command, CODENAME, str(draft / "root"), mirror()], check=True)
    finish(draft)
    draft.rename(folder)
    return DiskImage(folder)


def emulate() -> None:
    """Let the kernel start programs for ARM by QEMU."""
    if not Path("/proc/sys/fs/binfmt_misc/register").exists():
        subprocess.run(["mount", "-t", "binfmt_misc", "binfmt_misc", "/proc/sys/fs/binfmt_misc"], check=True)
    subprocess.run(["update-binfmts", "--enable", "qemu-aarch64"], check=True)


def finish(draft: Path) -> None:
    """Make a disk of the root in `draft`, ready to be logged in to."""
    root = draft / "root"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(draft / "key")], check=True)
    subprocess.run(["ssh-keygen", "-A", "-f", str(root)], check=True, capture_output=True)
    (root / "root/.ssh").mkdir(mode=0o700, exist_ok=True)
    shutil.copy(draft / "key.pub", root / "root/.ssh/authorized_keys")
    (root / "etc/hostname").write_text("board\n")
    (root / "etc/hosts").write_text("127.0.0.1 localhost\n127.0.1.1 board\n")
    (root / "etc/fstab").write_text("# The root is mounted by the kernel command line.\n/dev/vda / ext4 defaults 0 1\n")
    (root / "etc/machine-id").write_text("")
    (root / "etc/resolv.conf").unlink(missing_ok=True)
    (root / "etc/resolv.conf").write_text(f"nameserver {RESOLVER}\n")
    (root / "etc/systemd/network/10-wired.network").write_text(NETWORK)
    subprocess.run(
        ["systemctl", f"--root={root}", "--quiet", "enable", "systemd-networkd"], check=True, capture_output=True
    )
    for name in ("vmlinuz", "initrd.img"):
        shutil.copy((root / name).resolve(), draft / name)
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-d", str(root), str(draft / "disk.img"), f"{DISK_MB}M"], check=True)
    shutil.rmtree(root)


if __name__ == "__main__":
    build()
