"""Until when the certificates of this machine hold: those that people are shown, and those for the other hosts."""

from __future__ import annotations

import base64
import os
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from .finding import Finding, Level
from .machine import Machine

FILES = {
    "/etc/im/own.pem": "certificate of your own",
    "/etc/im/node.pem": "certificate",
    "/etc/im/link.pem": "certificate between hosts",
}
MOMENT = rb"\x17\x0d[0-9]{12}Z|\x18\x0f[0-9]{14}Z"
PERIOD = re.compile(rb"(" + MOMENT + rb")(" + MOMENT + rb")", re.DOTALL)
DAY_S = 86400
SOON_DAYS = 30
"""The playbook makes a certificate anew from then on."""
URGENT_DAYS = 7
AGAIN = "On the controller, run playbooks/site.yml again: it makes a new one"
RENEW = "Have it renewed, and run playbooks/site.yml again with the new file (haproxy_certificate)"


def examine(machine: Machine, now: float | None = None) -> Iterator[Finding]:
    """A finding for each certificate that may be read: only root may."""
    for file, name in FILES.items():
        text = machine.text(file)
        if text is None and machine.exists(file) and os.geteuid() == 0:
            yield Finding(name, Level.BAD, f"{file} can't be read", "See to its file system and its rights")
        period = _period(text or "")
        if period is not None:
            yield _judge(name, *period, time.time() if now is None else now)


def _period(text: str) -> tuple[float, float] | None:
    """From when until when the first certificate of a PEM file holds (RFC 5280, 4.1.2.5): two times, side by side."""
    body = re.search("-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", text, re.DOTALL)
    try:
        found = PERIOD.search(base64.b64decode(body[1])) if body else None
        return (_seconds(found[1]), _seconds(found[2])) if found else None
    except ValueError:
        return None


def _seconds(moment: bytes) -> float:
    """A UTCTime has two digits of the year, for 1950 to 2049."""
    digits = moment[2:-1].decode("ascii")
    if len(digits) == len("YYMMDDhhmmss"):
        digits = ("19" if digits >= "50" else "20") + digits
    return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp()


def _judge(name: str, begins: float, ends: float, now: float) -> Finding:
    advice = RENEW if name == FILES["/etc/im/own.pem"] else AGAIN
    if now < begins:
        clock = "See that the clock is right: timedatectl"
        return Finding(name, Level.BAD, f"not valid before {_day(begins)}, and it is {_day(now)}", clock)
    left = int((ends - now) // DAY_S)
    if now >= ends:
        return Finding(name, Level.BAD, f"ended on {_day(ends)}", advice)
    if ends - now < SOON_DAYS * DAY_S:
        level = Level.BAD if ends - now < URGENT_DAYS * DAY_S else Level.WARN
        return Finding(name, level, f"ends on {_day(ends)}, in {left} days", advice)
    return Finding(name, Level.OK, f"valid until {_day(ends)}")


def _day(seconds: float) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))
