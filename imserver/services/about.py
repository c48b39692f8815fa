"""What the server tells everybody of itself, before anybody is logged in."""

from __future__ import annotations

import json

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.requests import Request

from imserver.core.server import ServerFacts
from imserver.http.site import MANIFEST, folder
from imserver.services.dependencies import CurrentNode, node_of

router = APIRouter(prefix="/api/v1", tags=["server"])


class ServerView(BaseModel):
    name: str = Field(description="what the server is called; empty until somebody says so")
    owned: bool = Field(description="false until somebody has set it up")
    peopled: bool = Field(description="whether anybody has an account")


@router.get("/server", summary="What the server is called, and whether it has an owner", response_model=ServerView)
async def read(node: CurrentNode) -> ServerFacts:
    return await node.store.server.facts()


async def manifest(request: Request) -> JSONResponse:
    """What a browser installs the page by, under the server's own name."""
    name = (await node_of(request).store.server.facts()).name
    described = json.loads((folder() / MANIFEST).read_bytes())
    if name:
        described |= {"name": name, "short_name": name}
    return JSONResponse(described, media_type="application/manifest+json", headers={"Cache-Control": "no-cache"})
