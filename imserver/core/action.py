"""Actions: lines among the messages of a conversation that say who came, who went, who named it, gave it a picture or
pinned something.

They are quiet: nobody is called for them, nothing finds them, and they don't count as unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from imserver.core.note import enumerated, one_line


class Action(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the sender of the message `did`: a key of `_TEXTS`, or what a later release knows.

    It was done to `people` (ids, at most `note.LISTED`) or to the message `seq`, or gave the group another `title`.
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
    "pictured": ("{who} changed the group’s picture.", "{who} 更换了群头像。"),
    "unpictured": ("{who} removed the group’s picture.", "{who} 移除了群头像。"),
    "pinned": ("{who} pinned a message.", "{who} 置顶了一条消息。"),
    "unpinned": ("{who} unpinned a message.", "{who} 取消了一条消息的置顶。"),
}


def action_text(action: Action, who: str, people: Sequence[str]) -> str:
    """Two lines, English and Chinese, for clients that show actions as they show messages; `people` are their names."""
    shown = {"who": one_line(who), "title": one_line(action.title)}
    lines = zip(_TEXTS[action.did], enumerated(people), strict=True)
    return "\n".join(line.format(people=named, **shown) for line, named in lines)
