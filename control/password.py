"""Passwords come from the keyboard, unseen, or from standard input: never from an argument, which others could read."""

from __future__ import annotations

import sys

import typer

from control.errors import UsageError


def read_password(login: str, from_stdin: bool) -> str:
    """The new password for `login`. Raises `UsageError` where there is no way to get one."""
    if from_stdin:
        return _from_stdin()
    if not sys.stdin.isatty():
        raise UsageError(
            "there is no terminal to prompt for the password", "pass it on standard input with --password-stdin"
        )
    answer: str = typer.prompt(
        f"New password for {login}", hide_input=True, confirmation_prompt="Repeat the password", err=True
    )
    return answer


def _from_stdin() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise UsageError(
            "standard input holds no password",
            "write the password as its first line: 'imctl users passwd anna --password-stdin < FILE'",
        )
    return password


def confirm(question: str, yes: bool) -> None:
    """Ask before what can't be undone. Raises `UsageError` without a terminal, `typer.Abort` for a no."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(
            f"{question} needs confirmation, and there is no terminal to prompt on", "pass --yes to confirm"
        )
    typer.confirm(question, abort=True, err=True)
