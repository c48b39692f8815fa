"""The dictionary of `im.v1.lz4`, for clients that don't bring it."""

from __future__ import annotations

from fastapi import APIRouter, Response

from imserver.core.packed_codec import DICTIONARY, dictionary

router = APIRouter(prefix="/api/v1/dictionaries", tags=["health"])


@router.get(
    f"/{DICTIONARY}",
    summary="What both sides of im.v1.lz4 know beforehand; it never changes",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
async def read() -> Response:
    return Response(dictionary(), media_type="application/octet-stream")
