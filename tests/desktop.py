"""The desktop's side of notifications: a bus of D-Bus, and on it who shows them (`org.freedesktop.Notifications`).

Chromium takes it for a desktop's, so that a test sees what a person would: what stands there, what took whose place,
what is silent, and what a click does.
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

NAME: Final = "org.freedesktop.Notifications"
PATH: Final = "/org/freedesktop/Notifications"
PATIENCE_S: Final = 40.0
CAPABILITIES: Final = ["actions", "body", "persistence", "sound"]
CLOSED_BY_A_CALL: Final = 3
CONFIGURATION: Final = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""Nothing is started on it."""


@dataclass(frozen=True)
class Shown:
    """`replaced`: whether it took the place of another one without that having gone before."""

    id: int
    title: str
    body: str
    silent: bool
    replaced: bool


class Desktop:
    """Use it as a context manager. `environment` is for the programs that are to find it."""

    def __init__(self, folder: Path) -> None:
        self._configuration = folder / "bus.conf"
        self.history: list[Shown] = []
        """All that was ever shown, in order."""
        self._standing: dict[int, Shown] = {}
        self._changed = threading.Condition()
        self._ids = itertools.count(1)
        self._sending = threading.Lock()

    @staticmethod
    def is_possible() -> bool:
        return shutil.which("dbus-daemon") is not None

    def __enter__(self) -> Desktop:
        self._configuration.write_text(CONFIGURATION)
        command = ["dbus-daemon", f"--config-file={self._configuration}", "--nofork", "--print-address=1"]
        self._bus = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._bus.stdout is not None
        self.environment = {"DBUS_SESSION_BUS_ADDRESS": self._bus.stdout.readline().strip()}
        self._connection: DBusConnection = open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"])
        self._connection.send_and_get_reply(message_bus.RequestName(NAME))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bus.terminate()
        self._bus.wait(10)
        self._thread.join(10)
        if self._bus.stdout is not None:
            self._bus.stdout.close()
        self._connection.close()

    def wait(self, happened: Callable[[list[Shown]], object]) -> list[Shown]:
        """What stands on the desktop, once `happened` says so of it. Raises `AssertionError`."""
        with self._changed:
            if not self._changed.wait_for(lambda: happened(list(self._standing.values())), PATIENCE_S):
                raise AssertionError(f"never so: {list(self._standing.values())} of {self.history}")
            return list(self._standing.values())

    def click(self, shown: Shown) -> None:
        self._emit("ActionInvoked", "us", (shown.id, "default"))

    def _serve(self) -> None:
        with suppress(OSError, EOFError):  # until the bus ends
            while True:
                message = self._connection.receive()
                if message.header.message_type is MessageType.method_call:
                    self._answer(message)

    def _answer(self, message: Message) -> None:
        match message.header.fields.get(HeaderFields.member):
            case "GetCapabilities":
                self._reply(message, "as", (CAPABILITIES,))
            case "GetServerInformation":
                self._reply(message, "ssss", ("desktop", "imnode", "1", "1.2"))
            case "Notify":
                self._reply(message, "u", (self._show(message.body),))
            case "CloseNotification":
                self._reply(message, "", ())
                self._close(message.body[0])
            case _:
                self._reply(message, "", ())

    def _show(self, body: tuple[Any, ...]) -> int:
        _, replaces, _, title, text, _, hints, _ = body
        silent = "suppress-sound" in hints and bool(hints["suppress-sound"][1])
        id = replaces or next(self._ids)
        with self._changed:
            shown = Shown(id, title, text, silent, bool(replaces))
            self._standing[id] = shown
            self.history.append(shown)
            self._changed.notify_all()
        return id

    def _close(self, id: int) -> None:
        with self._changed:
            if self._standing.pop(id, None) is None:
                return
            self._changed.notify_all()
        self._emit("NotificationClosed", "uu", (id, CLOSED_BY_A_CALL))

    def _reply(self, message: Message, signature: str, body: tuple[Any, ...]) -> None:
        self._send(new_method_return(message, signature or None, body))

    def _emit(self, name: str, signature: str, body: tuple[Any, ...]) -> None:
        self._send(new_signal(DBusAddress(PATH, NAME, NAME), name, signature, body))

    def _send(self, message: Message) -> None:
        with self._sending:
            self._connection.send(message)
