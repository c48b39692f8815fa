"""Signed claims, judged by PyJWT: what it makes is taken, what is made is taken by it, and nothing else passes."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Final

import jwt
import msgspec
import pytest

from imserver.tokens.access import AccessClaims
from imserver.tokens.jwt import TokenError, read, sign

KEY: Final = bytes(range(32))
CLAIMS: Final = AccessClaims("u1", "s1", 1_900_000_000)
BODY: Final = {"sub": "u1", "sid": "s1", "exp": 1_900_000_000}


class _Numbered(msgspec.Struct):
    sub: int
    sid: str
    exp: int


def encoded(content: object) -> str:
    return urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def test_pyjwt_reads_what_is_signed_and_the_other_way_round() -> None:
    assert jwt.decode(sign(CLAIMS, KEY), KEY, ["HS256"]) == BODY
    assert read(jwt.encode(BODY, KEY, "HS256"), KEY, AccessClaims) == CLAIMS


FORGED: Final[dict[str, Callable[[str], str]]] = {
    "nothing": lambda token: "",
    "no dots": lambda token: token.replace(".", ""),
    "a dot too many": lambda token: token + ".",
    "another key": lambda token: jwt.encode(BODY, bytes(32), "HS256"),
    "another algorithm, with the right key": lambda token: jwt.encode(BODY, KEY + KEY, "HS512"),
    "no algorithm": lambda token: f"{encoded({'alg': 'none', 'typ': 'JWT'})}.{token.split('.')[1]}.",
    "a key of its own": lambda token: jwt.encode(BODY, KEY, "HS256", {"jwk": {"kty": "oct", "k": "AA"}}),
    "no signature": lambda token: token.rpartition(".")[0] + ".",
    "half a signature": lambda token: token[:-20],
    "another person": lambda token: token.replace(token.split(".")[1], encoded({**BODY, "sub": "u2"})),
    "another spelling of the signature": lambda token: token + "=",
    "letters from elsewhere": lambda token: token + "é",
    "a lone surrogate": lambda token: "\ud800" + token,
    "claims of something else": lambda token: jwt.encode({"sub": "u1", "file": "f", "exp": 1}, KEY, "HS256"),
    "a number for a name": lambda token: sign(_Numbered(1, "s1", 1_900_000_000), KEY),
    "no end": lambda token: jwt.encode({"sub": "u1", "sid": "s1"}, KEY, "HS256"),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("how", FORGED)
def test_a_forged_token_is_refused(how: str) -> None:
    token = sign(CLAIMS, KEY)
    assert read(token, KEY, AccessClaims) == CLAIMS
    with pytest.raises(TokenError):
        read(FORGED[how](token), KEY, AccessClaims)
