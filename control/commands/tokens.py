"""`imctl tokens`: tokens with which programs, and `imctl` from afar, use the admin API."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

import typer

from control.context import invocation
from control.output import moment

app = typer.Typer(help="Manage admin tokens for scripts and remote use of imctl.", no_args_is_help=True)


@app.command()
def create(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the token, such as its purpose.")],
    days: Annotated[int, typer.Option(min=1, help="Validity in days.")] = 90,
) -> None:
    """Create a token. It is shown only once."""
    run = invocation(ctx)
    with run.connect() as server:
        token = server.post("/admin/tokens", {"name": name, "days": days})
    if run.output.as_json:
        run.output.data(token)
        return
    run.output.line(token["token"])
    run.output.note(f"Valid until {moment(token['expires_at'])}. Keep it like a password: it is not shown again.")


@app.command("list")
def list_tokens(ctx: typer.Context) -> None:
    """List the tokens, without their secrets."""
    run = invocation(ctx)
    with run.connect() as server:
        answer = server.get("/admin/tokens")
    if run.output.as_json:
        run.output.data(answer)
        return
    rows = [
        (token["name"], moment(token["created_at"]), moment(token["expires_at"]), token["id"])
        for token in answer["tokens"]
    ]
    run.output.table(
        ("NAME", "SINCE", "VALID UNTIL", "ID"), rows, "No tokens: make one with 'imctl tokens create NAME'."
    )


@app.command()
def revoke(
    ctx: typer.Context,
    tokens: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids from 'imctl tokens list'.")],
) -> None:
    """Revoke tokens, effective at once."""
    run = invocation(ctx)
    revoked: list[str] = []
    with run.connect() as server:

        def revoke_one(token: str) -> None:
            server.delete(f"/admin/tokens/{quote(token, safe='')}")
            revoked.append(token)
            if not run.output.as_json:
                run.output.line(f"Revoked {token}.")

        try:
            run.each(tokens, revoke_one)
        finally:
            if run.output.as_json:
                run.output.data({"revoked": revoked})
