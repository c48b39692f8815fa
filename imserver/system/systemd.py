"""Telling systemd, and imctl, what goes on."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Final

RECORD: Final = Path("imnode/admin-socket")


def notify(state: str) -> None:
    """sd_notify(3): a datagram to $NOTIFY_SOCKET, where there is one."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
        sender.connect("\0" + address[1:] if address.startswith("@") else address)
        sender.sendall(state.encode())


def record_admin_socket(path: Path) -> None:
    """Leave word where imctl of the same user finds this server. A home that can't be written is no error."""
    base = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    record = Path(base).expanduser() / RECORD
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(f"{path.absolute()}\n", "utf-8")
    except (OSError, RuntimeError):
        return
