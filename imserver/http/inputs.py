"""Texts that people give: the API description says what is accepted, in characters as they are typed.

A little more is let through here, so that the rule itself refuses it, with a better message, and counts as Unicode asks
for: in NFC, without what surrounds it.
"""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BeforeValidator, Field, StrictBool
from pydantic_core import PydanticCustomError

from imserver.core.account import MAX_NAME, MAX_PASSWORD, MIN_PASSWORD
from imserver.core.login import MAX_LOGIN

MAX_INPUT: Final = 200
"""Characters that are looked at before a rule with a better message applies."""


def _is_number(value: object) -> object:
    """JSON Schema takes 5.0 for an integer, and neither "5" nor true."""
    if isinstance(value, bool | str):
        raise PydanticCustomError("int_type", "Input should be a valid integer")
    return value


Whole = Annotated[int, BeforeValidator(_is_number)]
YesOrNo = StrictBool


def _bounds(least: int, most: int) -> dict[str, int]:
    return {"minLength": least, "maxLength": most}


Name = Annotated[str, Field(max_length=MAX_INPUT, json_schema_extra={**_bounds(1, MAX_NAME), "pattern": r"\S"})]
"""Of a person, a group, a token."""
NameOrNone = Annotated[str, Field(max_length=MAX_INPUT, json_schema_extra={"maxLength": MAX_NAME})]
"""Where an empty one stands for the login."""
NewLogin = Annotated[str, Field(max_length=MAX_INPUT, json_schema_extra={**_bounds(1, MAX_LOGIN), "pattern": r"^\S+$"})]
NewPassword = Annotated[str, Field(max_length=MAX_PASSWORD * 4, json_schema_extra=_bounds(MIN_PASSWORD, MAX_PASSWORD))]
