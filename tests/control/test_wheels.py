"""What a node gets: all that it needs, for its Python and processor, and nothing else."""

from __future__ import annotations

import platform
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

import imserver
from control.provisioning import wheels
from control.provisioning.wheels import WheelsError, WheelTarget, collect, main, needed, read_lock

BOARD = WheelTarget("3.13", "aarch64")
LOCK = """
# a comment
plain==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via somebody
old==2.0 ; python_full_version < '3.12' \\
    --hash=sha256:cc
windows==3.0 ; sys_platform == 'win32' \\
    --hash=sha256:dd
"""


def test_only_what_holds_on_the_target_is_kept() -> None:
    assert [pin.name for pin in read_lock(LOCK, BOARD)] == ["plain"]
    assert [pin.name for pin in read_lock(LOCK, WheelTarget("3.11", "x86_64"))] == ["plain", "old"]
    assert str(read_lock(LOCK, BOARD)[0]) == "plain==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb"


def test_a_node_gets_neither_build_tools_nor_what_only_controllers_use() -> None:
    names = needed(BOARD)
    assert {"fastapi", "uvicorn", "lz4", "cryptography", "cffi"} <= names
    assert not names & {"hatchling", "ansible-core", "pytest", "ruff", "jinja2"}


def test_the_version_is_that_of_the_checkout_and_not_of_what_was_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(imserver, "__version__", "9.9.9")
    monkeypatch.setattr(wheels, "_make", lambda *given: None)
    assert collect(BOARD, tmp_path).release.startswith("9.9.9-")


def test_an_unknown_processor_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--python", "3.13", "--arch", "riscv64", "--out", "x"])
    assert "riscv64" in capsys.readouterr().err


@pytest.mark.parametrize("python", ["../../evil", "3.13/../x", "3", "3.13\n", ""])
def test_a_version_of_python_is_no_path(python: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--python", python, "--arch", "x86_64", "--out", str(tmp_path / "out")])
    assert repr(python) in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_bundle_installs_without_any_index(tmp_path: Path) -> None:
    target = WheelTarget(f"{sys.version_info.major}.{sys.version_info.minor}", platform.machine())
    try:
        bundle = collect(target, tmp_path / "out")
    except WheelsError as error:
        pytest.skip(f"the package index can't be reached: {error}")
    assert bundle.changed
    assert not collect(target, tmp_path / "out").changed
    with tarfile.open(bundle.archive) as tar:
        tar.extractall(tmp_path / "wheels", filter="data")
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    install = [str(tmp_path / "venv/bin/pip"), "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    install += [
        "--require-hashes",
        f"--find-links={tmp_path / 'wheels'}",
        "-r",
        str(tmp_path / "wheels/requirements.txt"),
    ]
    subprocess.run(install, check=True)
    version = subprocess.run(
        [str(tmp_path / "venv/bin/imserver"), "version"], capture_output=True, text=True, check=True
    )
    assert version.stdout.strip() == bundle.version
    help_text = subprocess.run([str(tmp_path / "venv/bin/imctl"), "--help"], capture_output=True, text=True, check=True)
    assert "selftest" in help_text.stdout
