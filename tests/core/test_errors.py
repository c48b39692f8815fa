"""The table of errors and close codes: what clients decide by it."""

from __future__ import annotations

from imserver.core import errors
from imserver.core.errors import CLOSE_CODES, ERRORS, ImError


def test_names_and_numbers_are_unique() -> None:
    assert len(ERRORS) == len([value for value in vars(errors).values() if isinstance(value, errors.ErrorCode)])
    numbers = [code.number for code in CLOSE_CODES.values()]
    assert len(set(numbers)) == len(numbers) == len(CLOSE_CODES)


def test_close_codes_tell_by_their_range_whether_to_reconnect() -> None:
    for code in CLOSE_CODES.values():
        assert code.reconnect is (3000 <= code.number < 3500), code.name
        assert code.number in range(1000, 3000) or code.number in range(3000, 4000), code.name


def test_close_reasons_fit_into_a_close_frame() -> None:
    for code in CLOSE_CODES.values():
        assert len(code.name.encode()) <= 123


def test_what_is_worth_a_retry_is_no_mistake_of_the_caller() -> None:
    for code in ERRORS.values():
        assert 400 <= code.status < 600, code.name
        assert code.retry is (code.status in (429, 500, 503, 507)), code.name
        assert code.hint.endswith("."), code.name


def test_an_error_has_the_hint_of_the_table_or_a_better_one() -> None:
    assert ImError(errors.BUSY, "Too much.").hint == errors.BUSY.hint
    assert ImError(errors.FORBIDDEN, "No.", "Make a group instead.").hint == "Make a group instead."
