"""Texts as people write them: by the shares and lengths of a scenario, the same for the same seed."""

from __future__ import annotations

import math
import random
from typing import Final

from control.load.scenario.scenario import Texts

CHINESE: Final = [
    "明天下午开会",
    "老师好",
    "学校门口见",
    "作业写完了吗",
    "周末一起吃饭",
    "好的",
    "谢谢",
    "收到",
    "请大家注意安全",
    "我在回家的路上",
    "今天天气很好",
    "项目文件更新了",
    "服务器有问题",
    "晚上一起看电影",
    "你吃了没有",
    "马上到",
    "不客气",
    "辛苦了",
    "生日快乐",
    "下周二考试",
    "请带上课本",
    "家长会改到周五",
    "图书馆几点关门",
    "我同意",
    "等一下",
    "没关系",
    "太好了",
    "记得交表格",
]
ENGLISH: Final = [
    "see you tomorrow",
    "thanks a lot",
    "the meeting moved to three",
    "can you send the report",
    "dinner at seven",
    "on my way",
    "please bring the long hose",
    "who has the key to the shed",
    "sounds good",
    "happy birthday",
    "homework is due on Friday",
    "the bus is late again",
    "I will call you later",
    "good morning everybody",
    "photos from the garden",
    "no problem",
]
EMOJI: Final = ["😀", "😂", "❤️", "👍", "🎉", "🙏", "😭", "🔥", "👋", "🤔", "👨\u200d👩\u200d👧", "🇨🇳", "👏🏽"]
LINKS: Final = "https://example.org/wiki/花园?id="
WORDS: Final = ("开会", "作业", "服务器", "谢谢", "meeting", "report", "garden", "homework", "周末", "考试")
"""What people search for."""
REACTIONS: Final = ("👍", "❤️", "😂", "🎉", "🙏")
MAX_TEXT: Final = 8000
_Z99: Final = 2.326
"""The 99th percentile of the standard normal distribution."""


class Phrases:
    def __init__(self, texts: Texts, chance: random.Random) -> None:
        self._chance = chance
        self._kinds = (self._chinese, self._english, self._emoji, self._link)
        self._shares = (texts.chinese, texts.english, texts.emoji, texts.link)
        self._mu = math.log(texts.length.median)
        self._sigma = math.log(texts.length.p99 / texts.length.median) / _Z99

    def text(self) -> str:
        length = min(MAX_TEXT, max(1, round(self._chance.lognormvariate(self._mu, self._sigma))))
        [kind] = self._chance.choices(self._kinds, self._shares)
        return kind(length)

    def _chinese(self, length: int) -> str:
        return self._joined(CHINESE, "，", length)

    def _english(self, length: int) -> str:
        return self._joined(ENGLISH, ", ", length)

    def _emoji(self, length: int) -> str:
        return self._joined(CHINESE, "，", max(1, length - 3)) + self._chance.choice(EMOJI)

    def _link(self, length: int) -> str:
        return f"{self._joined(ENGLISH, ' ', max(1, length - 40))} {LINKS}{self._chance.getrandbits(40):x}"

    def _joined(self, parts: list[str], between: str, length: int) -> str:
        text = self._chance.choice(parts)
        while len(text) < length:
            text += between + self._chance.choice(parts)
        return text[:length].strip() or text[0]
