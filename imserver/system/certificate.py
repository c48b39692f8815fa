"""The certificate that people are shown: from when until when it holds.

Its file is root's, so it is read as everybody does: over TLS, from the way in of this machine. That is what counts,
whoever made it.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Callable
from typing import Final, Literal
from urllib.parse import urlsplit

import msgspec
from cryptography import x509

DAY_MS: Final = 86_400_000
SOON_DAYS: Final = 30
"""The playbook makes a certificate anew from then on."""
URGENT_DAYS: Final = 7
PATIENCE_S: Final = 2.0
EVERY_S: Final = 10.0

State = Literal["valid", "soon", "urgent", "ended", "early"]


class Period(msgspec.Struct, frozen=True):
    """In ms since 1970 UTC."""

    begins: int
    ends: int

    def state(self, now: int) -> State:
        """`early`: it isn't valid yet, as where a clock is wrong."""
        if now < self.begins:
            return "early"
        if now >= self.ends:
            return "ended"
        left = self.ends - now
        return "urgent" if left < URGENT_DAYS * DAY_MS else "soon" if left < SOON_DAYS * DAY_MS else "valid"


class Certificate(msgspec.Struct, frozen=True):
    begins: int
    ends: int
    state: State


class ShownCertificate:
    """What the way in of this machine shows to people who come to `public_url`; asked for now and then."""

    def __init__(self, public_url: str, clock: Callable[[], int], host: str = "127.0.0.1") -> None:
        site = urlsplit(public_url)
        self._name = (site.hostname or "") if site.scheme == "https" else ""
        self._place = (host, site.port or 443)
        self._clock = clock
        self._period: Period | None = None
        self._asked = -EVERY_S

    async def __call__(self) -> Certificate | None:
        """None where there is no way in with TLS here."""
        if not self._name:
            return None
        if time.monotonic() - self._asked >= EVERY_S:
            self._asked = time.monotonic()
            self._period = await asyncio.to_thread(look, *self._place, self._name)
        return self._judge(self._period) if self._period else None

    def _judge(self, period: Period) -> Certificate:
        """After a restore the server's time is that of the backup, until it believes the machine's clock."""
        state = period.state(self._clock())
        if state == "early":
            state = period.state(time.time_ns() // 1_000_000)
        return Certificate(period.begins, period.ends, state)


def look(host: str, port: int, name: str) -> Period | None:
    """The period of what is shown there to who asks for `name`; None where it is for other names or can't be read."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), PATIENCE_S) as plain,
            context.wrap_socket(plain, server_hostname=name) as secured,
        ):
            shown = x509.load_der_x509_certificate(secured.getpeercert(binary_form=True) or b"")
            if not covers(shown, name):
                return None
    except (OSError, ValueError, x509.ExtensionNotFound):
        return None
    return Period(int(shown.not_valid_before_utc.timestamp() * 1000), int(shown.not_valid_after_utc.timestamp() * 1000))


def covers(certificate: x509.Certificate, name: str) -> bool:
    """Whether it is for a name or an address: somebody else's web server may be the way in to this machine."""
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = [str(each) for each in names.get_values_for_type(x509.IPAddress)]
    wanted = (name.lower(), "*." + name.lower().partition(".")[2])
    return name in addresses or any(each.lower() in wanted for each in names.get_values_for_type(x509.DNSName))
