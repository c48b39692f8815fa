"""What a server may be called, and what is wrong with a form."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.core.form import Form
from imserver.core.server import MAX_SERVER_NAME, clean_server_name, suggested_name


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "a\nb", "x" * (MAX_SERVER_NAME + 1), "\u202eloohcs"])
def test_what_is_no_name(text: str) -> None:
    with pytest.raises(ImError) as raised:
        clean_server_name(text)
    assert raised.value.code is errors.SERVER_NAME_INVALID


@given(st.text(max_size=80))
@example("学" * MAX_SERVER_NAME)
def test_a_name_that_is_taken_is_taken_again_as_it_stands(text: str) -> None:
    try:
        name = clean_server_name(text)
    except ImError:
        return
    assert 1 <= len(name) <= MAX_SERVER_NAME
    assert clean_server_name(name) == name


@pytest.mark.parametrize(
    ("hosts", "name"),
    [
        (("chat.local", "raspberrypi"), "chat"),
        (("127.0.0.1", "raspberrypi"), "raspberrypi"),
        (("::1", "school.local"), "school"),
        (("fe80::1%eth0", "10.0.0.7"), ""),
        (("localhost", "localhost.localdomain"), ""),
        (("", "h" * 70), ""),
        (("im.example.org",), "im.example.org"),
    ],
)
def test_the_name_that_is_suggested(hosts: tuple[str, ...], name: str) -> None:
    assert suggested_name(*hosts) == name


@given(st.ip_addresses())
def test_no_address_is_suggested(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert suggested_name(str(address)) == ""


def test_a_form_names_all_that_is_wrong_and_the_first_stands_for_it() -> None:
    form = Form()
    form.check()
    with form.field("login"):
        raise ImError(errors.LOGIN_TAKEN, "The login 'ann' is taken.")
    with form.field("password"):
        raise ImError(errors.PASSWORD_WEAK, "The password has 3 characters.")
    with form.field("login"):
        raise ImError(errors.LOGIN_INVALID, "That comes too late.")
    with pytest.raises(ImError) as raised:
        form.check()
    assert raised.value.code is errors.LOGIN_TAKEN
    codes = {name: error.code.name for name, error in raised.value.fields.items()}
    assert codes == {"login": "login_taken", "password": "password_weak"}


def test_what_may_succeed_later_is_no_fields_fault() -> None:
    form = Form()
    with pytest.raises(ImError) as raised, form.field("old"):
        raise ImError(errors.THROTTLED, "Too often.", retry_after_s=200)
    assert (raised.value.retry_after_s, raised.value.fields) == (200, {})
    form.check()
