"""The generators of others, each against a real server: what they count is what the server stored."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from control.load.distribution import whole
from control.load.others import others
from control.load.result import GeneratorUse, Result, Target, load
from control.load.scenario import load as scenario_of
from control.load.tools.gatling import Gatling
from control.load.tools.install import JAVA_TOOLS, install
from control.load.tools.outcome import from_samples
from control.output import Output
from control.progress import Progress
from tests.control.conftest import Terminal
from tests.disk import fill, small_disk
from tests.load.conftest import installed, scenario
from tests.load.test_run import running

PATIENCE_S = 180.0
TOOLS = sorted(others())
LOAD_MD = Path("docs/load.md").read_text("utf-8")

MORNING = """
name: morning
title: A bit of everything
users: 8
ramp: 1s
hold: 8s
sign_in: password
conversations:
  - size: 4
  - size: 2
arrival: closed
think: 100ms..500ms
mix: {send: 2, history: 1, scroll: 1, mark: 1, react: 1, search: 1, inbox: 1, reconnect: 0.3}
storms:
  - at: 4s
"""

STORM = """
name: storm
title: A storm between rare messages
users: 12
ramp: 2s
hold: 9s
conversations:
  - size: 4
arrival: open
rate: 30/min
mix: {send: 1}
storms:
  - at: 5s
"""

ALBUM = """
name: album
title: Files beside messages
users: 6
ramp: 1s
hold: 6s
conversations:
  - size: 3
arrival: open
rate: 2/s
mix: {send: 2, file: 1}
files:
  - size: 1KB
    weight: 2
  - size: 300KB
"""


@pytest.fixture
def album(tmp_path: Path) -> str:
    """A scenario of 6 users, 12 actions a second; a third of them are files."""
    file = tmp_path / "album.yml"
    file.write_text(ALBUM, "utf-8")
    return str(file)


@pytest.fixture(params=TOOLS)
def tool(request: pytest.FixtureRequest) -> str:
    return installed(str(request.param))


def run(terminal: Terminal, file: str, tool: str) -> Result:
    out = terminal.home / "out"
    done = terminal.run(
        *("load", "run", file, "--with", tool, "--out", str(out), "--url", terminal.server.url, "--json"), HOME=home()
    )
    assert (out / "result.json").exists(), done.stderr
    return load(out)


def home() -> str:
    return str(Path.home())


def counted(result: Result, action: str) -> int:
    found = whole(result.actions, action)
    return found.count if found else 0


def later(result: Result, action: str) -> int:
    """How often, of what was due a second after the ramp or later: who arrives last needs a moment to be there."""
    first = result.phases[0].end_s + 1
    heat = result.actions[action].heat
    return sum(count for second, cells in heat.items() if int(second) >= first for _, count in cells)


def failures(result: Result) -> dict[str, dict[str, int]]:
    return {name: times.errors for name, times in result.actions.items() if times.failed}


@pytest.mark.packages
def test_counts_agree_with_the_servers_to_the_message(terminal: Terminal, chat: str, tool: str) -> None:
    users = terminal.logins()
    result = run(terminal, chat, tool)
    assert (result.tool, result.ended) == (tool, "complete")
    assert failures(result) == {}
    assert counted(result, "ack") == result.delivery.acked == result.delivery.sent == result.delivery.stored > 50
    assert counted(result, "connect") == 12
    assert counted(result, "delivery") > result.delivery.acked
    assert later(result, "delivery") == 3 * later(result, "ack") > 0, "everybody was there"
    assert result.generator.cpu_s > 0
    assert result.generator.lateness is not None
    assert result.generator.lateness.count > 30
    assert terminal.logins() == users


@pytest.mark.packages
def test_every_action_is_known_to_every_tool(terminal: Terminal, tool: str) -> None:
    file = terminal.home / "morning.yml"
    file.write_text(MORNING, "utf-8")
    result = run(terminal, str(file), tool)
    assert failures(result) == {}
    assert counted(result, "login") == 8
    assert counted(result, "reconnect") >= 8
    for action in ("ack", "connect", "delivery", "history", "scroll", "mark", "react", "search", "inbox"):
        assert counted(result, action) > 0, action
    assert counted(result, "ack") == result.delivery.stored


@pytest.mark.packages
def test_ctrl_c_keeps_what_was_measured_and_awaits_what_was_asked(terminal: Terminal, tool: str) -> None:
    file = scenario(terminal.home, "10min", "3s")
    out = terminal.home / "out"
    program = Path(sys.executable).with_name("imctl")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("IM_")}
    environment["IM_ADMIN_SOCKET"] = str(terminal.server.admin_socket)
    command = [str(program), "load", "run", file, "--with", tool, "--out", str(out), "--url", terminal.server.url]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    until(lambda: stored(terminal) > 30)
    with halted(terminal.server.pid):
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        time.sleep(1)
    told, _ = process.communicate(timeout=PATIENCE_S)
    assert (out / "result.json").exists(), told
    result = load(out)
    assert result.ended == "interrupted"
    assert counted(result, "ack") == result.delivery.stored > 30, told
    assert not any(login.startswith("load-") for login in terminal.logins())
    assert not list(out.rglob("stop"))


@pytest.mark.packages
def test_a_server_that_pauses_until_after_the_end_is_found_out_by_every_tool(terminal: Terminal, tool: str) -> None:
    with running(terminal, scenario(terminal.home, "6s", "1s"), "--with", tool):
        until(lambda: stored(terminal) > 80)
        paused(terminal.server.pid, 6)
    result = load(terminal.home / "out")
    assert result.verdict is not None
    assert result.verdict.name in ("over its objective", "infrastructure", "invalid harness"), result.verdict
    assert failures(result) == {}
    assert result.actions["ack"].max_ms > 5500
    assert result.actions["delivery"].max_ms > 5500
    assert later(result, "delivery") == 3 * later(result, "ack") > 0
    assert result.actions["ack"].count > 100, "144 are due in the hold, most of them in the pause"


@pytest.mark.packages
def test_a_tool_that_stood_still_is_called_invalid(terminal: Terminal, tool: str) -> None:
    with running(terminal, scenario(terminal.home, "20s", "1s"), "--with", tool) as process:
        until(lambda: stored(terminal) > 80)
        [child] = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        paused(int(child), 4)
    result = load(terminal.home / "out")
    assert result.verdict is not None
    assert result.verdict.name == "invalid harness", result.verdict
    assert any("stood still" in reason for reason in result.verdict.reasons)


@contextmanager
def halted(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def paused(pid: int, seconds: float) -> None:
    with halted(pid):
        time.sleep(seconds)


@pytest.mark.packages
def test_a_storm_makes_nobody_late(terminal: Terminal, tool: str) -> None:
    file = terminal.home / "storm.yml"
    file.write_text(STORM, "utf-8")
    for _ in range(3):  # a machine is slow by chance, and a plan always
        result = run(terminal, str(file), tool)
        assert failures(result) == {}
        assert counted(result, "reconnect") == 12
        assert result.actions["ack"].count > 30
        slowest = max(result.actions[action].max_ms for action in ("ack", "delivery"))
        if slowest < 1000:
            break
    assert slowest < 1000


@pytest.mark.packages
def test_what_a_restarted_server_did_not_answer_is_sent_again(terminal: Terminal, tool: str) -> None:
    file = Path(scenario(terminal.home, "12s", "1s"))
    file.write_text(file.read_text("utf-8").replace("send: 1", "send: 4\n  inbox: 1"), "utf-8")
    with running(terminal, str(file), "--with", tool):
        until(lambda: stored(terminal) > 80)
        terminal.server.kill()
        terminal.server.start()
    result = load(terminal.home / "out")
    assert result.ended == "complete"
    assert set(failures(result)) <= {"connection", "reconnect", "inbox"}, failures(result)
    assert counted(result, "reconnect") >= 12
    assert counted(result, "ack") == result.delivery.stored > 150
    asked = counted(result, "inbox") + result.actions["inbox"].failed
    assert asked > 30, "about 60 are due; Locust's fail at once while the server is away"
    assert later(result, "delivery") == 3 * later(result, "ack") > 0
    assert 500 < result.actions["ack"].max_ms < 15_000


@pytest.mark.packages
def test_a_token_that_is_worth_nothing_any_more_is_renewed(terminal: Terminal, chat: str, tool: str) -> None:
    folder = settled(terminal, chat) / tool
    people = folder / "people.csv"
    with people.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with people.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows({**row, "token": "ended"} for row in rows)
    done = terminal.run("load", "inject", str(folder), "--url", terminal.server.url, HOME=home())
    assert done.returncode == 0, done.stderr
    result = merged(terminal, folder)
    assert failures(result) == {"connect": {"token_invalid": 12}}
    assert counted(result, "login") == counted(result, "connect") == 12
    assert counted(result, "ack") == stored(terminal) > 50


@pytest.mark.packages
def test_a_full_disk_of_the_generator_is_said_by_every_tool(terminal: Terminal, tool: str) -> None:
    file = scenario(terminal.home, "8s", "3s")
    program = Path(sys.executable).with_name("imctl")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("IM_")}
    environment["IM_ADMIN_SOCKET"] = str(terminal.server.admin_socket)
    with small_disk(terminal.home / "disk", 8) as disk:
        command = [str(program), "load", "run", file, "--with", tool, "--out", str(disk / "out"), "--json"]
        process = subprocess.Popen(
            [*command, "--url", terminal.server.url],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        until(lambda: stored(terminal) > 40)
        fill(disk)
        out, err = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1, out + err
    assert "the generator's disk is full" in out + err


@pytest.mark.parametrize(("rows", "trouble"), [("1800000009000000,end,0,\n", 0), ("", 1)])
def test_samples_without_their_last_row_are_worth_nothing(tmp_path: Path, rows: str, trouble: int) -> None:
    file = tmp_path / "samples-0.csv"
    file.write_text(f"1800000000000000,start,0,\n1800000001000000,ack,900,\n{rows}", "utf-8")
    told = ("gatling", "", scenario_of("s2"), Target(url=""), [file], GeneratorUse())
    assert from_samples(*told, "complete", tmp_path, "").counts["log_trouble"] == trouble
    assert from_samples(*told, "interrupted", tmp_path, "").counts["log_trouble"] == 0


@pytest.mark.packages
@pytest.mark.parametrize("tool", ["own", *TOOLS], indirect=True)
def test_counts_agree_with_the_servers_to_the_file(terminal: Terminal, album: str, tool: str) -> None:
    result = run(terminal, album, tool)
    assert (result.tool, result.ended) == (tool, "complete")
    assert failures(result) == {}
    assert counted(result, "upload") == result.delivery.files > 10
    assert counted(result, "ack") == result.delivery.acked == result.delivery.sent == result.delivery.stored
    assert result.delivery.stored > result.delivery.files


@pytest.mark.packages
def test_a_plan_runs_by_hand_as_the_documentation_says(terminal: Terminal, album: str, tool: str) -> None:
    folder = settled(terminal, album) / tool
    (folder / "dashboard").mkdir()
    for left_over in ("results.jtl", "times.json", "dashboard/index.html"):
        (folder / left_over).write_text("of an earlier run", "utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-ec", documented(tool, terminal.server.port)]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    result = merged(terminal, folder)
    assert failures(result) == {}
    assert counted(result, "ack") == stored(terminal)
    contents = files_in(terminal, folder)
    assert counted(result, "upload") == len(contents) > 10
    assert len(set(contents)) == len(contents)
    assert {len(content) for content in contents} == {1000, 300_000}


def documented(tool: str, port: int) -> str:
    """The commands of docs/load.md that run a tool's plan in its folder."""
    [setting] = re.findall(r"with `(TOOLS=.*?)`:", LOAD_MD)
    [block] = re.findall(r"```sh\n(.*?)```", LOAD_MD, re.DOTALL)
    [commands] = [part for part in block.split("\n\n") if f"/{tool}-" in part or part.startswith(f"{tool} ")]
    return f"{setting}\n{commands}".replace("8080", str(port))


def files_in(terminal: Terminal, folder: Path) -> list[bytes]:
    """The content of each file in a message that somebody of people.csv can read, in the order of their ids."""
    found: dict[str, bytes] = {}
    with (folder / "people.csv").open(encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    with httpx.Client(base_url=f"{terminal.server.url}/api/v1", timeout=60) as http:
        for person in people:
            body = {"login": person["login"], "password": person["password"], "device": "reader"}
            http.headers["Authorization"] = f"Bearer {http.post('/login', json=body).json()['access_token']}"
            for share in person["convs"].split(";"):
                conv = share.partition("=")[0]
                page = http.get(f"/conversations/{conv}/messages", params={"after": 0, "limit": 200}).json()
                assert not page["more"]
                for each in (each for message in page["messages"] for each in message.get("attachments", ())):
                    if each["id"] not in found:
                        found[each["id"]] = http.get(f"/media/{each['id']}").content
    return [found[each] for each in sorted(found)]


def stored(terminal: Terminal) -> int:
    return int(terminal.server.admin.get("/api/v1/admin/status").json()["messages"])


def until(condition: object) -> None:
    assert callable(condition)
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.1)


@pytest.mark.packages
def test_jmeters_own_table_has_the_same_counts(terminal: Terminal, chat: str) -> None:
    if shutil.which("java") is None:
        pytest.skip("needs a Java runtime: default-jre-headless")
    result = run(terminal, chat, "jmeter")
    [table] = (terminal.home / "out").rglob("results.jtl")
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["label"] == "ack"]
    assert len(rows) == counted(result, "ack")
    assert all(row["success"] == "true" for row in rows)


def test_a_plan_can_be_taken_elsewhere(terminal: Terminal, tool: str) -> None:
    folder = terminal.home / "plans"
    done = terminal.run("load", "export", "s5", "--with", tool, "--out", str(folder))
    assert done.returncode == 0, done.stderr
    names = {file.name for file in folder.rglob("*") if file.is_file()}
    plan = {"jmeter": "plan.jmx", "locust": "locustfile.py", "gatling": "Chat.java"}[tool]
    assert {plan, "texts.txt", "words.txt", "scenario.json"} <= names
    [numbers] = folder.rglob("scenario.json")
    assert json.loads(numbers.read_text("utf-8"))["users"] == 1000


def test_jmeter_gets_a_ramp_that_it_can_count(terminal: Terminal, chat: str) -> None:
    done = terminal.run("load", "export", chat, "--ramp", "2.5s", "--with", "jmeter", "--out", "plans")
    assert done.returncode == 0, done.stderr
    folder = terminal.home / "plans" / "jmeter"
    assert "${__P(ramp,3)}" in (folder / "plan.jmx").read_text("utf-8")
    assert json.loads((folder / "scenario.json").read_text("utf-8"))["ramp"] == 3
    assert scenario_of(str(folder / "scenario.yml")).ramp.seconds == 3


@pytest.mark.packages
def test_no_title_breaks_a_simulation(terminal: Terminal, chat: str) -> None:
    if shutil.which("java") is None:
        pytest.skip("needs a Java runtime: default-jre-headless")
    file = Path(chat)
    file.write_text(file.read_text("utf-8").replace("A short chat", r"'C:\users \u002a/ **// \\'"), "utf-8")
    done = terminal.run("load", "export", chat, "--with", "gatling", "--out", "plans")
    assert done.returncode == 0, done.stderr
    install("gatling", Progress(Output(as_json=True)))
    Gatling().compile(terminal.home / "plans" / "gatling")


@pytest.mark.parametrize("name", JAVA_TOOLS)
def test_a_missing_tool_says_the_command(terminal: Terminal, chat: str, name: str) -> None:
    done = terminal.run(
        *("load", "run", chat, "--with", name, "--url", terminal.server.url),
        XDG_CACHE_HOME=str(terminal.home / "empty"),
    )
    assert done.returncode == 1
    assert f"imctl load tools install {name}" in done.stderr


def settled(terminal: Terminal, chat: str) -> Path:
    """Plans of all tools with accounts for them, for somebody who runs them by hand."""
    folder = terminal.home / "plans"
    url = ("--url", terminal.server.url, "--i-own", "127.0.0.1")
    done = terminal.run("load", "export", chat, "--out", str(folder), "--people", *url)
    assert done.returncode == 0, done.stderr
    for tool in TOOLS:
        assert (folder / tool / "people.csv").stat().st_mode & 0o077 == 0
    return folder


def merged(terminal: Terminal, *folders: Path) -> Result:
    out = terminal.home / "merged"
    names = [str(folder) for folder in folders]
    done = terminal.run("load", "merge", str(folders[0] / "scenario.yml"), *names, "--out", str(out))
    assert done.returncode == 0, done.stderr
    return load(out)


@pytest.mark.packages
def test_a_server_that_goes_away_is_told(terminal: Terminal, tool: str) -> None:
    file = scenario(terminal.home, "8s", "3s")
    out = terminal.home / "out"
    program = Path(sys.executable).with_name("imctl")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("IM_")}
    environment["IM_ADMIN_SOCKET"] = str(terminal.server.admin_socket)
    command = [str(program), "load", "run", file, "--with", tool, "--out", str(out), "--url", terminal.server.url]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    until(lambda: stored(terminal) > 40)  # the last of them may not be acknowledged
    terminal.server.kill()
    told, _ = process.communicate(timeout=PATIENCE_S)
    assert (out / "result.json").exists(), told
    result = load(out)
    assert counted(result, "ack") > 20
    assert sum(times.failed for times in result.actions.values()) >= 12, told
    assert result.ended.startswith("server gone"), told
    assert result.verdict is not None
    assert result.verdict.name == "product failure"
