"""A certificate authority of one's own, for nodes on a network where no public one can vouch for names.

`python -m control.authority --dir secrets --host chat --san chat.local --san 192.0.2.11` keeps the authority and the
certificates of its hosts in a directory of the controller, and prints what it has as JSON.
"""

from __future__ import annotations

import argparse
import ipaddress
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS: Final = 3650
HOST_DAYS: Final = 397
BETWEEN_HOSTS_DAYS: Final = 3650
"""No browser looks at these, and nobody would notice that one is about to end."""
RENEW_DAYS: Final = 30
BACKDATED: Final = timedelta(days=1)
"""A board without a clock chip may believe it is yesterday."""


class AuthorityError(Exception):
    """What is asked for can't be issued; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Issued:
    """Where the files are. `changed` tells whether this call wrote any."""

    changed: bool
    ca: str
    certificate: str
    expires_at: str
    fingerprint_sha256: str


@dataclass(frozen=True, slots=True)
class Authority:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def issue(
    folder: Path, host: str, names: Sequence[str], days: int, now: datetime, *, between_hosts: bool = False
) -> Issued:
    """The certificate of `host`, with its key, in one file as HAProxy reads it.

    One for use `between_hosts` also counts where the host is the client; what browsers are shown doesn't.
    It is made anew when its names change, its authority changes, or its end is near; else nothing is written.
    """
    if not names:
        raise AuthorityError("A certificate needs a name or an address: give --san.")
    subjects = [_subject(name) for name in dict.fromkeys(names)]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority, made = _open_authority(folder, now)
    file = folder / "hosts" / (f"{host}.link.pem" if between_hosts else f"{host}.pem")
    certificate = _read_certificate(file)
    changed = False
    if certificate is None or not _still_good(certificate, authority, subjects, now):
        certificate = _issue(authority, host, subjects, days, now, file, between_hosts)
        changed = True
    return Issued(
        changed=made or changed,
        ca=str((folder / "ca.pem").absolute()),
        certificate=str(file.absolute()),
        expires_at=certificate.not_valid_after_utc.isoformat(),
        fingerprint_sha256=authority.certificate.fingerprint(hashes.SHA256()).hex(":"),
    )


def _subject(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    labels = name.split(".")
    if not all(label and len(label) <= 63 and label.replace("-", "").replace("*", "").isalnum() for label in labels):
        raise AuthorityError(f"{name!r} is neither a host name nor an address: write chat.local, or 192.0.2.11.")
    try:
        return x509.DNSName(name)
    except ValueError:
        raise AuthorityError(f"{name!r} is not ASCII: write its form that begins with xn--.") from None


def _open_authority(folder: Path, now: datetime) -> tuple[Authority, bool]:
    key_file, file = folder / "ca.key", folder / "ca.pem"
    if key_file.exists() and file.exists():
        try:
            key = serialization.load_pem_private_key(key_file.read_bytes(), None)
            certificate = x509.load_pem_x509_certificate(file.read_bytes())
        except ValueError as error:
            raise AuthorityError(f"{key_file} or {file} can't be read: {error}. Put the files back.") from None
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
            raise AuthorityError(f"{key_file} is not the key of {file}. Put the files back, or move both away.")
        return Authority(key, certificate), False
    if key_file.exists() or file.exists():
        raise AuthorityError(f"Only one of {key_file} and {file} is there. Put the other back, or move it away too.")
    authority = _make_authority(now)
    _write(key_file, _pem(authority.key), 0o600)
    _write(file, authority.certificate.public_bytes(serialization.Encoding.PEM), 0o644)
    return authority, True


def _make_authority(now: datetime) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"imnode authority of {now:%Y-%m-%d}")])
    certificate = (
        _builder(name, name, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Authority(key, certificate)


def _issue(
    authority: Authority,
    host: str,
    subjects: Sequence[x509.GeneralName],
    days: int,
    now: datetime,
    file: Path,
    between_hosts: bool,
) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
    purposes = [ExtendedKeyUsageOID.SERVER_AUTH, *([ExtendedKeyUsageOID.CLIENT_AUTH] if between_hosts else [])]
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    certificate = (
        _builder(name, authority.certificate.subject, key, now, days)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .add_extension(x509.SubjectAlternativeName(subjects), critical=False)
        .add_extension(identifier, critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    _write(file, certificate.public_bytes(serialization.Encoding.PEM) + _pem(key), 0o600)
    return certificate


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _read_certificate(file: Path) -> x509.Certificate | None:
    """The certificate in `file`, or None where it, or its key, can't be used."""
    try:
        content = file.read_bytes()
        certificate = x509.load_pem_x509_certificate(content)
        key = serialization.load_pem_private_key(content[content.index(b"-----BEGIN PRIVATE") :], None)
    except (OSError, ValueError):
        return None
    return certificate if key.public_key() == certificate.public_key() else None


def _still_good(
    certificate: x509.Certificate, authority: Authority, subjects: Sequence[x509.GeneralName], now: datetime
) -> bool:
    try:
        certificate.verify_directly_issued_by(authority.certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(names) == set(subjects) and certificate.not_valid_after_utc - now > timedelta(days=RENEW_DAYS)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(file: Path, content: bytes, mode: int) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(file.name + ".new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m control.authority", description=__doc__)
    parser.add_argument("--dir", type=Path, required=True, help="where the authority lives")
    parser.add_argument("--host", required=True, help="the host, as the inventory names it")
    parser.add_argument("--san", action="append", default=[], metavar="NAME", help="a name or address of the host")
    parser.add_argument("--days", type=int, help="how long the certificate holds")
    parser.add_argument("--between-hosts", action="store_true", help="for the hosts of a cluster, not for browsers")
    options = parser.parse_args(arguments)
    days = options.days or (BETWEEN_HOSTS_DAYS if options.between_hosts else HOST_DAYS)
    now = datetime.now(UTC).replace(microsecond=0)
    try:
        issued = issue(options.dir, options.host, options.san, days, now, between_hosts=options.between_hosts)
    except (AuthorityError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(json.dumps(asdict(issued)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
