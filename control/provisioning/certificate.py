"""A certificate that was made elsewhere: does it fit its key, its name and the day? Asked before it goes to a host.

`python -m control.provisioning.certificate --certificate chat.pem --key chat.key --name chat.school.example` says what
is wrong, on stderr, and ends with 1.
"""

from __future__ import annotations

import argparse
import fnmatch
import ipaddress
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization


def problem(certificate: Path, key: Path, name: str, now: datetime) -> str:
    """Why people could not be shown it under `name`; empty where they can. The first certificate of the file counts."""
    for file, what in ((certificate, "certificate"), (key, "key")):
        if not file.is_file():
            return f"There is no {what} at {str(file)!r}. Name a PEM file on this computer."
    try:
        leaf = x509.load_pem_x509_certificate(certificate.read_bytes())
    except ValueError:
        return f"{certificate} is no certificate in PEM form."
    try:
        private = serialization.load_pem_private_key(key.read_bytes(), None)
    except TypeError:
        return f"{key} is locked with a password. Write an unlocked copy: openssl pkey -in {key} -out FILE"
    except ValueError:
        return f"{key} is no private key in PEM form."
    if private.public_key() != leaf.public_key():
        return f"{key} is not the key of {certificate}. Name the two that were made together."
    if leaf.not_valid_after_utc <= now:
        return f"{certificate} ended on {leaf.not_valid_after_utc:%Y-%m-%d}. Have it renewed."
    if not any(_covers(subject, name) for subject in _subjects(leaf)):
        named = ", ".join(_subjects(leaf)) or "no name"
        return f"{certificate} is for {named}, and people come to {name} (imserver_address)."
    return ""


def _subjects(leaf: x509.Certificate) -> list[str]:
    try:
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    addresses = [str(address) for address in names.get_values_for_type(x509.IPAddress)]
    return [*names.get_values_for_type(x509.DNSName), *addresses]


def _covers(subject: str, name: str) -> bool:
    """A star stands for one label, the first."""
    try:
        return ipaddress.ip_address(subject) == ipaddress.ip_address(name)
    except ValueError:
        pass
    if not subject.startswith("*."):
        return subject.lower() == name.lower()
    return name.count(".") == subject.count(".") and fnmatch.fnmatch(name.lower(), subject.lower())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m control.provisioning.certificate", description=__doc__)
    parser.add_argument("--certificate", type=Path, required=True, help="the certificate, with its chain")
    parser.add_argument("--key", type=Path, required=True, help="its key")
    parser.add_argument("--name", required=True, help="the name or address under which people come")
    options = parser.parse_args(arguments)
    if found := problem(options.certificate, options.key, options.name, datetime.now(UTC)):
        print(found, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
