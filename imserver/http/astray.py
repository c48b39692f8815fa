"""Pictures that are asked of a process without them: HAProxy has the rules of a release that knew none, until
`playbooks/site.yml` brings others. A page takes `busy` for "not yet", where "there is nothing" would stay.
"""

from __future__ import annotations

from fastapi import APIRouter

from imserver.core import errors
from imserver.core.errors import ImError

router = APIRouter(prefix="/api/v1", include_in_schema=False)


@router.put("/me/avatar")
@router.delete("/me/avatar")
@router.put("/conversations/{_}/avatar")
@router.delete("/conversations/{_}/avatar")
@router.get("/avatars/{_}")
async def not_yet() -> None:
    raise ImError(errors.BUSY, "The server is being upgraded: its HAProxy doesn't know of pictures yet.")
