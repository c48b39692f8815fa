"""Options that several commands of `imctl load` take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Name = Annotated[str, typer.Argument(metavar="SCENARIO", help="s1 to s9 (see imctl load list), or a file.")]
Local = Annotated[bool, typer.Option("--local", help="Start a temporary server for the run.")]
Users = Annotated[int | None, typer.Option(min=2, help="Number of users; default: the scenario's.")]
RateOption = Annotated[str | None, typer.Option(metavar="RATE", help="Rate of actions per user, such as 1/s or 6/min.")]
Hold = Annotated[
    str | None,
    typer.Option("--duration", metavar="TIME", help="Duration with all users connected, such as 60s or 10min."),
]
Ramp = Annotated[str | None, typer.Option(metavar="TIME", help="Time over which users connect.")]
Out = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Folder for results and reports; default: load/TIME-SCENARIO.")
]
Own = Annotated[
    list[str] | None, typer.Option("--i-own", metavar="HOST", help="Confirm that HOST is yours and may be loaded.")
]
BudgetOption = Annotated[
    str,
    typer.Option(
        "--budget", metavar="BOARD", help="With --local: limit the server to the capacity of a pi4, pi5, pi3 or zero2w."
    ),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=VALUE", help="With --local: set a setting, such as IM_SEND_RATE=0; repeatable."
    ),
]
Data = Annotated[Path | None, typer.Option("--disk", metavar="DIR", help="With --local: folder for the server's data.")]
