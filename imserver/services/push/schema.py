"""What the routes of this service take and give."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from imserver.services.push.destination import MAX_URL
from imserver.services.push.webhooks import KINDS, MAX_CONVERSATIONS

Address = Annotated[str, Field(max_length=MAX_URL, json_schema_extra={"format": "uri", "minLength": 1})]
Id = Annotated[str, Field(max_length=64)]
Event = Annotated[str, Field(max_length=64, json_schema_extra={"enum": list(KINDS)})]


class PushKeyView(BaseModel):
    key: str = Field(description="the applicationServerKey of PushManager.subscribe")


class Keys(BaseModel):
    """In base64url, with or without what fills it up."""

    p256dh: str = Field(max_length=200, json_schema_extra={"minLength": 87, "maxLength": 88})
    auth: str = Field(max_length=200, json_schema_extra={"minLength": 22, "maxLength": 24})


class SubscriptionRequest(BaseModel):
    """What `PushSubscription.toJSON()` gives."""

    endpoint: Address
    keys: Keys


class UnsubscriptionRequest(BaseModel):
    endpoint: str = Field(max_length=MAX_URL)


class WebhookRequest(BaseModel):
    url: Address
    convs: list[Id] = Field(default=[], max_length=MAX_CONVERSATIONS, description="left out: all conversations")
    events: list[Event] = Field(default=[], max_length=20, description="types of frames; left out: message")


class WebhookView(BaseModel):
    id: str
    url: str
    convs: list[str]
    events: list[str]
    created_by: str
    created_at: int
    state: Literal["active", "failing", "disabled"]
    failing_since: int | None
    disabled_at: int | None
    error: str = Field(description="what the last attempt said, where it failed")


class NewWebhookView(WebhookView):
    secret: str = Field(description="signs what is sent; it is shown this once")


class WebhooksView(BaseModel):
    webhooks: list[WebhookView]


class TriedView(BaseModel):
    ok: bool
    outcome: str
