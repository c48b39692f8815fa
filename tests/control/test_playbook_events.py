"""A playbook writes long lines in pieces, and `imctl` reads while it does."""

from __future__ import annotations

from pathlib import Path

from control.provisioning.playbook_events import Events


def test_a_line_that_is_written_in_pieces_is_read_once_and_whole(tmp_path: Path) -> None:
    file = tmp_path / "events"
    with file.open("w", encoding="utf-8") as writing, file.open(encoding="utf-8") as reading:
        events = Events(reading)
        seen = []
        for piece in ('{"event": "task"}\n{"event": "resu', 'lt", "text": "它', '"}\n'):
            writing.write(piece)
            writing.flush()
            seen.append([event["event"] for event in events.read()])
    assert seen == [["task"], [], ["result"]]
