"""Somebody who keeps on sending while hosts are changed: `python -m tests.hosts.chatter URL CA ANN BOB STOP`.

ANN and BOB are LOGIN:PASSWORD. It prints a line once the first message is acknowledged, sends until the file STOP is
there, and comes back whenever it is disconnected, as every client does. Then it prints as JSON what was acknowledged
and what Bob finds.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from control.client.chat import ChatClient
from control.client.target import UrlTarget
from control.errors import ControlError

PATIENCE_S: Final = 180.0
PACE_S: Final = 0.1


class Chatter:
    def __init__(self, target: UrlTarget, account: str) -> None:
        self.client = ChatClient(target, *account.split(":"))
        self.reconnects = -1
        self._connected = False

    def ask(self, frame: dict[str, Any], answer: str) -> dict[str, Any]:
        """Ask again, on a new connection, until there is an answer."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                if not self._connected:
                    self.client.connect()
                    self._connected = True
                    self.reconnects += 1
                return self.client.request(frame, answer)
            except ControlError:
                self._connected = False
                if time.monotonic() > deadline:
                    raise
                time.sleep(PACE_S)


def main(url: str, ca: str, ann_account: str, bob_account: str, stop: str) -> None:
    target = UrlTarget(url, None, Path(ca))
    ann, bob = Chatter(target, ann_account), Chatter(target, bob_account)
    conv = ann.client.call("POST", "/conversations", {"kind": "direct", "user": bob.client.user})["id"]
    acknowledged: list[str] = []
    while not Path(stop).exists():
        text = f"message {len(acknowledged)}"
        ann.ask({"t": "send", "conv": conv, "client_id": str(uuid4()), "text": text}, "sent")
        if not acknowledged:
            print("begun", flush=True)
        acknowledged.append(text)
        time.sleep(PACE_S)
    found: list[str] = []
    asked: dict[str, Any] = {"t": "history", "conv": conv}
    while page := bob.ask(asked, "page")["messages"]:
        found = [*(message["text"] for message in page), *found]
        asked["before"] = page[0]["seq"]
        if asked["before"] == 1:
            break
    print(json.dumps({"acknowledged": acknowledged, "found": found, "reconnects": ann.reconnects}))


if __name__ == "__main__":
    main(*sys.argv[1:])
