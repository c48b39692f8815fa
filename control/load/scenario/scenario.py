"""A scenario of a load test: who does what, how often and for how long. Data, the same for every generator.

Scenarios are YAML files; the ready ones stand beside this module. Whatever isn't known is refused with what would
have been allowed, so that a misspelt key can't quietly change what is measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from control.errors import UsageError
from control.load.scenario.units import Duration, DurationRange, Rate, Size

FOLDER: Final = Path(__file__).parent.with_name("scenarios")
MAX_BYTES: Final = 65_536
MAX_USERS: Final = 100_000
MAX_TEXT: Final = 8000
"""Characters of a message, as in the protocol."""


class UserAction(StrEnum):
    """What a user does; each is one request with one answer. The names are those in `mix`."""

    SEND = "send"
    HISTORY = "history"
    SCROLL = "scroll"
    MARK = "mark"
    REACT = "react"
    SEARCH = "search"
    INBOX = "inbox"
    RECONNECT = "reconnect"
    FILE = "file"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, arbitrary_types_allowed=True)


Weight = Annotated[float, Field(gt=0, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1_000_000)]


class Circle(_Part):
    """Conversations of one kind. Each has `size` members; of two, it is a direct one."""

    size: int = Field(ge=2, le=1000, description="Members of each; 2 makes direct conversations.")
    count: int | None = Field(None, ge=1, description="How many there are. Else as many as put every user into one.")
    each: int = Field(1, ge=1, le=50, description="How many of this kind every user is in.")
    weight: Weight = Field(1, description="How often a message goes to one of this kind, beside the other kinds.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.count is not None and self.each > 1:
            raise ValueError(
                "count and each can't be given together: count says how many there are, each how many a user is in"
            )
        return self


class Length(_Part):
    """Characters of texts, log-normal: half are shorter than `median`, one of a hundred is longer than `p99`."""

    median: int = Field(default=18, ge=1, le=MAX_TEXT)
    p99: int = Field(default=200, ge=1, le=MAX_TEXT)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.p99 < self.median:
            raise ValueError(f"p99 ({self.p99}) is less than median ({self.median})")
        return self


class Texts(_Part):
    """What messages are made of: shares of messages by kind. They needn't add up to 100."""

    chinese: Share = 60
    english: Share = 25
    emoji: Share = 10
    link: Share = 5
    length: Length = Length()

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not any((self.chinese, self.english, self.emoji, self.link)):
            raise ValueError("all shares are 0: nothing could be written")
        return self


class FileSize(_Part):
    """Files of one size; `weight` is how often one is this large, beside the other sizes."""

    size: Size
    weight: Weight = 1


class Storm(_Part):
    """Connections are cut and made again, with the token that the user still has."""

    at: Duration = Field(description="When, counted from the end of the ramp.")
    share: float = Field(1.0, gt=0, le=1, description="Of the users.")
    within: Duration = Field(Duration.parse("0s"), description="Spread over so long; 0s cuts all at once.")


class Objective(_Part):
    """What the load must keep to pass."""

    delivery_p99: Duration = Field(
        default=Duration.parse("200ms"), description="From when a message was due to its receivers."
    )
    error_share: float = Field(default=0.0, ge=0, le=1, description="Of all actions.")


class Scenario(_Part):
    """One scenario. `users`, `rate` and `hold` are what the command line may change."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$", description="Short name, as on the command line.")
    title: str = Field(min_length=1, max_length=100)
    about: str = Field("", max_length=2000, description="What it is meant to show.")
    users: int = Field(ge=2, le=MAX_USERS)
    ramp: Duration = Field(description="Users arrive evenly over so long, and act from then on.")
    hold: Duration = Field(description="How long all of them are there.")
    sign_in: Literal["password", "token"] = Field(
        "token", description="password: logging in belongs to the load; token: it is done before."
    )
    conversations: tuple[Circle, ...] = Field(min_length=1, max_length=20)
    arrival: Literal["open", "closed"] = Field(
        "open", description="open: actions are due at set times; closed: users wait for the answer, then think."
    )
    rate: Rate | None = Field(None, description="Actions of one user where arrival is open; gaps are exponential.")
    think: DurationRange | None = Field(
        None, description="Pause of one user after each answer, where arrival is closed."
    )
    mix: dict[UserAction, Weight] = Field(min_length=1, description="How often each action happens, beside the others.")
    texts: Texts = Texts()
    files: tuple[FileSize, ...] = Field((), max_length=20, description="Sizes of files, where the mix has some.")
    storms: tuple[Storm, ...] = Field((), max_length=100)
    objective: Objective = Objective()
    seed: int = Field(1, ge=0, lt=2**63, description="Of all that is drawn by lot.")

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.arrival == "open" and (self.rate is None or self.think is not None):
            raise ValueError("an open arrival takes rate, and no think")
        if self.arrival == "closed" and (self.think is None or self.rate is not None):
            raise ValueError("a closed arrival takes think, and no rate")
        if (UserAction.FILE in self.mix) != bool(self.files):
            raise ValueError("files are given exactly where the mix has the action file")
        for storm in self.storms:
            if storm.at.seconds + storm.within.seconds > self.hold.seconds:
                raise ValueError(f"the storm at {storm.at} isn't over at the end of hold ({self.hold})")
        for circle in self.conversations:
            if circle.size > self.users:
                raise ValueError(f"conversations of {circle.size} need as many users, and there are {self.users}")
        return self

    @property
    def length_s(self) -> float:
        """Seconds from the first user's arrival to the end."""
        return self.ramp.seconds + self.hold.seconds

    def shares(self) -> dict[UserAction, float]:
        """The mix as shares of 1, in the order of the file."""
        total = sum(self.mix.values())
        return {action: weight / total for action, weight in self.mix.items()}

    def changed(self, users: int | None = None, rate: str | None = None, hold: str | None = None) -> Scenario:
        """The same with other numbers. Raises `UsageError` where they make no sense.

        Conversations larger than the number of users shrink to it, so that a short try needs no file of its own.
        A storm that wouldn't be over in time comes earlier, in proportion.
        """
        data = self.model_dump(mode="json", exclude_none=True)
        if users is not None:
            data["users"] = users
            for circle in data["conversations"]:
                circle["size"] = min(circle["size"], max(users, 2))
        if rate is not None:
            data["rate"] = rate
        if hold is not None:
            data["hold"] = hold
            self._hasten(data["storms"], hold)
        return _validated(data, f"scenario {self.name}")

    def _hasten(self, storms: list[dict[str, Any]], hold: str) -> None:
        try:
            factor = Duration.parse(hold).seconds / self.hold.seconds
        except (ValueError, ZeroDivisionError):
            return
        if factor < 1:
            for data, storm in zip(storms, self.storms, strict=True):
                data["at"] = f"{storm.at.seconds * factor:.3f}s"
                data["within"] = f"{storm.within.seconds * factor:.3f}s"


def ready() -> dict[str, Path]:
    """The scenarios that come with the product, by name."""
    return {file.stem: file for file in sorted(FOLDER.glob("*.yml"))}


def load(name: str) -> Scenario:
    """The ready scenario with that name, else the file. Raises `UsageError`."""
    file = ready().get(name.lower())
    if file is None:
        file = Path(name)
        if not file.is_file():
            raise UsageError(
                f"unknown scenario {name!r}",
                f"use one of {', '.join(ready())}, or the path of a file",
                code="scenario_unknown",
            )
    if file.stat().st_size > MAX_BYTES:
        raise UsageError(
            f"{file} is larger than {MAX_BYTES // 1024} KiB",
            "it is too large for a scenario; check the path",
            code="scenario_invalid",
        )
    try:
        return parse(file.read_text("utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} can't be read: {error}", code="scenario_invalid") from None


def parse(text: str, source: str = "scenario") -> Scenario:
    """The scenario in a YAML text. Raises `UsageError` that names every wrong value, and `source` as its place."""
    return _validated(_document(text, source), source)


def schema() -> dict[str, Any]:
    """The JSON schema of a scenario file."""
    return Scenario.model_json_schema()


def _document(text: str, source: str) -> Any:
    import yaml

    class Loader(yaml.SafeLoader):
        """Refuses what YAML's own loader takes silently: the same key twice."""

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            seen: set[Any] = set()
            for key, _ in node.value:
                name = self.construct_object(key, deep=True)
                if name in seen:
                    raise yaml.constructor.ConstructorError(None, None, f"{name!r} stands here twice", key.start_mark)
                seen.add(name)
            return super().construct_mapping(node, deep)

    try:
        return yaml.load(text, Loader)  # noqa: S506 (a SafeLoader)
    except (yaml.YAMLError, TypeError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" line {mark.line + 1}" if mark else ""
        raise UsageError(
            f"{source}{where} is not YAML: {getattr(error, 'problem', error)}", code="scenario_invalid"
        ) from None


def _validated(data: Any, source: str) -> Scenario:
    if not isinstance(data, Mapping):
        raise UsageError(f"{source} is not a mapping of keys to values", "see docs/load.md", code="scenario_invalid")
    try:
        return Scenario.model_validate(data)
    except ValidationError as error:
        raise UsageError(
            f"{source}: {'; '.join(_complaints(error))}",
            "docs/load.md describes every key",
            code="scenario_invalid",
        ) from None


def _complaints(error: ValidationError) -> Iterator[str]:
    for found in error.errors(include_url=False):
        path = ".".join(str(step) for step in found["loc"] if step != "[key]")
        match found["type"]:
            case "extra_forbidden":
                yield f"unknown key {path}; allowed are {', '.join(_allowed(found['loc']))}"
            case "missing":
                yield f"{path} is missing"
            case "value_error":
                yield f"{path}: {found['ctx']['error']}" if path else str(found["ctx"]["error"])
            case _:
                yield f"{path} ({found['input']!r}): {found['msg']}"


_PARTS: Final[dict[str, type[_Part]]] = {
    "conversations": Circle,
    "texts": Texts,
    "length": Length,
    "files": FileSize,
    "storms": Storm,
    "objective": Objective,
}


def _allowed(path: tuple[int | str, ...]) -> list[str]:
    """The keys beside the one at the end of `path`."""
    parent: type[_Part] = Scenario
    for step in path[:-1]:
        parent = _PARTS.get(str(step), parent)
    return list(parent.model_fields)
