"""`imctl groups`: group conversations."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final
from urllib.parse import quote

import typer

from control.client.admin import AdminConnection
from control.context import invocation
from control.errors import Refused
from control.output import moment
from control.password import confirm
from imserver.core.folding import caseless, fold

LISTED: Final = 10
"""Candidates for a title that isn't clear."""

app = typer.Typer(help="Manage group conversations.", no_args_is_help=True)


class MemberRoleOption(StrEnum):
    """What somebody may do in one group."""

    MEMBER = "member"
    ADMIN = "admin"
    OWNER = "owner"


Group = Annotated[str, typer.Argument(metavar="GROUP", help="Id or title; case doesn't matter.")]
Users = Annotated[list[str], typer.Argument(metavar="USER...", help="Logins or ids.")]


@app.command()
def create(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="Title, visible to all members.")],
    members: Annotated[
        list[str] | None, typer.Argument(metavar="[USER]...", help="Logins or ids of the members.")
    ] = None,
    owner: Annotated[
        str | None, typer.Option(metavar="USER", help="Login or id of the owner, who becomes a member.")
    ] = None,
) -> None:
    """Create a group."""
    run = invocation(ctx)
    body: dict[str, Any] = {"title": title, "members": members or []}
    if owner:
        body["owner"] = owner
    with run.connect() as server:
        group = server.post("/admin/groups", body)
    if run.output.as_json:
        run.output.data(group)
        return
    run.output.line(f"Created {group['title']} with {_people(group)}: {group['id']}")


@app.command("list")
def list_groups(
    ctx: typer.Context,
    search: Annotated[
        str | None, typer.Option("--search", "-s", metavar="TEXT", help="Show only titles that contain TEXT.")
    ] = None,
) -> None:
    """List the groups."""
    run = invocation(ctx)
    with run.connect() as server:
        groups = list(server.pages("/admin/groups", "groups", q=search))
    if run.output.as_json:
        run.output.data({"groups": groups})
        return
    rows = [
        (group["title"], group["member_count"], group["last_seq"], moment(group["created_at"]), group["id"])
        for group in groups
    ]
    empty = f"No title holds {search!r}." if search else "No groups yet: make one with 'imctl groups create TITLE'."
    run.output.table(("TITLE", "MEMBERS", "MESSAGES", "SINCE", "ID"), rows, empty)


@app.command("members")
def list_members(ctx: typer.Context, group: Group) -> None:
    """List the members of a group and their roles."""
    run = invocation(ctx)
    with run.connect() as server:
        found = find_group(server, group)
        group_id = found["id"]
        members = list(server.pages(f"/admin/groups/{group_id}", "members"))
    if run.output.as_json:
        run.output.data({"group": group_id, "members": members})
        return
    rows = [(member["login"], member["name"], member["role"], member["id"]) for member in members]
    empty = f"{found['title']} has no members: add some with 'imctl groups add GROUP USER...'."
    run.output.table(("LOGIN", "NAME", "ROLE", "ID"), rows, empty)


@app.command()
def add(
    ctx: typer.Context,
    group: Group,
    users: Users,
    role: Annotated[
        MemberRoleOption | None,
        typer.Option(help="Role in the group; default: member for new members, unchanged for others."),
    ] = None,
) -> None:
    """Add people to a group."""
    run = invocation(ctx)
    with run.connect() as server:
        path = f"/admin/groups/{find_group(server, group)['id']}/members"
        changed = server.post(path, {"users": users, "role": role.value if role else None})
    if run.output.as_json:
        run.output.data(changed)
        return
    run.output.line(f"{changed['title']} has {_people(changed)}.")


@app.command()
def remove(ctx: typer.Context, group: Group, users: Users) -> None:
    """Remove people from a group."""
    run = invocation(ctx)
    removed: list[str] = []
    with run.connect() as server:
        found = find_group(server, group)
        group_id = found["id"]

        def remove_one(user: str) -> None:
            server.delete(f"/admin/groups/{group_id}/members/{quote(user, safe='')}")
            removed.append(user)
            if not run.output.as_json:
                run.output.line(f"{user} is no longer in {found['title']}.")

        try:
            run.each(users, remove_one)
        finally:
            if run.output.as_json:
                run.output.data({"group": group_id, "removed": removed})


@app.command("remove-picture")
def remove_picture(ctx: typer.Context, group: Group) -> None:
    """Remove the picture of a group."""
    run = invocation(ctx)
    with run.connect() as server:
        found = find_group(server, group)
        server.delete(f"/admin/groups/{found['id']}/avatar")
    if run.output.as_json:
        run.output.data({"removed": found["id"]})
        return
    run.output.line(f"{found['title']} has no picture.")


@app.command()
def delete(
    ctx: typer.Context,
    group: Group,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Skip the confirmation.")] = False,
) -> None:
    """Delete a group and all its messages, for everyone."""
    run = invocation(ctx)
    with run.connect() as server:
        found = find_group(server, group)
        group_id = found["id"]
        confirm(f"Delete the group {found['title']} and all its messages, for everyone?", yes)
        server.delete(f"/admin/conversations/{group_id}")
    if run.output.as_json:
        run.output.data({"deleted": group_id})
        return
    run.output.line(f"Deleted {found['title']}.")


def find_group(server: AdminConnection, group: str) -> dict[str, Any]:
    """The group that `group` names: an id first, for anybody may choose a title that looks like one.

    A title as it is written counts before one that differs by capitals. Raises `Refused` where no group or more than
    one has it, with the candidates.
    """
    if not group.strip():
        raise Refused("the group's name is empty", "pass its title or its id", code="unknown_group")
    groups: list[dict[str, Any]] = []
    for candidate in server.pages("/admin/groups", "groups"):
        if candidate["id"] == group:
            return candidate
        groups.append(candidate)
    found = [each for each in groups if each["title"] == group] or [
        each for each in groups if caseless(each["title"]) == caseless(group.strip())
    ]
    if not found:
        near = [each for each in groups if fold(group.strip()) in fold(each["title"])]
        hint = f"titles that hold it: {_listed(near)}" if near else "'imctl groups list' shows them all"
        raise Refused(f"there is no group {group!r}", hint, code="unknown_group")
    if len(found) > 1:
        raise Refused(
            f"{len(found)} groups have the title {group!r}: {_listed(found)}",
            "pass the id of the one you mean, or its exact title",
            code="ambiguous_title",
        )
    return found[0]


def _listed(groups: list[dict[str, Any]]) -> str:
    told = [f"{group['title']!r} ({group['id']}, {_people(group)})" for group in groups[:LISTED]]
    return ", ".join(told + ([f"and {len(groups) - LISTED} more"] if len(groups) > LISTED else []))


def _people(group: dict[str, Any]) -> str:
    count = group["member_count"]
    return "1 member" if count == 1 else f"{count} members"
