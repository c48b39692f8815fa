"""The right verdict and the right limit, from figures made up for each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from msgspec.structs import replace

from control.load.histogram import Recorder
from control.load.report.translations import WORDS, translate
from control.load.result import DeliveryReport, GeneratorUse, HostInfo, NodeSample, Phase, RunResult
from control.load.verdict import verdict


def run(
    p99_s: float = 0.01,
    growth: Mapping[str, float] = MappingProxyType({}),
    *,
    delivery: DeliveryReport | None = None,
    use: GeneratorUse | None = None,
) -> RunResult:
    """A minute at 10 messages a second, with samples in which `growth` a second is added to each figure."""
    recorder = Recorder()
    for number in range(600):
        recorder.record(number / 10, p99_s if number % 20 == 0 else 0.004)
    samples = [
        NodeSample(at_s=float(t), figures={name: value * t for name, value in growth.items()}) for t in range(61)
    ]
    return RunResult(
        tool="own",
        scenario="s2",
        users=100,
        rate=1.0,
        url="http://127.0.0.1:1",
        phases=[Phase("ramp", 0, 5), Phase("hold", 5, 60)],
        actions={"ack": recorder.times(), "delivery": recorder.times()},
        delivery=delivery or DeliveryReport(checked=True, sent=600, acked=600, stored=600, received=600, expected=600),
        generator=use or GeneratorUse(cpu_s=6, wall_s=60),
        samples=samples,
        objective={"delivery_p99_ms": 200.0, "error_share": 0.0},
        machines={name: HostInfo(cores=4, memory_mib=4096) for name in ("generator", "node")},
    )


def test_a_good_run_passes() -> None:
    assert verdict.verdict_of(run()).name == verdict.PASS


def test_a_lost_message_outweighs_everything() -> None:
    lost = DeliveryReport(checked=True, sent=600, acked=600, stored=600, received=599, expected=600, lost=1)
    late = GeneratorUse(longest_stall_s=9.0)
    found = verdict.verdict_of(run(2.0, delivery=lost, use=late))
    assert found.name == verdict.PRODUCT
    assert found.reasons == ["1 of 600 deliveries are lost"]


def test_an_acknowledged_message_that_is_not_stored_is_a_failure() -> None:
    forgotten = DeliveryReport(checked=True, sent=600, acked=600, stored=599, received=600, expected=600)
    assert verdict.verdict_of(run(delivery=forgotten)).name == verdict.PRODUCT


def test_a_tool_that_was_acknowledged_more_than_is_stored_found_a_failure() -> None:
    assert verdict.verdict_of(run(delivery=DeliveryReport(sent=600, acked=600, stored=599))).name == verdict.PRODUCT
    assert verdict.verdict_of(run(delivery=DeliveryReport(sent=600, acked=600))).name == verdict.PASS, "nobody counted"


def test_little_that_others_use_of_a_large_node_elsewhere_is_no_excuse() -> None:
    result = run(0.3, {"machine.busy_s": 0.6, "machine.idle_s": 3.4, "imserver.user_s": 0.1})
    result.machines["node"] = HostInfo(name="https://chat.local")
    assert verdict.verdict_of(result).name == verdict.OVER


def test_injectors_whose_clocks_differ_say_nothing() -> None:
    result = run(0.3)
    result.counts["clocks_apart_ms"] = 300.0
    found = verdict.verdict_of(result)
    assert found.name == verdict.HARNESS
    assert "300 ms apart" in found.reasons[0]


def test_a_generator_at_its_limit_says_nothing_about_the_server() -> None:
    found = verdict.verdict_of(run(2.0, use=GeneratorUse(busiest=0.99)))
    assert found.name == verdict.HARNESS
    assert "99%" in found.reasons[0]


def test_a_miss_on_a_machine_that_others_used_is_theirs() -> None:
    load = {"machine.busy_s": 3.9, "machine.idle_s": 0.1, "imserver.user_s": 0.2, "imserver.system_s": 0.1}
    found = verdict.verdict_of(run(0.3, load))
    assert found.name == verdict.INFRASTRUCTURE
    assert any("other programs used 8" in reason for reason in found.reasons)


def test_a_pass_on_a_machine_that_others_used_is_a_pass() -> None:
    assert verdict.verdict_of(run(growth={"machine.busy_s": 3.9, "imserver.user_s": 0.2})).name == verdict.PASS


def test_each_limit_is_named_with_its_figures() -> None:
    load = {
        "machine.busy_s": 1.2,
        "machine.idle_s": 2.8,
        "imserver.user_s": 0.9,
        "imserver.system_s": 0.1,
        "imserver.busiest_thread_s": 0.97,
    }
    core = verdict.verdict_of(run(0.3, load))
    assert (core.name, core.bottleneck) == (verdict.OVER, "a core")
    assert "97%" in core.advice[0]
    disk = verdict.verdict_of(run(0.3, {f"commits.cell{index}": float(index == 8) for index in range(15)}))
    assert (disk.name, disk.bottleneck) == (verdict.OVER, "fsync")
    memory = verdict.verdict_of(run(0.3, {"pressure.memory_some_s": 0.5}))
    assert (memory.name, memory.bottleneck) == (verdict.OVER, "memory")
    for found in (core, disk, memory):
        for sentence in (*found.reasons, *found.advice):
            assert translate(sentence), sentence
        assert translate(found.bottleneck)
    assert set(verdict.NAMES) <= set(WORDS)


def paused(length_s: float) -> RunResult:
    """From second 20 on, nobody gets an answer for so long."""
    result, recorder = run(), Recorder()
    for due in (number / 10 for number in range(600)):
        recorder.record(due, 20 + length_s - due if 20 <= due < 20 + length_s else 0.004)
    return replace(result, actions={"ack": recorder.times(), "delivery": recorder.times()})


def test_a_pause_is_the_limit() -> None:
    found = verdict.verdict_of(paused(3.0))
    assert (found.name, found.bottleneck) == (verdict.OVER, "pauses of the server")
    assert found.advice[0].startswith("1 times nobody got an answer for up to 3.0 s")
    assert all(translate(sentence) for sentence in (*found.reasons, *found.advice))
    assert translate(found.bottleneck)


@pytest.mark.parametrize("result", [paused(20.0), run(2.0)], ids=["in one go", "every other second"])
def test_what_is_slow_for_more_than_a_third_of_the_time_is_no_pause(result: RunResult) -> None:
    found = verdict.verdict_of(result)
    assert (found.name, found.bottleneck) == (verdict.OVER, "")


def test_errors_are_over_an_objective_of_none() -> None:
    result = run()
    recorder = Recorder()
    recorder.add(result.actions["ack"])
    recorder.fail(30, "busy")
    result.actions["ack"] = recorder.times()
    found = verdict.verdict_of(result)
    assert found.name == verdict.OVER
    assert "1 × ack: busy" in found.reasons[0]
