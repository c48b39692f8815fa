"""Probes: is the process alive, and does it want requests."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

import imserver
from imserver.edge import balance
from imserver.services.dependencies import CurrentNode

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Alive")
async def healthz(node: CurrentNode) -> JSONResponse:
    """`degraded` where something fails in the background: it is alive, and tries again by itself."""
    failing = node.readiness.failing()
    told = {"status": "degraded" if failing else "ok", "version": imserver.__version__}
    return JSONResponse(told | ({"failing": failing} if failing else {}))


@router.get("/readyz", summary="Ready for requests", responses={503: {"description": "Not now"}})
async def readyz(node: CurrentNode, request: Request) -> JSONResponse:
    """What fails in the background is told, and takes nobody's requests elsewhere."""
    if told_by_proxy := _told_by_proxy(request):
        node.gateway.balance.hear(told_by_proxy)
    reason = await node.readiness.unreadiness()
    failing = node.readiness.failing()
    told = {"status": reason or "ready"} | ({"failing": failing} if failing else {})
    return JSONResponse(told, 503 if reason else 200)


def _told_by_proxy(request: Request) -> str:
    """What a proxy asks for others tells nothing of itself."""
    is_its_own = "x-forwarded-for" not in request.headers
    if is_its_own and request.client and request.client.host in request.app.state.proxies:
        return request.headers.get(balance.HEADER, "")
    return ""
