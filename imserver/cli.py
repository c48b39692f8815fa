"""`imserver`: the server's own command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
import uvloop
from pydantic import ValidationError

import imserver
from imserver import logs
from imserver.lock import InUseError
from imserver.runtime import serve
from imserver.seal.keyring import KeyringError
from imserver.settings import Settings
from imserver.store.sqlite.schema import NewerDataError

app = typer.Typer(help="The messenger.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command()
def run(
    host: Annotated[str | None, typer.Option(help="Address to listen on; 0.0.0.0 for the whole network.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Directory of messages, accounts and keys.")] = None,
    admin_socket: Annotated[Path | None, typer.Option(help="Socket for imctl.")] = None,
    public_url: Annotated[str | None, typer.Option(help="Where people reach the server; stands in links.")] = None,
) -> None:
    """Run everything in this process, until Ctrl-C.

    Each option is also a variable of the environment: IM_HOST, IM_PORT and so on. Without any, the server listens
    on 127.0.0.1:8080 and keeps its data in ./data.
    """
    given = {
        "host": host,
        "port": port,
        "data_dir": data_dir,
        "admin_socket": admin_socket,
        "public_url": public_url,
    }
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        problem = error.errors()[0]
        name = str(problem["loc"][0])
        fail(f"{name} (IM_{name.upper()}) can't be {problem['input']!r}: {problem['msg']}", 2)
    logs.set_up(settings.log_format)
    try:
        uvloop.run(serve(settings))
    except InUseError as error:
        fail(str(error), hint="Stop it, or give another --data-dir.")
    except NewerDataError as error:
        fail(str(error), hint="Run the newer version again, or restore a backup made with this one.")
    except KeyringError as error:
        fail(str(error), hint="Put the right file back, from a backup of the data directory's keys.")
    except LookupError as error:
        fail(f"IM_ADMIN_SOCKET_GROUP: {error}", hint="Create the group, or leave the setting out.")
    except OSError as error:
        fail(_explain(error, settings), hint="Choose another --host, --port or --data-dir, or free this one.")


@app.command()
def version() -> None:
    """Print the version."""
    print(imserver.__version__)


def _explain(error: OSError, settings: Settings) -> str:
    if error.filename is None:
        return f"Can't listen on {settings.host}:{settings.port}: {error.strerror or error}"
    return f"Can't use {error.filename}: {error.strerror or error}"


def fail(message: str, code: int = 1, hint: str = "") -> None:
    print(f"error: {message}", file=sys.stderr)
    if hint:
        print(f"hint: {hint}", file=sys.stderr)
    raise SystemExit(code)


def main() -> None:
    app()
