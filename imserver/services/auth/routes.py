"""Logging in, links, and one's own account."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Body, Cookie, Request, Response

from imserver.core import errors
from imserver.core.account import User
from imserver.core.errors import ImError
from imserver.http.origin import OwnPage
from imserver.services.auth import known_devices, schema
from imserver.services.auth import sessions as service
from imserver.services.auth.sessions import REFRESH_LIFETIME_MS, Client, Grant, SignUp
from imserver.services.dependencies import Address, Caller, CurrentNode

COOKIE: Final = "im_refresh"
COOKIE_PATH: Final = "/api/v1/token"
DEVICE_COOKIE: Final = "im_device"
DEVICE_COOKIE_PATH: Final = "/api/v1"
"""Of logins, links and new passwords."""

router = APIRouter(prefix="/api/v1", tags=["auth"])


def _know_device(known_device: str, request: Request, response: Response) -> None:
    response.set_cookie(
        DEVICE_COOKIE,
        known_device,
        max_age=known_devices.LIFETIME_MS // 1000,
        path=DEVICE_COOKIE_PATH,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def _known_devices(request: Request) -> tuple[str, ...]:
    """Browsers may still have one under `/api/v1/login`, as servers before gave it. The longer path comes first
    (RFC 6265, 5.4).
    """
    pairs = (pair.strip().partition("=") for pair in request.headers.get("Cookie", "").split(";"))
    return tuple(value for name, _, value in pairs if name == DEVICE_COOKIE)[-2:]


def _hand_out(grant: Grant, request: Request, response: Response, *, cookie: bool) -> schema.GrantView:
    if cookie:
        response.set_cookie(
            COOKIE,
            grant.refresh_token,
            max_age=REFRESH_LIFETIME_MS // 1000,
            path=COOKIE_PATH,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
    if grant.known_device:
        _know_device(grant.known_device, request, response)
    return schema.GrantView(
        access_token=grant.access_token,
        access_expires_at=grant.access_expires_at,
        refresh_token=None if cookie else grant.refresh_token,
        session=grant.session,
        user=schema.UserView.model_validate(grant.user, from_attributes=True),
        reused=schema.ReuseView.model_validate(grant.reused, from_attributes=True) if grant.reused else None,
    )


def _client(wanted: schema.Device, address: str, request: Request) -> Client:
    return Client(address, wanted.device, wanted.cookie_key, _known_devices(request))


@router.post("/login", summary="Log in", dependencies=[OwnPage])
async def login(
    wanted: schema.LoginRequest, node: CurrentNode, address: Address, request: Request, response: Response
) -> schema.GrantView:
    client = _client(wanted, address, request)
    grant = await node.auth.sessions.login(wanted.login, wanted.password, client)
    return _hand_out(grant, request, response, cookie=wanted.cookie)


@router.post(
    "/token",
    summary="Exchange a refresh token for a new access token and the next refresh token",
    dependencies=[OwnPage],
)
async def token(
    node: CurrentNode,
    request: Request,
    response: Response,
    wanted: Annotated[schema.TokenRequest | None, Body()] = None,
    im_refresh: Annotated[str, Cookie(max_length=schema.MAX_TOKEN)] = "",
) -> schema.GrantView:
    given = wanted.refresh_token if wanted else None
    if not given and not im_refresh:
        raise ImError(errors.TOKEN_INVALID, "There is no refresh token, neither in the body nor in the cookie.")
    grant = await node.auth.sessions.refresh(given or im_refresh, wanted.cookie_key if wanted else "")
    return _hand_out(grant, request, response, cookie=not given)


@router.delete(
    "/token",
    status_code=204,
    summary="End the session of a refresh token, whether it is still good or not; also without an access token",
    dependencies=[OwnPage],
)
async def revoke(
    node: CurrentNode,
    response: Response,
    wanted: Annotated[schema.TokenRequest | None, Body()] = None,
    im_refresh: Annotated[str, Cookie(max_length=schema.MAX_TOKEN)] = "",
) -> None:
    await node.auth.sessions.revoke((wanted and wanted.refresh_token) or im_refresh)
    _clear(response)


@router.post("/logout", status_code=204, summary="End this session", dependencies=[OwnPage])
async def logout(caller: Caller, node: CurrentNode, response: Response) -> None:
    await node.auth.sessions.logout(caller)
    _clear(response)


def _clear(response: Response) -> None:
    """What the browser keeps goes too: the pages that it would go back to, and files where an earlier version let it
    keep them; of the API it may store nothing now. Its storage is cleared by the page itself, which spares the choice
    of language and the copy of the page.
    """
    response.delete_cookie(COOKIE, path=COOKIE_PATH, httponly=True, samesite="strict")
    response.headers["Clear-Site-Data"] = '"cache"'


@router.get("/links/{code}", summary="What a one-time link is for")
async def look_at_link(code: str, node: CurrentNode) -> schema.LinkView:
    link: service.LinkInfo = await node.auth.sessions.look_at_link(code)
    return schema.LinkView.model_validate(link, from_attributes=True)


@router.post(
    "/links/{code}",
    summary="Use a one-time link: make the account or set its password, and log in",
    dependencies=[OwnPage],
)
async def redeem(
    code: str,
    wanted: schema.RedeemRequest,
    node: CurrentNode,
    address: Address,
    request: Request,
    response: Response,
) -> schema.GrantView:
    client = _client(wanted, address, request)
    choice = SignUp(wanted.login or "", wanted.name or "", wanted.password, wanted.server or "")
    grant = await node.auth.sessions.redeem(code, choice, client)
    return _hand_out(grant, request, response, cookie=wanted.cookie)


@router.get("/me", summary="One's own account", response_model=schema.UserView)
async def me(caller: Caller, node: CurrentNode) -> User:
    return await node.store.accounts.get(caller.user)


@router.patch("/me", summary="Change one's name", response_model=schema.UserView)
async def change_me(wanted: schema.NameRequest, caller: Caller, node: CurrentNode) -> User:
    await node.messenger.set_name(caller.user, wanted.name)
    return await node.store.accounts.get(caller.user)


@router.post("/me/password", status_code=204, summary="Change one's password; other devices are logged out")
async def change_password(
    wanted: schema.PasswordRequest,
    caller: Caller,
    node: CurrentNode,
    address: Address,
    request: Request,
    response: Response,
) -> None:
    client = Client(address, known_devices=_known_devices(request))
    known_device = await node.auth.sessions.change_password(caller, wanted.old, wanted.new, client)
    _know_device(known_device, request, response)


@router.get("/me/sessions", summary="Where one is logged in, the device used last first")
async def devices(caller: Caller, node: CurrentNode) -> schema.SessionsView:
    online = await node.online_directory.sessions_online(caller.user)
    return schema.SessionsView(
        sessions=[
            schema.SessionView(
                id=session.id,
                device=session.device,
                created_at=session.created_at,
                last_seen_at=session.refreshed_at,
                online=session.id in online,
                current=session.id == caller.session,
            )
            for session in await node.auth.sessions.devices(caller)
        ],
        reused=[
            schema.ReuseView.model_validate(each, from_attributes=True)
            for each in await node.auth.sessions.reused(caller.user)
        ],
    )


@router.delete("/me/sessions/{id}", status_code=204, summary="Log out one of one's devices")
async def end_session(id: str, caller: Caller, node: CurrentNode) -> None:
    await node.auth.sessions.end(caller, id)


@router.post("/me/delete", status_code=204, summary="Delete one's account; what one wrote stays, without a login")
async def delete_me(wanted: schema.RemovalRequest, caller: Caller, node: CurrentNode, address: Address) -> None:
    await node.auth.sessions.remove_account(caller, wanted.password, address)
