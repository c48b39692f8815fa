"""The Java runtime that JMeter and Gatling need."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Final

from control.errors import Refused

OLDEST: Final = 17
TIMEOUT_S: Final = 60
HINT: Final = "install one: sudo apt install default-jre-headless"


def java() -> str:
    """The path of a Java runtime that is new enough. Raises `Refused` with the command that installs one."""
    found = shutil.which("java")
    if found is None:
        raise Refused(f"Java is not installed; version {OLDEST} or newer is needed", HINT, code="tool_missing")
    said = subprocess.run([found, "-version"], capture_output=True, text=True, timeout=TIMEOUT_S, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    if version is None or int(version[1]) < OLDEST:
        shown = f"version {version[1]}" if version else repr(said[:80])
        raise Refused(f"{found} is {shown}; {OLDEST} or newer is needed", HINT, code="tool_missing")
    return found


def heap(users: int, base_mib: int, kib_each: int) -> str:
    """How much memory it may take, as an option."""
    return f"-Xmx{base_mib + users * kib_each // 1024}m"
