"""Upload a file for a message, and get what is in one's messages; pictures of people and groups."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Annotated, Any, Final
from urllib.parse import quote, unquote

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from imserver.core import errors
from imserver.core.account import User
from imserver.core.attachment import SHOWN_TYPES, Attachment
from imserver.core.conversation import Conversation
from imserver.core.errors import ImError
from imserver.http import ranges
from imserver.http.body import Larger
from imserver.services.auth.schema import UserView
from imserver.services.dependencies import Caller, CurrentNode, identify
from imserver.services.media import schema
from imserver.services.media.avatars import MAX_PICTURE
from imserver.services.media.content import Content
from imserver.services.media.content_type import kind_of
from imserver.services.messages.schema import AttachmentView, ConversationView

PATH: Final = "/api/v1/media"
MAX_HEADER: Final = 2000

router = APIRouter(prefix=PATH, tags=["media"])
avatars = APIRouter(prefix="/api/v1", tags=["media"])

_BINARY: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"application/octet-stream": {}}},
    206: {"description": "A range of it"},
}


def _reader(
    request: Request, media: str, node: CurrentNode, ticket: Annotated[str | None, Query(max_length=2048)] = None
) -> str:
    """Who wants the file: by a bearer token, or by the ticket in the address."""
    if ticket is not None:
        identity = node.media.tickets.verify(ticket, media)
        node.auth.access.check_open(identity.session)
        return identity.user
    return identify(request, node).user


Reader = Annotated[str, Depends(_reader)]
Download = Annotated[bool, Query(description="Save it, whatever it is.")]


_PICTURE: Final = {
    "requestBody": {
        "required": True,
        "description": f"JPEG, PNG, WebP, GIF or AVIF, of at most {MAX_PICTURE} bytes; a square is cut out of it.",
        "content": {"image/*": {}},
    }
}


def larger(media_max: int) -> tuple[Larger, ...]:
    """Requests that may have more bytes than others."""
    return (
        Larger("POST", re.compile(PATH), media_max),
        Larger("PUT", re.compile(r"/api/v1/(me|conversations/[^/]*)/avatar"), MAX_PICTURE),
    )


@router.get("", summary="How much room one's files take, and may take")
async def room(caller: Caller, node: CurrentNode) -> schema.RoomView:
    limits = node.media.files.limits
    return schema.RoomView(used=await node.media.files.used(caller.user), quota=limits.person, max_file=limits.file)


@router.post(
    "",
    status_code=201,
    summary="Upload a file: its content is the body, as it is",
    response_model=AttachmentView,
    openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": {}}}},
)
async def upload(
    request: Request,
    caller: Caller,
    node: CurrentNode,
    conv: Annotated[str, Query(max_length=64, description="The conversation that it is for.")],
    x_file_name: Annotated[
        str, Header(max_length=MAX_HEADER, description="Its name, in UTF-8 and percent-encoded.")
    ] = "",
) -> Attachment:
    return await node.media.files.upload(caller.user, conv, unquote(x_file_name), _declared(request), _body(request))


@avatars.put(
    "/me/avatar",
    summary="Have another picture: its content is the body, as it is",
    response_model=UserView,
    openapi_extra=_PICTURE,
)
async def set_own(request: Request, caller: Caller, node: CurrentNode) -> User:
    return await node.media.avatars.set_own(caller.user, _declared(request), _body(request))


@avatars.delete("/me/avatar", status_code=204, summary="Have no picture")
async def remove_own(caller: Caller, node: CurrentNode) -> None:
    await node.media.avatars.remove_own(caller.user)


@avatars.put(
    "/conversations/{id}/avatar",
    summary="Give a group another picture: its content is the body, as it is",
    response_model=ConversationView,
    openapi_extra=_PICTURE,
)
async def set_group(id: str, request: Request, caller: Caller, node: CurrentNode) -> Conversation:
    return await node.media.avatars.set_group(caller.user, id, _declared(request), _body(request))


@avatars.delete("/conversations/{id}/avatar", status_code=204, summary="Take a group's picture away")
async def remove_group(id: str, caller: Caller, node: CurrentNode) -> None:
    await node.media.avatars.remove_group(caller.user, id)


@avatars.get(
    "/avatars/{avatar}",
    summary="The picture of a person or of one's group",
    response_class=StreamingResponse,
    responses=_BINARY,
)
async def read_avatar(avatar: str, caller: Caller, node: CurrentNode, request: Request) -> Response:
    content = await node.media.avatars.content(caller.user, avatar)
    return _answer(request, content, kind_of(content.head), saved=False)


def _declared(request: Request) -> int:
    """Bytes that the client says the body has; 0 where it doesn't."""
    length = request.headers.get("content-length", "")
    return int(length) if length.isdigit() else 0


async def _body(request: Request) -> AsyncIterator[bytes]:
    try:
        async for part in request.stream():
            yield part
    except ClientDisconnect:
        raise ImError(errors.BAD_REQUEST, "The upload was broken off.") from None


@router.get("/{media}", summary="A file", response_class=StreamingResponse, responses=_BINARY)
async def read(media: str, reader: Reader, node: CurrentNode, request: Request, download: Download = False) -> Response:
    content = await node.media.files.content(reader, media)
    return _answer(request, content, content.attachment.type, saved=download)


@router.get("/{media}/thumbnail", summary="A small picture of it", response_class=StreamingResponse, responses=_BINARY)
async def thumbnail(media: str, reader: Reader, node: CurrentNode, request: Request) -> Response:
    content = await node.media.files.content(reader, media, thumbnail=True)
    return _answer(request, content, kind_of(content.head), saved=False)


@router.get("/{media}/link", summary="An address of the file that needs no token, for some minutes")
async def link(media: str, caller: Caller, node: CurrentNode) -> schema.TicketView:
    await node.store.media.get(media, caller.user)
    ticket, expires_at = node.media.tickets.issue(caller, media)
    return schema.TicketView(url=f"{PATH}/{media}?ticket={ticket}", expires_at=expires_at)


def _answer(request: Request, content: Content, kind: str, *, saved: bool) -> Response:
    """The bytes that were asked for. What could run as a page is saved, and runs nowhere."""
    file = content.attachment
    shown = kind in SHOWN_TYPES
    way = "inline" if shown and not saved else "attachment"
    tag = f'"{file.id}{content.size}"'  # for programs that keep files themselves, and for parts (If-Range)
    headers = {
        "content-type": kind if shown else "application/octet-stream",
        "content-disposition": f"{way}; filename*=UTF-8''{quote(file.name, safe='')}",
        "content-security-policy": "sandbox; default-src 'none'",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-store",  # the page keeps what it wants to, where signing out without a network deletes it
        "accept-ranges": "bytes",
        "etag": tag,
    }
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    span = ranges.wanted(request.headers.get("range"), content.size)
    if request.headers.get("if-range", tag) != tag:
        span = None
    first, end = span or (0, content.size)
    headers["content-length"] = str(end - first)
    if span:
        headers["content-range"] = f"bytes {first}-{end - 1}/{content.size}"
    return StreamingResponse(content.parts(first, end), 206 if span else 200, headers)
