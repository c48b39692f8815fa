"""Accounts that stay for whoever runs an exported plan by hand, until they are forgotten."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Final

import msgspec

from control.client.admin import AdminConnection
from control.errors import UsageError
from control.load.plan_folder import write_people
from control.load.population import Over, discard, people, remove
from control.load.result import ToolTarget
from control.load.run import TargetServer
from control.load.scenario.scenario import Scenario

FILE: Final = "residents.json"


class PersistentAccounts(msgspec.Struct):
    """Ids of what was made."""

    url: str
    users: list[str]
    convs: list[str]


def create(target: TargetServer, scenario: Scenario, folder: Path, tools: list[str], over: Over) -> list[Path]:
    """Create the accounts and conversations of a scenario, and a people.csv for each tool; the files.

    They log in with a password, also where the scenario has tokens: those would have ended before somebody begins.
    """
    file = folder / FILE
    if file.exists():
        raise UsageError(
            f"{folder} holds the accounts of another export, which would be lost",
            f"remove them first: imctl load forget {folder}",
            code="residents_exist",
        )
    made = people(target.server, target.url, scenario, "", over)
    with ExitStack() as undo:
        undo.callback(discard, target.server, made.convs, made.users, over)
        tool_target = ToolTarget(
            url=target.url.url,
            logins=made.logins,
            users=made.users,
            password=made.password,
            convs=[[made.convs[room] for room in rooms] for rooms in made.rooms],
        )
        files = [write_people(scenario, tool_target, folder / tool) for tool in tools]
        file.write_bytes(msgspec.json.encode(PersistentAccounts(target.url.url, made.users, made.convs)))
        undo.pop_all()
    return [*files, file]


def forget(server: AdminConnection, folder: Path, over: Over) -> int:
    """Remove them again; how many accounts.

    Raises `UsageError` where the folder has none, or the server knows none of them, and `ControlError` where one can't
    be removed. The folder keeps its list then.
    """
    file = folder / FILE
    try:
        found = msgspec.json.decode(file.read_bytes(), type=PersistentAccounts)
    except (OSError, msgspec.MsgspecError):
        raise UsageError(
            f"{folder} holds no accounts of 'imctl load export --people'", "name the DIR of its --out"
        ) from None
    removed = remove(server, found.convs, found.users, over)
    if not removed:
        raise UsageError(
            f"the server has none of the {len(found.users)} accounts that were made at {found.url}",
            f"name that server with --url or --socket; if they are gone, remove {file}",
            code="residents_unknown",
        )
    for accounts in folder.glob("*/people.csv"):
        accounts.unlink()
    file.unlink()
    return removed
