"""The store of another process, over a link. Whoever holds it can't tell, but for the time that it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

import msgspec

from imserver.core.effects import Resumption
from imserver.core.sync import SyncToken
from imserver.rpc.proxy import Remote, Send, Served, serve
from imserver.rpc.wire import Item, Notification, Response, encode
from imserver.store import base

PREFIX: Final = "store."
POSITION: Final = "store.position"
"""Topic of the notice that tells where the stream stands, ahead of the answers that follow."""

_decode_token = msgspec.msgpack.Decoder(SyncToken).decode


class RemoteStream:
    """`token` is that of the newest answer: what a caller did is in it, what others did may be missing."""

    def __init__(self, send: Send) -> None:
        self.token = SyncToken("", 0)
        self._remote = cast(base.Stream, Remote(base.Stream, send, f"{PREFIX}stream."))

    def note(self, data: msgspec.Raw) -> None:
        self.token = _decode_token(data)

    async def resume(self, user: str, since: SyncToken | None) -> Resumption:
        return await self._remote.resume(user, since)

    async def trim(self, keep: int) -> int:
        return await self._remote.trim(keep)


class RemoteCorpus(Remote):
    def __init__(self, send: Send, stream: RemoteStream) -> None:
        super().__init__(base.Corpus, send, f"{PREFIX}corpus.")
        self._stream = stream

    @property
    def token(self) -> SyncToken:
        return self._stream.token


class RemoteChanges(Remote):
    def __init__(self, send: Send, stream: RemoteStream) -> None:
        super().__init__(base.Changes, send, f"{PREFIX}changes.")
        self._stream = stream

    @property
    def token(self) -> SyncToken:
        return self._stream.token


class RemoteStore:
    """Implements `imserver.store.base.Store`."""

    def __init__(self, send: Send, describe: Callable[[], dict[str, str | int]]) -> None:
        whole = cast(base.Store, Remote(base.Store, send, PREFIX))
        self.counts = whole.counts
        self.directory = whole.directory
        self.check = whole.check
        self.describe = describe
        self.accounts = cast(base.Accounts, Remote(base.Accounts, send, f"{PREFIX}accounts."))
        self.links = cast(base.Links, Remote(base.Links, send, f"{PREFIX}links."))
        self.sessions = cast(base.Sessions, Remote(base.Sessions, send, f"{PREFIX}sessions."))
        self.api_tokens = cast(base.ApiTokens, Remote(base.ApiTokens, send, f"{PREFIX}api_tokens."))
        self.conversations = cast(base.Conversations, Remote(base.Conversations, send, f"{PREFIX}conversations."))
        self.messages = cast(base.Messages, Remote(base.Messages, send, f"{PREFIX}messages."))
        self.annotations = cast(base.Annotations, Remote(base.Annotations, send, f"{PREFIX}annotations."))
        self.blocks = cast(base.Blocks, Remote(base.Blocks, send, f"{PREFIX}blocks."))
        self.retention = cast(base.Retention, Remote(base.Retention, send, f"{PREFIX}retention."))
        self.timeline = cast(base.Timeline, Remote(base.Timeline, send, f"{PREFIX}timeline."))
        self.server = cast(base.Server, Remote(base.Server, send, f"{PREFIX}server."))
        self.media = cast(base.Media, Remote(base.Media, send, f"{PREFIX}media."))
        self.push = cast(base.Push, Remote(base.Push, send, f"{PREFIX}push."))
        self.webhooks = cast(base.Webhooks, Remote(base.Webhooks, send, f"{PREFIX}webhooks."))
        self.audit = cast(base.Audit, Remote(base.Audit, send, f"{PREFIX}audit."))
        self.stream = RemoteStream(send)
        self.corpus = cast(base.Corpus, RemoteCorpus(send, self.stream))
        self.changes = cast(base.Changes, RemoteChanges(send, self.stream))

    async def close(self) -> None:
        """The store belongs to the other process."""


def served(store: base.Store) -> Served:
    """What a link serves of a store. It can't be closed from elsewhere."""
    found = serve(base.Store, store, PREFIX)
    del found[f"{PREFIX}close"]
    return found


def telling(store: base.Store) -> Callable[[list[Item]], None]:
    """Puts the store's token in front of the answers that go out together."""

    def tell(items: list[Item]) -> None:
        if any(isinstance(item, Response) for item in items):
            items.insert(0, Notification(POSITION, msgspec.Raw(encode(store.stream.token))))

    return tell
