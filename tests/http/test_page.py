"""How the page is served: which address leads where, and what its service worker keeps."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.server import Server


@pytest.mark.parametrize("path", ["/admin", "/admin/"])
def test_the_address_of_the_administration_leads_into_the_page(site: Server, path: str) -> None:
    answer = httpx.get(site.url + path)
    assert answer.is_redirect
    assert answer.headers["location"] == "/#/admin"


def test_the_service_worker_keeps_the_chat_and_not_the_administration(site: Server) -> None:
    text = httpx.get(f"{site.url}/precache.js").text
    kept = json.loads(text.removeprefix("self.PRECACHE = ").rstrip(";\n"))["files"]
    assert {"app/main.js", "app/starting.js", "css/base.css", "i18n/zh.js"} <= kept.keys()
    assert [path for path in kept if "/admin" in path] == []
