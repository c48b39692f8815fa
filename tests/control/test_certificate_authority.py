"""The certificate authority of one's own, seen by real TLS."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from control.provisioning import certificate_authority
from control.provisioning.certificate_authority import AuthorityError, issue

NOW = datetime.now(UTC).replace(microsecond=0)
NAMES = ["chat.local", "192.0.2.11"]


def shake_hands(certificate: str, ca: str, name: str) -> None:
    """Raises `ssl.SSLError` where a client that trusts only `ca` doesn't believe the server to be `name`."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    client = ssl.create_default_context(cafile=ca)
    ours, theirs = socket.socketpair()

    def serve() -> None:
        try:
            server.wrap_socket(theirs, server_side=True).close()
        except OSError:
            theirs.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        client.wrap_socket(ours, server_hostname=name).close()
    finally:
        ours.close()
        thread.join()


@pytest.mark.parametrize("name", NAMES)
def test_clients_that_know_the_authority_believe_the_host(tmp_path: Path, name: str) -> None:
    issued = issue(tmp_path / "secrets", "chat", NAMES, 397, NOW)
    shake_hands(issued.certificate, issued.ca, name)


def test_another_name_is_not_believed(tmp_path: Path) -> None:
    issued = issue(tmp_path, "chat", NAMES, 397, NOW)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(issued.certificate, issued.ca, "other.local")


def test_another_authority_is_not_believed(tmp_path: Path) -> None:
    issued, other = issue(tmp_path / "a", "chat", NAMES, 397, NOW), issue(tmp_path / "b", "chat", NAMES, 397, NOW)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(issued.certificate, other.ca, "chat.local")


def test_it_is_made_once_and_again_when_it_has_to_be(tmp_path: Path) -> None:
    first = issue(tmp_path, "chat", NAMES, 397, NOW)
    content = Path(first.certificate).read_bytes()
    assert first.changed
    assert not issue(tmp_path, "chat", NAMES[::-1], 397, NOW + timedelta(days=300)).changed
    assert Path(first.certificate).read_bytes() == content
    assert issue(tmp_path, "chat", [*NAMES, "school.local"], 397, NOW).changed
    assert issue(tmp_path, "chat", [*NAMES, "school.local"], 397, NOW + timedelta(days=370)).changed
    assert issue(tmp_path, "chat", NAMES, 397, NOW).fingerprint_sha256 == first.fingerprint_sha256


def test_a_damaged_certificate_is_made_anew(tmp_path: Path) -> None:
    issued = issue(tmp_path, "chat", NAMES, 397, NOW)
    Path(issued.certificate).write_text("not a certificate")
    again = issue(tmp_path, "chat", NAMES, 397, NOW)
    assert again.changed
    shake_hands(again.certificate, again.ca, "chat.local")


@pytest.mark.parametrize("between_hosts", [False, True])
def test_what_would_be_done_is_told_and_nothing_is_written(tmp_path: Path, between_hosts: bool) -> None:
    fresh = issue(tmp_path / "secrets", "chat", NAMES, 397, NOW, between_hosts=between_hosts, keep=False)
    assert fresh.changed
    assert list(tmp_path.iterdir()) == []
    issue(tmp_path, "chat", NAMES, 397, NOW, between_hosts=between_hosts)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*.*")}
    assert not issue(tmp_path, "chat", NAMES, 397, NOW, between_hosts=between_hosts, keep=False).changed
    assert issue(tmp_path, "chat", [*NAMES, "a.local"], 397, NOW, between_hosts=between_hosts, keep=False).changed
    assert {file: file.read_bytes() for file in tmp_path.rglob("*.*")} == before


def test_keys_are_for_their_owner_only(tmp_path: Path) -> None:
    issued = issue(tmp_path / "secrets", "chat", NAMES, 397, NOW)
    for file in (Path(issued.certificate), tmp_path / "secrets" / "ca.key"):
        assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "name", ["a b", "", "https://chat", "chat..local", "fe80::1%../../x", "-a.local", "*", "a.*", "a" * 64, "a." * 127]
)
def test_what_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(AuthorityError, match="neither a host name nor an address"):
        issue(tmp_path, "chat", [name], 397, NOW)


@pytest.mark.parametrize(
    "host",
    ["../../evil", "/etc/evil", "a/b", "..", ".", "", "a\\b", "a\0b", "a\nb", "chat\u2024pem", "fe80::1%../../evil"],
)
def test_a_host_is_no_path(tmp_path: Path, host: str) -> None:
    folder = tmp_path / "inner" / "secrets"
    with pytest.raises(AuthorityError, match=re.escape(repr(host))):
        issue(folder, host, NAMES, 397, NOW)
    assert list(tmp_path.rglob("*.pem")) == []


def test_a_name_in_other_letters_is_told_its_ascii_form(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match=r"xn--bcher-kva\.local"):
        issue(tmp_path, "chat", ["bücher.local"], 397, NOW)


def forge(folder: Path, names: list[str]) -> str:
    """A certificate for `names` as a thief of the key would sign it."""
    key = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    stolen = certificate_authority.Authority(key, x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes()))
    subjects = [certificate_authority._subject(name) for name in names]
    certificate_authority._issue(
        stolen,
        "thief",
        subjects,
        397,
        NOW,
        folder / "forged.pem",
        between_hosts=True,
        write=certificate_authority._write,
    )
    return str(folder / "forged.pem")


FAMILY = ["chat.local", "raspberrypi.fritz.box", "192.168.1.51", "chat.school.example", "203.0.113.7", "pi"]


@pytest.mark.parametrize("name", FAMILY)
def test_an_authority_vouches_for_what_it_was_asked_for(tmp_path: Path, name: str) -> None:
    issued = issue(tmp_path, "chat", FAMILY[:4], 397, NOW, extras=FAMILY[4:])
    shake_hands(issued.certificate, issued.ca, name)
    assert issued.note == ""


@pytest.mark.parametrize(
    "name",
    ["bank.example", "school.example", "fritz.box", "evilchat.school.example", "8.8.8.8", "2001:db8::1", "local.com"],
)
def test_a_thief_of_the_key_can_imitate_nobody_else(tmp_path: Path, name: str) -> None:
    issued = issue(tmp_path, "chat", FAMILY, 397, NOW)
    shake_hands(forge(tmp_path, ["other.local"]), issued.ca, "other.local")
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shake_hands(forge(tmp_path, [name]), issued.ca, name)


def test_a_name_that_devices_would_not_believe_is_refused_with_a_way_out(tmp_path: Path) -> None:
    first = issue(tmp_path, "chat", NAMES, 397, NOW)
    with pytest.raises(AuthorityError, match=r"may not vouch for chat\.example.*make a new authority"):
        issue(tmp_path, "chat", [*NAMES, "chat.example"], 397, NOW)
    again = issue(tmp_path, "chat", NAMES, 397, NOW, extras=["pi", "203.0.113.7", "10.1.2.3"])
    assert "pi, 203.0.113.7 was left out" in again.note
    assert again.fingerprint_sha256 == first.fingerprint_sha256
    shake_hands(again.certificate, again.ca, "10.1.2.3")


def test_a_host_that_has_addresses_alone_is_believed(tmp_path: Path) -> None:
    issued = issue(tmp_path, "192.168.1.51", ["192.168.1.51"], 397, NOW, between_hosts=True)
    shake_hands(issued.certificate, issued.ca, "192.168.1.51")
    assert not issue(tmp_path, "192.168.1.51", ["192.168.1.51"], 397, NOW, between_hosts=True).changed


def test_a_host_that_joins_later_is_believed_by_the_others(tmp_path: Path) -> None:
    first = issue(
        tmp_path, "pi1", ["pi1", "192.168.1.51"], 397, NOW, between_hosts=True, expected=["chat.example", "no name"]
    )
    known = Path(first.ca).read_bytes()
    second = issue(tmp_path, "pi2", ["pi2", "192.168.1.52"], 397, NOW, between_hosts=True)
    for issued, name in ((first, "pi1"), (second, "pi2")):
        shake_hands(issued.certificate, second.ca, name)
    assert not issue(tmp_path, "pi1", ["pi1", "192.168.1.51"], 397, NOW, between_hosts=True).changed
    people = issue(tmp_path, "pi1", ["chat.example"], 397, NOW)
    before = tmp_path / "before.pem"
    before.write_bytes(known)
    shake_hands(people.certificate, str(before), "chat.example")


def test_an_authority_from_before_constraints_goes_on_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as old:
        old.setattr(x509.CertificateBuilder, "add_extension", _without(x509.NameConstraints))
        issued = issue(tmp_path, "chat", NAMES, 397, NOW)
    again = issue(tmp_path, "chat", ["chat.example"], 397, NOW)
    assert again.fingerprint_sha256 == issued.fingerprint_sha256
    assert "no name constraints" in again.note
    assert "move" in again.note
    shake_hands(again.certificate, again.ca, "chat.example")


def _without(kind: type[x509.ExtensionType]) -> Callable[..., x509.CertificateBuilder]:
    add = x509.CertificateBuilder.add_extension

    def skip(
        builder: x509.CertificateBuilder, extension: x509.ExtensionType, critical: bool
    ) -> x509.CertificateBuilder:
        return builder if isinstance(extension, kind) else add(builder, extension, critical)

    return skip


def test_half_an_authority_is_not_replaced(tmp_path: Path) -> None:
    issue(tmp_path, "chat", NAMES, 397, NOW)
    (tmp_path / "ca.key").unlink()
    with pytest.raises(AuthorityError, match="Put the other back"):
        issue(tmp_path, "chat", NAMES, 397, NOW)
