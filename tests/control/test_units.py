"""What systemd says of HAProxy and Redis, and their last words."""

from __future__ import annotations

from pathlib import Path

import pytest

from control.host.units import engine_troubles

SHOWN = """\
Id=im-haproxy.service
LoadState=loaded
ActiveState=active
Result=success
NRestarts=0

Id=im-redis.service
LoadState={loaded}
ActiveState={state}
Result=exit-code
NRestarts=20
"""


def machine(folder: Path, **told: str) -> None:
    """Programs that say so."""
    for name, text in (
        ("systemctl", SHOWN.format(**told)),
        ("journalctl", "FATAL CONFIG FILE ERROR\nBad directive\n"),
    ):
        (folder / f"{name}.txt").write_text(text)
        (folder / name).write_text(f"#!/bin/sh\ncat {folder}/{name}.txt\n")
        (folder / name).chmod(0o755)


def test_what_does_not_start_any_more_is_told_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    machine(tmp_path, loaded="loaded", state="failed")
    [told] = engine_troubles()
    assert told == (
        "im-redis.service: systemd reports it as failed (exit-code); "
        "its last message: FATAL CONFIG FILE ERROR / Bad directive"
    )


@pytest.mark.parametrize(
    ("loaded", "state"), [("not-found", "inactive"), ("loaded", "active"), ("loaded", "reloading")]
)
def test_what_runs_or_is_not_there_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loaded: str, state: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    machine(tmp_path, loaded=loaded, state=state)
    assert engine_troubles() == []


def test_without_systemd_there_is_nothing_to_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert engine_troubles() == []
