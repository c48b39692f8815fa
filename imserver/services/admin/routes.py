"""Administration: over the admin socket, with an API token, or as a person whose role allows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Query

from imserver.cluster.online import check_all_know
from imserver.core.account import User
from imserver.core.audit import AuditAction
from imserver.core.conversation import Conversation
from imserver.core.server import ServerFacts
from imserver.core.user_import import BadRow, Roster, RosterRow
from imserver.rpc.wire import AVATARS
from imserver.services.about import ServerView
from imserver.services.admin import keys, schema, tuning, users
from imserver.services.admin.enrolment import Table
from imserver.services.audit import Deed
from imserver.services.auth import api_tokens
from imserver.services.auth.links import IssuedLink
from imserver.services.auth.schema import UserView
from imserver.services.dependencies import Administrator, After, CurrentNode, Limit, Search
from imserver.services.messages.schema import ConversationView
from imserver.store.records import Group

MOST: Final = (1 << 53) - 1
"""What JSON's numbers say exactly."""

router = APIRouter(prefix="/api/v1/admin", tags=["admin"])


@router.get("/status", summary="How the server does")
async def status(principal: Administrator, node: CurrentNode) -> schema.StatusView:
    found = await node.admin.status.status()
    counts = found.counts
    return schema.StatusView(
        version=found.version,
        uptime_s=found.uptime_s,
        has_owner=found.has_owner,
        users=schema.UserCounts(total=counts.users, disabled=counts.disabled, online=found.online),
        connections=found.connections,
        conversations=counts.conversations,
        messages=counts.messages,
        files=counts.files,
        store=schema.StoreView.model_validate({**found.store, "trouble": found.trouble}),
        bus=found.bus,
        processes=[schema.ClusterProcessView.model_validate(each, from_attributes=True) for each in found.processes],
        counters=found.counters,
        sealing=found.sealing,
        process=schema.ProcessView.model_validate(found.process, from_attributes=True),
        public_url=found.public_url,
        health=found.health,
        tasks=[schema.TaskView.model_validate(each, from_attributes=True) for each in found.tasks],
        clock=schema.ClockView.model_validate(found.clock, from_attributes=True),
        certificate=(
            schema.CertificateView.model_validate(found.certificate, from_attributes=True)
            if found.certificate
            else None
        ),
    )


@router.get("/load", summary="What changes from second to second: for whoever watches a server under load")
async def load(principal: Administrator, node: CurrentNode) -> schema.LoadView:
    return schema.LoadView.model_validate(node.admin.status.load(), from_attributes=True)


@router.post("/setup-link", summary="A link that makes the first owner", response_model=schema.IssuedLinkView)
async def setup_link(principal: Administrator, node: CurrentNode) -> IssuedLink:
    principal.require_owner("set up the server")
    link = await node.auth.links.setup(principal)
    await node.admin.audit.note(principal, Deed(AuditAction.SETUP_LINK))
    return link


@router.patch("/server", summary="Give the server another name", response_model=ServerView)
async def rename_server(wanted: schema.ServerRequest, principal: Administrator, node: CurrentNode) -> ServerFacts:
    await node.admin.server.rename(principal, wanted.name)
    return await node.store.server.facts()


@router.get("/users", summary="Accounts, by login")
async def list_users(
    principal: Administrator, node: CurrentNode, q: Search = "", after: After = "", limit: Limit = 100
) -> schema.UsersView:
    found, more = await node.admin.users.find(q, after, limit)
    return schema.UsersView.model_validate({"users": found, "more": more}, from_attributes=True)


@router.post("/users", status_code=201, summary="Make an account", response_model=schema.CreatedView)
async def create_user(wanted: schema.NewUserRequest, principal: Administrator, node: CurrentNode) -> users.Created:
    row = RosterRow(login=wanted.login, name=wanted.name, role=wanted.role, password=wanted.password)
    return await node.admin.users.create(principal, row)


@router.post("/users/import", summary="Make many accounts, or say what is wrong with them")
async def import_users(wanted: schema.ImportRequest, principal: Administrator, node: CurrentNode) -> schema.ImportView:
    rows = [RosterRow(**row.model_dump(exclude={"groups"}), groups=tuple(row.groups)) for row in wanted.rows]
    done = await node.admin.enrolment.import_rows(
        principal, rows, check=wanted.check, partial=wanted.partial, resume=wanted.resume
    )
    return schema.ImportView.model_validate(
        {
            "created": _imported(done.created),
            "completed": _imported(done.completed),
            "there": done.there,
            "errors": _errors(done.bad),
        },
        from_attributes=True,
    )


def _imported(found: Sequence[users.Created]) -> list[dict[str, object]]:
    return [{"login": each.user.login, "id": each.user.id, "link": each.link} for each in found]


def _errors(bad: Sequence[BadRow]) -> list[schema.ImportErrorView]:
    return [
        schema.ImportErrorView(
            line=row.line,
            login=row.login,
            column=row.column,
            value=row.value,
            earlier=row.earlier,
            holder=row.holder,
            code=row.error.code.name,
            message=row.error.message,
            hint=row.error.hint,
            retry=row.error.code.retry,
        )
        for row in bad
    ]


@router.post("/users/links", summary="New links for those who haven't chosen a password yet")
async def renew_links(wanted: schema.LinksRequest, principal: Administrator, node: CurrentNode) -> schema.LinksView:
    renewed = await node.admin.users.unused(principal, wanted.logins)
    return schema.LinksView.model_validate({"links": _imported(renewed)}, from_attributes=True)


@router.post("/users/roster", summary="Read a CSV file of accounts, and say what is wrong with them; makes none")
async def read_roster(wanted: schema.RosterRequest, principal: Administrator, node: CurrentNode) -> schema.RosterView:
    if wanted.content is None:
        return _roster_view(await node.admin.enrolment.read_roster(principal, wanted.text or ""))
    table = await node.admin.enrolment.read_table(principal, wanted.content, wanted.encoding)
    return _roster_view(table.roster, table)


def _roster_view(roster: Roster, table: Table | None = None) -> schema.RosterView:
    return schema.RosterView(
        rows=[schema.ImportRow.model_validate(row, from_attributes=True) for row in roster.rows],
        there=[schema.ImportRow.model_validate(row, from_attributes=True) for row in roster.there],
        errors=_errors(roster.bad),
        foreign=roster.foreign,
        columns=roster.columns,
        ignored=roster.ignored,
        encoding=table.reading.encoding if table else "",
        sample=table.reading.sample() if table else [],
        problem=schema.ProblemView.model_validate(table.problem, from_attributes=True)
        if table and table.problem
        else None,
    )


@router.get("/users/{user}", summary="One account and its devices")
async def show_user(user: str, principal: Administrator, node: CurrentNode) -> schema.DetailsView:
    found = await node.admin.users.details(user)
    online = await node.online_directory.sessions_online(found.user.id)
    return schema.DetailsView(
        **UserView.model_validate(found.user, from_attributes=True).model_dump(),
        sessions=[
            schema.UserSessionView(
                id=session.id,
                device=session.device,
                created_at=session.created_at,
                last_seen_at=session.refreshed_at,
                online=session.id in online,
            )
            for session in found.sessions
        ],
        conversations=found.conversations,
    )


@router.patch("/users/{user}", summary="Change an account", response_model=UserView)
async def change_user(user: str, wanted: schema.UserChange, principal: Administrator, node: CurrentNode) -> User:
    return await node.admin.users.change(
        principal,
        user,
        name=wanted.name,
        role=wanted.role,
        disabled=wanted.disabled,
        password=wanted.password,
    )


@router.delete("/users/{user}", status_code=204, summary="Remove an account; what it wrote stays")
async def remove_user(user: str, principal: Administrator, node: CurrentNode) -> None:
    await node.admin.users.remove(principal, user)


@router.delete("/users/{user}/avatar", status_code=204, summary="Take somebody's picture away")
async def remove_user_avatar(user: str, principal: Administrator, node: CurrentNode) -> None:
    await node.admin.users.remove_avatar(principal, user)


@router.post(
    "/users/{user}/link", summary="A link with which the person sets a password", response_model=schema.IssuedLinkView
)
async def password_link(user: str, principal: Administrator, node: CurrentNode) -> IssuedLink:
    return await node.admin.users.link(principal, user)


@router.get("/invites", summary="Invites that can still be used")
async def list_invites(principal: Administrator, node: CurrentNode) -> schema.InvitesView:
    return schema.InvitesView(
        invites=[
            schema.InviteView(
                id=invite.id,
                code_hint=invite.link.hint,
                role=invite.link.role,
                uses_left=invite.link.uses_left,
                expires_at=invite.link.expires_at,
                created_by=invite.link.created_by,
                means=invite.means,
                created_at=invite.link.created_at,
            )
            for invite in await node.admin.invites.all()
        ]
    )


@router.post("/invites", status_code=201, summary="Invite people by a link", response_model=schema.IssuedLinkView)
async def invite(wanted: schema.InviteRequest, principal: Administrator, node: CurrentNode) -> IssuedLink:
    return await node.admin.invites.create(principal, wanted.role, wanted.uses, wanted.days)


@router.delete("/invites/{id}", status_code=204, summary="Make an invite worthless")
async def revoke_invite(id: str, principal: Administrator, node: CurrentNode) -> None:
    await node.admin.invites.revoke(principal, id)


@router.get("/groups", summary="Groups, the oldest first")
async def list_groups(
    principal: Administrator, node: CurrentNode, q: Search = "", after: After = "", limit: Limit = 100
) -> schema.GroupsView:
    found, more = await node.admin.groups.find(q, after, limit)
    return schema.GroupsView.model_validate({"groups": found, "more": more}, from_attributes=True)


@router.post("/groups", status_code=201, summary="Make a group", response_model=ConversationView)
async def create_group(wanted: schema.NewGroupRequest, principal: Administrator, node: CurrentNode) -> Conversation:
    return await node.admin.groups.create(principal, wanted.title, wanted.members, wanted.owner, wanted.client_id)


@router.get("/groups/{id}", summary="One group and its members, by login")
async def show_group(
    id: str, principal: Administrator, node: CurrentNode, after: After = "", limit: Limit = 100
) -> schema.GroupDetailsView:
    group, members, more = await node.admin.groups.details(id, after, limit)
    return schema.GroupDetailsView(
        **schema.GroupView.model_validate(group, from_attributes=True).model_dump(),
        members=[
            schema.GroupMemberView(id=each.id, login=each.login, name=each.name, avatar=each.avatar, role=role)
            for each, role in members
        ],
        more=more,
    )


@router.post(
    "/groups/{id}/members", summary="Add people to a group, or change their role", response_model=schema.GroupView
)
async def add_members(id: str, wanted: schema.MembersRequest, principal: Administrator, node: CurrentNode) -> Group:
    return await node.admin.groups.add(principal, id, wanted.users, wanted.role)


@router.delete("/groups/{id}/members/{user}", status_code=204, summary="Take somebody out of a group")
async def remove_member(id: str, user: str, principal: Administrator, node: CurrentNode) -> None:
    await node.admin.groups.remove_member(principal, id, user)


@router.delete("/groups/{id}/avatar", status_code=204, summary="Take a group's picture away")
async def remove_group_avatar(id: str, principal: Administrator, node: CurrentNode) -> None:
    await check_all_know(node.online_directory, AVATARS)
    await node.admin.groups.remove_avatar(principal, id)


@router.delete("/conversations/{id}", status_code=204, summary="Remove a conversation and all that was said in it")
async def remove_conversation(id: str, principal: Administrator, node: CurrentNode) -> None:
    await node.admin.groups.remove(principal, id)


@router.get("/tokens", summary="API tokens")
async def list_tokens(principal: Administrator, node: CurrentNode) -> schema.TokensView:
    found = await node.auth.api_tokens.all(principal)
    return schema.TokensView.model_validate({"tokens": found}, from_attributes=True)


@router.post("/tokens", status_code=201, summary="Make an API token", response_model=schema.IssuedTokenView)
async def create_token(
    wanted: schema.NewTokenRequest, principal: Administrator, node: CurrentNode
) -> api_tokens.IssuedToken:
    return await node.auth.api_tokens.create(principal, wanted.name, wanted.days)


@router.delete("/tokens/{id}", status_code=204, summary="Make an API token worthless")
async def remove_token(id: str, principal: Administrator, node: CurrentNode) -> None:
    await node.auth.api_tokens.remove(principal, id)


@router.get("/keys", summary="Keys that seal messages, without their secrets")
async def list_keys(principal: Administrator, node: CurrentNode) -> schema.KeysView:
    return schema.KeysView.model_validate({"keys": await node.admin.keys.all(principal)}, from_attributes=True)


@router.post("/keys/rotate", summary="Seal with a new key from now on", response_model=schema.SealKeyView)
async def rotate_keys(principal: Administrator, node: CurrentNode) -> keys.SealKey:
    return await node.admin.keys.rotate(principal)


@router.get("/search", summary="How far the search index is")
async def search(principal: Administrator, node: CurrentNode) -> schema.SearchView:
    return schema.SearchView.model_validate(await node.search.indexer.progress(), from_attributes=True)


@router.post("/search/rebuild", status_code=202, summary="Make the search index anew, in the background")
async def rebuild_search(principal: Administrator, node: CurrentNode) -> schema.SearchView:
    await node.search.indexer.rebuild()
    await node.admin.audit.note(principal, Deed(AuditAction.SEARCH_REBUILT))
    return schema.SearchView.model_validate(await node.search.indexer.progress(), from_attributes=True)


@router.get("/health", summary="How the machine and the server have been doing for a quarter of an hour")
async def health(
    principal: Administrator,
    node: CurrentNode,
    since: Annotated[int, Query(ge=0, le=MOST, description="Only samples after this time.")] = 0,
) -> schema.HealthView:
    return schema.HealthView.model_validate(await node.admin.host_metrics.health(since), from_attributes=True)


@router.get("/tuning", summary="How the machine was tuned when imctl tune last changed something")
def tuning_state(principal: Administrator, node: CurrentNode) -> schema.TuningView:
    return tuning.read(node.admin.tuning_record)


@router.get("/audit", summary="What administrators did, the newest first")
async def list_audit(
    principal: Administrator,
    node: CurrentNode,
    q: Annotated[str, Query(max_length=100, description="Part of a name or action; or an id or an address.")] = "",
    before: Annotated[
        int | None, Query(ge=0, le=MOST, description="The id of the last entry of the page before.")
    ] = None,
    limit: Limit = 100,
) -> schema.AuditView:
    found, more = await node.admin.audit.page(q, before, limit)
    return schema.AuditView.model_validate({"entries": found, "more": more}, from_attributes=True)
