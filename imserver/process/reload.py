"""`imserver reload`: a successor for a gateway that runs. What systemd calls as ExecReload=."""

from __future__ import annotations

import os
import secrets
import select
import signal
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Final, NoReturn

from imserver.process.succession import RETIRE, knows_successors
from imserver.system.systemd import notify

START_S: Final = 60.0
UNFIT: Final = "it is no gateway that can be succeeded, or has a successor already"

Become = Callable[[str, int, int], NoReturn]


class SuccessionError(Exception):
    """There is no successor, and the one that runs goes on."""


def succeed(predecessor: int, become: Become) -> int:
    """Start another process and wait until it is ready; then the `predecessor` retires. Returns the new one's id.

    `become` makes the process another gateway, with a generation, the end of a pipe on which to say that it is ready,
    and a file descriptor of the predecessor. Raises `SuccessionError`, `ProcessLookupError`.
    """
    watched = os.pidfd_open(predecessor)
    try:
        if not knows_successors(predecessor):
            raise SuccessionError(UNFIT)
        successor = _start(watched, become)
        if not knows_successors(predecessor):  # another one was quicker
            os.kill(successor, signal.SIGTERM)
            raise SuccessionError(UNFIT)
        notify(f"MAINPID={successor}")
        with suppress(ProcessLookupError):  # then it has ended meanwhile
            signal.pidfd_send_signal(watched, RETIRE)
    finally:
        os.close(watched)
    return successor


def _start(predecessor: int, become: Become) -> int:
    """The new process is nobody's child, so that the service manager alone looks after it."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        try:
            os.close(reading)
            os.setsid()
            if os.fork():
                os._exit(0)
            os.write(writing, b"%d " % os.getpid())
            for file in (writing, predecessor):
                os.set_inheritable(file, True)
            become(secrets.token_hex(4), writing, predecessor)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(writing)
    os.wait()
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        return _wait(pipe.fileno())


def _wait(pipe: int) -> int:
    """Until the other end is closed: with a process' id and, where it is ready, a word after it."""
    told = b""
    while select.select([pipe], [], [], START_S)[0]:
        piece = os.read(pipe, 64)
        told += piece
        if not piece:
            pid, _, word = told.partition(b" ")
            if word:
                return int(pid)
            raise SuccessionError("the new process ended before it was ready; what it said tells why")
    if told:
        os.kill(int(told), signal.SIGKILL)
    raise SuccessionError(f"the new process was not ready within {START_S:.0f} s")
