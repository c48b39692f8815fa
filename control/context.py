"""One run of `imctl`: its global options, and what follows from them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import typer

from control.client.admin import AdminConnection
from control.client.target import ServerOptions, Target
from control.errors import ControlError
from control.output import Output


@dataclass
class Invocation:
    """The global options as given so far; commands find it in `ctx.obj`."""

    url: str | None = None
    socket: Path | None = None
    token: str | None = field(default=None, repr=False)
    ca: Path | None = None
    output: Output = field(default_factory=Output)

    def take(self, option: str, value: object) -> None:
        """Note a global option; later ones win."""
        if option == "json":
            self.output.as_json = bool(value) or self.output.as_json
        elif value is not None:
            setattr(self, option, value)

    @property
    def choice(self) -> ServerOptions:
        return ServerOptions(self.url, self.socket, self.token, self.ca)

    def connect(self, target: Target | None = None) -> AdminConnection:
        """The admin API of `target`; by default, of the server that options and environment name."""
        return AdminConnection(target or self.choice.resolve(os.environ))

    def each(self, names: list[str], action: Callable[[str], None]) -> None:
        """Do `action` for every name, go on after a refusal, and fail at the end where there was one."""
        failed: ControlError | None = None
        for name in names:
            try:
                action(name)
            except ControlError as error:
                if error.exit_code == 3:
                    raise
                self.output.error(error)
                failed = error
        if failed:
            raise typer.Exit(failed.exit_code)


def invocation(ctx: typer.Context) -> Invocation:
    """The run that `ctx` belongs to."""
    run = ctx.obj
    if not isinstance(run, Invocation):
        raise TypeError("this context was not made by control.cli")
    return run
