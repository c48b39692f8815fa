"""A generator as a process of its own: run to its end, looked at meanwhile, stopped by Ctrl-C, and what it used."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from control.errors import Refused
from control.load.result import INTERRUPTED, GeneratorUse

TICK_S: Final = 1.0
STOP_S: Final = 45.0
LOG_LINES: Final = 5
FULL_BYTES: Final = 1 << 20
"""A disk with less room than this is full."""
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_HZ: Final = os.sysconf("SC_CLK_TCK")


class Program:
    """`log` takes all that it prints. `stop` asks it to end by itself; without one it gets SIGINT. `watch` is called
    about once a second with the share of a core that it used since; it says whether the run has begun, before which
    nothing is too busy. `cores` are those that it can use at a time.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        stop: Callable[[], object] | None = None,
        watch: Callable[[float], bool] = lambda cpu: True,
        cores: int = 1,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.log = folder / f"{name}.log"
        self._folder = folder
        self._environment = environment
        self._stop = stop
        self._watch = watch
        self._cores = cores

    @property
    def shown(self) -> str:
        """The command as somebody would type it."""
        return shlex.join(self.command)

    def run(self, limit_s: float) -> tuple[GeneratorUse, str]:
        """Run to the end: what it used, and how it ended. Raises `Refused` where it fails.

        After `limit_s` seconds it is asked to stop, and so it is on Ctrl-C: what was measured until then is kept.
        """
        started = time.monotonic()
        with self.log.open("wb") as log:
            process = subprocess.Popen(
                self.command,
                cwd=self._folder,
                env=dict(self._environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            meter = _Meter(process.pid, self._cores)
            ended = self._wait(process, meter, started + limit_s, limit_s)
        finally:
            _kill(process)
        if ended == "complete" and process.returncode:
            if shutil.disk_usage(self._folder).free < FULL_BYTES:
                raise Refused(
                    f"{self.name} ended with code {process.returncode}: the generator's disk is full",
                    f"free some space, or name another folder; its output is in {self.log}",
                    code="disk_full",
                )
            raise Refused(
                f"{self.name} ended with code {process.returncode}: {self._tail()}",
                f"its whole output is in {self.log}",
                code="tool_failed",
            )
        return meter.use(time.monotonic() - started), ended

    def _wait(self, process: subprocess.Popen[bytes], meter: _Meter, end: float, limit_s: float) -> str:
        ended, begun = "complete", False
        while True:
            try:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(TICK_S)
                    return ended
                begun = self._watch(meter.tick(counts=begun))
                if time.monotonic() > end:
                    if ended != "complete":
                        return ended
                    ended, end = f"it took longer than {limit_s:.0f} s", time.monotonic() + STOP_S
                    self._ask(process)
            except KeyboardInterrupt:
                if ended == INTERRUPTED:
                    raise
                ended, end = INTERRUPTED, time.monotonic() + STOP_S
                self._ask(process)

    def _ask(self, process: subprocess.Popen[bytes]) -> None:
        if self._stop is not None:
            self._stop()
        else:
            process.send_signal(signal.SIGINT)

    def _tail(self) -> str:
        lines = [line.strip() for line in self.log.read_text("utf-8", "replace").splitlines() if line.strip()]
        return " / ".join(lines[-LOG_LINES:])


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End it and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class _Meter:
    """CPU and memory of a process, looked at once a second."""

    def __init__(self, pid: int, cores: int) -> None:
        self._pid = pid
        self._cores = cores
        self._at, self._cpu = time.monotonic(), 0.0
        self._busiest = 0.0
        self._resident = 0

    def tick(self, *, counts: bool) -> float:
        """The share of a core since the last look. It may count for the busiest second."""
        try:
            stat = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        cpu, resident, now = (int(stat[11]) + int(stat[12])) / _HZ, int(stat[21]) * _PAGE, time.monotonic()
        share = (cpu - self._cpu) / (now - self._at)
        if counts:
            self._busiest = max(self._busiest, share / self._cores)
        self._resident = max(self._resident, resident)
        self._at, self._cpu = now, cpu
        return share

    def use(self, wall_s: float) -> GeneratorUse:
        return GeneratorUse(
            processes=1,
            cpu_s=round(self._cpu, 2),
            wall_s=round(wall_s, 2),
            rss_bytes=self._resident,
            busiest=round(self._busiest, 3),
        )
