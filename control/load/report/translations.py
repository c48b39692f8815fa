"""The words of reports, in English and Chinese."""

from __future__ import annotations

import html
import re
from typing import Final

WORDS: Final[dict[str, str]] = {
    "Load report": "负载测试报告",
    "Language": "语言",
    "lost": "丢失",
    "doubled": "重复",
    "reordered": "乱序",
    "of deliveries": "条送达",
    "messages acknowledged": "条消息已确认",
    "stored": "条已存储",
    "not checked by this tool": "此工具不做送达检查",
    "Verdict": "结论",
    "pass": "通过",
    "over its objective": "未达目标",
    "product failure": "产品故障",
    "infrastructure": "环境干扰",
    "invalid harness": "测试端无效",
    "Objective": "目标",
    "99 % of deliveries within": "99 % 的送达不超过",
    "share of errors at most": "错误比例不超过",
    "Runs": "各次运行",
    "Scenario": "场景",
    "Users": "用户数",
    "Generator": "负载工具",
    "Budget": "预算",
    "Why": "原因",
    "What to do": "建议",
    "The limit": "瓶颈",
    "Response times": "响应时间",
    "Action": "操作",
    "Count": "次数",
    "Mean": "平均",
    "Errors": "错误",
    "Kinds of errors": "错误种类",
    "How response times are distributed": "响应时间分布",
    "percentile": "百分位",
    "Response times over the run": "响应时间热图",
    "Throughput": "吞吐量",
    "per second": "每秒",
    "seconds since the start": "开始后的秒数",
    "CPU": "处理器",
    "cores": "核",
    "Memory": "内存",
    "Throughput against users": "吞吐量与用户数",
    "99 % of deliveries against users": "送达时间 (99 %) 与用户数",
    "Generators side by side": "各负载工具对比",
    "Resources": "资源",
    "memory per connection": "每连接内存",
    "CPU per message": "每条消息处理器时间",
    "bytes written per message": "每条消息写盘字节",
    "memory of imserver": "imserver 内存",
    "Trend over runs": "历次趋势",
    "Settings and versions": "设置与版本",
    "Seed": "随机种子",
    "Command": "命令",
    "Started": "开始时间",
    "Machines": "机器",
    "Notes": "备注",
    "phases": "阶段",
    "ramp": "爬升",
    "hold": "保持",
    "drain": "收尾",
    "delivered": "送达",
    "acknowledged": "确认",
    "generator": "负载端",
    "user": "用户态",
    "system": "内核态",
    "resident": "常驻",
    "private": "独占",
    "The generator itself": "负载端自身",
    "CPU per message sent or received": "每条收发消息处理器时间",
    "late by (99 %)": "操作延迟开始 (99 %)",
    "longest stall": "最长停顿",
    "event loop late by (99 %)": "事件循环延迟 (99 %)",
    "commits within (99 %)": "提交耗时 (99 %)",
    "ESTIMATE by a budget of CPU and memory on another machine, not a measurement of this board": "在另一台机器上按处理器和内存预算得出的估计值，并非此板的实测",
    "complete": "完整",
    "Ended": "结束",
    "interrupted": "被中断",
    "Figure": "指标",
    "Value": "数值",
    "own": "自带",
}

SENTENCES: Final[dict[str, str]] = {
    "{a} of {b} deliveries are lost": "{b} 次送达中丢失 {a} 次",
    "{a} messages were delivered twice": "{a} 条消息重复送达",
    "{a} messages came out of order": "{a} 条消息乱序",
    "{a} messages were acknowledged, {b} are stored": "确认了 {a} 条消息，只存储了 {b} 条",
    "server gone: it was last heard of {a} s after the start": "服务器消失：开始 {a} 秒后失去联系",
    "actions began late: 99 % within {a} ms, allowed are {b} ms": "操作开始得太晚：99 % 在 {a} 毫秒内，允许 {b} 毫秒",
    "the generator stood still for {a} s": "负载端停顿了 {a} 秒",
    "a process of the generator used {a} of a core": "负载端的一个进程用掉一个核的 {a}",
    "the generator's disk is full, or it was killed: what it wrote down is cut off": "负载端磁盘已满或被终止：其记录不完整",
    "99 % of deliveries within {a} ms, the objective is {b} ms": "99 % 的送达在 {a} 毫秒内，目标是 {b} 毫秒",
    "{a} errors, {b} of all actions ({c})": "{a} 个错误，占全部操作的 {b}（{c}）",
    "{a} users were not connected at the end": "结束时有 {a} 个用户未连接",
    "{a} messages got no answer": "{a} 条消息没有回音",
    "the board throttled itself (flags {a})": "板子自行降频（标志 {a}）",
    "the machine's host took {a} of its time": "宿主机占去了 {a} 的时间",
    "other programs used {a} of the machine": "其他程序用掉了机器的 {a}",
    "{a} times nobody got an answer for up to {b} s; 99.9 % of acknowledgements within {c} ms": "有 {a} 次长达 {b} 秒无人得到回应；99.9 % 的确认在 {c} 毫秒内",
    "its event loop was up to {a} ms late: look for something that blocks it": "事件循环延迟达 {a} 毫秒：查找阻塞它的代码",
    "its event loop was up to {a} ms late: the process itself was stopped, or not scheduled: look at memory, swap and what else runs": "事件循环延迟达 {a} 毫秒：进程被停止或得不到调度：检查内存、交换区和其他程序",
    "its busiest process used {a} of a core: run it on another machine, or on several (playbooks/loadtest.yml)": "其最忙的进程用掉一个核的 {a}：换一台或几台机器来跑 (playbooks/loadtest.yml)",
    "the busiest thread of imserver used {a} of a core ({b} cores all services)": "imserver 最忙的线程用掉一个核的 {a}（所有服务共 {b} 核）",
    "more gateway processes use more cores, where the board has some: imserver run --services": "板子还有空闲核时，可多开网关进程：imserver run --services",
    "or a faster board: a Pi 5 has about twice the speed of a Pi 4": "或换更快的板子：Pi 5 的速度约为 Pi 4 的两倍",
    "imctl tune show cpu tells whether the governor and the clock are as they should be": "imctl tune show cpu 会显示调速器和频率是否正常",
    "99 % of commits within {a} ms; something waited for the disk {b} of the time": "99 % 的提交在 {a} 毫秒内；{b} 的时间有任务在等磁盘",
    "an SSD at USB 3 or NVMe in place of the card; imctl tune show storage; imctl tune doctor looks at the card": "用 USB 3 SSD 或 NVMe 代替存储卡；imctl tune show storage；imctl tune doctor 检查存储卡",
    "{a} of the memory was left, {b} MiB went to swap, and something waited for memory {c} of the time": "内存剩余 {a}，{b} MiB 进入交换区，{c} 的时间有任务在等内存",
    "a board with more memory; imctl tune show memory (zram); fewer services on one board": "换内存更大的板子；imctl tune show memory（zram）；减少同一板上的服务",
    "the firmware's flags are {a} at {b} °C: a heat sink or a fan, a better power supply; imctl tune doctor explains the flags": "固件标志 {a}，温度 {b} °C：加散热片或风扇，换更好的电源；imctl tune doctor 解释这些标志",
    "this says nothing about the server: run the generator on another machine, or with fewer users": "这不能说明服务器的情况：在另一台机器上运行负载端，或减少用户",
    "this says little about the server: run it again while nothing else runs on this machine": "这几乎不能说明服务器的情况：在机器空闲时重新运行",
    "generator": "负载端",
    "pauses of the server": "服务器停顿",
    "a core": "一个核",
    "fsync": "fsync",
    "memory": "内存",
    "heat or power": "过热或供电不足",
    "the node's clock was {a} ms off the generator's (± {b} ms): corrected": "节点时钟与负载端相差 {a} 毫秒（± {b} 毫秒）：已校正",
    "the clocks of {a} and {b} are {c} ms apart (± {d} ms): deliveries from one to the other seem that much longer, those back that much shorter": "{a} 与 {b} 的时钟相差 {c} 毫秒（± {d} 毫秒）：一个方向的送达显得更长，反方向显得更短",
    "the injectors' clocks agree within {a} ms: deliveries between them are no more exact": "各负载主机的时钟相差不超过 {a} 毫秒：它们之间的送达时间精度不高于此",
    "{a} is missing: its users weren't there": "缺少 {a}：其用户没有参加",
    "the generators' clocks are {a} ms apart, allowed are {b} ms": "各负载端的时钟相差 {a} 毫秒，允许 {b} 毫秒",
    "the clocks agree within {a} ms": "两端时钟相差不超过 {a} 毫秒",
    "from when each action was due": "从操作应当开始时计时",
}


def both(english: str) -> str:
    """A word or sentence in both languages, as HTML of which one is shown."""
    chinese = WORDS.get(english) or translate(english)
    text = html.escape(english)
    return text if chinese is None else pair(text, html.escape(chinese))


def pair(english: str, chinese: str) -> str:
    return f'<span class="en" lang="en">{english}</span><span class="zh" lang="zh">{chinese}</span>'


def translate(sentence: str) -> str | None:
    """The Chinese of a sentence; None for one that isn't known."""
    for pattern, chinese in _PATTERNS:
        if found := pattern.fullmatch(sentence):
            return chinese.format(**found.groupdict())
    return None


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w)\\}", r"(?P<\1>.+?)", re.escape(template)))


_PATTERNS: Final = [(_pattern(english), chinese) for english, chinese in SENTENCES.items()]
