"""People, conversations and their history."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query
from fastapi.responses import StreamingResponse

from imserver.core import errors
from imserver.core.account import Profile
from imserver.core.conversation import Conversation, GroupSettings, Preferences
from imserver.core.effects import Read
from imserver.core.errors import ImError
from imserver.core.message import DEFAULT_PAGE, MAX_PAGE
from imserver.core.room import fit_page
from imserver.search.finder import MAX_QUERY
from imserver.services.dependencies import After, Caller, CurrentNode, Limit, Search
from imserver.services.messages import schema
from imserver.services.messages.export import export

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
    return await node.messenger.create_group(caller.user, wanted.title, wanted.members, wanted.client_id)


@router.get("/conversations/{id}", summary="One conversation", response_model=schema.ConversationView)
async def conversation(id: str, caller: Caller, node: CurrentNode) -> Conversation:
    return await node.messenger.conversation(caller.user, id)


@router.patch("/conversations/{id}", summary="Title and settings of a group", response_model=schema.ConversationView)
async def change(id: str, wanted: schema.ChangeRequest, caller: Caller, node: CurrentNode) -> Conversation:
    settings = None if wanted.settings is None else GroupSettings(**wanted.settings.model_dump())
    return await node.messenger.change(caller.user, id, wanted.title, settings)


@router.put(
    "/conversations/{id}/preferences",
    status_code=204,
    summary="Which messages notify, when none do, and whether it is pinned",
)
async def set_preferences(id: str, wanted: schema.PreferencesView, caller: Caller, node: CurrentNode) -> None:
    await node.messenger.set_preferences(caller.user, id, Preferences(**wanted.model_dump()))


@router.put("/conversations/{id}/silenced/{user}", status_code=204, summary="Take the word from a member")
async def silence(id: str, user: str, caller: Caller, node: CurrentNode) -> None:
    await node.messenger.silence(caller.user, id, user, on=True)


@router.delete("/conversations/{id}/silenced/{user}", status_code=204, summary="Give a member the word again")
async def unsilence(id: str, user: str, caller: Caller, node: CurrentNode) -> None:
    await node.messenger.silence(caller.user, id, user, on=False)


@router.get("/conversations/{id}/bans", summary="Who can't be added any more")
async def bans(id: str, caller: Caller, node: CurrentNode) -> schema.PeopleView:
    people = await node.messenger.bans(caller.user, id)
    return schema.PeopleView.model_validate({"users": people}, from_attributes=True)


@router.put("/conversations/{id}/bans/{user}", status_code=204, summary="Remove somebody for good")
async def ban(id: str, user: str, caller: Caller, node: CurrentNode) -> None:
    await node.messenger.ban(caller.user, id, user)


@router.delete("/conversations/{id}/bans/{user}", status_code=204, summary="Lift a ban")
async def unban(id: str, user: str, caller: Caller, node: CurrentNode) -> None:
    await node.messenger.unban(caller.user, id, user)


@router.get("/blocks", summary="Ids of people whom one has blocked")
async def blocks(caller: Caller, node: CurrentNode) -> schema.BlocksView:
    return schema.BlocksView(users=await node.messenger.blocks(caller.user))


@router.put("/blocks/{user}", status_code=204, summary="Have no direct conversation with somebody")
async def block(user: str, caller: Caller, node: CurrentNode) -> None:
    await node.messenger.block(caller.user, user, on=True)


@router.delete("/blocks/{user}", status_code=204, summary="Unblock somebody")
async def unblock(user: str, caller: Caller, node: CurrentNode) -> None:
    await node.messenger.block(caller.user, user, on=False)


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
    thread: Seq = None,
    since: Annotated[int | None, Query(ge=0, le=(1 << 53) - 1, description="ms since 1970 UTC")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = DEFAULT_PAGE,
) -> schema.PageView:
    if sum(bound is not None for bound in (before, after, since)) > 1:
        raise ImError(errors.BAD_REQUEST, "Give one of before, after and since.")
    if since is not None:
        after = await node.messenger.last_before(caller.user, id, since)
    found = await node.messenger.page(caller.user, Read(0, id, before, after, limit, thread))
    fitting = fit_page(found, caller.user, forwards=after is not None)
    return schema.PageView.model_validate(
        {"conv": id, "messages": fitting.messages, "more": fitting.more}, from_attributes=True
    )


@router.get(
    "/me/export",
    summary="Everything the server holds of oneself, as lines of JSON",
    response_class=StreamingResponse,
)
async def export_me(caller: Caller, node: CurrentNode) -> StreamingResponse:
    lines = export(node.store, caller.user, node.clock())
    headers = {"Content-Disposition": 'attachment; filename="export.jsonl"'}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)


@router.get("/search", summary="Messages by their words, the newest first, among one's own conversations")
async def search(
    caller: Caller,
    node: CurrentNode,
    q: Annotated[str, Query(min_length=1, max_length=MAX_QUERY)],
    conv: Annotated[str | None, Query(max_length=64)] = None,
    before: Seq = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> schema.ResultsView:
    found = await node.search.finder.search(caller.user, q, conv, before, limit)
    return schema.ResultsView.model_validate(found, from_attributes=True)
