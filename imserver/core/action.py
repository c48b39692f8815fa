"""Actions: lines among the messages of a conversation that say who came, who went, who named it or pinned something.

They are quiet: nobody is called for them, nothing finds them, and they don't count as unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

LISTED: Final = 50
"""People whose ids stand in one."""
NAMED: Final = 5
"""People whose names stand in its text."""


class Action(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the sender of the message `did`: a key of `_TEXTS`, or what a later release knows.

    It was done to `people` (ids, at most `LISTED`) or to the message `seq`, or gave the group another `title`.
    """

    did: str
    people: tuple[str, ...] = ()
    title: str = ""
    seq: int = 0


_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "added": ("{who} added {people}.", "{who} 邀请 {people} 加入了群聊。"),
    "removed": ("{who} removed {people}.", "{who} 将 {people} 移出了群聊。"),
    "left": ("{who} left the group.", "{who} 退出了群聊。"),
    "renamed": ("{who} named the group “{title}”.", "{who} 将群名改为“{title}”。"),
    "pinned": ("{who} pinned a message.", "{who} 置顶了一条消息。"),
    "unpinned": ("{who} unpinned a message.", "{who} 取消了一条消息的置顶。"),
}


def action_text(action: Action, who: str, people: Sequence[str]) -> str:
    """Two lines, English and Chinese, for clients that show actions as they show messages; `people` are their names."""
    more = len(people) - NAMED
    names = [_line(name) for name in people[:NAMED]]
    english = ", ".join(names) + (f" and {more} more" if more > 0 else "")
    chinese = "、".join(names) + (f" 等 {len(people)} 人" if more > 0 else "")
    in_english, in_chinese = _TEXTS[action.did]
    shown = {"who": _line(who), "title": _line(action.title)}
    return f"{in_english.format(people=english, **shown)}\n{in_chinese.format(people=chinese, **shown)}"


def _line(name: str) -> str:
    return " ".join(name.split())
