"""The key ring and its file: made once, read by its owner alone, refused where it can't be trusted."""

from __future__ import annotations

import multiprocessing
import os
import stat
from pathlib import Path

import msgspec
import pytest

from imserver.seal import keyfile, keyring
from imserver.seal.envelope import Sealer
from imserver.seal.keyring import Keyring, KeyringError


def _permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_ring_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "data" / "keys.json"
    first = keyring.load(path)
    assert keyring.load(path) == first
    assert len(first.keys[first.current]) == keyring.KEY_BYTES
    assert first.digest_key not in first.keys.values()


def test_two_rings_share_nothing(tmp_path: Path) -> None:
    one, other = keyring.load(tmp_path / "one"), keyring.load(tmp_path / "other")
    assert not set(one.keys.values()) & set(other.keys.values())
    assert one.digest_key != other.digest_key


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_only_the_owner_can_read_it(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "data" / "keys.json"
    path.parent.mkdir()
    before = os.umask(umask)
    try:
        keyring.load(path)
    finally:
        os.umask(before)
    assert _permissions(path) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_new_directory_is_its_owners_too(tmp_path: Path) -> None:
    keyring.load(tmp_path / "data" / "keys.json")
    assert _permissions(tmp_path / "data") == 0o700


def test_a_draft_that_was_left_behind_lends_its_permissions_to_nothing(tmp_path: Path) -> None:
    draft = tmp_path / "keys.json.new"
    draft.write_bytes(b"half a ring")
    draft.chmod(0o666)
    ring = keyring.load(tmp_path / "keys.json")
    assert _permissions(tmp_path / "keys.json") == 0o600
    assert keyring.load(tmp_path / "keys.json") == ring


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o620, 0o601])
def test_a_file_that_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "keys.json"
    ring = keyring.load(path)
    path.chmod(mode)
    with pytest.raises(PermissionError, match=f"chmod 600 {path}"):
        keyring.load(path)
    path.chmod(0o600)
    assert keyring.load(path) == ring


def test_an_owner_may_protect_it_further(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    ring = keyring.load(path)
    path.chmod(0o400)
    assert keyring.load(path) == ring


GOOD = msgspec.to_builtins(Keyring(1, {1: bytes(16)}, bytes(16)))
SECRET = "c2VjcmV0c2VjcmV0c2U="

MALFORMED = {
    "empty": b"",
    "cut": b'{"current":1,"keys":{"1":"AAAA',
    "not json": b"\xff\xfe",
    "a list": b"[]",
    "no keys": msgspec.json.encode({**GOOD, "keys": {}}),
    "current missing": msgspec.json.encode({**GOOD, "current": 2}),
    "number zero": msgspec.json.encode({**GOOD, "current": 0, "keys": {"0": GOOD["keys"][1]}}),
    "number too large": msgspec.json.encode({**GOOD, "keys": {"1": GOOD["keys"][1], "65536": GOOD["keys"][1]}}),
    "short key": msgspec.json.encode({**GOOD, "keys": {"1": SECRET}}),
    "short digest key": msgspec.json.encode({**GOOD, "digest_key": ""}),
    "key not base64": msgspec.json.encode({**GOOD, "keys": {"1": "%%%"}}),
    "no digest key": msgspec.json.encode({"current": 1, "keys": GOOD["keys"]}),
}


@pytest.mark.parametrize("content", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyringError, match=str(path)) as refusal:
        keyring.load(path)
    assert SECRET not in str(refusal.value)
    assert path.read_bytes() == content


def test_a_ring_with_old_keys_is_read_whole(tmp_path: Path) -> None:
    ring = Keyring(65_535, {1: bytes(16), 65_535: bytes(range(16))}, bytes(16))
    path = tmp_path / "keys.json"
    path.write_bytes(msgspec.json.encode(ring))
    path.chmod(0o600)
    assert keyring.load(path) == ring
    assert Sealer(ring).open(Sealer(ring).seal(b"hello", b""), b"") == b"hello"


def _create(path: Path, content: bytes, ready: object, results: object) -> None:
    ready.wait()  # type: ignore[attr-defined]
    results.put(keyfile.read_or_create(path, content))  # type: ignore[attr-defined]


def test_of_several_who_start_at_once_all_get_the_same(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    for round_number in range(10):
        path = tmp_path / f"key{round_number}"
        ready, results = context.Event(), context.Queue()
        processes = [
            context.Process(target=_create, args=(path, bytes([number]) * 16, ready, results)) for number in range(4)
        ]
        for process in processes:
            process.start()
        ready.set()
        got = {results.get(timeout=20) for _ in processes}
        for process in processes:
            process.join(20)
        assert got == {path.read_bytes()}


def test_a_rotated_ring_opens_what_was_sealed_before(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    before = keyring.load(path)
    sealed = Sealer(before).seal(b"hello", b"here")
    after = keyring.rotate(path, 1234)
    assert keyring.load(path) == after
    assert (after.current, after.made, after.digest_key) == (2, {2: 1234}, before.digest_key)
    assert after.keys[1] == before.keys[1] != after.keys[2]
    assert Sealer(after).open(sealed, b"here") == b"hello"
    assert _permissions(path) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_ring_that_can_not_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "keys.json"
    before = keyring.load(path)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        keyring.rotate(path, 1)
    assert keyring.load(path) == before
    assert list(tmp_path.iterdir()) == [path]
