"""A server that can't start says what is wrong and what to do, and touches nothing."""

from __future__ import annotations

import hashlib
import os
import pty
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from imserver.system import disk_reserve
from tests.disk import fill, small_disk
from tests.server import Server

pytestmark = pytest.mark.slow  # servers start again and again


def run(*options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "imserver", "run", "--port", "0", *options]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, env={"PATH": "", **variables}
    )


def digests(folder: Path) -> dict[str, str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_the_data_of_a_newer_version_is_refused_and_not_touched(server: Server) -> None:
    server.stop()
    with sqlite3.connect(server.data_dir / "messages.db") as database:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("PRAGMA user_version = 999")
    database.close()
    before = digests(server.data_dir)
    done = run("--data-dir", str(server.data_dir))
    assert done.returncode == 1
    assert "version 999" in done.stderr
    assert "hint:" in done.stderr
    assert "Traceback" not in done.stderr
    assert digests(server.data_dir) == before


def test_a_second_server_on_the_same_data_is_refused(server: Server) -> None:
    done = run("--data-dir", str(server.data_dir))
    assert done.returncode == 1
    assert str(server.data_dir) in done.stderr
    assert server.admin.get("/healthz").status_code == 200


def test_a_taken_port_is_named(server: Server, tmp_path: Path) -> None:
    done = run("--port", str(server.port), "--data-dir", str(tmp_path / "other"))
    assert done.returncode == 1
    assert f"127.0.0.1:{server.port}" in done.stderr
    assert "hint:" in done.stderr


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    done = run("--data-dir", str(tmp_path), IM_LOG_FORMAT="xml")
    assert done.returncode == 2
    assert "IM_LOG_FORMAT" in done.stderr
    assert "'xml'" in done.stderr


def test_a_directory_that_cannot_be_written_is_named() -> None:
    done = run("--data-dir", "/proc/no/such/place")
    assert done.returncode == 1
    assert "/proc/no" in done.stderr


def test_keys_that_others_can_read_are_refused(server: Server) -> None:
    server.stop()
    (server.data_dir / "keys" / "seal.json").chmod(0o644)
    done = run("--data-dir", str(server.data_dir))
    assert done.returncode == 1
    assert "chmod 600" in done.stderr


def test_a_port_that_is_taken_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run("--port", str(port), "--data-dir", str(tmp_path / "data"))
    assert done.returncode == 1
    assert f"error: Port {port} is taken: another program listens on 127.0.0.1:{port}." in done.stderr
    assert f"--port {port + 1}" in done.stderr


def test_a_terminal_is_shown_the_owners_link(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "imserver", "run", "--port", "0", "--data-dir", str(tmp_path / "data")]
    seen, terminal = pty.openpty()
    with (
        subprocess.Popen(command, stdout=terminal, stderr=subprocess.DEVNULL) as process,
        open(seen, "rb", buffering=0) as screen,
    ):
        os.close(terminal)
        told = b""
        while b"Ctrl-C" not in told:
            told += screen.read(4096)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert re.search(rb"open this link .*\r\n  http://127\.0\.0\.1:\d+/#/link/[\w-]{32}\r\n", told)
    assert b"--host 0.0.0.0" in told


def test_control_c_ends_it_cleanly(server: Server) -> None:
    assert server.interrupt(signal.SIGINT) == 0
    assert not server.admin_socket.exists()
    server.start()


def test_where_not_even_a_setup_link_can_be_stored_it_starts_and_says_so(tmp_path: Path) -> None:
    with small_disk(tmp_path / "data", 8) as disk:
        server = Server(disk)
        server.start()
        server.stop()
        (disk / disk_reserve.NAME).write_bytes(bytes(17 * 4096))  # for what reading needs, and nothing else
        fill(disk)
        command = [sys.executable, "-m", "imserver", "run", "--port", "0", "--data-dir", str(disk)]
        log = tmp_path / "log"
        seen, terminal = pty.openpty()
        with (
            log.open("wb") as errors,
            subprocess.Popen(command, stdout=terminal, stderr=errors) as process,
            open(seen, "rb", buffering=0) as screen,
        ):
            os.close(terminal)
            assert screen.read(19) == b"imserver is running"
            server.admin.get("/readyz")
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
            assert b"First start" not in screen.read(4096)
        server.admin.close()
        assert "no_setup_link" in log.read_text()
        assert "disk is full" in log.read_text()
