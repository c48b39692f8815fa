"""Apache JMeter with the WebSocket samplers of Peter Doornbosch: one thread and one connection for each user.

The plan can be opened in JMeter. Its scripts are in Groovy: the closures of `plans/jmeter.groovy`, put there by the
first thread group, and short calls of them.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from control.load.part import Part
from control.load.plan_folder import parameters, write_data
from control.load.result import RunResult, ToolTarget
from control.load.scenario.scenario import Scenario
from control.load.scenario.units import Duration
from control.load.tools import jmx
from control.load.tools.artefact import version
from control.load.tools.growth import Tell
from control.load.tools.install import required
from control.load.tools.java import heap, java
from control.load.tools.sampling import sampled

CLOSURES: Final = Path(__file__).with_name("plans") / "jmeter.groovy"
PLAN: Final = "plan.jmx"
SUBPROTOCOL: Final = "im.v1.json"
ABOUT: Final = (
    "{title}. people.csv, texts.txt and words.txt stand beside this plan. Without the window: jmeter -n -t plan.jmx"
    " -Jhost=… -Jport=… -Jscheme=http; every number below is a property too. A file 'stop' beside the plan ends it."
)


class JMeter:
    name = "jmeter"

    def installed(self) -> str:
        required(self.name)
        java()
        return version(self.name)

    def export(self, scenario: Scenario, folder: Path) -> list[Path]:
        scenario = _with_whole_ramp(scenario)
        files = write_data(scenario, folder)
        plan = folder / PLAN
        plan.write_text(render(scenario), "utf-8")
        return [plan, *files]

    def run(self, scenario: Scenario, target: ToolTarget, plan: Path, tell: Tell, part: Part) -> RunResult:
        part.require_shard(self.name, scenario.users)
        scenario = _with_whole_ramp(scenario)
        self.installed()
        command = self._command(scenario, target, part)
        return sampled(self.name, command, scenario, target, plan, tell, part)

    def _command(self, scenario: Scenario, target: ToolTarget, part: Part) -> list[str]:
        parts = urlsplit(target.url)
        mine = part.of(scenario.users)
        given = {
            "scheme": parts.scheme,
            "host": parts.hostname or "",
            "port": parts.port or (443 if parts.scheme == "https" else 80),
            "users": mine,
            "shard": part.shard,
            "shards": part.shards,
            "jmeter.save.saveservice.output_format": "csv",
            "jmeter.save.saveservice.autoflush": "true",
            "websocket.thread.stop.policy": "tcpclose",
        }
        jar = required(self.name) / "bin" / "ApacheJMeter.jar"
        return [
            *(java(), "-Djava.awt.headless=true", "-Xss512k", heap(mine, 512, 300), "-jar", str(jar)),
            *("-n", "-t", PLAN, "-l", "results.jtl", "-j", "jmeter-engine.log", "-f"),
            *[f"-J{name}={value}" for name, value in given.items()],
        ]


def _with_whole_ramp(scenario: Scenario) -> Scenario:
    """JMeter counts it in whole seconds, and takes what isn't whole for none."""
    ramp = Duration.parse(f"{math.ceil(scenario.ramp.seconds)}s")
    return scenario if ramp.seconds == scenario.ramp.seconds else scenario.model_copy(update={"ramp": ramp})


def render(scenario: Scenario) -> str:
    """The plan of a scenario, as XML."""
    closures = CLOSURES.read_text("utf-8")
    plan = jmx.test_plan(
        scenario.title,
        ABOUT.format(title=scenario.title),
        _variables(parameters(scenario)),
        [
            jmx.threads("SetupThreadGroup", "set up", "1", "0", [jmx.step("closures", closures)]),
            jmx.threads("ThreadGroup", "users", "${users}", "${ramp}", _user()),
            jmx.threads("PostThreadGroup", "tear down", "1", "0", [jmx.step("close", "props['im'].close()")]),
        ],
    )
    return jmx.document(plan)


def _user() -> list[jmx.Element]:
    """A user's whole life: to choose, to wait, to log in and to connect where that is due, then to act."""
    get = jmx.http(
        "${name}", "GET", "${path}", "", [_authorised(), _call("http(vars, prev, vars.get('name'), me.due)")]
    )
    upload = jmx.http(
        "upload",
        "POST",
        "/api/v1/media?conv=${conv}",
        "",
        [_authorised(), jmx.header("X-File-Name", "${size}.bin"), _call("uploaded(vars, prev)")],
        file="${file}",
    )
    return [
        jmx.step("arrive", "props['im'].arrive(vars, ctx.threadNum)"),
        jmx.during(
            "until the end",
            "go",
            [
                jmx.step("next", "props['im'].next(vars)"),
                jmx.during("until it is due", "idle", _read()),
                jmx.step("due", "props['im'].due(vars)"),
                jmx.during(
                    "while there is no connection",
                    "closed",
                    [jmx.step("token", "props['im'].grant(vars, vars.getObject('me').stale)"), _grant(), _connect()],
                ),
                _grant(),
                jmx.when("a file", '${__jexl3("${kind}" == "file")}', [upload]),
                jmx.when("a frame", '${__jexl3("${kind}" == "frame")}', [_ask()]),
                jmx.when("a request", '${__jexl3("${kind}" == "http")}', [get]),
            ],
        ),
    ]


def _grant() -> jmx.Element:
    ask = jmx.http("${grant}", "POST", "/api/v1/${grant}", "${grant_body}", [_json(), _call("granted(vars, prev)")])
    return jmx.during("while there is no token", "granting", [ask])


def _connect() -> jmx.Element:
    write = jmx.ws_write("authenticate", "${frame_auth}", [_call("written(vars, prev)")])
    arrive = jmx.during("until it is live", "arriving", _read())
    return jmx.transaction(
        "${label}",
        [
            jmx.step("connecting", "props['im'].connecting(vars)"),
            jmx.ws_open("open", [jmx.header("Sec-WebSocket-Protocol", SUBPROTOCOL), _call("opened(vars, prev)")]),
            jmx.when("it is open", "${arriving}", [write, arrive]),
        ],
    )


def _ask() -> jmx.Element:
    write = jmx.ws_write("write", "${frame}", [jmx.before("props['im'].asking(vars)"), _call("written(vars, prev)")])
    return jmx.transaction("${name}", [write, jmx.during("until it is answered", "pending", _read())])


def _read() -> list[jmx.Element]:
    """Pings are answered here: the samplers' own filter for them throws frames away at the end of a wait."""
    pong = jmx.ws_pong("pong", [_call("written(vars, prev)")])
    return [jmx.ws_read("read", "${wait}", [_call("read(vars, prev)")]), jmx.when("a ping", "${pinged}", [pong])]


def _call(call: str) -> jmx.Element:
    return jmx.after(f"def me = vars.getObject('me')\nprops['im'].{call}")


def _json() -> jmx.Element:
    return jmx.header("Content-Type", "application/json")


def _authorised() -> jmx.Element:
    return jmx.header("Authorization", "Bearer ${token}")


def _variables(numbers: dict[str, Any]) -> dict[str, str]:
    """What can be changed by hand: in the window, or by `-Jname=value`."""
    storms = " ".join(f"{storm['at']:g}:{storm['within']:g}:{storm['share']:g}" for storm in numbers["storms"])
    said = {
        "scheme": "http",
        "host": "127.0.0.1",
        "port": "8080",
        **{name: f"{numbers[name]:g}" for name in ("users", "ramp", "hold", "drain", "answer")},
        "open": str(numbers["open"]).lower(),
        **{name: f"{numbers[name]:.9g}" for name in ("period", "think_low", "think_high")},
        "mix": " ".join(f"{action}:{weight:g}" for action, weight in numbers["mix"].items()),
        "files": " ".join(f"{file['bytes']}:{file['weight']:g}" for file in numbers["files"]),
        "storms": storms,
        "emoji": " ".join(numbers["emoji"]),
        "seed": str(numbers["seed"]),
        "shard": "0",
        "shards": "1",
    }
    variables = {name: f"${{__P({name},{value})}}" for name, value in said.items()}
    return variables | {"tls": '${__jexl3("${__P(scheme,http)}" == "https")}'}
