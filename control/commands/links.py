"""One-time links: how a person sets a password without anybody else knowing it."""

from __future__ import annotations

from typing import Any

from control.output import Output, moment


def show_link(output: Output, link: dict[str, Any], purpose: str) -> None:
    """Print a link `{url, code, expires_at}` on a line of its own, to be copied whole."""
    output.line(f"{purpose} (valid until {moment(link['expires_at'])}):")
    output.line(f"  {link['url']}")
