"""People, conversations and their history."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query

from imserver.core import errors
from imserver.core.account import Profile
from imserver.core.conversation import Conversation
from imserver.core.errors import ImError
from imserver.core.message import DEFAULT_PAGE, MAX_PAGE
from imserver.http.caller import After, Caller, CurrentNode, Limit, Search
from imserver.services.messages import schema

router = APIRouter(prefix="/api/v1", tags=["messages"])

Seq = Annotated[int | None, Query(ge=0, le=(1 << 53) - 1)]


@router.get("/users", summary="Who is here, by login")
async def directory(
    caller: Caller, node: CurrentNode, q: Search = "", after: After = "", limit: Limit = 50
) -> schema.DirectoryView:
    people, more = await node.messenger.directory(q, after, limit)
    return schema.DirectoryView.model_validate({"users": people, "more": more}, from_attributes=True)


@router.get("/users/{id}", summary="One person", response_model=schema.ProfileView)
async def profile(id: str, caller: Caller, node: CurrentNode) -> Profile:
    return await node.messenger.profile(id)


@router.get("/conversations", summary="One's conversations, the newest message first")
async def conversations(caller: Caller, node: CurrentNode) -> schema.ConversationsView:
    found = await node.messenger.conversations(caller.user)
    return schema.ConversationsView.model_validate({"conversations": found}, from_attributes=True)


@router.post(
    "/conversations",
    summary="Open the direct conversation with somebody, or make a group",
    response_model=schema.ConversationView,
)
async def open_conversation(
    wanted: Annotated[schema.DirectRequest | schema.GroupRequest, Body(discriminator="kind")],
    caller: Caller,
    node: CurrentNode,
) -> Conversation:
    if isinstance(wanted, schema.DirectRequest):
        return await node.messenger.open_direct(caller.user, wanted.user)
    return await node.messenger.create_group(caller.user, wanted.title, wanted.members)


@router.get("/conversations/{id}", summary="One conversation", response_model=schema.ConversationView)
async def conversation(id: str, caller: Caller, node: CurrentNode) -> Conversation:
    return await node.messenger.conversation(caller.user, id)


@router.patch("/conversations/{id}", summary="Rename a group", response_model=schema.ConversationView)
async def rename(id: str, wanted: schema.TitleRequest, caller: Caller, node: CurrentNode) -> Conversation:
    return await node.messenger.rename(caller.user, id, wanted.title)


@router.post(
    "/conversations/{id}/members",
    summary="Add somebody to a group, or change their role",
    response_model=schema.ConversationView,
)
async def add_member(id: str, wanted: schema.MemberRequest, caller: Caller, node: CurrentNode) -> Conversation:
    return await node.messenger.add_member(caller.user, id, wanted.user, wanted.role)


@router.delete("/conversations/{id}/members/{user}", status_code=204, summary="Remove somebody, or leave")
async def remove_member(id: str, user: str, caller: Caller, node: CurrentNode) -> None:
    await node.messenger.remove_member(caller.user, id, user)


@router.get("/conversations/{id}/messages", summary="A page of history, ascending")
async def page(
    id: str,
    caller: Caller,
    node: CurrentNode,
    before: Seq = None,
    after: Seq = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = DEFAULT_PAGE,
) -> schema.PageView:
    if before is not None and after is not None:
        raise ImError(errors.BAD_REQUEST, "Give before or after, not both.")
    found = await node.messenger.page(caller.user, id, before, after, limit)
    return schema.PageView.model_validate(
        {"conv": id, "messages": found.messages, "more": found.more}, from_attributes=True
    )
