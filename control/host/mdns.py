"""Is a node found by its name on this network, and does it answer by it? Asked by multicast DNS (RFC 6762).

`python -m control.host.mdns --name chat.local --towards 192.0.2.11 --ca secrets/ca.pem` asks on the network through
which that address is reached, and prints JSON: who answers to the name, and whether the messenger does over HTTPS.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import ipaddress
import json
import secrets
import select
import socket
import ssl
import struct
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

PORT: Final = 5353
GROUP_V4: Final = "224.0.0.251"
GROUP_V6: Final = "ff02::fb"
A: Final = 1
AAAA: Final = 28
INTERNET: Final = 1
UNICAST: Final = 0x8000
"""The answer may come to the asker alone (RFC 6762, 5.4); in answers the bit means something else."""
AGAIN_S: Final = 1.0
MOST_JUMPS: Final = 32


class Unreadable(ValueError):
    """What came is no answer of DNS."""


@dataclass(frozen=True, slots=True)
class MdnsResponder:
    """Who answers to a name. `ready` tells whether the messenger does, `error` why not."""

    name: str
    addresses: tuple[str, ...]
    ready: bool = False
    error: str = ""


def question(name: str, number: int) -> bytes:
    """The addresses of `name` are asked for, of both kinds."""
    encoded = b"".join(bytes([len(label)]) + label.encode("ascii") for label in name.split(".")) + b"\0"
    asked = b"".join(encoded + struct.pack("!HH", kind, INTERNET | UNICAST) for kind in (A, AAAA))
    return struct.pack("!HHHHHH", number, 0, 2, 0, 0, 0) + asked


def answers(message: bytes, name: str) -> Iterator[str]:
    """The addresses that a message gives to `name`. Raises `Unreadable`."""
    try:
        _, flags, questions, *counts = struct.unpack_from("!HHHHHH", message)
        if not flags & 0x8000:
            return
        place = 12
        for _ in range(questions):
            _, place = _name(message, place)
            place += 4
        for _ in range(sum(counts)):
            owner, place = _name(message, place)
            kind, _, _, length = struct.unpack_from("!HHIH", message, place)
            place += 10
            data = message[place : place + length]
            place += length
            if owner.lower() == name.lower() and (kind, len(data)) in ((A, 4), (AAAA, 16)):
                yield str(ipaddress.ip_address(data))
    except (struct.error, IndexError) as error:
        raise Unreadable(str(error)) from error


def _name(message: bytes, place: int) -> tuple[str, int]:
    """A name, and where it ends. It may go on at an earlier place (RFC 1035, 4.1.4)."""
    labels: list[str] = []
    end = 0
    for _ in range(MOST_JUMPS * 4):
        length = message[place]
        if length == 0:
            return ".".join(labels), end or place + 1
        if length & 0xC0 == 0xC0:
            end = end or place + 2
            place = (length & 0x3F) << 8 | message[place + 1]
            continue
        if length & 0xC0:
            raise Unreadable("a label of an unknown kind")
        labels.append(message[place + 1 : place + 1 + length].decode("utf-8", "replace"))
        place += 1 + length
    raise Unreadable("a name without an end")


def ask(name: str, towards: str, patience_s: float) -> tuple[str, ...]:
    """Who answers to `name` on the network through which `towards` is reached; nobody in time is no error."""
    number = secrets.randbits(16)
    deadline = time.monotonic() + patience_s
    with _open(towards) as (line, target):
        while (left := deadline - time.monotonic()) > 0:
            line.sendto(question(name, number), target)
            until = time.monotonic() + min(AGAIN_S, left)
            while (rest := until - time.monotonic()) > 0 and select.select([line], [], [], rest)[0]:
                with contextlib.suppress(Unreadable):
                    if found := tuple(dict.fromkeys(answers(line.recv(9000), name))):
                        return found
    return ()


@contextlib.contextmanager
def _open(towards: str) -> Iterator[tuple[socket.socket, tuple[str, int]]]:
    """A socket that speaks to the group on the network of `towards`."""
    family, _, _, _, place = socket.getaddrinfo(towards, PORT, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, socket.SOCK_DGRAM) as route:
        route.connect(place)
        own = route.getsockname()
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        if family == socket.AF_INET:
            line.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(own[0]))
            line.bind((own[0], 0))
            yield line, (GROUP_V4, PORT)
        else:
            index = own[3] or _interface(own[0])
            line.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
            yield line, (GROUP_V6, PORT)


def _interface(address: str) -> int:
    """The number of the interface that has an address of IPv6; 0 leaves it to the kernel."""
    wanted = ipaddress.IPv6Address(address).packed.hex()
    with contextlib.suppress(OSError):
        for line in Path("/proc/net/if_inet6").read_text("ascii").splitlines():
            held, index, *_ = line.split()
            if held == wanted:
                return int(index, 16)
    return 0


def visit(name: str, place: tuple[str, int], ca: Path | None, patience_s: float) -> str:
    """Why the messenger doesn't answer at an address and port as `name`; empty where it does."""
    context = ssl.create_default_context(cafile=str(ca) if ca else None)
    try:
        with (
            socket.create_connection(place, patience_s) as plain,
            context.wrap_socket(plain, server_hostname=name) as secured,
        ):
            secured.sendall(f"GET /readyz HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode("ascii"))
            answer = http.client.HTTPResponse(secured)
            answer.begin()
            return "" if answer.status == http.client.OK else f"it answered with {answer.status}"
    except (OSError, http.client.HTTPException) as error:
        return str(error) or type(error).__name__


def look(name: str, port: int, towards: str, ca: Path | None, patience_s: float) -> MdnsResponder:
    """Ask for the name, and go to that port of who answers."""
    try:
        addresses = ask(name, towards, patience_s)
    except OSError as error:
        return MdnsResponder(name, (), error=f"multicast can't be sent from here: {error}")
    if not addresses:
        return MdnsResponder(
            name, (), error="nobody answered to it: multicast (UDP 5353) doesn't pass from here to there"
        )
    errors = [visit(name, (address, port), ca, patience_s) for address in addresses]
    ready = "" in errors
    return MdnsResponder(name, addresses, ready, "" if ready else errors[0])


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m control.host.mdns", description=__doc__)
    parser.add_argument("--name", required=True, help="the name, as chat.local")
    parser.add_argument("--port", type=int, default=443, help="where people come in by TLS")
    parser.add_argument("--towards", required=True, metavar="ADDRESS", help="an address on the network to ask on")
    parser.add_argument("--ca", type=Path, help="who vouches for the node, if not those whom this system trusts")
    parser.add_argument("--patience", type=float, default=5.0, metavar="SECONDS", help="how long to wait for an answer")
    options = parser.parse_args(arguments)
    print(json.dumps(asdict(look(options.name, options.port, options.towards, options.ca, options.patience))))


if __name__ == "__main__":
    main()
