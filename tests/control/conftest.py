from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.server import Server


@dataclass(frozen=True, slots=True)
class Terminal:
    """Somebody at a shell of the machine on which the server runs."""

    server: Server
    home: Path

    def run(self, *arguments: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        program = str(Path(sys.executable).with_name("imctl"))
        environment = {name: value for name, value in os.environ.items() if not name.startswith("IM_")}
        environment |= {"IM_ADMIN_SOCKET": str(self.server.admin_socket), "XDG_STATE_HOME": str(self.home), **variables}
        return subprocess.run(
            [program, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            env=environment,
            cwd=self.home,
            check=False,
        )

    def json(self, *arguments: str, stdin: str = "") -> Any:
        done = self.run("--json", *arguments, stdin=stdin)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def logins(self) -> set[str]:
        return {user["login"] for user in self.json("users", "list")["users"]}


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    server = Server(tmp_path_factory.mktemp("server") / "data")
    server.start()
    yield Terminal(server, tmp_path_factory.mktemp("home"))
    server.stop()
    server.admin.close()
