"""The `imctl` command: its groups, its global options, and how errors end it."""

from __future__ import annotations

import copy
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from control.commands import audit, deploy, groups, keys, nodes, search, selftest, status, tokens, tune, users, webhooks
from control.context import Invocation, invocation
from control.errors import ControlError, UsageError
from control.load.commands import run as load

NAME = "imctl"

app = typer.Typer(
    name=NAME,
    help="Manage the chat server of an imnode: accounts, groups, tokens, keys, search, webhooks, tuning, nodes,"
    " load tests, status, audit, self-test.",
    epilog="Without --url or --socket, imctl finds the server on this machine. Exit codes: 0 done, 1 refused or"
    " failed, 2 usage, 3 server not reached, 4 not allowed.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(users.app, name="users")
app.add_typer(groups.app, name="groups")
app.add_typer(tokens.app, name="tokens")
app.add_typer(keys.app, name="keys")
app.add_typer(search.app, name="search")
app.add_typer(tune.app, name="tune")
app.add_typer(webhooks.app, name="webhooks")
app.add_typer(nodes.app, name="nodes")
app.command("deploy")(deploy.deploy)
app.add_typer(load.app, name="load")
app.command("status")(status.status)
app.command("audit")(audit.audit)
app.command("setup-link")(status.setup_link)
app.command("server-name")(status.server_name)
app.command("selftest")(selftest.selftest)
app.command("version")(status.version)


@app.callback()
def options(
    ctx: typer.Context,
    url: Annotated[str | None, typer.Option(metavar="URL", help="URL of the server (or IM_URL).")] = None,
    token: Annotated[
        str | None, typer.Option(metavar="TOKEN", help="Admin token for --url (better: IM_TOKEN).")
    ] = None,
    ca: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CA certificate to trust for --url (or IM_CA).")
    ] = None,
    socket: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Path of the admin socket (or IM_ADMIN_SOCKET).")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, including errors on stderr.")] = False,
) -> None:
    run = invocation(ctx)
    given: dict[str, object] = {"url": url, "token": token, "ca": ca, "socket": socket, "json": json}
    for name, value in given.items():
        run.take(name, value)


def build() -> TyperGroup:
    """The whole command tree, where every command takes the global options too."""
    root = get_command(app)
    if not isinstance(root, TyperGroup):
        raise TypeError(f"{root!r} is no group")
    shared = [_shared(param) for param in root.params if param.name in ("url", "token", "ca", "socket", "json")]
    for command in leaves(root):
        command.params.extend(shared)
    return root


def leaves(group: TyperGroup) -> list[TyperCommand]:
    """All commands below `group` that are no groups themselves."""
    found: list[TyperCommand] = []
    for command in group.commands.values():
        if isinstance(command, TyperGroup):
            found += leaves(command)
        elif isinstance(command, TyperCommand):
            found.append(command)
    return found


def run(arguments: Sequence[str]) -> int:
    """Do what `arguments` say; the exit code."""
    invocation = Invocation()
    try:
        result = build().main(args=arguments, prog_name=NAME, standalone_mode=False, obj=invocation)
    except typer.Abort:
        return _end(invocation, ControlError("aborted; nothing was changed", code="aborted"))
    except typer.TyperException as error:
        invocation.output.as_json |= "--json" in arguments
        return _end_usage(invocation, error)
    except ControlError as error:
        return _end(invocation, error)
    except OSError as error:
        if error.filename is None:
            raise
        return _end(invocation, ControlError(f"{error.filename}: {error.strerror}", code="file_failed"))
    return result if isinstance(result, int) else 0


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def _shared(param: Any) -> Any:
    """A root option as an option of any command, which tells the invocation instead of the command."""
    option = copy.copy(param)
    option.expose_value = False
    option.callback = _take
    return option


def _take(ctx: typer.Context, param: Any, value: object) -> None:
    if isinstance(ctx.obj, Invocation):
        ctx.obj.take(param.name, value)


def _end(invocation: Invocation, error: ControlError) -> int:
    invocation.output.error(error)
    return error.exit_code


def _end_usage(invocation: Invocation, error: typer.TyperException) -> int:
    ctx = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.format_message(), file=sys.stderr)
        return UsageError.exit_code
    hint = f"'{ctx.command_path} --help' shows the usage" if ctx else ""
    return _end(invocation, UsageError(error.format_message(), hint))
