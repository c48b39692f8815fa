"""Plans with accounts, for somebody who runs them by hand as docs/load.md tells it."""

from __future__ import annotations

import csv
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from control.load.result import RunResult, load
from tests.control.conftest import Terminal
from tests.load.process import IMCTL, PATIENCE_S

LOAD_MD = Path("docs/load.md").read_text("utf-8")
LEFT_OVER = "of an earlier run"


def plan_with_accounts(terminal: Terminal, file: str, tool: str) -> Path:
    """The folder of a tool's plan with accounts for it."""
    out = terminal.home / "plans"
    url = ("--url", terminal.server.url, "--i-own", "127.0.0.1")
    done = terminal.run("load", "export", file, "--with", tool, "--out", str(out), "--people", *url)
    assert done.returncode == 0, done.stderr
    assert (out / tool / "people.csv").stat().st_mode & 0o077 == 0, "passwords are for nobody else"
    return out / tool


def forget_tokens(folder: Path) -> None:
    """Everybody gets one that is worth nothing any more."""
    people = folder / "people.csv"
    with people.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with people.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows({**row, "token": "ended"} for row in rows)


@contextmanager
def by_hand(folder: Path, tool: str, port: int) -> Iterator[subprocess.Popen[str]]:
    """The documented commands, until they have ended well. Something of an earlier run lies in the plan's folder."""
    process = _begun(folder, tool, port)
    try:
        yield process
        process.wait(PATIENCE_S)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # the tool below the shell too
        process.wait()
    assert process.returncode == 0, (folder / "by-hand.log").read_text("utf-8")


def _begun(folder: Path, tool: str, port: int) -> subprocess.Popen[str]:
    (folder / "dashboard").mkdir()
    for left_over in ("results.jtl", "times.json", "dashboard/index.html"):
        (folder / left_over).write_text(LEFT_OVER, "utf-8")
    path = f"{IMCTL.parent}{os.pathsep}{os.environ['PATH']}"
    with (folder / "by-hand.log").open("w") as log:
        return subprocess.Popen(
            ["bash", "-ec", _documented(tool, port)],
            cwd=folder,
            env={**os.environ, "PATH": path},
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )


def _documented(tool: str, port: int) -> str:
    """The commands of docs/load.md that run a tool's plan in its folder."""
    [setting] = re.findall(r"with `(TOOLS=.*?)`:", LOAD_MD)
    [block] = re.findall(r"```sh\n(.*?)```", LOAD_MD, re.DOTALL)
    [commands] = [part for part in block.split("\n\n") if f"/{tool}-" in part or part.startswith(f"{tool} ")]
    return f"{setting}\n{commands}".replace("8080", str(port))


def merged(terminal: Terminal, *words: str | Path) -> RunResult:
    """What `imctl load merge` makes of a scenario and folders."""
    out = terminal.home / "merged"
    done = terminal.run("load", "merge", *map(str, words), "--out", str(out))
    assert done.returncode == 0, done.stderr
    return load(out)


def files_in(terminal: Terminal, folder: Path) -> list[bytes]:
    """The content of each file in a message that somebody of people.csv can read, in the order of their ids."""
    found: dict[str, bytes] = {}
    read = set[str]()
    with (folder / "people.csv").open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    with httpx.Client(base_url=f"{terminal.server.url}/api/v1", timeout=60) as http:
        for person in people:
            convs = {share.partition("=")[0] for share in person["convs"].split(";")} - read
            if not convs:
                continue
            body = {"login": person["login"], "password": person["password"], "device": "reader"}
            http.headers["Authorization"] = f"Bearer {http.post('/login', json=body).json()['access_token']}"
            for conv in convs:
                page = http.get(f"/conversations/{conv}/messages", params={"after": 0, "limit": 200}).json()
                assert not page["more"], "more than one page"
                for each in (each for message in page["messages"] for each in message.get("attachments", ())):
                    if each["id"] not in found:
                        found[each["id"]] = http.get(f"/media/{each['id']}").content
            read |= convs
    return [found[each] for each in sorted(found)]
