"""`imctl users`: accounts."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import quote

import typer

from control.commands import users_import
from control.commands.audit import who
from control.commands.links import show_link
from control.context import invocation
from control.output import moment
from control.password import confirm, read_password

app = typer.Typer(help="Manage accounts: add, list, change, import, invite, remove.", no_args_is_help=True)
app.command("import")(users_import.import_users)


class RoleOption(StrEnum):
    """What somebody may do on the whole server."""

    MEMBER = "member"
    ADMIN = "admin"
    OWNER = "owner"


Users = Annotated[list[str], typer.Argument(metavar="USER...", help="Logins or ids.")]
User = Annotated[str, typer.Argument(metavar="USER", help="Login or id.")]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from the first line of standard input.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Skip the confirmation.")]


def user_path(user: str) -> str:
    """The address of an account in the admin API."""
    return f"/admin/users/{quote(user, safe='')}"


@app.command()
def add(
    ctx: typer.Context,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="Name for signing in.")],
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Display name; default: the login.")] = None,
    role: Annotated[RoleOption, typer.Option(help="Role of the account.")] = RoleOption.MEMBER,
    ask_password: Annotated[
        bool, typer.Option("--ask-password", help="Prompt for a password instead of creating a link.")
    ] = False,
    password_stdin: PasswordStdin = False,
) -> None:
    """Add an account. Without a password, print a one-time link for setting one."""
    run = invocation(ctx)
    body: dict[str, Any] = {"login": login, "role": role.value}
    if name is not None:
        body["name"] = name
    if ask_password or password_stdin:
        body["password"] = read_password(login, password_stdin)
    with run.connect() as server:
        answer = server.post("/admin/users", body)
    if run.output.as_json:
        run.output.data(answer)
        return
    user = answer["user"]
    run.output.line(f"Added {user['login']} ({user['name']}), {user['role']}.")
    if answer["link"]:
        show_link(run.output, answer["link"], "One-time link to set the password")


@app.command("list")
def list_users(
    ctx: typer.Context,
    search: Annotated[
        str | None, typer.Option("--search", "-s", metavar="TEXT", help="Show only logins and names that contain TEXT.")
    ] = None,
) -> None:
    """List the accounts."""
    run = invocation(ctx)
    with run.connect() as server:
        users = list(server.pages("/admin/users", "users", q=search))
    if run.output.as_json:
        run.output.data({"users": users})
        return
    rows = [
        (user["login"], user["name"], user["role"], _state(user), moment(user["created_at"]), user["id"])
        for user in users
    ]
    empty = f"No account holds {search!r}." if search else "No accounts yet: add one with 'imctl users add LOGIN'."
    run.output.table(("LOGIN", "NAME", "ROLE", "STATE", "SINCE", "ID"), rows, empty)


@app.command()
def show(ctx: typer.Context, user: User) -> None:
    """Show an account and its signed-in devices."""
    run = invocation(ctx)
    with run.connect() as server:
        found = server.get(user_path(user))
    if run.output.as_json:
        run.output.data(found)
        return
    run.output.fields(
        [
            ("login", found["login"]),
            ("name", found["name"]),
            ("role", found["role"]),
            ("state", _state(found)),
            ("since", moment(found["created_at"])),
            ("id", found["id"]),
            ("conversations", found["conversations"]),
            ("sessions", len(found["sessions"])),
        ]
    )
    if found["sessions"]:
        run.output.line("")
        rows = [
            (session["device"], moment(session["created_at"]), moment(session["last_seen_at"]), session["online"])
            for session in found["sessions"]
        ]
        run.output.table(("DEVICE", "SINCE", "LAST SEEN", "ONLINE"), rows, "")


@app.command()
def disable(ctx: typer.Context, users: Users) -> None:
    """Disable accounts and sign out their devices. Their messages stay."""
    _change_all(ctx, users, {"disabled": True}, "disabled")


@app.command()
def enable(ctx: typer.Context, users: Users) -> None:
    """Enable disabled accounts again."""
    _change_all(ctx, users, {"disabled": False}, "enabled")


@app.command()
def role(
    ctx: typer.Context,
    user: User,
    new_role: Annotated[RoleOption, typer.Argument(metavar="ROLE", help="owner, admin or member.")],
) -> None:
    """Change the role of an account."""
    _change_all(ctx, [user], {"role": new_role.value}, f"now {new_role.value}")


@app.command()
def passwd(
    ctx: typer.Context,
    user: User,
    password_stdin: PasswordStdin = False,
    link: Annotated[bool, typer.Option("--link", help="Create a one-time link for setting the password.")] = False,
) -> None:
    """Set a new password, or create a link for setting one."""
    run = invocation(ctx)
    if link:
        with run.connect() as server:
            answer = server.post(f"{user_path(user)}/link")
        if run.output.as_json:
            run.output.data({"user": user, "link": answer})
        else:
            show_link(run.output, answer, f"One-time link for {user} to set a password")
        return
    password = read_password(user, password_stdin)
    _change_all(ctx, [user], {"password": password}, "given a new password")


@app.command("remove-picture")
def remove_picture(ctx: typer.Context, users: Users) -> None:
    """Remove people's profile pictures."""
    run = invocation(ctx)
    removed: list[str] = []

    with run.connect() as server:

        def remove_one(user: str) -> None:
            server.delete(f"{user_path(user)}/avatar")
            removed.append(user)
            if not run.output.as_json:
                run.output.line(f"{user} has no picture.")

        try:
            run.each(users, remove_one)
        finally:
            if run.output.as_json:
                run.output.data({"removed": removed})


@app.command()
def invite(
    ctx: typer.Context,
    role: Annotated[RoleOption, typer.Option(help="Role of accounts created with the link.")] = RoleOption.MEMBER,
    uses: Annotated[int, typer.Option(min=1, help="Number of people who can use the link.")] = 1,
    days: Annotated[int, typer.Option(min=1, help="Validity of the link in days.")] = 7,
) -> None:
    """Create an invitation link, with which people create their own accounts."""
    run = invocation(ctx)
    with run.connect() as server:
        link = server.post("/admin/invites", {"role": role.value, "uses": uses, "days": days})
        name = "" if run.output.as_json else server.get("/server")["name"]
    if run.output.as_json:
        run.output.data(link)
        return
    people = "one person" if uses == 1 else f"{uses} people"
    show_link(run.output, link, f"Invitation{name and f' to {name}'} for {people}, role {role.value}")


@app.command()
def invites(ctx: typer.Context) -> None:
    """List the valid invitations."""
    run = invocation(ctx)
    with run.connect() as server:
        answer = server.get("/admin/invites")
    if run.output.as_json:
        run.output.data(answer)
        return
    rows = [
        (invite["code_hint"], invite["role"], invite["uses_left"], moment(invite["expires_at"]), who(invite))
        for invite in answer["invites"]
    ]
    run.output.table(("CODE", "ROLE", "USES LEFT", "VALID UNTIL", "BY"), rows, "No open invitations.")


@app.command()
def remove(ctx: typer.Context, users: Users, yes: Yes = False) -> None:
    """Remove accounts permanently. To lock an account but keep it, use 'disable'."""
    run = invocation(ctx)
    confirm(f"Permanently remove {', '.join(users)}?", yes)
    removed: list[str] = []

    with run.connect() as server:

        def remove_one(user: str) -> None:
            server.delete(user_path(user))
            removed.append(user)
            if not run.output.as_json:
                run.output.line(f"Removed {user}.")

        try:
            run.each(users, remove_one)
        finally:
            if run.output.as_json:
                run.output.data({"removed": removed})


def _change_all(ctx: typer.Context, users: list[str], change: dict[str, Any], done: str) -> None:
    run = invocation(ctx)
    changed: list[dict[str, Any]] = []

    with run.connect() as server:

        def change_one(user: str) -> None:
            changed.append(server.patch(user_path(user), change))
            if not run.output.as_json:
                run.output.line(
                    f"{changed[-1]['login']} is {done}."
                    if "password" not in change
                    else f"{changed[-1]['login']} was {done}."
                )

        try:
            run.each(users, change_one)
        finally:
            if run.output.as_json:
                run.output.data({"users": changed})


def _state(user: dict[str, Any]) -> str:
    return "disabled" if user["disabled"] else "active"
