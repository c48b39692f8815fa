"""The certificate authority of one's own, seen by real TLS."""

from __future__ import annotations

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from control.authority import AuthorityError, issue

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
    assert issue(tmp_path, "chat", [*NAMES, "chat.example"], 397, NOW).changed
    assert issue(tmp_path, "chat", [*NAMES, "chat.example"], 397, NOW + timedelta(days=370)).changed
    assert issue(tmp_path, "chat", NAMES, 397, NOW).fingerprint_sha256 == first.fingerprint_sha256


def test_a_damaged_certificate_is_made_anew(tmp_path: Path) -> None:
    issued = issue(tmp_path, "chat", NAMES, 397, NOW)
    Path(issued.certificate).write_text("not a certificate")
    again = issue(tmp_path, "chat", NAMES, 397, NOW)
    assert again.changed
    shake_hands(again.certificate, again.ca, "chat.local")


def test_keys_are_for_their_owner_only(tmp_path: Path) -> None:
    issued = issue(tmp_path / "secrets", "chat", NAMES, 397, NOW)
    for file in (Path(issued.certificate), tmp_path / "secrets" / "ca.key"):
        assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["a b", "", "https://chat", "chat..local"])
def test_what_is_no_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(AuthorityError, match="neither a host name nor an address"):
        issue(tmp_path, "chat", [name], 397, NOW)


def test_half_an_authority_is_not_replaced(tmp_path: Path) -> None:
    issue(tmp_path, "chat", NAMES, 397, NOW)
    (tmp_path / "ca.key").unlink()
    with pytest.raises(AuthorityError, match="Put the other back"):
        issue(tmp_path, "chat", NAMES, 397, NOW)
