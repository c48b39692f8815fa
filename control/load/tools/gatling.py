"""Gatling: users as light sessions in a few threads, described in its Java DSL.

The simulation is compiled by the Eclipse compiler that is installed with it, so that a Java runtime is enough. Its own
report shows service times; ours count from when actions were due.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

from control.errors import Refused
from control.load.part import Part
from control.load.plan_folder import parameters, write_data
from control.load.result import RunResult, ToolTarget
from control.load.scenario.scenario import Scenario
from control.load.tools.artefact import version
from control.load.tools.growth import Tell
from control.load.tools.install import required
from control.load.tools.java import heap, java
from control.load.tools.sampling import sampled

TEMPLATE: Final = Path(__file__).with_name("plans") / "Chat.java.j2"
PLAN: Final = "Chat.java"
LOGGING: Final = """<configuration>
  <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
    <encoder><pattern>%d{HH:mm:ss.SSS} %-5level %logger{15} %msg%n%rEx</pattern></encoder>
  </appender>
  <root level="WARN"><appender-ref ref="console" /></root>
</configuration>
"""
OPTIONS: Final = ("-Dlogback.configurationFile=logback.xml", "--add-opens=java.base/java.lang=ALL-UNNAMED")
COMPILE_S: Final = 300


class Gatling:
    name = "gatling"

    def installed(self) -> str:
        required(self.name)
        java()
        return version(self.name)

    def export(self, scenario: Scenario, folder: Path) -> list[Path]:
        files = write_data(scenario, folder)
        plan = folder / PLAN
        plan.write_text(render(scenario), "utf-8")
        logging = folder / "logback.xml"
        logging.write_text(LOGGING, "utf-8")
        return [plan, logging, *files]

    def run(self, scenario: Scenario, target: ToolTarget, plan: Path, tell: Tell, part: Part) -> RunResult:
        part.require_shard(self.name, scenario.users)
        self.installed()
        self.compile(plan)
        command = self.command(scenario, target, part)
        return sampled(self.name, command, scenario, target, plan, tell, part)

    def compile(self, plan: Path) -> None:
        """Make classes of the simulation in a folder. Raises `Refused` with what the compiler says."""
        home = required(self.name)
        [compiler] = (home / "compiler").glob("ecj-*.jar")
        jars = os.pathsep.join(str(jar) for jar in sorted((home / "lib").glob("*.jar")))
        command = [java(), "-jar", str(compiler), "-17", "-nowarn", "-encoding", "UTF-8", "-cp", jars]
        done = subprocess.run(
            [*command, "-d", "classes", PLAN], cwd=plan, capture_output=True, text=True, timeout=COMPILE_S, check=False
        )
        if done.returncode:
            raise Refused(f"{plan / PLAN} can't be compiled: {done.stderr[-2000:]}", code="tool_failed")

    def command(self, scenario: Scenario, target: ToolTarget, part: Part) -> list[str]:
        """Run it in its folder."""
        mine = part.of(scenario.users)
        given = {
            "url": target.url,
            "users": mine,
            "shard": part.shard,
            "shards": part.shards,
            "gatling.data.enableAnalytics": "false",
            "gatling.data.console.writePeriod": "5",
        }
        return [
            *(java(), heap(mine, 384, 120), *OPTIONS, *[f"-D{name}={value}" for name, value in given.items()]),
            *("-cp", f"classes{os.pathsep}{required(self.name)}/lib/*", "io.gatling.app.Gatling"),
            *("-s", "Chat", "-rf", "report"),
        ]


def render(scenario: Scenario) -> str:
    """The simulation of a scenario, as Java."""
    from jinja2 import Environment, StrictUndefined

    # Java isn't HTML: nothing is to be escaped, and a title can't hold what begins an escape or ends a comment.
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701
    numbers = parameters(scenario)
    numbers["title"] = scenario.title.replace("\\", "/").replace("*", "·")
    numbers["open"] = str(numbers["open"]).lower()
    return environment.from_string(TEMPLATE.read_text("utf-8")).render(numbers)
