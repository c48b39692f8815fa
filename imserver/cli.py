"""`imserver`: the server's own command."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Annotated, NoReturn

import typer
import uvloop
from msgspec import structs
from pydantic import ValidationError

import imserver
from imserver.process.gateway import GatewaySettings, become, settings_of
from imserver.process.reload import SuccessionError, succeed
from imserver.process.startup_errors import explained, fail
from imserver.seal.keyring import KeyringError
from imserver.settings import Service, Settings
from imserver.store.sqlite.schema import NewerDataError
from imserver.system import logs

app = typer.Typer(help="The messenger.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command()
def run(
    services: Annotated[
        str | None, typer.Option(help="What this process does: auth, gateway, messages, media, push. Default: all.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="This process among several.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on; 0.0.0.0 for the whole network.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Directory of messages, accounts and keys.")] = None,
    admin_socket: Annotated[Path | None, typer.Option(help="Socket for imctl.")] = None,
    public_url: Annotated[str | None, typer.Option(help="Where people reach the server; stands in links.")] = None,
) -> None:
    """Run the server, or some services of it, until Ctrl-C.

    Each option is also a variable of the environment: IM_HOST, IM_PORT and so on. Without any, everything runs in this
    process, listens on 127.0.0.1:8080 and keeps its data in ./data.
    """
    settings = _settings(
        services=services,
        name=name,
        host=host,
        port=port,
        data_dir=data_dir,
        admin_socket=admin_socket,
        public_url=public_url,
    )
    if settings.services == {Service.GATEWAY}:
        become(_gateway(settings))
    from imserver.process.server import serve  # FastAPI and all services: nothing for a gateway

    logs.set_up(settings.log_format)
    try:
        with explained():
            uvloop.run(serve(settings))
    except NewerDataError as error:
        fail(str(error), hint="Run the newer version again, or restore a backup made with this one.")
    except KeyringError as error:
        fail(str(error), hint="Put the right file back, from a backup of the data directory's keys.")
    except LookupError as error:
        fail(f"IM_ADMIN_SOCKET_GROUP: {error}", hint="Create the group, or leave the setting out.")
    except OSError as error:
        fail(*_explain(error, settings))


@app.command()
def reload(
    ctx: typer.Context,
    pid: Annotated[int, typer.Argument(envvar="MAINPID", min=2, help="The process that retires.")],
    services: Annotated[str | None, typer.Option(help="As it was started with.")] = None,
    name: Annotated[str | None, typer.Option(help="As it was started with.")] = None,
    host: Annotated[str | None, typer.Option(help="As it was started with.")] = None,
    port: Annotated[int | None, typer.Option(help="As it was started with.")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="As it was started with.")] = None,
) -> None:
    """Let a new process take over from a gateway that runs, of another release or with other settings.

    It ends with 0 once the new process is ready. The other one then takes nobody new, and lets its people come over a
    few at a time: once it gets SIGUSR2, or after a quarter of an hour. Both go on where this one was started, with its
    output. Other services than a gateway are stopped and started.
    """
    settings = _settings(services=services, name=name, host=host, port=port, data_dir=data_dir)
    if settings.services != {Service.GATEWAY}:
        hint = "Restart it. For a gateway say so: --services gateway, and the --name and --port with which it runs."
        fail(f"{settings.process_name} is more than a gateway: nothing can take over while it runs.", 2, hint)
    gateway, running = _gateway(settings), settings_of(pid)
    source = ctx.get_parameter_source("pid")
    is_by_hand = source is not None and source.name == "COMMANDLINE"
    if is_by_hand and running is not None and running.name != gateway.name:
        hint = f"Say --name {running.name} --port {running.port}, or name the process that is {gateway.name}."
        fail(f"Process {pid} is {running.name}, and not {gateway.name}.", 2, hint)
    shares_port = running is None or running.port == gateway.port

    def become_successor(generation: str, ready: int, predecessor: int) -> NoReturn:
        told = {"generation": generation, "ready": ready, "predecessor": predecessor, "shares_port": shares_port}
        become(structs.replace(gateway, **told))

    try:
        successor = succeed(pid, become_successor)
    except ProcessLookupError:
        fail(f"There is no process {pid}.", 2, "Start one with imserver run.")
    except (SuccessionError, PermissionError) as error:
        fail(f"Process {pid} goes on: {error}")
    print(f"imserver ({settings.process_name}): process {successor} takes over from {pid}", flush=True)


def _settings(**given: str | int | Path | None) -> Settings:
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        problem = error.errors()[0]
        field = str(problem["loc"][0])
        reason = problem["msg"].removeprefix("Value error, ")
        fail(f"{field} (IM_{field.upper()}) can't be {problem['input']!r}: {reason}", 2)
    if not settings.is_whole and settings.redis_url is None:
        fail(
            f"{settings.process_name} is a part of the server, and IM_REDIS_URL is not set.",
            2,
            "Processes tell one another by Redis what happens: set IM_REDIS_URL, or run all services in one process.",
        )
    return settings


def _gateway(settings: Settings) -> GatewaySettings:
    files = (settings.link_ca, settings.link_cert, settings.link_key)
    return GatewaySettings(
        name=settings.process_name,
        host=settings.host,
        port=settings.port,
        link=settings.link_url,
        credentials=(str(files[0]), str(files[1]), str(files[2])) if all(files) else None,
        redis_url=settings.redis_url or "",
        log_format=settings.log_format,
        trusted_proxies=settings.trusted_proxies,
        address_connections=settings.address_connections,
        address_half_open=settings.address_half_open,
    )


@app.command()
def version() -> None:
    """Print the version."""
    print(imserver.__version__)


def _explain(error: OSError, settings: Settings) -> tuple[str, int, str]:
    """What `fail` says of it."""
    if error.filename is not None:
        return (
            f"Can't use {error.filename}: {error.strerror or error}",
            1,
            "Choose another --data-dir, or free this one.",
        )
    host, port = settings.host, settings.port
    match error.errno:
        case errno.EADDRINUSE:
            hint = f"Choose another one, such as --port {port + 1}, or end what has it: lsof -i :{port} names it."
            return f"Port {port} is taken: another program listens on {host}:{port}.", 1, hint
        case errno.EACCES | errno.EPERM:
            return f"Port {port} is for root only.", 1, "Choose one from 1024 on, such as --port 8080."
        case errno.EADDRNOTAVAIL:
            hint = "Choose one of its own, or --host 0.0.0.0 for all of them."
            return f"This machine doesn't have the address {host}.", 1, hint
    hint = "Choose another --host or --port."
    return f"Can't listen on {host}:{port}: {error.strerror or error}", 1, hint


def main() -> None:
    app()
