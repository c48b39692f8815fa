"""What the routes of this service give."""

from __future__ import annotations

from pydantic import BaseModel, Field


class RoomView(BaseModel):
    used: int = Field(description="bytes that one's files take")
    quota: int = Field(description="bytes that they may take; 0 for no limit")
    max_file: int = Field(description="bytes that one file may have")


class TicketView(BaseModel):
    url: str = Field(description="path of the file, for a browser to open without a token")
    expires_at: int = Field(description="ms since 1970 UTC")
