"""The checks of the web client that need Node.js, but no browser and no server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OLDEST_NODE = 18


def run(*command: str) -> None:
    variables = {**os.environ, "PYTHON": sys.executable}
    outcome = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.fixture(scope="module")
def node() -> str:
    program = shutil.which("node")
    if program is None:
        pytest.skip("node is missing: apt install nodejs")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    major = re.match(r"v(\d+)", version)
    if major is None or int(major[1]) < OLDEST_NODE:
        pytest.skip(f"node is {version}; {OLDEST_NODE} or newer is needed")
    return program


def test_vendored_libraries_are_what_their_ledger_says() -> None:
    run(sys.executable, "scripts/vendor", "--check")


def test_client_and_screens(node: str) -> None:
    run(node, "--test", *sorted(str(path) for path in Path(__file__).parent.glob("*.test.js")))


def test_types(node: str) -> None:
    compiler = ROOT / "node_modules/typescript/bin/tsc"
    if not compiler.exists():
        missing = "npm is missing (apt install npm)" if shutil.which("npm") is None else "run: npm ci"
        pytest.skip(f"the TypeScript compiler is missing: {missing}")
    run(node, str(compiler), "--noEmit", "--project", ".")
