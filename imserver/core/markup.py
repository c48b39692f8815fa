"""A message's text without its marks, as the page shows it: the dialect is described in docs/web.md.

The page's own reader is `imserver/web/app/messages/markup.js`; a test compares the two.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from imserver.core.legibility import is_visible

DEEPEST: Final = 5
"""Quotes within quotes."""
LONGEST_LABEL: Final = 300

_FENCE: Final = re.compile(r"[ \t]*(`{3,})([^`]*)$")
_QUOTED: Final = re.compile(r"> \s*\S")
_ITEM: Final = re.compile(r"([ \t]*)([-*+•]|[0-9]{1,9}[.)])[ \t]+(?=\S)")
_INDENTED: Final = re.compile(r" {4}|\t")
_CONTINUED: Final = re.compile(r"(?: {2}|\t)\s*\S")
_TASK: Final = re.compile(r"\[([ xX])\] (?=\S)")
_AMOUNT: Final = re.compile(r"[.,]?[0-9]")
_INVISIBLE: Final = (
    r"[\x00-\x1F\x7F-\x9F\xAD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E"
    r"\u2060-\u206F\u3164\uD800-\uF8FF\uFE00-\uFE0F\uFEFF\uFFF0-\uFFFB\U000E0000-\U000E0FFF]"
)
_UNSEEN: Final = r"\s" + _INVISIBLE[1:-1]
_GAP: Final = re.compile(r"\s{4}|[\u202A-\u202E\u2066-\u2069]")
_ADDRESS: Final = rf"""https?://(?:(?!\]\()[^{_UNSEEN}\\<>"'`\u3001-\u301F\uFF00-\uFF65“”‘’…—])+"""
_TOKEN: Final = re.compile(rf"`+|[*_~]+|[\[\]]|{_ADDRESS}", re.IGNORECASE)
_TARGET: Final = re.compile(r"\((https?://[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)", re.IGNORECASE)
_WEB: Final = re.compile(rf"https?://[\w.-]+(?::[0-9]+)?(?:[/?#][^{_UNSEEN}\\]*)?$", re.IGNORECASE)
_ADDRESS_LIKE: Final = re.compile(r"\w[.@]\w|https?:|::|//|[·•‧⋅・。][a-z0-9]", re.IGNORECASE)
"""More than the page takes for an address: a label that is doubtful here stays as it was typed."""
_RUN: Final = re.compile(r"\*+|_+|~+")
_MARKS: Final = {"*": ("*",), "**": ("**",), "***": ("**", "*"), "_": ("_",), "~~": ("~~",)}
_TAIL: Final = ".,;:!?)]}*_~"

_SPACELESS: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uffef\U0001aff0-\U0001b16f\U00020000-\U0003ffff]"
)
_WIDE_POINTS: Final = frozenset("，。、；：！？）」』】》…—")
_NO_BEFORE: Final = frozenset(")]}/\\")
_NO_FIRST: Final = frozenset(".,;:!?)]}/\\|，。、；：！？）」』】》”’…")
_NO_LAST: Final = frozenset("([{/\\|（「『【《“‘")
_NO_AFTER: Final = re.compile(r"[(\[{/\\]|[-+][0-9]")
_BEFORE: Final = frozenset("“‘「『《，。、；：！？…—")
_FIRST: Final = frozenset("\"'“‘「『《@#$¥€`[")
_LAST: Final = frozenset("\"'”’」』》.,;:!?%…，。、；：！？`])")
_AFTER: Final = frozenset("”’」』》…—，。、；：！？）")
_POINTS: Final = frozenset(".,;:!?)")


def plain(text: str) -> str:
    """Linear in the length of the text, as far as that is a message's."""
    reader = _Reader([_Line(line) for line in text.split("\n")])
    reader.range(0, len(reader.lines), 0)
    return "".join(reader.shown)


@dataclass(slots=True)
class _Line:
    text: str


@dataclass(slots=True)
class _Reader:
    lines: list[_Line]
    shown: list[str] = field(default_factory=list)

    def range(self, start: int, end: int, depth: int) -> None:
        closes = self._fences(start, end)
        at = start
        while at < end:
            close = closes.get(at, 0)
            if close is None:
                break
            if close:
                self._code(at, close)
                at = close + 1
            elif (behind := self._quote_end(at, end, depth)) is not None:
                self._quote(at, behind, depth)
                at = behind
            elif (behind := self._list_end(at, end, closes)) is not None:
                self._list(at, behind)
                at = behind
            else:
                self._begin(at)
                self._line(self.lines[at].text)
                at += 1
        for line in range(at, end):
            self._begin(line)
            self.shown.append(self.lines[line].text)

    def _fences(self, start: int, end: int) -> dict[int, int | None]:
        closes: dict[int, int | None] = {}
        following: dict[int, int] = {}
        for at in range(end - 1, start - 1, -1):
            if fence := _FENCE.match(self.lines[at].text):
                closes[at] = following.get(len(fence[1]))
                if not fence[2].strip():
                    following[len(fence[1])] = at
        return closes

    def _quote_end(self, at: int, end: int, depth: int) -> int | None:
        text = self.lines[at].text
        if not _QUOTED.match(text) or depth == DEEPEST:
            return None
        behind = at + 1
        while behind < end and (self.lines[behind].text == ">" or self.lines[behind].text.startswith("> ")):
            behind += 1
        return None if behind == at + 1 and _is_amount(text[2:]) else behind

    def _list_end(self, at: int, end: int, closes: dict[int, int | None]) -> int | None:
        if not _ITEM.match(self.lines[at].text):
            return None
        items, behind = 0, at
        for line in range(at, end):
            text = self.lines[line].text
            if line in closes:
                break
            if _ITEM.match(text):
                items += 1
            elif text.strip() and not _CONTINUED.match(text):
                break
            if text.strip():
                behind = line + 1
        return behind if items > 1 else None

    def _quote(self, start: int, end: int, depth: int) -> None:
        for line in self.lines[start:end]:
            line.text = line.text[2:]
        self.range(start, end, depth + 1)

    def _code(self, start: int, end: int) -> None:
        self._begin(start)
        self.shown.append("\n".join(line.text for line in self.lines[start + 1 : end]))

    def _list(self, start: int, end: int) -> None:
        texts = [line.text for line in self.lines[start:end]]
        items = [_ITEM.match(text) for text in texts]
        pointed = not any(
            item and (item[2] == "+" or (item[2] == "-" and _is_amount(text[item.end() :])))
            for text, item in zip(texts, items, strict=True)
        )
        for at, (text, item) in enumerate(zip(texts, items, strict=True), start):
            self._begin(at)
            if item is None:
                self._line(text)
                continue
            rest = text[item.end() :]
            if not pointed or item[2] != "-":
                self.shown.append(item[0])
            else:
                self.shown.append("• ")
                if box := _TASK.match(rest):
                    self.shown.append("☐ " if box[1] == " " else "☑ ")
                    rest = rest[box.end() :]
            self._inline(rest)

    def _begin(self, at: int) -> None:
        if at:
            self.shown.append("\n")

    def _line(self, text: str) -> None:
        if _INDENTED.match(text):
            self.shown.append(text)
        else:
            self._inline(text)

    def _inline(self, text: str) -> None:
        self.shown += _Inline(text).shown


@dataclass(slots=True)
class _Inline:
    """A line's marks: what may begin something is shown until its end is found."""

    text: str
    shown: list[str] = field(default_factory=list)
    _open: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        text, tokens = self.text, _tokens(self.text)
        ends = _code_ends(text, tokens)
        done = 0
        for at, run in tokens:
            if at < done:
                continue
            self.shown.append(text[done:at])
            done = at + len(run)
            if at in ends:
                self.shown.append(text[done : ends[at]])
                done = ends[at] + len(run)
            elif run == "[" and text[at - 1 : at] != "!":
                self._open["["] = len(self.shown)
                self.shown.append(run)
            elif run == "]":
                done = self._label(at)
            elif run[0] in "*_~":
                self._marks(at, run)
            else:
                self.shown.append(run)
        self.shown.append(text[done:])

    def _label(self, at: int) -> int:
        begin = self._open.pop("[", None)
        target = _TARGET.match(self.text, at + 1)
        if begin is not None and target and _WEB.match(target[1]):
            label = "".join(self.shown[begin + 1 :])
            doubtful = _ADDRESS_LIKE.search(re.sub(_INVISIBLE, "", unicodedata.normalize("NFKC", label)))
            if len(label) <= LONGEST_LABEL and is_visible(label) and not (doubtful or _GAP.search(label)):
                self._close(begin)
                return target.end()
        self.shown.append("]")
        return at + 1

    def _marks(self, at: int, run: str) -> None:
        runs = _RUN.findall(run)
        if len({part[0] for part in runs}) < len(runs) or any(part not in _MARKS for part in runs):
            self.shown.append(run)
            return
        opens, closes = _sides(self.text, at, at + len(run), single=all(len(part) == 1 for part in runs))
        turned = self._open.get("*", -1) > self._open.get("**", len(self.shown))
        marks = [mark for part in runs for mark in (("*", "**") if turned and part == "***" else _MARKS[part])]
        for mark in marks:
            begin = self._open.get(mark) if closes else None
            if begin is not None:
                self._close(begin)
                continue
            if opens:
                self._open[mark] = len(self.shown)
            self.shown.append(mark)

    def _close(self, begin: int) -> None:
        """Whatever began in between and didn't end stays text."""
        self._open = {mark: at for mark, at in self._open.items() if at < begin}
        self.shown[begin] = ""


def _tokens(text: str) -> list[tuple[int, str]]:
    """Where marks may be; addresses have none within."""
    tokens: list[tuple[int, str]] = []
    match = _TOKEN.search(text)
    while match:
        run = _trim(match[0]) if len(match[0]) > 6 and match[0][0] in "hH" else match[0]
        tokens.append((match.start(), run))
        match = _TOKEN.search(text, match.start() + len(run))
    return tokens


def _trim(address: str) -> str:
    """Without the punctuation of the sentence; closing brackets that were opened within stay."""
    bare = address.rstrip(_TAIL)
    opened = bare.count("(") - bare.count(")")
    while opened > 0 and address[len(bare) : len(bare) + 1] == ")":
        bare += ")"
        opened -= 1
    return bare


def _code_ends(text: str, tokens: list[tuple[int, str]]) -> dict[int, int]:
    """For the places where code begins, where it ends: at the next run of as many backticks."""
    ends: dict[int, int] = {}
    following: dict[int, int] = {}
    for at, token in reversed(tokens):
        if token[0] != "`":
            continue
        size, before = len(token), text[at - 1 : at] if at else ""
        in_word = (_is_word(before) and not _SPACELESS.match(before)) or before in ("=", "\\")
        end = following.get(size)
        first = text[at + size : at + size + 1] if size == 1 else text[at + size : end]
        if end is not None and not in_word and first.strip():
            ends[at] = end
        if size > 1 or before.strip():
            following[size] = at
    return ends


def _sides(text: str, start: int, end: int, *, single: bool) -> tuple[bool, bool]:
    """Whether marks between two places may begin something, and end it."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    wide = bool(_SPACELESS.match(before) or _SPACELESS.match(after))
    if single:
        opens = (not before.strip() or before in _BEFORE) and (_is_word(after) or after in _FIRST)
        is_last = _is_word(before) or before in _LAST
        joined = before in _WIDE_POINTS and bool(_SPACELESS.match(after))
        return opens, is_last and (_ends_after(text, end) or joined)
    opens = (
        (wide or not _is_word(before)) and bool(after.strip()) and after not in _NO_FIRST and before not in _NO_BEFORE
    )
    closes = (wide or not _is_word(after)) and bool(before.strip()) and before not in _NO_LAST
    return opens, closes and not _NO_AFTER.match(text, end)


def _ends_after(text: str, end: int) -> bool:
    after, further = text[end : end + 1], text[end + 1 : end + 2]
    if after in _POINTS and after:
        return not (further in ("'", '"') or (further.isalnum() and further != ""))
    return not after.strip() or after in _AFTER


def _is_word(sign: str) -> bool:
    if not sign or "\ufe00" <= sign <= "\ufe0f" or sign == "\u20e3":
        return False
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"


def _is_amount(text: str) -> bool:
    """Before it, `-` is a minus and `>` says what is greater."""
    sign = text[:1]
    return bool(_AMOUNT.match(text, int(bool(sign) and unicodedata.category(sign) == "Sc")))
