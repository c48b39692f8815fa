"""Probes: is the process alive, and does it want requests."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

import imserver
from imserver.http.caller import CurrentNode

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Alive")
async def healthz() -> JSONResponse:
    return JSONResponse({"status": "ok", "version": imserver.__version__})


@router.get("/readyz", summary="Ready for requests", responses={503: {"description": "Not now"}})
async def readyz(node: CurrentNode) -> JSONResponse:
    reason = await node.status.unreadiness()
    return JSONResponse({"status": reason or "ready"}, 503 if reason else 200)
