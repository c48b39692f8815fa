"""Third-party load generators, by name."""

from __future__ import annotations

from control.load.result import Tool
from control.load.tools.gatling import Gatling
from control.load.tools.jmeter import JMeter
from control.load.tools.locust import Locust


def third_party_tools() -> dict[str, Tool]:
    tools: tuple[Tool, ...] = (Locust(), JMeter(), Gatling())
    return {tool.name: tool for tool in tools}
