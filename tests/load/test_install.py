from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from control.errors import Refused, Unreachable, UsageError
from control.load.tools import artefact, install, repository
from control.load.tools.artefact import Artefact
from control.output import Output
from control.progress import Progress

CORE = b"a jar " * 1000


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("bin/jmeter.properties", "x=1")
        file.writestr("META-INF/MANIFEST.MF", "no")
    return buffer.getvalue()


CONFIG = archive()
ARTEFACTS = [
    Artefact(
        hashlib.sha256(CORE).hexdigest(), len(CORE), "lib/ext/core-1.jar", "org.apache.jmeter:ApacheJMeter_core:1"
    ),
    Artefact(hashlib.sha256(CONFIG).hexdigest(), len(CONFIG), "unpack:bin/", "org.apache.jmeter:config:1"),
]


class Repository:
    """A Maven repository on loopback; what it serves can be changed."""

    def __init__(self) -> None:
        self.files = {"/m2/" + ARTEFACTS[0].path: CORE, "/m2/" + ARTEFACTS[1].path: CONFIG}
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                content = outer.files.get(self.path)
                self.send_response(404 if content is None else 200)
                self.send_header("Content-Length", str(len(content or b"")))
                self.end_headers()
                self.wfile.write(content or b"")

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/m2"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def maven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    found = Repository()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("IM_MAVEN_REPOSITORY", found.url)
    monkeypatch.setattr(install, "listed", lambda tool: ARTEFACTS)
    yield found
    found.server.shutdown()
    found.server.server_close()


def progress() -> Progress:
    return Progress(Output(as_json=True))


def test_a_tool_is_fetched_once_and_laid_out(maven: Repository) -> None:
    assert install.install("jmeter", progress())
    folder = install.required("jmeter")
    assert (folder / "lib/ext/core-1.jar").read_bytes() == CORE
    assert (folder / "bin/jmeter.properties").read_text() == "x=1"
    assert not (folder / "META-INF").exists()
    assert len(maven.asked) == 2
    assert not install.install("jmeter", progress())
    assert len(maven.asked) == 2


def test_what_is_not_what_was_pinned_is_refused_and_not_kept(maven: Repository) -> None:
    maven.files["/m2/" + ARTEFACTS[0].path] = CORE[:-1] + b"!"
    with pytest.raises(Refused, match=r"ApacheJMeter_core:1 from .* is not what was pinned"):
        install.install("jmeter", progress())
    assert not install.is_there("jmeter")
    maven.files["/m2/" + ARTEFACTS[0].path] = CORE
    assert install.install("jmeter", progress())


def test_what_was_fetched_before_an_interruption_is_kept(maven: Repository) -> None:
    missing = maven.files.pop("/m2/" + ARTEFACTS[1].path)
    with pytest.raises(Refused, match=r"answered 404 for org\.apache\.jmeter:config:1"):
        install.install("jmeter", progress())
    maven.files["/m2/" + ARTEFACTS[1].path] = missing
    maven.asked.clear()
    assert install.install("jmeter", progress())
    assert len(maven.asked) <= 2


def test_a_repository_that_cannot_be_reached_is_named(maven: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IM_MAVEN_REPOSITORY", "http://127.0.0.1:9/m2")
    with pytest.raises(Unreachable) as caught:
        install.install("jmeter", progress())
    assert "127.0.0.1:9" in caught.value.message
    assert "IM_MAVEN_REPOSITORY" in caught.value.hint


def test_the_mirror_of_mavens_own_settings_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IM_MAVEN_REPOSITORY", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MIRROR", "mirror.example")
    assert repository.repository() == repository.CENTRAL
    settings = tmp_path / ".m2/settings.xml"
    settings.parent.mkdir()
    settings.write_text(
        '<settings xmlns="http://maven.apache.org/SETTINGS/1.0.0"><mirrors>'
        "<mirror><mirrorOf>other</mirrorOf><url>https://wrong.example</url></mirror>"
        "<mirror><mirrorOf>*,!other</mirrorOf><url>https://${env.MIRROR}/maven/</url></mirror>"
        "</mirrors></settings>"
    )
    assert repository.repository() == "https://mirror.example/maven"
    settings.write_text("<settings>")
    with pytest.raises(UsageError, match="can't be read"):
        repository.repository()


@pytest.mark.parametrize("tool", install.JAVA_TOOLS)
def test_the_lists_pin_versions_and_hashes(tool: str) -> None:
    found = artefact.listed(tool)
    assert len(found) > 50
    assert all(len(each.sha256) == 64 and each.size > 0 and each.path.endswith(".jar") for each in found)
    assert len({each.place for each in found}) == len(found)
    assert artefact.version(tool) in {each.coordinates.split(":")[2] for each in found}
