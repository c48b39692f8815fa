"""What the server tells everybody of itself, before anybody is logged in."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from imserver.core.server import ServerFacts
from imserver.http.caller import CurrentNode

router = APIRouter(prefix="/api/v1", tags=["server"])


class ServerView(BaseModel):
    name: str = Field(description="what the server is called; empty until somebody says so")
    owned: bool = Field(description="false until somebody has set it up")
    peopled: bool = Field(description="whether anybody has an account")


@router.get("/server", summary="What the server is called, and whether it has an owner", response_model=ServerView)
async def read(node: CurrentNode) -> ServerFacts:
    return await node.store.server.facts()
