"""Everything the server holds of one person, as they may see it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

import msgspec

from imserver.core.message import MAX_PAGE
from imserver.store.base import Store

FORMAT: Final = 1

_encode = msgspec.json.Encoder().encode


async def export(store: Store, user: str, now: int) -> AsyncIterator[bytes]:
    """Lines of JSON, each with its `kind`: account, sessions, blocks, files, then each conversation with its messages.

    Files are listed; their content is at /api/v1/media/{id}. The account's picture is at /api/v1/avatars/{avatar}.
    """
    account = await store.accounts.get(user)
    yield _line("export", format=FORMAT, made_at=now)
    yield _line("account", account=account)
    for session in await store.sessions.of_user(user, now):
        yield _line("session", id=session.id, device=session.device, created_at=session.created_at)
    yield _line("blocks", users=await store.blocks.of_user(user))
    for upload in await store.media.of_user(user):
        yield _line("file", file=upload.attachment, uploaded_at=upload.created_at)
    for conversation in await store.conversations.of_user(user):
        yield _line("conversation", conversation=conversation.as_sent())
        after, more = 0, True
        while more:
            page = await store.messages.page(conversation.id, user, None, after, MAX_PAGE)
            for message in page.messages:
                yield _line("message", conv=conversation.id, message=message.as_sent())
            more = page.more
            after = page.messages[-1].seq if page.messages else after


def _line(kind: str, **content: object) -> bytes:
    return _encode({"kind": kind, **content}) + b"\n"
