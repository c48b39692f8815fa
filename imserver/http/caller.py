"""Who calls: what routes depend on."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import Depends, Query, Request
from fastapi.security import HTTPBearer
from starlette.types import ASGIApp, Receive, Scope, Send

from imserver.core import errors
from imserver.core.audit import Means
from imserver.core.errors import ImError
from imserver.http.peer import UNKNOWN
from imserver.process.node import Node
from imserver.services.admin.api_tokens import PREFIX
from imserver.services.admin.principal import LOCAL, Principal
from imserver.tokens.access import Identity

LOCAL_KEY: Final = "imserver.local"

_bearer = HTTPBearer(auto_error=False, description="An access token of POST /api/v1/login, or an API token.")


class AdminSocket:
    """The ASGI application as seen through the admin socket: whoever can open that may administer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, LOCAL_KEY: True}, receive, send)


def _node(request: Request) -> Node:
    node: Node = request.app.state.node
    return node


CurrentNode = Annotated[Node, Depends(_node)]


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ImError(errors.NOT_AUTHENTICATED, "The request has no bearer token.")
    return token.strip()


def identify(request: Request, node: Node) -> Identity:
    """Whose access token the request carries. Raises `not_authenticated`, `token_invalid`, `token_expired`."""
    return node.access.verify(_token(request))


async def _identity(request: Request, node: CurrentNode, _: Annotated[Any, Depends(_bearer)]) -> Identity:
    return identify(request, node)


Caller = Annotated[Identity, Depends(_identity)]


async def _administrator(request: Request, node: CurrentNode, _: Annotated[Any, Depends(_bearer)]) -> Principal:
    if request.scope.get(LOCAL_KEY):
        return LOCAL
    token = _token(request)
    if token.startswith(PREFIX):
        return await node.api_tokens.authenticate(token, _address(request))
    user = await node.store.accounts.get(node.access.verify(token).user)
    if user.disabled or not user.role.is_admin:
        raise ImError(errors.FORBIDDEN, f"The role {user.role} doesn't administer this server.")
    return Principal(role=user.role, means=Means.PERSON, name=user.login, id=user.id, address=_address(request))


Administrator = Annotated[Principal, Depends(_administrator)]


def _address(request: Request) -> str:
    return request.client.host if request.client else UNKNOWN


Address = Annotated[str, Depends(_address)]

Search = Annotated[str, Query(max_length=100, description="Part of a name.")]
After = Annotated[str, Query(max_length=200, description="The last item of the page before.")]
Limit = Annotated[int, Query(ge=1, le=500)]
