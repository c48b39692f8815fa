"""The diagram of a session's states in docs/architecture.md. `python -m tests.docs.session_diagram` draws it anew."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from imserver.core.session_state import TAKES_REQUESTS, TRANSITIONS, Input, SessionState

PAGE: Final = Path("docs/architecture.md")
BLOCK: Final = re.compile(r"(?<=```mermaid\n)stateDiagram-v2\n.*?(?=```)", re.DOTALL)
ENDING: Final = (Input.DRAIN, Input.END)
"""Each of them leads from every open state to the same one."""
OPEN: Final = [state for state in SessionState if state not in (SessionState.DRAINING, SessionState.CLOSED)]


def draw() -> str:
    """The table in Mermaid, but for what leaves a state as it is. A thick border: requests are taken."""
    moves = [(source, by, target) for (source, by), target in TRANSITIONS.items() if source is not target]
    between = [move for move in moves if move[0] in OPEN and move[1] not in ENDING]
    afterwards = [move for move in moves if move[0] not in OPEN]
    lines = ["stateDiagram-v2", "    [*] --> open", "    state open {", "        [*] --> connecting"]
    lines += [f"        {_name(source)} --> {_name(target)}: {_name(by)}" for source, by, target in between]
    lines += ["    }"]
    for by in ENDING:
        [target] = {TRANSITIONS[state, by] for state in OPEN}
        lines += [f"    open --> {_name(target)}: {_name(by)}"]
    lines += [f"    {_name(source)} --> {_name(target)}: {_name(by)}" for source, by, target in afterwards]
    lines += ["    closed --> [*]", "    classDef requests stroke-width:4px"]
    lines += [f"    class {','.join(_name(state) for state in SessionState if state in TAKES_REQUESTS)} requests"]
    return "\n".join(lines) + "\n"


def _name(each: SessionState | Input) -> str:
    return each.name.lower()


def drawn() -> list[str]:
    """The diagrams of states on the page."""
    return BLOCK.findall(PAGE.read_text("utf-8"))


if __name__ == "__main__":
    PAGE.write_text(BLOCK.sub(draw(), PAGE.read_text("utf-8")), "utf-8")
