"""How the page is served: which address leads where, and what its service worker keeps."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from imserver.http.bundle import Bundle, Bundles, digest
from imserver.http.precache import listing
from imserver.http.security import SecurityHeaders
from imserver.http.site import Site, folder
from tests.server import Server


@pytest.mark.parametrize("path", ["/admin", "/admin/"])
def test_the_address_of_the_administration_leads_into_the_page(site: Server, path: str) -> None:
    answer = httpx.get(site.url + path)
    assert answer.is_redirect
    assert answer.headers["location"] == "/#/admin"


def kept(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """What the service worker keeps at once, and what from its first use on."""
    listed = json.loads(text.removeprefix("self.PRECACHE = ").rstrip(";\n"))
    return listed["files"], listed["kept"]


def test_the_service_worker_keeps_the_chat_and_not_the_administration() -> None:
    files, once_seen = kept(listing(folder(), None))
    assert {"app/main.js", "app/sign-in/starting.js", "css/base.css", "i18n/zh.js"} <= files.keys()
    assert {"vendor/emojibase/en.js", "vendor/inter/inter-latin.woff2", "app/avatar/editor.js"} <= once_seen.keys()
    assert "app/people/avatar.js" in files
    assert [path for path in {**files, **once_seen} if "/admin" in path] == []


def test_whatever_the_service_worker_keeps_is_there_as_it_was_listed(site: Server) -> None:
    for listed in kept(httpx.get(f"{site.url}/precache.js", timeout=60).text):
        for path, beginning in listed.items():
            body = httpx.get(f"{site.url}/{path}", timeout=60).content
            assert hashlib.sha256(body).hexdigest().startswith(beginning), path
    assert httpx.get(f"{site.url}/").content == httpx.get(f"{site.url}/index.html").content


class Page:
    """A page of a few files with its bundle, as `scripts/bundle` writes it."""

    def __init__(self, place: Path) -> None:
        self.web, self.bundle = place / "web", place / "bundle"
        self._write(self.web, {"index.html": "<p>sources", "app/main.js": "main", "vendor/emojibase/en.js": "😀"})
        self.make("main")
        self.bundles = Bundles(self.web, self.bundle)
        self._app = SecurityHeaders(Starlette(routes=[Mount("/", Site(self.web, self.bundles))]))

    def get(self, path: str, **headers: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://page") as client:
                named = {name.replace("_", "-"): value for name, value in headers.items()}
                return await client.get(path, headers=named)

        return anyio.run(ask)

    def make(self, main: str) -> None:
        page = '<script>boot()</script><script type="module" src="{bundle}/main.js"></script>'
        files = {"index.html": page, "main.js": main * 1000, "page.css": "p{}", "admin.js": "a", "emoji-en.js": "😀"}
        self._write(self.bundle, files)
        listed = {"sources": self._hashes(self.web), "files": {path: digest(files[path].encode()) for path in files}}
        self._write(self.bundle, {"ledger.json": json.dumps(listed)})

    def change(self, path: str, text: str) -> None:
        self._write(self.web, {path: text})

    def current(self) -> Bundle:
        bundle = self.bundles.current()
        assert bundle is not None
        return bundle

    @staticmethod
    def _write(place: Path, files: dict[str, str]) -> None:
        for path, text in files.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_text(text, "utf-8")

    @staticmethod
    def _hashes(place: Path) -> dict[str, str]:
        paths = [path for path in place.rglob("*") if path.is_file()]
        return {path.relative_to(place).as_posix(): digest(path.read_bytes()) for path in paths}


@pytest.fixture
def page(tmp_path: Path) -> Page:
    return Page(tmp_path)


def test_a_page_comes_as_its_bundle_which_never_changes(page: Page) -> None:
    document = page.get("/")
    [address] = re.findall(r'src="(.*)/main.js"', document.text)
    assert address == page.current().address
    assert document.headers["Cache-Control"] == "no-cache"
    assert page.get("/", if_none_match=document.headers["ETag"]).status_code == 304
    script = page.get(f"{address}/main.js")
    assert (script.text, script.headers["Content-Encoding"]) == ("main" * 1000, "gzip")
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert script.headers["Cache-Control"] == "max-age=31536000, immutable"
    plain = page.get(f"{address}/main.js", accept_encoding="identity")
    assert (plain.text, plain.headers.get("Content-Encoding")) == ("main" * 1000, None)
    assert page.get(f"{address}/ledger.json").status_code == 404


def test_the_policy_goes_with_the_document_and_lets_run_what_stands_in_it_by_its_hash(page: Page) -> None:
    document, script = page.get("/"), page.get(f"{page.current().address}/main.js")
    policy = document.headers["Content-Security-Policy"]
    inline = base64.b64encode(hashlib.sha256(b"boot()").digest()).decode()
    assert f"script-src 'self' 'sha256-{inline}';" in policy
    assert "unsafe" not in policy
    assert "Content-Security-Policy" not in script.headers
    assert script.headers["X-Content-Type-Options"] == "nosniff"


def test_sources_that_were_changed_are_the_page_until_they_are_bundled(page: Page) -> None:
    old = page.current().address
    page.change("app/main.js", "changed")
    assert page.get("/").text == "<p>sources"
    assert page.get("/").headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert page.get("/app/main.js").text == "changed"
    page.make("changed")
    assert page.current().address != old
    assert page.current().address in page.get("/").text


@pytest.mark.parametrize("left", ["<<<<<<< ours", "[]", None])
def test_a_bundle_that_is_not_whole_is_left_alone(page: Page, left: str | None) -> None:
    if left is None:
        (page.bundle / "main.js").unlink()
    else:
        (page.bundle / "ledger.json").write_text(left)
    assert page.bundles.current() is None
    assert page.get("/").text == "<p>sources"


def test_a_page_of_an_older_version_is_told_that_it_is_gone(page: Page) -> None:
    old = page.current().address
    page.change("app/main.js", "newer")
    page.make("newer")
    page.get("/")
    for path in (f"{old}/admin.js", "/bundle-0/main.js"):
        answer = page.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (410, "no-store"), path


def test_the_service_worker_keeps_a_bundle_and_emoji_once_they_were_seen(page: Page) -> None:
    bundle = page.current()
    files, once_seen = kept(listing(page.web, bundle))
    assert files.keys() == {"index.html", *(f"{bundle.address[1:]}/{name}" for name in ("main.js", "page.css"))}
    assert once_seen.keys() == {f"{bundle.address[1:]}/emoji-en.js"}
