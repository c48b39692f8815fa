"""Texts that people give: the API description says what is accepted, in characters as they are typed.

A little more is let through here, so that the rule itself refuses it, with a better message, and counts as Unicode asks
for: in NFC, without what surrounds it. A `Rule` beside a type says which: where another field is of a wrong type, so
that nothing is done, `rule_errors` tells what else is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Annotated, Any, Final, get_args

from pydantic import BaseModel, BeforeValidator, Field, StrictBool
from pydantic_core import PydanticCustomError

from imserver.core.account import MAX_NAME, MAX_PASSWORD, MIN_PASSWORD, check_password, clean_name, clean_title
from imserver.core.errors import ImError
from imserver.core.login import MAX_LOGIN, clean_login

MAX_INPUT: Final = 200
"""Characters that are looked at before a rule with a better message applies."""


def _is_number(value: object) -> object:
    """JSON Schema takes 5.0 for an integer, and neither "5" nor true."""
    if isinstance(value, bool | str):
        raise PydanticCustomError("int_type", "Input should be a valid integer")
    return value


Whole = Annotated[int, BeforeValidator(_is_number)]
YesOrNo = StrictBool


@dataclass(frozen=True, slots=True)
class Rule:
    """What a text must be: `check` raises, given the text and the whole body."""

    check: Callable[[str, dict[str, Any]], object]


def rule_errors(model: type[BaseModel], body: dict[str, Any], wrong: Collection[str]) -> Iterator[tuple[str, ImError]]:
    """What the rules of the fields say, but of those that are `wrong` already, each with its field."""
    for name, field in model.model_fields.items():
        value = body.get(name)
        if name in wrong or not isinstance(value, str):
            continue
        inside = (getattr(each, "__metadata__", ()) for each in get_args(field.annotation))
        for rule in chain(field.metadata, *inside):
            if isinstance(rule, Rule):
                try:
                    rule.check(value, body)
                except ImError as error:
                    yield name, error


def _bounds(least: int, most: int) -> dict[str, int]:
    return {"minLength": least, "maxLength": most}


_NAME: Final = Field(max_length=MAX_INPUT, json_schema_extra={**_bounds(1, MAX_NAME), "pattern": r"\S"})
Name = Annotated[str, _NAME, Rule(lambda name, _: clean_name(name))]
"""Of a person, a token."""
Title = Annotated[str, _NAME, Rule(lambda title, _: clean_title(title))]
"""Of a group."""
NameOrNone = Annotated[
    str,
    Field(max_length=MAX_INPUT, json_schema_extra={"maxLength": MAX_NAME}),
    Rule(lambda name, _: name and clean_name(name)),
]
"""Where an empty one stands for the login."""
NewLogin = Annotated[
    str,
    Field(max_length=MAX_INPUT, json_schema_extra={**_bounds(1, MAX_LOGIN), "pattern": r"^\S+$"}),
    Rule(lambda login, _: clean_login(login)),
]
NewPassword = Annotated[
    str,
    Field(max_length=MAX_PASSWORD * 4, json_schema_extra=_bounds(MIN_PASSWORD, MAX_PASSWORD)),
    Rule(lambda password, body: check_password(password, str(body.get("login") or ""))),
]
