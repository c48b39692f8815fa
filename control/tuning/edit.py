"""Changes to files that others own too: pure functions from text to text.

Each has a counterpart that takes exactly the change back, whatever others did to the rest of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence


def cmdline_words(text: str) -> list[str]:
    """The words of a kernel command line. Raises `ValueError` where it isn't one line, or lacks root=."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) != 1:
        raise ValueError(f"has {len(lines)} lines")
    words = lines[0].split()
    if not any(word.startswith("root=") for word in words):
        raise ValueError("names no root=")
    return words


def add_words(text: str, words: Iterable[str]) -> str:
    """The command line with `words`, those present already left where they are."""
    before = cmdline_words(text)
    missing = [word for word in words if word not in before]
    if not missing:
        return text
    end = text[len(text.rstrip()) :]
    return f"{text.rstrip()} {' '.join(missing)}{end}"


def drop_words(text: str, words: Iterable[str]) -> str:
    """The command line without `words`."""
    gone = set(words)
    if not gone.intersection(cmdline_words(text)):
        return text
    kept = [part for part in re.findall(r"\s*\S+", text.rstrip()) if part.strip() not in gone]
    return "".join(kept).lstrip() + text[len(text.rstrip()) :]


def with_block(text: str, name: str, lines: Sequence[str]) -> str:
    """The file with `lines` between marks at its end, under [all], which holds for every board."""
    plain = without_block(text, name)
    if not lines:
        return plain
    start, stop = _marks(name)
    block = "\n".join([start, "[all]", *lines, stop])
    gap = "" if plain.endswith("\n") or not plain else "\n"
    return f"{plain}{gap}{block}\n" if gap == "" else f"{plain}\n{block}"


def without_block(text: str, name: str) -> str:
    """The file without the block of that name."""
    start, stop = (re.escape(mark) for mark in _marks(name))
    inside = re.compile(rf"^{start}\n(?:.*\n)*?{stop}\n", re.MULTILINE)
    if inside.search(text):
        return inside.sub("", text, count=1)
    return re.sub(rf"\n{start}\n(?:.*\n)*?{stop}\Z", "", text, count=1)


def _marks(name: str) -> tuple[str, str]:
    return f"# imnode {name}: begin", f"# imnode {name}: end"


def with_option(text: str, mount: str, option: str) -> str:
    """The mount table with an option of a mount; unchanged where the table doesn't name the mount."""
    return _options(text, mount, lambda options: options if option in options else [*options, option])


def without_option(text: str, mount: str, option: str) -> str:
    """The mount table without an option of a mount."""
    return _options(text, mount, lambda options: [kept for kept in options if kept != option] or ["defaults"])


def has_option(text: str, mount: str, option: str) -> bool | None:
    """Whether a mount has an option; None where the table doesn't name the mount."""
    for line in text.splitlines():
        found = _MOUNT.match(line)
        if found and found["place"] == mount:
            return option in found["options"].split(",")
    return None


_MOUNT = re.compile(r"(?P<head>\s*[^#\s]\S*\s+(?P<place>\S+)\s+\S+\s+)(?P<options>\S+)(?P<tail>.*)", re.DOTALL)


def _options(text: str, mount: str, change: Callable[[list[str]], list[str]]) -> str:
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        found = _MOUNT.match(line)
        if found and found["place"] == mount:
            lines[number] = f"{found['head']}{','.join(change(found['options'].split(',')))}{found['tail']}"
    return "".join(lines)
