"""What a URL of Redis may look like, and what is said of one that is no use."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from imserver.redis.client import RedisServer
from imserver.redis.connection import ReplyError, connect
from imserver.redis.endpoint import RedisAwayError, RedisHost, RedisUnusableError
from imserver.redis.url import RedisUrlError, parse
from tests.patience import PATIENCE_S
from tests.ports import free_port
from tests.redis_servers import RedisOnPort, RedisOnSocket, ThreeNodes, WatchedPair, eventually

SECRET = "s3cret"

GOOD = {
    "unix:///run/redis/redis.sock": ("single", (), "/run/redis/redis.sock", 0),
    "unix:///run/redis/redis.sock?db=2": ("single", (), "/run/redis/redis.sock", 2),
    "unix://anna:s3cret@/run/redis.sock": ("single", (), "/run/redis.sock", 0),
    "redis://localhost": ("single", (("localhost", 6379),), "", 0),
    "redis://:s3cret@10.0.0.1:7000/3": ("single", (("10.0.0.1", 7000),), "", 3),
    "rediss://anna:s3cret@redis.example.org": ("single", (("redis.example.org", 6379),), "", 0),
    "redis://[::1]:7000": ("single", (("::1", 7000),), "", 0),
    "redis+sentinel://a,b:1,[::1]/imnode": ("sentinel", (("a", 26379), ("b", 1), ("::1", 26379)), "", 0),
    "redis+sentinel://anna:s3cret@a/imnode/4?sentinel_password=s3cret": ("sentinel", (("a", 26379),), "", 4),
    "redis+cluster://a:7000,b:7001": ("cluster", (("a", 7000), ("b", 7001)), "", 0),
    "rediss+cluster://anna:s3cret@a?ssl_ca_certs=/etc/im/ca.pem": ("cluster", (("a", 6379),), "", 0),
}
BAD = {
    "": "is no URL of Redis",
    "localhost:6379": "is no URL of Redis",
    "http://:s3cret@localhost": "is no URL of Redis",
    ":s3cret@localhost": "is no URL of Redis",
    "redis://": "is no URL of Redis",
    "unix://redis.sock": "names no socket",
    "redis://:s3cret@host:port": "port",
    "redis://:s3cret@host:70000": "port",
    "redis://:s3cret@[::1": "can't be read",
    "redis://:s3cret@/0": "names no host",
    "redis://host/first": "'first'; it must be a number",
    "redis://host/0/1": "too many parts",
    "redis://host?timeout=3": "unknown option 'timeout'",
    "redis+sentinel://:s3cret@host": "which service",
    "redis+sentinel://host,,other/imnode": "names no host",
    "redis+cluster://:s3cret@host/1": "a cluster has only database 0",
    "redis+sentinel://host/imnode?sentinel_password=s3cret&x=1": "unknown option 'x'",
}


@pytest.mark.parametrize("url", GOOD)
def test_every_form_is_read(url: str) -> None:
    read = parse(url)
    assert (read.kind, read.hosts, read.path, read.database) == GOOD[url]
    assert read.tls is url.startswith("rediss")
    assert (read.password == SECRET) is (":s3cret@" in url)
    assert (read.username == "anna") is ("anna" in url)
    assert SECRET not in read.shown
    assert read.kind != "sentinel" or read.service == "imnode"


def test_a_password_may_hold_any_character() -> None:
    read = parse("redis://anna:%40%3A%2F%3F@host")
    assert (read.username, read.password, read.hosts) == ("anna", "@:/?", (("host", 6379),))


@pytest.mark.parametrize("url", BAD)
def test_what_is_wrong_is_named_without_the_password(url: str) -> None:
    with pytest.raises(RedisUrlError) as caught:
        parse(url)
    assert BAD[url] in str(caught.value)
    assert SECRET not in str(caught.value)


def test_the_bus_over_one_server_loads_no_redis_py() -> None:
    program = (
        "import imserver.redis.endpoint, imserver.bus.redis, imserver.bus.memory, sys; print('redis' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout == b"False\n"


@asynccontextmanager
async def reach(url: str) -> AsyncIterator[RedisServer]:
    server = RedisServer(url)
    try:
        yield server
    finally:
        await server.close()


async def _refused(url: str) -> RedisUnusableError:
    """By a server that is there: a process doesn't start with it."""
    async with reach(url) as server:
        with pytest.raises(RedisUnusableError) as caught:
            await server.check_unless_away()
    return _told(caught.value)


async def _away(url: str) -> RedisUnusableError:
    """A process starts without it."""
    async with reach(url) as server:
        with pytest.raises(RedisAwayError) as caught:
            await server.check()
        await server.check_unless_away()
    return _told(caught.value)


def _told(error: RedisUnusableError) -> RedisUnusableError:
    assert SECRET not in str(error)
    assert error.hint
    return error


@pytest.mark.anyio
@pytest.mark.parametrize(
    "form", ["redis://:s3cret@127.0.0.1:{}", "redis+sentinel://127.0.0.1:{}/imnode", "redis+cluster://127.0.0.1:{}"]
)
async def test_nobody_there(form: str) -> None:
    url = form.format(free_port())
    assert url.rpartition("@")[2].removeprefix("redis+") in str(await _away(url))


@pytest.mark.anyio
async def test_no_socket_there(tmp_path: Path) -> None:
    assert str(tmp_path / "redis.sock") in str(await _away(f"unix://{tmp_path}/redis.sock"))


@pytest.mark.anyio
@pytest.mark.packages
async def test_a_frozen_server_is_away_too(redis: RedisOnSocket) -> None:
    redis.freeze()
    assert redis.url in str(await _away(redis.url))


@pytest.mark.anyio
@pytest.mark.packages
async def test_passwords(tmp_path: Path) -> None:
    server = RedisOnPort(tmp_path, "--requirepass", SECRET, password=SECRET)
    try:
        url = f"127.0.0.1:{server.port}"
        assert "refuses the login" in str(await _refused(f"redis://{url}"))
        assert "refuses the login" in str(await _refused(f"redis://:wrong@{url}"))
        async with reach(f"redis://:{SECRET}@{url}") as right:
            await right.check()
    finally:
        server.kill()


@pytest.mark.anyio
@pytest.mark.packages
async def test_a_connection_has_the_user_the_database_and_the_name(tmp_path: Path) -> None:
    server = RedisOnPort(tmp_path, "--user", "anna", "on", ">@:/?", "~*", "&*", "+@all")
    try:
        url = f"redis://anna:%40%3A%2F%3F@127.0.0.1:{server.port}"
        host = RedisHost(f"{url}/3")
        await host.check()
        own = await host.connect(await host.locate("key"), "own")
        about = (await own.ask("CLIENT", "INFO")).decode().split()
        assert {"user=anna", "db=3", "name=own"} <= set(about)
        with pytest.raises(ReplyError, match="unknown command"):
            await own.ask("NONSENSE")
        assert await own.ask("SET", "key", b"\x00\xff") == b"OK"
        assert await own.ask("GET", "key") == b"\x00\xff"
        assert await own.ask("GET", "nothing") is None
        with pytest.raises(TimeoutError):
            await own.read(0.01)
        assert await own.ask("PING") == b"PONG"
        own.drop()
        with pytest.raises(RedisUnusableError, match="out of range"):
            await RedisHost(f"{url}/99").check()
    finally:
        server.kill()


@pytest.mark.anyio
async def test_an_answer_that_trickles_in_is_late_all_the_same() -> None:
    ended = asyncio.Event()

    async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await reader.read(100)
            writer.write(b"$100000\r\n")
            while not writer.is_closing():
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.01)
        writer.close()
        ended.set()

    port = free_port()
    async with await asyncio.start_server(trickle, "127.0.0.1", port):
        own = await connect(parse(f"redis://127.0.0.1:{port}"), ("127.0.0.1", port), None, 0.2, "")
        asked = asyncio.create_task(own.ask("GET", "key"))
        assert (await asyncio.wait([asked], timeout=PATIENCE_S))[0]
        assert isinstance(asked.exception(), TimeoutError)
        own.drop()
        await ended.wait()


@pytest.mark.anyio
@pytest.mark.packages
async def test_tls(tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(  # noqa: ASYNC221 - nothing else runs yet
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    port = free_port()
    server = RedisOnPort(
        tmp_path / "redis",
        *("--tls-port", str(port), "--tls-auth-clients", "yes"),
        *("--tls-cert-file", str(certificate), "--tls-key-file", str(key), "--tls-ca-cert-file", str(certificate)),
    )
    try:
        assert "certificate" in str(await _away(f"rediss://127.0.0.1:{port}"))
        trusted = f"rediss://127.0.0.1:{port}?ssl_ca_certs={certificate}"
        await _away(trusted)
        async with reach(f"{trusted}&ssl_certfile={certificate}&ssl_keyfile={key}") as trusting:
            await trusting.check()
            own = await trusting.connect(await trusting.locate("key"), "own")
            assert await own.ask("CLIENT", "GETNAME") == b"own"
            own.drop()
    finally:
        server.kill()


@pytest.mark.anyio
@pytest.mark.packages
async def test_an_unknown_service_of_a_sentinel_and_one_that_fails_over(tmp_path: Path) -> None:
    pair = WatchedPair(tmp_path)
    server = RedisServer(pair.url)
    try:
        assert "other" in str(await _away(pair.url.replace("imnode", "other")))
        await server.check()
        assert await server.locate("key") == ("127.0.0.1", pair.master.port)
        pair.master.kill()

        async def writes() -> bool:
            """Whether anybody takes a value now."""
            try:
                return bool(await server.client.set("key", "value"))
            except Exception:
                return False

        await eventually(writes, "the replica doesn't take over")
        assert await server.locate("key") == ("127.0.0.1", pair.replica.port)
    finally:
        await server.close()
        pair.kill()


@pytest.mark.anyio
@pytest.mark.packages
async def test_a_cluster(cluster: ThreeNodes) -> None:
    async with reach(cluster.url) as server:
        await server.check()
        for key in ("a", "b", "c", "d"):
            assert await server.locate(key) == ("127.0.0.1", cluster.owner(key).port)
