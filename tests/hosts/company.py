"""People who are there while hosts are changed: programs of this folder, run in the network of the hosts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.hosts.host import Host
from tests.hosts.lab import Lab
from tests.hosts.playbook import REPOSITORY, Controller

PATIENCE_S: Final = 200
"""Longer than each of them waits for an answer."""


def let_in(host: Host) -> dict[str, str]:
    """Ann and Bob get accounts on the host that keeps the messages. Returns LOGIN:PASSWORD of each."""
    for login in ("ann", "bob"):
        host.ssh(f"echo 'long password of {login}' | imctl users add {login} --password-stdin")
    return {login: f"{login}:long password of {login}" for login in ("ann", "bob")}


@contextmanager
def beside(
    controller: Controller, lab: Lab, way_in: str, program: str, stop: Path, *arguments: str
) -> Iterator[dict[str, Any]]:
    """A program of this folder that has begun and runs as long as this lasts; then what it tells is there."""
    told: dict[str, Any] = {}
    command = ["ip", "netns", "exec", lab.name, sys.executable, "-m", f"tests.hosts.{program}", f"https://{way_in}"]
    command += [str(controller.ca), *arguments, str(stop)]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        yield told
        stop.touch()
        output, errors = process.communicate(timeout=PATIENCE_S)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, errors
    told.update(json.loads(output))


@contextmanager
def chat(
    controller: Controller, lab: Lab, way_in: str, accounts: dict[str, str], folder: Path
) -> Iterator[dict[str, Any]]:
    """Somebody sends as long as this lasts; then nothing that was acknowledged is lost or doubled."""
    with beside(controller, lab, way_in, "chatter", folder / "stop-chat", accounts["ann"], accounts["bob"]) as told:
        yield told
    assert len(told["acknowledged"]) > 10
    assert told["found"][-len(told["acknowledged"]) :] == told["acknowledged"]
