"""Many accounts at once, from the rows of a table, and the groups that they come into."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from imserver.core import errors
from imserver.core.conversation import MAX_MEMBERS
from imserver.core.errors import ImError
from imserver.core.folding import caseless
from imserver.core.login import skeleton
from imserver.core.user_import import (
    MAX_TITLES,
    BadRow,
    DecodedFile,
    Roster,
    RosterError,
    RosterRow,
    decode,
    read_roster,
    taken_twice,
)
from imserver.services.admin.groups import GroupService
from imserver.services.admin.users import Created, UserService
from imserver.services.principal import Principal

MAX_IMPORT: Final = 5000
MAX_ROSTER: Final = 1_000_000
"""Characters of a CSV file: 200 for each of `MAX_IMPORT` rows."""
MAX_CONTENT: Final = 1_500_000
"""Bytes of one: in Base64 they fit into what a request may send."""

RESUME_HINT: Final = (
    "There is such an account already. If an import of this list broke off, run it again with --resume."
)
OTHER_HINT: Final = "The account has another name or role, or is without the password of this line: it stays as it is."
OTHERS_HINT: Final = "Is the row about somebody else? Choose another login."

_COLUMN_OF: Final = {
    errors.LOGIN_INVALID.name: "login",
    errors.LOGIN_MIXED.name: "login",
    errors.LOGIN_RESERVED.name: "login",
    errors.NAME_INVALID.name: "name",
    errors.BAD_REQUEST.name: "role",
    errors.FORBIDDEN.name: "role",
    errors.PASSWORD_WEAK.name: "password",
}
"""Where what is wrong with an account stands."""


class Table(msgspec.Struct, frozen=True):
    """A file as it was understood. `problem` is set where it makes no sense as a whole."""

    reading: DecodedFile
    roster: Roster
    problem: RosterError | None = None


class Import(msgspec.Struct, frozen=True):
    """What became of rows. `completed` are accounts that an earlier import had made of their rows; `there` is how many
    rows have one, where the import may complete them.
    """

    created: list[Created] = []
    completed: list[Created] = []
    there: int = 0
    bad: list[BadRow] = []


class Sorted(msgspec.Struct, frozen=True):
    """Rows by what can be done: `free` can be made, `there` have the account that would be made of them."""

    free: list[RosterRow]
    there: dict[str, RosterRow]
    bad: list[BadRow]
    foreign: list[str]
    """Titles of groups that they come into, and that the importer doesn't look after."""


class EnrolmentService:
    def __init__(self, users: UserService, groups: GroupService) -> None:
        self._users = users
        self._groups = groups
        self._joining = asyncio.Lock()
        """Two lists with one new title make one group."""

    async def import_rows(
        self, principal: Principal, rows: Sequence[RosterRow], *, check: bool, partial: bool, resume: bool = False
    ) -> Import:
        """Make all accounts, or with `partial` those that are in order; with `check` none.

        Without `partial`, one bad row means that nothing is made. A row of an account that was made is bad where its
        group could not be joined after all.

        With `resume`, rows whose account is there as they say it are no bad ones: an earlier import that broke off
        has made it. It comes into the groups that it isn't in, and gets a new link where no password was chosen. A
        password stays as it is: that of the row may have been changed since.
        """
        if len(rows) > MAX_IMPORT:
            raise ImError(errors.TOO_MANY, f"{len(rows)} rows at once are too many.", f"Send {MAX_IMPORT} at most.")
        found = await self._sort_out(principal, rows, resume=resume)
        there = len(found.there) if resume else 0
        if check or (found.bad and not partial):
            return Import(there=there, bad=found.bad)
        created = await self._users.create_all(principal, found.free)
        completed = await self._users.unsettled(principal, list(found.there)) if resume else []
        ids = {each.user.login: each.user.id for each in (*created, *completed)}
        joining = sorted((row for row in (*found.free, *found.there.values()) if row.login in ids), key=_line)
        return Import(created, completed, there, [*found.bad, *await self._join(principal, joining, ids)])

    async def read_roster(self, principal: Principal, text: str) -> Roster:
        """The rows of a CSV file that could be imported now, and the others. Raises `csv_invalid`, `too_many`."""
        roster = await asyncio.to_thread(read_roster, text, MAX_IMPORT + 2)
        if len(roster.rows) + len(roster.bad) > MAX_IMPORT:
            raise ImError(errors.TOO_MANY, f"The file has more than {MAX_IMPORT} rows.", "Split it.")
        found = await self._sort_out(principal, roster.rows)
        by_line = sorted([*roster.bad, *found.bad], key=_line)
        return msgspec.structs.replace(
            roster, rows=found.free, there=list(found.there.values()), bad=by_line, foreign=found.foreign
        )

    async def read_table(self, principal: Principal, content: bytes, encoding: str | None) -> Table:
        """The same of a file whose encoding may have to be guessed. Raises `too_many`."""
        reading = DecodedFile("", encoding or "")
        try:
            reading = await asyncio.to_thread(decode, content, encoding)
            return Table(reading, await self.read_roster(principal, reading.text))
        except RosterError as problem:
            return Table(reading, Roster(), problem)

    async def _sort_out(self, principal: Principal, rows: Sequence[RosterRow], *, resume: bool = False) -> Sorted:
        good, bad = await asyncio.to_thread(self._check_all, principal, rows)
        occupied = await self._users.occupied([row.login for row in good])
        taken = [row for row in good if row.login in occupied]
        holders = await self._users.holders([row.login for row in taken])
        there = {
            row.login: row for row in taken if row.login in holders and holders[row.login].is_made_of(principal, row)
        }
        others = {login: holder.user.name for login, holder in holders.items() if login not in there}
        for row in taken:
            if row.login in there:
                occupied[row.login] = ImError(errors.LOGIN_TAKEN, occupied[row.login].message, RESUME_HINT)
            elif name := others.get(row.login):
                hint = OTHER_HINT if name == (row.name or row.login) else OTHERS_HINT
                occupied[row.login] = ImError(errors.LOGIN_TAKEN, f"The login {row.login!r} belongs to {name!r}.", hint)
        refused = occupied.keys() - (there if resume else ())
        closed, foreign = await self._look_up(principal, [row for row in good if row.login not in refused])
        free: list[RosterRow] = []
        for row in good:
            if row.login in refused:
                holder = others.get(row.login, "")
                bad.append(BadRow(row.line, row.login, occupied[row.login], "login", row.login, holder=holder))
            elif shut := next((title for title in row.groups if caseless(title) in closed), None):
                bad.append(BadRow(row.line, row.login, closed[caseless(shut)], "group", shut[:120]))
                there.pop(row.login, None)
            elif row.login not in there:
                free.append(row)
        return Sorted(free, there, sorted(bad, key=_line), foreign)

    def _check_all(self, principal: Principal, rows: Sequence[RosterRow]) -> tuple[list[RosterRow], list[BadRow]]:
        """The rows that are in order by themselves and beside one another, with canonical values, and the others."""
        good: list[RosterRow] = []
        bad: list[BadRow] = []
        earlier: dict[str, RosterRow] = {}
        for row in rows:
            try:
                checked = self._users.check(principal, row)
            except ImError as error:
                bad.append(_bad(row, error))
                continue
            other = earlier.setdefault(skeleton(checked.login), checked)
            if other is checked:
                good.append(checked)
            else:
                bad.append(taken_twice(row, other))
        return good, bad

    async def _look_up(self, principal: Principal, rows: Sequence[RosterRow]) -> tuple[dict[str, ImError], list[str]]:
        """Groups that can't be joined or made, and why; and titles of those that the importer doesn't look after."""
        closed, foreign = dict[str, ImError](), list[str]()
        by_group = _by_group(rows)
        if len(by_group) > MAX_TITLES:
            raise ImError(errors.TOO_MANY, f"The list has {len(by_group)} groups.", f"Name {MAX_TITLES} at most.")
        for title, newcomers in by_group.items():
            try:
                group = await self._groups.titled(principal, title)
                inside = await self._groups.logins(group.id) if group else {""}
                members = len(inside.union(row.login for row in newcomers))
                if members > MAX_MEMBERS:
                    raise ImError(errors.TOO_MANY, f"{title[:120]!r} would have {members} members of {MAX_MEMBERS}.")
                if group and not await self._groups.looks_after(principal, group):
                    foreign.append(group.title)
            except ImError as error:
                closed[caseless(title)] = error
        return closed, foreign

    async def _join(self, principal: Principal, rows: Sequence[RosterRow], ids: Mapping[str, str]) -> list[BadRow]:
        """`ids` are those of the accounts, by login."""
        failed: list[BadRow] = []
        for title, newcomers in _by_group(rows).items():
            try:
                async with self._joining:
                    await self._groups.join(principal, title, [ids[row.login] for row in newcomers])
            except ImError as error:
                failed += [BadRow(row.line, row.login, error, "group", title) for row in newcomers]
        return failed


def _line(row: RosterRow | BadRow) -> int:
    return row.line


def _by_group(rows: Sequence[RosterRow]) -> dict[str, list[RosterRow]]:
    """By the first spelling of the title."""
    spelled: dict[str, str] = {}
    by_group: defaultdict[str, list[RosterRow]] = defaultdict(list)
    for row in rows:
        for key, title in {caseless(title): title for title in row.groups}.items():
            by_group[spelled.setdefault(key, title)].append(row)
    return by_group


def _bad(row: RosterRow, error: ImError) -> BadRow:
    column = _COLUMN_OF.get(error.code.name, "")
    value = "" if column == "password" else str(getattr(row, column, None) or "")
    return BadRow(row.line, row.login, error, column, value[:120])
