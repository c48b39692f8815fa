"""A certificate authority of one's own, for nodes on a network where no public one can vouch for names.

`python -m control.provisioning.certificate_authority --dir secrets --host chat --san chat.local --san 192.0.2.11` keeps
the authority and the certificates of its hosts in a directory of the controller, and prints what it has as JSON.

The authority is kept to what it is for by critical name constraints (RFC 5280, 4.2.1.10): names and addresses that no
public authority vouches for, and the names that were asked for. Whoever steals its key can't imitate another site.
"""

from __future__ import annotations

import argparse
import contextlib
import ipaddress
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TypeAlias

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


PRIVATE_NAMES: Final = ("local", "localhost", "home.arpa", "internal")
"""Reserved for networks of one's own: RFC 6762, 6761, 8375, and ICANN's decision of 2024-07-29."""
PRIVATE_NETWORKS: Final = (
    *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8", "100.64.0.0/10"),
    *("fc00::/7", "fe80::/10", "::1/128"),
)
"""RFC 1918, 3927, 1122 and 6598; 4193, 4291."""

NAME_OF_ADDRESSES: Final = x509.DNSName("address.internal")
"""Stands beside addresses alone: where there is no name, OpenSSL takes the common name, an address, for one."""

_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII | re.IGNORECASE)
_LONGEST_NAME: Final = 253


class AuthorityError(Exception):
    """What is asked for can't be issued; the text says why, and what to do."""


Subject: TypeAlias = x509.DNSName | x509.IPAddress
Writer: TypeAlias = Callable[[Path, bytes, int], None]


@dataclass(frozen=True, slots=True)
class Issued:
    """Where the files are. `changed` tells whether this call wrote any, `note` what the owner should know."""

    changed: bool
    ca: str
    certificate: str
    expires_at: str
    fingerprint_sha256: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def permitted(self) -> list[x509.GeneralName] | None:
        """What it may vouch for; None for everything."""
        try:
            constraints = self.certificate.extensions.get_extension_for_class(x509.NameConstraints).value
        except x509.ExtensionNotFound:
            return None
        return list(constraints.permitted_subtrees or ())

    def permits(self, subject: Subject) -> bool:
        permitted = self.permitted
        return permitted is None or any(_covers(base, subject) for base in permitted)


def issue(
    folder: Path,
    host: str,
    names: Sequence[str],
    days: int,
    now: datetime,
    *,
    between_hosts: bool = False,
    extras: Sequence[str] = (),
    expected: Sequence[str] = (),
    keep: bool = True,
) -> Issued:
    """The certificate of `host`, with its key, in one file as HAProxy reads it.

    One for use `between_hosts` also counts where the host is the client; what browsers are shown doesn't.
    It is made anew when its names change, its authority changes, or its end is near; else nothing is written. Nor is it
    where the result isn't to be kept: that tells what would be done.

    A new authority is permitted `names`, `extras` and `expected`, which are those of other certificates to come. Later,
    extras that it isn't permitted are left out; for names of a certificate that only hosts see, the authority gets a
    certificate with wider constraints; for names that people come to, `AuthorityError` says what to do: their devices
    hold the constraints.
    """
    if not names:
        raise AuthorityError("A certificate needs a name or an address: give --san.")
    _subject(host)
    subjects = [_subject(name) for name in dict.fromkeys(names)]
    besides = [_subject(name) for name in dict.fromkeys(extras) if name not in names]
    wanted = [*subjects, *besides, *_possible(expected)]
    write = _write if keep else _leave
    authority, made = _open_authority(folder, wanted, now, write)
    foreign = [subject for subject in subjects if not authority.permits(subject)]
    if foreign and not between_hosts:
        raise AuthorityError(_refusal(folder, foreign))
    if foreign:
        authority, made = _widen(authority, wanted, folder, now, write), True
    file = folder / "hosts" / (f"{host}.link.pem" if between_hosts else f"{host}.pem")
    certificate = _read_certificate(file)
    changed = False
    subjects += [subject for subject in besides if authority.permits(subject)]
    if not any(isinstance(subject, x509.DNSName) for subject in subjects):
        subjects.append(NAME_OF_ADDRESSES)
    if certificate is None or not _still_good(certificate, authority, subjects, now):
        certificate = _issue(authority, host, subjects, days, now, file, between_hosts, write)
        changed = True
    return Issued(
        changed=made or changed,
        ca=str((folder / "ca.pem").absolute()),
        certificate=str(file.absolute()),
        expires_at=certificate.not_valid_after_utc.isoformat(),
        fingerprint_sha256=authority.certificate.fingerprint(hashes.SHA256()).hex(":"),
        note=_note(authority, besides, folder),
    )


def _possible(names: Sequence[str]) -> Iterator[Subject]:
    """Those of `names` that can be in a certificate; whoever asks for one with another is told then."""
    for name in names:
        with contextlib.suppress(AuthorityError):
            yield _subject(name)


def _refusal(folder: Path, foreign: Sequence[Subject]) -> str:
    return (
        f"{folder / 'ca.pem'} may not vouch for {_named(foreign)}: its constraints were fixed when it was made. Have a"
        f" certificate of a public authority for it, or make a new authority: move {folder / 'ca.key'} and ca.pem away,"
        " run this again, and have everybody trust the new ca.pem."
    )


def _note(authority: Authority, besides: Sequence[Subject], folder: Path) -> str:
    if authority.permitted is None:
        return (
            f"{folder / 'ca.pem'} has no name constraints. Whoever gets ca.key can imitate every site to the devices"
            f" that trust it. To renew it, move {folder / 'ca.key'} and ca.pem away, run this again, and have everybody"
            " trust the new ca.pem and remove the old one."
        )
    left_out = [subject for subject in besides if not authority.permits(subject)]
    if not left_out:
        return ""
    return f"{_named(left_out)} was left out of the certificate: {folder / 'ca.pem'} may not vouch for it."


def _named(subjects: Sequence[Subject]) -> str:
    return ", ".join(str(subject.value) for subject in subjects)


def _subject(name: str) -> Subject:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        pass
    else:
        if "%" not in name:
            return x509.IPAddress(address)
    if not name.isascii() and (encoded := _idna(name)):
        raise AuthorityError(f"{name!r} is not ASCII: write its form that begins with xn--, {encoded}.")
    first, *rest = name.split(".")
    labels = rest if first == "*" else [first, *rest]
    if not labels or len(name) > _LONGEST_NAME or not all(_LABEL.fullmatch(label) for label in labels):
        raise AuthorityError(f"{name!r} is neither a host name nor an address: write chat.local, or 192.0.2.11.")
    return x509.DNSName(name)


def _idna(name: str) -> str:
    """`name` as DNS has it; empty where it can't be."""
    try:
        encoded = name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return encoded if all(_LABEL.fullmatch(label) for label in encoded.split(".")) else ""


def _open_authority(folder: Path, subjects: Sequence[Subject], now: datetime, write: Writer) -> tuple[Authority, bool]:
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
    key = ec.generate_private_key(ec.SECP256R1())
    authority = Authority(key, _self_sign(key, f"imnode authority of {now:%Y-%m-%d}", _bases(subjects), now))
    write(key_file, _pem(authority.key), 0o600)
    write(file, authority.certificate.public_bytes(serialization.Encoding.PEM), 0o644)
    return authority, True


def _widen(authority: Authority, subjects: Sequence[Subject], folder: Path, now: datetime, write: Writer) -> Authority:
    """The same authority with another certificate, for the same key, that permits `subjects` too."""
    name = authority.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    permitted = [*(authority.permitted or ()), *_bases(subjects)]
    certificate = _self_sign(authority.key, str(name), permitted, now)
    write(folder / "ca.pem", certificate.public_bytes(serialization.Encoding.PEM), 0o644)
    return Authority(authority.key, certificate)


def _bases(subjects: Sequence[Subject]) -> list[x509.GeneralName]:
    """What constraints permit to an authority that is asked for `subjects`."""
    private: list[x509.GeneralName] = [x509.DNSName(name) for name in PRIVATE_NAMES]
    private += [x509.IPAddress(ipaddress.ip_network(network)) for network in PRIVATE_NETWORKS]
    bases = [_base(subject) for subject in subjects if not any(_covers(base, subject) for base in private)]
    return list(dict.fromkeys([*private, *bases]))


def _base(subject: Subject) -> x509.GeneralName:
    if isinstance(subject, x509.DNSName):
        return x509.DNSName(subject.value.removeprefix("*.").lower())
    return x509.IPAddress(ipaddress.ip_network(str(subject.value)))


def _covers(base: x509.GeneralName, subject: x509.GeneralName) -> bool:
    """A name permits itself and what is below it, a network its addresses."""
    if isinstance(base, x509.DNSName) and isinstance(subject, x509.DNSName):
        name = subject.value.removeprefix("*.").lower()
        return name == base.value or name.endswith(f".{base.value}")
    if isinstance(base, x509.IPAddress) and isinstance(subject, x509.IPAddress):
        return ipaddress.ip_address(str(subject.value)) in ipaddress.ip_network(str(base.value))
    return False


def _self_sign(
    key: ec.EllipticCurvePrivateKey, name: str, permitted: Sequence[x509.GeneralName], now: datetime
) -> x509.Certificate:
    """The authority's certificate. Its purposes keep it from signing programs and mail."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    purposes = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    constraints = x509.NameConstraints(permitted_subtrees=list(dict.fromkeys(permitted)), excluded_subtrees=None)
    return (
        _builder(subject, subject, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .add_extension(constraints, critical=True)
        .sign(key, hashes.SHA256())
    )


def _issue(
    authority: Authority,
    host: str,
    subjects: Sequence[x509.GeneralName],
    days: int,
    now: datetime,
    file: Path,
    between_hosts: bool,
    write: Writer,
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
    write(file, certificate.public_bytes(serialization.Encoding.PEM) + _pem(key), 0o600)
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


def _leave(file: Path, content: bytes, mode: int) -> None:
    """Instead of `_write`, where nothing shall be kept."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m control.provisioning.certificate_authority", description=__doc__)
    parser.add_argument("--dir", type=Path, required=True, help="where the authority lives")
    parser.add_argument("--host", required=True, help="the host, as the inventory names it")
    parser.add_argument("--san", action="append", default=[], metavar="NAME", help="a name or address of the host")
    parser.add_argument("--extra", action="append", default=[], metavar="NAME", help="the same, if it is permitted")
    parser.add_argument(
        "--expected", action="append", default=[], metavar="NAME", help="a name that another certificate will have"
    )
    parser.add_argument("--check", action="store_true", help="only tell what would be done, and write nothing")
    parser.add_argument("--days", type=int, help="how long the certificate holds")
    parser.add_argument("--between-hosts", action="store_true", help="for the hosts of a cluster, not for browsers")
    options = parser.parse_args(arguments)
    days = options.days or (BETWEEN_HOSTS_DAYS if options.between_hosts else HOST_DAYS)
    now = datetime.now(UTC).replace(microsecond=0)
    try:
        issued = issue(
            options.dir,
            options.host,
            options.san,
            days,
            now,
            between_hosts=options.between_hosts,
            extras=options.extra,
            expected=options.expected,
            keep=not options.check,
        )
    except (AuthorityError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(json.dumps(asdict(issued)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
