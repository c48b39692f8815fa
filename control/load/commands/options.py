"""Options that several commands of `imctl load` take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Name = Annotated[str, typer.Argument(metavar="SCENARIO", help="s1 to s9 (imctl load list), or a file.")]
Local = Annotated[bool, typer.Option("--local", help="Start a server of its own for it, in a temporary directory.")]
Users = Annotated[int | None, typer.Option(min=2, help="In place of the scenario's number.")]
RateOption = Annotated[str | None, typer.Option(metavar="RATE", help="Actions of one user: 1/s, 6/min.")]
Hold = Annotated[
    str | None, typer.Option("--duration", metavar="TIME", help="How long all users are there: 60s, 10min.")
]
Ramp = Annotated[str | None, typer.Option(metavar="TIME", help="Over how long users arrive.")]
Out = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where results and reports go; load/TIME-SCENARIO otherwise.")
]
Own = Annotated[list[str] | None, typer.Option("--i-own", metavar="HOST", help="This host is yours: it may be loaded.")]
BudgetOption = Annotated[
    str, typer.Option("--budget", metavar="BOARD", help="With --local: estimate a pi4, pi5, pi3 or zero2w.")
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="With --local: a setting, such as IM_SEND_RATE=0."),
]
Data = Annotated[Path | None, typer.Option("--disk", metavar="DIR", help="With --local: on which disk its data lie.")]
