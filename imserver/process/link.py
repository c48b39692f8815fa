"""How a process introduces itself to the others, and where they meet."""

from __future__ import annotations

import imserver
from imserver.rpc import address
from imserver.rpc.address import Address, TlsCredentials
from imserver.rpc.wire import KNOWN, PROTOCOL, Hello
from imserver.settings import Service, Settings


def hello(settings: Settings) -> Hello:
    names = tuple(service for service in Service if service in settings.services)
    return Hello(PROTOCOL, imserver.__version__, settings.process_name, names, knows=KNOWN)


def link_address(settings: Settings) -> Address:
    """Raises `AddressError`."""
    credentials = None
    if settings.link_ca and settings.link_cert and settings.link_key:
        credentials = TlsCredentials(settings.link_ca, settings.link_cert, settings.link_key)
    return address.parse(settings.link_url, credentials)
