"""Who calls: what routes depend on."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.security import HTTPBearer

from imserver.core import errors
from imserver.core.audit import Means
from imserver.core.errors import ImError
from imserver.http.admin_socket import LOCAL_KEY
from imserver.http.peer import UNKNOWN
from imserver.services.auth.api_tokens import PREFIX
from imserver.services.principal import LOCAL, Principal
from imserver.services.registry import Node
from imserver.tokens.access import TokenIdentity

_bearer = HTTPBearer(auto_error=False, description="An access token of POST /api/v1/login, or an API token.")


def node_of(request: Request) -> Node:
    node: Node = request.app.state.node
    return node


CurrentNode = Annotated[Node, Depends(node_of)]


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ImError(errors.NOT_AUTHENTICATED, "The request has no bearer token.")
    return token.strip()


def identify(request: Request, node: Node) -> TokenIdentity:
    """Whose access token the request carries. Raises `not_authenticated`, `token_invalid`, `token_expired`."""
    return node.auth.access.verify(_token(request))


async def _identity(request: Request, node: CurrentNode, _: Annotated[Any, Depends(_bearer)]) -> TokenIdentity:
    return identify(request, node)


Caller = Annotated[TokenIdentity, Depends(_identity)]


async def _administrator(request: Request, node: CurrentNode, _: Annotated[Any, Depends(_bearer)]) -> Principal:
    if request.scope.get(LOCAL_KEY):
        return LOCAL
    token = _token(request)
    if token.startswith(PREFIX):
        return await node.auth.api_tokens.authenticate(token, _address(request))
    user = await node.store.accounts.get(node.auth.access.verify(token).user)
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
