"""What the routes of this service take and give."""

from __future__ import annotations

from pydantic import BaseModel, Field

from imserver.core.account import MAX_PASSWORD, Role
from imserver.http.inputs import MAX_INPUT, Name, NameOrNone, NewLogin, NewPassword, YesOrNo

MAX_TOKEN = 400
"""Characters of a refresh token; those that are issued have some 220."""
MAX_KEY = 100


class UserView(BaseModel):
    id: str
    login: str
    name: str
    role: Role
    disabled: bool
    created_at: int = Field(description="ms since 1970 UTC")
    avatar: str = Field("", description="the id of the picture; empty without one")


class Device(BaseModel):
    device: str = Field("", max_length=MAX_INPUT, description="How this session is called in lists of sessions.")
    cookie: YesOrNo = Field(False, description="Keep the refresh token in a cookie that scripts can't read.")
    cookie_key: str = Field(
        "", max_length=MAX_KEY, description="A secret without which the refresh token is good for signing out only."
    )


class LoginRequest(Device):
    login: str = Field(max_length=MAX_INPUT)
    password: str = Field(max_length=MAX_PASSWORD * 4)


class TokenRequest(BaseModel):
    refresh_token: str | None = Field(None, max_length=MAX_TOKEN, description="Unless it is in the cookie.")
    cookie_key: str = Field("", max_length=MAX_KEY, description="What came with the login.")


class RedeemRequest(Device):
    login: NewLogin | None = Field(None, description="For links that make an account.")
    name: NameOrNone | None = None
    password: NewPassword
    server: str | None = Field(
        None, max_length=MAX_INPUT, description="What the server is called, for the link of its first owner."
    )


class ReuseView(BaseModel):
    session: str
    device: str
    at: int = Field(description="ms since 1970 UTC")


class GrantView(BaseModel):
    access_token: str
    access_expires_at: int = Field(description="ms since 1970 UTC")
    refresh_token: str | None = Field(description="null where it is in the cookie")
    session: str
    user: UserView
    reused: ReuseView | None = Field(
        description="the last session within 30 days that ended because a refresh token of it was used twice"
    )


class SessionView(BaseModel):
    id: str
    device: str
    created_at: int = Field(description="ms since 1970 UTC")
    last_seen_at: int = Field(description="when it last got a new access token")
    online: bool
    current: bool = Field(description="whether it is the one that asks")


class SessionsView(BaseModel):
    sessions: list[SessionView]
    reused: list[ReuseView] = Field(description="those that ended because a refresh token was used twice")


class LinkView(BaseModel):
    kind: str = Field(description="setup, invite or password")
    login: str | None
    role: Role
    expires_at: int
    server: str = Field(
        description="what the server is called, for its first owner what it could be called; empty where unknown"
    )


class NameRequest(BaseModel):
    name: Name


class RemovalRequest(BaseModel):
    password: str = Field(max_length=MAX_PASSWORD * 4)


class PasswordRequest(BaseModel):
    old: str = Field(max_length=MAX_PASSWORD * 4)
    new: NewPassword
