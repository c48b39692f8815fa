"""Notes: lines among the messages of a group that say what an administrator of the server did to it.

Whoever runs the server can come into every group. That is seen by those who are in it, at once, later and on phones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from imserver.core.account import Profile

NAMED: Final = 5
"""People whose names stand in the text of a note."""
LISTED: Final = 50
"""People whose ids stand in it."""

Did = Literal["added", "removed", "role", "unpictured"]
"""What this release writes; one after it may write more."""
Role = Literal["owner", "admin", "member"]


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was done to `people` (ids, at most `LISTED`; none where it was to the group), and by whom: the id of the
    administrator, empty for an API token or `imctl`.

    `role` is the one that they have in the group since.
    """

    did: str
    people: tuple[str, ...]
    by: str
    role: Role = "member"


_ENGLISH: Final[dict[str, str]] = {
    "unpictured": "{by} removed the picture of this group.",
    "joined": "{people} joined this group as an administrator of the server.",
    "added": "{by} added {people} to this group.",
    "removed": "{by} removed {people} from this group.",
    "owner": "{by} made {people} an owner of this group.",
    "admin": "{by} made {people} an admin of this group.",
    "member": "{by} made {people} a simple member of this group.",
}
_CHINESE: Final[dict[str, str]] = {
    "unpictured": "{by}移除了本群的头像。",
    "joined": "{people} 以服务器管理员的身份加入了本群。",
    "added": "{by}将 {people} 加入了本群。",
    "removed": "{by}将 {people} 移出了本群。",
    "owner": "{by}将 {people} 设为群主。",
    "admin": "{by}将 {people} 设为群管理员。",
    "member": "{by}将 {people} 设为普通成员。",
}


def _who(by: Profile) -> tuple[str, str]:
    """In English and Chinese: a person, a program (which has a name and no id), or whoever sits at the server."""
    name = one_line(by.name)
    if by.id:
        return f"{name}, an administrator of the server,", f"服务器管理员 {name} "
    if name:
        return f"The program “{name}”", f"程序“{name}”"
    return "An administrator at the server", "服务器本机操作者"


def note_text(did: Did, people: Sequence[Profile], by: Profile, role: Role) -> str:
    """Two lines, English and Chinese, for who shows notes as they show messages."""
    what: str = role if did == "role" else did
    if did == "added" and [person.id for person in people] == [by.id]:
        what = "joined"
    english, chinese = enumerated([person.name for person in people])
    who, who_chinese = _who(by)
    return "\n".join(
        (_ENGLISH[what].format(people=english, by=who), _CHINESE[what].format(people=chinese, by=who_chinese)),
    )


def enumerated(names: Sequence[str]) -> tuple[str, str]:
    """In English and Chinese: the first `NAMED`, and how many more."""
    more = len(names) - NAMED
    first = [one_line(name) for name in names[:NAMED]]
    return (
        ", ".join(first) + (f" and {more} more" if more > 0 else ""),
        "、".join(first) + (f" 等 {len(names)} 人" if more > 0 else ""),
    )


def one_line(name: str) -> str:
    return " ".join(name.split())
