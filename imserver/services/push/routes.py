"""Notices to one's devices, and webhooks."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from imserver.services.dependencies import Administrator, Caller, CurrentNode
from imserver.services.push import schema
from imserver.services.push.webhooks import Tried
from imserver.store.records import Webhook

router = APIRouter(prefix="/api/v1", tags=["push"])


@router.get("/push/key", summary="The key of this server, for browsers that subscribe")
async def key(caller: Caller, node: CurrentNode) -> schema.PushKeyView:
    return schema.PushKeyView(key=node.push.subscriptions.public_key)


@router.post("/push/subscriptions", status_code=204, summary="Notify this session of messages while it is away")
async def subscribe(wanted: schema.SubscriptionRequest, caller: Caller, node: CurrentNode) -> None:
    await node.push.subscriptions.add(caller, wanted.endpoint, wanted.keys.p256dh, wanted.keys.auth)


@router.delete("/push/subscriptions", status_code=204, summary="Notify this session no more")
async def unsubscribe(wanted: schema.UnsubscriptionRequest, caller: Caller, node: CurrentNode) -> None:
    await node.push.subscriptions.remove(caller, wanted.endpoint)


@router.get("/webhooks", summary="Programs that are told of events")
async def list_webhooks(principal: Administrator, node: CurrentNode) -> schema.WebhooksView:
    return schema.WebhooksView(webhooks=[_view(webhook) for webhook in await node.push.webhooks.all(principal)])


@router.post("/webhooks", status_code=201, summary="Tell a program of events from now on")
async def add_webhook(
    wanted: schema.WebhookRequest, principal: Administrator, node: CurrentNode
) -> schema.NewWebhookView:
    webhook = await node.push.webhooks.add(principal, wanted.url, tuple(wanted.convs), tuple(wanted.events))
    return schema.NewWebhookView(**_view(webhook).model_dump(), secret=webhook.secret)


@router.delete("/webhooks/{id}", status_code=204, summary="Tell it no more")
async def remove_webhook(id: str, principal: Administrator, node: CurrentNode) -> None:
    await node.push.webhooks.remove(principal, id)


@router.post("/webhooks/{id}/enable", summary="Go on with one that was disabled, where it stopped")
async def enable_webhook(id: str, principal: Administrator, node: CurrentNode) -> schema.WebhookView:
    return _view(await node.push.webhooks.enable(principal, id))


@router.post("/webhooks/{id}/test", summary="Send a ping, and say what came of it", response_model=schema.TriedView)
async def try_webhook(id: str, principal: Administrator, node: CurrentNode) -> Tried:
    return await node.push.webhooks.try_out(principal, id)


def _view(webhook: Webhook) -> schema.WebhookView:
    state: Any = "disabled" if webhook.disabled_at else "failing" if webhook.failing_since else "active"
    return schema.WebhookView(
        id=webhook.id,
        url=webhook.url,
        convs=list(webhook.convs),
        events=list(webhook.events),
        created_by=webhook.created_by,
        created_at=webhook.created_at,
        state=state,
        failing_since=webhook.failing_since or None,
        disabled_at=webhook.disabled_at or None,
        error=webhook.error,
    )
