"""`imctl users import`: many accounts from a roster, checked as a whole before the first is created."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Final, Self, TextIO
from urllib.parse import quote

import typer

from control.client.admin import AdminConnection
from control.commands.users_csv import SURE, as_json, decode, encoding_name, read_roster, require_sure
from control.context import Invocation, invocation
from control.errors import ControlError, Refused, UsageError
from control.progress import Progress
from imserver.core.folding import caseless
from imserver.core.spreadsheet import guard
from imserver.core.user_import import MAX_TITLES, BadRow, DecodedFile, Roster, RosterRow

CHECK_CHUNK: Final = 5000
"""As many as fit into one request: only there do the members of one group count together. The same is true of groups:
a list of more than `MAX_TITLES` is checked by parts."""
CHECK_BYTES: Final = 1 << 20
# A password takes a Raspberry Pi 3 about half a second to hash, so that such a chunk takes some ten seconds.
CREATE_CHUNK: Final = 20
TIMEOUT_S: Final = 120.0
MAX_FILE: Final = 20 << 20
"""Bytes."""
PREVIEWED: Final = 10
"""Rows."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row can't be imported, by a code of the server's table: the column and the value that are wrong."""

    line: int
    login: str
    code: str
    message: str
    column: str = ""
    value: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ImportedAccount:
    """An account that was created or completed. `link` is {url, code, expires_at}, None where there is a password."""

    line: int
    login: str
    name: str
    id: str
    link: dict[str, Any] | None = field(repr=False)


@dataclass(slots=True)
class Enrolment:
    """What became of the rows: `completed` had their account, as `there` rows have one that could be completed;
    `uncertain` are those whose answer never came.
    """

    created: list[ImportedAccount] = field(default_factory=list)
    completed: list[ImportedAccount] = field(default_factory=list)
    there: int = 0
    problems: list[Problem] = field(default_factory=list)
    uncertain: list[RosterRow] = field(default_factory=list)
    stopped_by: ControlError | KeyboardInterrupt | None = None


def import_users(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="CSV file with the columns login, name, role, password, group.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show and check every row without importing.")] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="Import the valid rows and skip the invalid ones.")
    ] = False,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Resume an interrupted import of this file: existing accounts that match their row join"
            " its groups, and get new links in place of the earlier ones.",
        ),
    ] = False,
    links: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Write the one-time links to this new file, readable only by you."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Encoding of the file, if it isn't UTF-8 or UTF-16.")
    ] = None,
) -> None:
    """Import accounts from a CSV file. Accounts without a password get a one-time link.

    The column group names the groups to join, by title. A missing group is created, owned by its first member.

    All rows are checked first. If one is invalid, nothing is imported unless --partial is given. Exits with 1 if a row
    is invalid.
    """
    run = invocation(ctx)
    reading = decode(_read(file), encoding)
    if not dry_run and encoding is None:
        require_sure(reading)
    roster = read_roster(reading)
    if not roster.rows and not roster.bad:
        raise UsageError(f"{file} has a header but no rows", "write one account on each line below the header")
    with run.connect() as server:
        good, problems, there = _check(server, roster, Progress(run.output), resume=resume)
        if dry_run:
            _preview(run, roster, reading, is_guessed=encoding is None)
        if dry_run or (problems and not partial):
            _report(run, Enrolment(there=there, problems=problems), links=None, dry_run=dry_run, good=len(good))
        else:
            with _LinkFile(links) as link_file:
                how = {"partial": partial, "resume": resume}
                enrolment = create(server, good, how, Progress(run.output), link_file.add)
            enrolment.problems = sorted([*problems, *enrolment.problems], key=lambda problem: problem.line)
            _report(run, enrolment, links=links, dry_run=False, good=len(good))
            _say_what_stopped_it(run, server, enrolment, partial=partial)
    if problems:
        raise typer.Exit(1)


def _check(
    server: AdminConnection, roster: Roster, progress: Progress, *, resume: bool
) -> tuple[list[RosterRow], list[Problem], int]:
    """The rows that the server would take, the problems of all others, by line, and how many have their account."""
    problems = [_problem(row) for row in roster.bad]
    there = 0
    with progress.over("Checking", len(roster.rows)) as advance:
        for chunk in _together(roster.rows):
            body = {"rows": [as_json(row) for row in chunk], "check": True, "partial": True, "resume": resume}
            answer = server.post("/admin/users/import", body, TIMEOUT_S)
            problems += _problems(answer)
            there += answer.get("there", 0)
            advance(len(chunk))
    bad = {problem.line for problem in problems}
    good = [row for row in roster.rows if row.line not in bad]
    return good, sorted(problems, key=lambda problem: problem.line), there


def create(
    server: AdminConnection,
    rows: Sequence[RosterRow],
    how: Mapping[str, bool],
    progress: Progress,
    on_created: Callable[[ImportedAccount], None],
) -> Enrolment:
    """Create the accounts of `rows` by chunks. Never raises for the server or the keyboard: see `stopped_by`.

    `how` are the `partial` and `resume` of the request.
    """
    enrolment = Enrolment()
    with progress.over("Creating", len(rows)) as advance:
        for chunk in _chunks(rows, CREATE_CHUNK):
            body = {"rows": [as_json(row) for row in chunk], "check": False, **how}
            try:
                answer = server.post("/admin/users/import", body, TIMEOUT_S)
            except (ControlError, KeyboardInterrupt) as error:
                enrolment.stopped_by = error
                if not isinstance(error, Refused):
                    enrolment.uncertain = list(chunk)
                return enrolment
            by_login = {caseless(row.login): row for row in chunk}
            created, completed = (
                [_account(by_login[caseless(each["login"])], each) for each in answer[kind]]
                for kind in ("created", "completed")
            )
            enrolment.created += created
            enrolment.completed += completed
            for account in _by_line(created, completed):
                on_created(account)
            enrolment.problems += _problems(answer)
            if answer["errors"] and not how.get("partial"):
                enrolment.stopped_by = Refused("a row became bad after the check", "", code="import_stopped")
                return enrolment
            advance(len(chunk))
    return enrolment


def _account(row: RosterRow, made: dict[str, Any]) -> ImportedAccount:
    return ImportedAccount(row.line, made["login"], row.name or "", made["id"], made["link"])


def _by_line(*accounts: Sequence[ImportedAccount]) -> list[ImportedAccount]:
    return sorted(chain(*accounts), key=lambda account: account.line)


def _say_what_stopped_it(run: Invocation, server: AdminConnection, enrolment: Enrolment, *, partial: bool) -> None:
    """Raise what ended the import early, with what is sure about the rows whose answer never came."""
    if enrolment.stopped_by is None:
        return
    again = "--partial --resume" if partial or enrolment.problems else "--resume"
    hint = f"what is listed above is done; import again with {again} to complete the rest"
    for row in enrolment.uncertain:
        try:
            server.get(f"/admin/users/{quote(row.login, safe='')}")
        except Refused:
            run.output.note(f"line {row.line}: {row.login} was not created")
        except ControlError:
            told = "may or may not have been created; check later with 'imctl users list'"
            run.output.note(f"line {row.line}: {row.login} {told}")
        else:
            rest = "" if row.password else ", and makes its link"
            run.output.note(f"line {row.line}: {row.login} was created; {again} completes it{rest}")
    if isinstance(enrolment.stopped_by, KeyboardInterrupt):
        raise Refused("the import was interrupted", hint, code="interrupted")
    enrolment.stopped_by.hint = hint
    raise enrolment.stopped_by


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_FILE + 1)
    except OSError as error:
        raise UsageError(f"{file} can't be read: {error.strerror}", code="file_unreadable") from None
    if len(content) > MAX_FILE:
        raise UsageError(
            f"{file} has more than {MAX_FILE} bytes", "check that it is a CSV file, or split it", code="too_large"
        )
    return content


def _chunks(rows: Sequence[RosterRow], size: int) -> Iterator[Sequence[RosterRow]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _together(rows: Sequence[RosterRow]) -> Iterator[Sequence[RosterRow]]:
    """Chunks of at most `CHECK_CHUNK` rows, about `CHECK_BYTES` and `MAX_TITLES` groups."""
    start = size = 0
    titles = set[str]()
    for at, row in enumerate(rows):
        its_size, its_titles = len(json.dumps(as_json(row))), {caseless(title) for title in row.groups}
        size, titles = size + its_size, titles | its_titles
        if size > CHECK_BYTES or at - start == CHECK_CHUNK or len(titles) > MAX_TITLES:
            yield rows[start:at]
            start, size, titles = at, its_size, its_titles
    if rows[start:]:
        yield rows[start:]


def _problems(answer: dict[str, Any]) -> list[Problem]:
    told = ("line", "login", "code", "message", "column", "value", "hint")
    return [Problem(**{name: error[name] for name in told if name in error}) for error in answer["errors"]]


def _problem(row: BadRow) -> Problem:
    error = row.error
    return Problem(row.line, row.login, error.code.name, error.message, row.column, row.value, error.hint)


def _preview(run: Invocation, roster: Roster, reading: DecodedFile, *, is_guessed: bool) -> None:
    """The first rows as they were read: whether names are right only a person can tell."""
    if run.output.as_json:
        return
    is_guessed = is_guessed and reading.encoding not in SURE
    doubt = " (a guess: does a name look wrong, name another by --encoding)" if is_guessed else ""
    run.output.line(f"Encoding: {encoding_name(reading.encoding)}{doubt}")
    if not roster.columns:
        run.output.line("Columns: the first line has no headings; they are read as login and name.")
    renamed = [f"{heading} is {column}" for heading, column in roster.columns.items() if heading.lower() != column]
    if renamed:
        run.output.line(f"Columns: {', '.join(renamed)}.")
    if roster.ignored:
        run.output.line(f"Columns left out: {', '.join(roster.ignored)}.")
    shown = [
        (row.line, row.login, row.name or "", row.role or "", "; ".join(row.groups)) for row in roster.rows[:PREVIEWED]
    ]
    run.output.table(("LINE", "LOGIN", "NAME", "ROLE", "GROUPS"), shown, "No row could be read.")
    if len(roster.rows) > PREVIEWED:
        run.output.line(f"... and {len(roster.rows) - PREVIEWED} rows more.")


def _report(run: Invocation, enrolment: Enrolment, *, links: Path | None, dry_run: bool, good: int) -> None:
    """Problems go to stderr, what was created to stdout. Links are shown unless they went to a file."""
    if run.output.as_json:
        run.output.data(_as_json(enrolment, links, dry_run=dry_run))
        return
    for problem in enrolment.problems:
        run.output.note(_told(problem))
    accounts = _by_line(enrolment.created, enrolment.completed)
    rows = [(account.line, account.login, account.name, _shown_link(account, links)) for account in accounts]
    if rows:
        run.output.table(("LINE", "LOGIN", "NAME", "LINK TO SET A PASSWORD"), rows, "")
    run.output.line(_summary(enrolment, dry_run=dry_run, good=good))
    if links and accounts:
        run.output.line(f"The one-time links are in {links}.")


def _told(problem: Problem) -> str:
    """A line for each, with the way out."""
    name = f" ({problem.login})" if problem.login else ""
    where = f"{problem.column}: " if problem.column else ""
    return f"line {problem.line}{name}: {where}{problem.message} {problem.hint}".rstrip()


def _shown_link(account: ImportedAccount, links: Path | None) -> str:
    if account.link is None:
        return ""
    return "in the file" if links else str(account.link["url"])


def _summary(enrolment: Enrolment, *, dry_run: bool, good: int) -> str:
    bad = len(enrolment.problems)
    if dry_run:
        there = f" Already there, to be completed: {enrolment.there}." if enrolment.there else ""
        return f"Good rows: {good}, bad rows: {bad}.{there} Nothing was imported."
    if bad and not enrolment.created and not enrolment.completed:
        return f"Nothing was imported. Good rows: {good}, bad rows: {bad}. Import the good ones with --partial."
    there = f" Already there, now complete: {len(enrolment.completed)}." if enrolment.completed else ""
    return f"Accounts created: {len(enrolment.created)}.{there} Rows left out: {bad}."


def _as_json(enrolment: Enrolment, links: Path | None, *, dry_run: bool) -> dict[str, Any]:
    def shown(accounts: Sequence[ImportedAccount]) -> list[dict[str, Any]]:
        return [
            {"line": account.line, "login": account.login, "id": account.id, "link": None if links else account.link}
            for account in accounts
        ]

    errors = [
        {name: value for name, value in asdict(problem).items() if name != "hint"} for problem in enrolment.problems
    ]
    return {
        "dry_run": dry_run,
        "created": shown(enrolment.created),
        "completed": shown(enrolment.completed),
        "errors": errors,
        "links_file": str(links) if links else None,
    }


class _LinkFile:
    """The file of one-time links; each is on the disk before the next account is made."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        if self._path is not None:
            try:
                descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except OSError as error:
                raise UsageError(
                    f"{self._path} can't be created: {error.strerror}",
                    "name a new file in a writable folder",
                    code="links_file",
                ) from None
            self._file = open(descriptor, "w", encoding="utf-8", newline="")
            self._write(["login", "name", "link"])
        return self

    def add(self, account: ImportedAccount) -> None:
        if account.link is not None:
            self._write([account.login, account.name, account.link["url"]])

    def _write(self, values: list[str]) -> None:
        if self._file is not None:
            csv.writer(self._file).writerow(map(guard, values))
            self._file.flush()

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
