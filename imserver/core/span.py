"""Where in a text somebody is mentioned, and who."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Annotated, Final

import msgspec

from imserver.core import errors
from imserver.core.errors import ImError

MAX_SPANS: Final = 100

Place = Annotated[int, msgspec.Meta(ge=0, le=(1 << 53) - 1)]


class Span(msgspec.Struct, frozen=True):
    """Characters (code points) of a text, from `start` to before `end`. `who` is one of the message's mentions."""

    start: Place
    end: Place
    who: Annotated[str, msgspec.Meta(max_length=64)]


def check_spans(text: str, mentions: Collection[str], spans: Sequence[Span]) -> None:
    """They follow one another within the text. Raises `bad_frame`."""
    before = 0
    for span in spans:
        if not before <= span.start < span.end <= len(text):
            raise ImError(
                errors.BAD_FRAME,
                f"The span from {span.start} to {span.end} is empty, out of the text, or not behind the one before.",
            )
        if span.who not in mentions:
            raise ImError(errors.BAD_FRAME, f"The span of {span.who!r} is of nobody in mentions.")
        before = span.end


def of_those(spans: Iterable[Span], mentions: Collection[str]) -> tuple[Span, ...]:
    """The spans of who is mentioned."""
    return tuple(span for span in spans if span.who in mentions)
