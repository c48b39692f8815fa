"""Until HAProxy has the rules of a release that brings pictures, they are "not yet" there, and not "nothing"."""

from __future__ import annotations

from unittest.mock import Mock

import httpx
import pytest

from imserver.process.app import build_app
from imserver.services.registry import Node
from imserver.settings import Service, Settings

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("service", [Service.AUTH, Service.MESSAGES])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "me/avatar"),
        ("DELETE", "me/avatar"),
        ("PUT", "conversations/c1/avatar"),
        ("DELETE", "conversations/c1/avatar"),
        ("GET", "avatars/p1"),
    ],
)
async def test_a_process_without_pictures_says_not_yet(service: Service, method: str, path: str) -> None:
    app = build_app(Mock(spec=Node), Settings.model_validate({"services": frozenset((service,))}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://chat") as client:
        answer = await client.request(method, f"/api/v1/{path}", content=b"a picture" if method == "PUT" else None)
    assert (answer.status_code, answer.json()["error"]["code"], answer.json()["error"]["retry"]) == (503, "busy", True)
    assert "Retry-After" in answer.headers
