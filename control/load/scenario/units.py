"""Quantities as people write them in scenarios: `90s`, `2s..8s`, `12/min`, `200KB`.

A number without its unit is refused: nobody can tell whether `ramp: 5` means seconds or minutes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

SECONDS: Final = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86_400.0}
BYTES: Final = {"B": 1, "KB": 1000, "MB": 1_000_000}
LONGEST_S: Final = 30 * 86_400.0
MOST_PER_S: Final = 1000.0
LARGEST_BYTES: Final = 100_000_000

_NUMBER: Final = r"(-?\d+(?:\.\d+)?)"


def _amount(text: str, units: dict[str, Any], example: str) -> float:
    found = re.fullmatch(rf"{_NUMBER}\s*([A-Za-z]*)", text.strip())
    if not found:
        raise ValueError(f"{text!r} is no number with a unit, such as {example}")
    number, unit = float(found[1]), found[2]
    if unit not in units:
        said = f"has the unknown unit {unit!r}" if unit else "has no unit"
        raise ValueError(f"{text!r} {said}: write {', '.join(units)}, as in {example}")
    if number < 0:
        raise ValueError(f"{text!r} is negative")
    return number * float(units[unit])


def seconds(text: str) -> float:
    """The length of time in `text`, such as `90s`. Raises `ValueError`, also above 30 days."""
    length = _amount(text, SECONDS, "90s")
    if length > LONGEST_S:
        raise ValueError(f"{text!r} is longer than 30 days")
    return length


@dataclass(frozen=True, slots=True)
class _Quantity:
    """Validated from its text, and written as that text again."""

    text: str

    def __str__(self) -> str:
        return self.text

    @classmethod
    def parse(cls, text: str) -> Any:
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def validate(value: Any) -> Any:
            if isinstance(value, cls):
                return value
            if isinstance(value, bool) or not isinstance(value, str | int | float):
                raise ValueError(f"{value!r} is no text such as {cls.example()}")
            return cls.parse(str(value))

        return core_schema.no_info_plain_validator_function(
            validate, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": cls.pattern(), "examples": [cls.example()]}

    @classmethod
    def example(cls) -> str:
        raise NotImplementedError

    @classmethod
    def pattern(cls) -> str:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Duration(_Quantity):
    """A length of time, at most 30 days."""

    seconds: float

    @classmethod
    def parse(cls, text: str) -> Duration:
        return cls(text.strip(), seconds(text))

    @classmethod
    def example(cls) -> str:
        return "90s"

    @classmethod
    def pattern(cls) -> str:
        return rf"^\d+(\.\d+)?\s*({'|'.join(SECONDS)})$"


@dataclass(frozen=True, slots=True)
class DurationRange(_Quantity):
    """A range of lengths of time, each as likely: `2s..8s`, or one that is always the same: `5s`."""

    low: float
    high: float

    @classmethod
    def parse(cls, text: str) -> DurationRange:
        first, _, last = text.partition("..")
        low = seconds(first)
        high = seconds(last) if last else low
        if high < low:
            raise ValueError(f"{text!r} ends before it begins")
        return cls(text.strip(), low, high)

    @classmethod
    def example(cls) -> str:
        return "2s..8s"

    @classmethod
    def pattern(cls) -> str:
        one = rf"\d+(\.\d+)?\s*({'|'.join(SECONDS)})"
        return rf"^{one}(\.\.{one})?$"


@dataclass(frozen=True, slots=True)
class Rate(_Quantity):
    """How often, above 0 and at most 1,000 times a second: `1/s`, `12/min`, `1/30s`."""

    per_s: float

    @classmethod
    def parse(cls, text: str) -> Rate:
        found = re.fullmatch(rf"{_NUMBER}\s*/\s*(\d+(?:\.\d+)?)?\s*([a-z]+)", text.strip())
        if not found:
            raise ValueError(f"{text!r} is no rate such as {cls.example()} or 1/30s")
        number, period = float(found[1]), seconds(f"{found[2] or 1}{found[3]}")
        if number < 0:
            raise ValueError(f"{text!r} is negative")
        if number == 0 or period == 0:
            raise ValueError(f"{text!r} is no rate: nothing would happen, or all at once")
        if number / period > MOST_PER_S:
            raise ValueError(f"{text!r} is more than {MOST_PER_S:.0f} a second for one user")
        return cls(text.strip(), number / period)

    @classmethod
    def example(cls) -> str:
        return "12/min"

    @classmethod
    def pattern(cls) -> str:
        return rf"^\d+(\.\d+)?\s*/\s*(\d+(\.\d+)?)?\s*({'|'.join(SECONDS)})$"


@dataclass(frozen=True, slots=True)
class Size(_Quantity):
    """A number of bytes, from 1 to 100 MB: `200KB`. 1 KB is 1,000 bytes."""

    bytes: int

    @classmethod
    def parse(cls, text: str) -> Size:
        count = round(_amount(text, BYTES, cls.example()))
        if not 1 <= count <= LARGEST_BYTES:
            raise ValueError(f"{text!r} is not between 1 B and 100 MB")
        return cls(text.strip(), count)

    @classmethod
    def example(cls) -> str:
        return "200KB"

    @classmethod
    def pattern(cls) -> str:
        return rf"^\d+(\.\d+)?\s*({'|'.join(BYTES)})$"
