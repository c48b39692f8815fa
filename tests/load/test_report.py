"""The report in a real browser, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from control.load.histogram import Recorder
from control.load.report import report
from control.load.report.translations import SENTENCES, translate
from control.load.result import DeliveryReport, GeneratorUse, HostInfo, NodeSample, Phase, RunResult, Verdict
from tests.chromium import launch

AXE = Path("node_modules/axe-core/axe.min.js")
pytestmark = pytest.mark.packages


def result(users: int, tool: str = "own", verdict: str = "pass", budget: str = "") -> RunResult:
    recorder = Recorder()
    for number in range(600):
        recorder.record(number / 10, 0.001 + (number % 37) / 1000)
    recorder.fail(3, "closed 1011")
    samples = [
        NodeSample(
            at_s=float(t), figures={"imserver.user_s": t * 0.3, "imserver.system_s": t * 0.1, "imserver.rss_bytes": 1e8}
        )
        for t in range(60)
    ]
    return RunResult(
        tool=tool,
        scenario="s2",
        users=users,
        rate=1.0,
        budget=budget,
        started_at=1.8e9 + users,
        phases=[Phase("ramp", 0, 10), Phase("hold", 10, 60)],
        actions={"ack": recorder.times(), "delivery": recorder.times()},
        counts={"sent": 600, "received": 600},
        delivery=DeliveryReport(checked=tool == "own", sent=600, acked=600, stored=600, received=600, expected=600),
        generator=GeneratorUse(cpu_s=2, wall_s=60, lateness=recorder.times()),
        samples=samples,
        objective={"delivery_p99_ms": 20.0},
        verdict=Verdict(
            name=verdict,
            reasons=["99 % of deliveries within 37 ms, the objective is 20 ms"] if verdict != "pass" else [],
            bottleneck="fsync" if verdict != "pass" else "",
            advice=["the generator stood still for 3.0 s"] if verdict != "pass" else [],
        ),
        settings={"text": "</script><script>alert(1)</script>"},
        machines={"node": HostInfo(name="<b>node</b>", cores=2)},
    )


RESULTS = [result(100), result(1000, verdict="over its objective", budget="pi4"), result(100, tool="locust")]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launch() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    report.write(tmp_path, RESULTS)
    page = chromium.new_page(locale="en-GB")
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: problems.append(request.url) if request.url.startswith("http") else None)
    page.on("dialog", lambda dialog: problems.append(dialog.message))
    page.goto((tmp_path / "report.html").as_uri())
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    yield page
    page.close()
    assert problems == []


def test_it_speaks_two_languages(page: Page) -> None:
    assert page.locator("h1").inner_text() == "Load report"
    page.get_by_role("button", name="中文").click()
    assert page.locator("h1").inner_text() == "负载测试报告"
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.get_by_text("99 % 的送达在 37 毫秒内，目标是 20 毫秒").first.is_visible()
    page.get_by_role("button", name="English").click()
    assert page.get_by_text("99 % of deliveries within 37 ms, the objective is 20 ms").first.is_visible()


def test_an_estimate_is_called_one_wherever_it_is_shown(page: Page) -> None:
    assert page.locator(".estimate").inner_text().startswith("Raspberry Pi 4B, 4 GB: ESTIMATE")
    assert "pi4*" in page.locator("table").first.inner_text()


@pytest.mark.parametrize("language", ["English", "中文"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, language: str, scheme: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is missing: npm ci")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.get_by_role("button", name=language).click()
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run().then(found => found.violations)")
    assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found] == []


def test_every_sentence_can_be_said_in_chinese() -> None:
    for english in SENTENCES:
        assert translate(english.format(a="1", b="2", c="3", d="4")), english
