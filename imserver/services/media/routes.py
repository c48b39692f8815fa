"""Upload a file for a message, and get what is in one's messages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any, Final
from urllib.parse import quote, unquote

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from imserver.core import errors
from imserver.core.attachment import SHOWN_TYPES, Attachment
from imserver.core.errors import ImError
from imserver.http.caller import Caller, CurrentNode, identify
from imserver.services.media import ranges, schema
from imserver.services.media.files import Content
from imserver.services.media.kind import kind_of
from imserver.services.messages.schema import AttachmentView

PATH: Final = "/api/v1/media"
MAX_HEADER: Final = 2000

router = APIRouter(prefix=PATH, tags=["media"])

_BINARY: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"application/octet-stream": {}}},
    206: {"description": "A range of it"},
}


def _reader(
    request: Request, media: str, node: CurrentNode, ticket: Annotated[str | None, Query(max_length=2048)] = None
) -> str:
    """Who wants the file: by a bearer token, or by the ticket in the address."""
    if ticket is not None:
        identity = node.tickets.verify(ticket, media)
        node.access.check_open(identity.session)
        return identity.user
    return identify(request, node).user


Reader = Annotated[str, Depends(_reader)]
Download = Annotated[bool, Query(description="Save it, whatever it is.")]


@router.get("", summary="How much room one's files take, and may take")
async def room(caller: Caller, node: CurrentNode) -> schema.RoomView:
    limits = node.media.limits
    return schema.RoomView(used=await node.media.used(caller.user), quota=limits.person, max_file=limits.file)


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
    declared = request.headers.get("content-length")
    size = int(declared) if declared and declared.isdigit() else None
    return await node.media.upload(caller.user, conv, unquote(x_file_name), size, _body(request))


async def _body(request: Request) -> AsyncIterator[bytes]:
    try:
        async for part in request.stream():
            yield part
    except ClientDisconnect:
        raise ImError(errors.BAD_REQUEST, "The upload was broken off.") from None


@router.get("/{media}", summary="A file", response_class=StreamingResponse, responses=_BINARY)
async def read(media: str, reader: Reader, node: CurrentNode, request: Request, download: Download = False) -> Response:
    content = await node.media.content(reader, media)
    return _answer(request, content, content.attachment.type, saved=download)


@router.get("/{media}/thumbnail", summary="A small picture of it", response_class=StreamingResponse, responses=_BINARY)
async def thumbnail(media: str, reader: Reader, node: CurrentNode, request: Request) -> Response:
    content = await node.media.content(reader, media, thumbnail=True)
    return _answer(request, content, kind_of(content.head), saved=False)


@router.get("/{media}/link", summary="An address of the file that needs no token, for some minutes")
async def link(media: str, caller: Caller, node: CurrentNode) -> schema.TicketView:
    await node.store.media.get(media, caller.user)
    ticket, expires_at = node.tickets.issue(caller, media)
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
