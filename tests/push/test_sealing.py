"""Notices are sealed as RFC 8291 says: its example, byte for byte, and every text opened by a fake browser."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from imserver.services.push.sealing import MAX_PLAIN, seal
from imserver.services.push.vapid import decode, encode
from imserver.store.records import PushSubscription
from tests.fake_vendor import Browser, Listener

PLAIN = b"When I grow up, I want to be a watermelon"
SENDER_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
RECEIVER_POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
    "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def subscription(p256dh: str, auth: str) -> PushSubscription:
    return PushSubscription(
        id="p1", user="u1", session="s1", endpoint="", p256dh=decode(p256dh), auth=decode(auth), created_at=0
    )


def test_the_example_of_the_standard() -> None:
    key = ec.derive_private_key(int.from_bytes(decode(SENDER_KEY)), ec.SECP256R1())
    sealed = seal(PLAIN, subscription(RECEIVER_POINT, AUTH), key=key, salt=decode(SALT))
    assert encode(sealed) == SEALED


@given(st.binary(max_size=MAX_PLAIN))
def test_a_browser_opens_what_was_sealed_for_it(plain: bytes) -> None:
    if plain.endswith((b"\0", b"\2")):
        plain += b"."
    keys = BROWSER.subscription()["keys"]
    sealed = seal(plain[:MAX_PLAIN], subscription(keys["p256dh"], keys["auth"]))
    assert len(sealed) <= 4096
    assert BROWSER.open(sealed) == plain[:MAX_PLAIN]


BROWSER = Browser(Listener())


def test_what_is_too_long_for_vendors_is_refused() -> None:
    with pytest.raises(ValueError, match="are allowed"):
        seal(bytes(MAX_PLAIN + 1), subscription(RECEIVER_POINT, AUTH))
