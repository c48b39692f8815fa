"""Links: what is called, what is refused, and what a lost connection means."""

from __future__ import annotations

import asyncio
import gc
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, cast

import msgspec
import pytest
from msgspec import structs

from control.provisioning import certificate_authority
from imserver.cluster.processes import ClusterProcesses
from imserver.core import errors
from imserver.core.account import Profile, Role, User
from imserver.core.conversation import GroupSettings, Member, MemberRole
from imserver.core.errors import ImError
from imserver.core.event import GroupChanged
from imserver.edge.hub import Hub
from imserver.rpc import address as addresses
from imserver.rpc import client as caller_module
from imserver.rpc import handshakes
from imserver.rpc import server as server_module
from imserver.rpc.address import Address, AddressError, TlsCredentials
from imserver.rpc.client import RefusedError, RpcClient
from imserver.rpc.proxy import Remote, serve
from imserver.rpc.server import RpcServer
from imserver.rpc.wire import AVATARS, KNOWN, MAX_FRAME, MAX_HELLO, PROTOCOL, Hello, encode
from imserver.system.supervisor import Supervisor
from tests.patience import PATIENCE_S, until
from tests.ports import free_port

pytestmark = pytest.mark.anyio


class Clerk(Protocol):
    async def add(self, one: int, other: int = 10, *, negative: bool = False) -> int: ...

    async def refuse(self, what: str) -> None: ...

    async def fail(self) -> None: ...

    async def wait(self) -> str: ...


class LocalClerk:
    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.waiting = 0

    async def add(self, one: int, other: int = 10, *, negative: bool = False) -> int:
        return -(one + other) if negative else one + other

    async def refuse(self, what: str) -> None:
        raise ImError(errors.FORBIDDEN, f"No {what}.", "Don't.")

    async def fail(self) -> None:
        raise RuntimeError("secret")

    async def wait(self) -> str:
        self.waiting += 1
        await self.go.wait()
        return "done"


def hello(name: str, protocol: int = PROTOCOL) -> Hello:
    return Hello(protocol, "9.9", name, ("auth",))


class Office:
    def __init__(self, folder: Path) -> None:
        self.address = Address("unix://link.sock", path=folder / "link.sock")
        self.clerk = LocalClerk()
        self.server = RpcServer(hello("messages"), serve(Clerk, self.clerk, "clerk."))

    async def rpc(self, name: str = "auth", **fields: int) -> RpcClient:
        rpc = RpcClient(self.address, hello(name, **fields))
        await rpc.start(PATIENCE_S)
        return rpc


def clerk_of(rpc: RpcClient) -> Clerk:
    return cast(Clerk, Remote(Clerk, rpc.call, "clerk."))


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    made = Office(tmp_path)
    await made.server.listen(made.address)
    yield made
    made.clerk.go.set()
    await made.server.close()


async def test_methods_are_called_with_their_defaults_and_names(office: Office) -> None:
    rpc = await office.rpc()
    clerk = clerk_of(rpc)
    assert await clerk.add(1, 2) == 3
    assert await clerk.add(1) == 11
    assert await clerk.add(1, negative=True) == -11
    await rpc.close()


async def test_a_caller_of_the_release_before_may_know_fewer_arguments(office: Office) -> None:
    rpc = await office.rpc()
    assert msgspec.msgpack.decode(await rpc.call("clerk.add", encode([1]))) == 11
    for too_few in ([], ["1"], [1, 2, False, 4]):
        with pytest.raises(ImError):
            await rpc.call("clerk.add", encode(too_few))
    await rpc.close()


class HelloBefore(msgspec.Struct, frozen=True, array_like=True, tag=0):
    """As the release before said it, and reads it."""

    protocol: int
    release: str
    name: str
    services: tuple[str, ...]
    generation: str = ""
    is_retiring: bool = False


async def test_a_gateway_of_the_release_before_knows_no_pictures_until_it_is_gone(office: Office) -> None:
    processes = ClusterProcesses(hello("messages"), Hub(), Supervisor(lambda: 0), office.server)
    said = encode(HelloBefore(PROTOCOL, "9.8", "gateway-1", ("gateway",)))
    before = RpcClient(office.address, msgspec.msgpack.decode(said, type=Hello))
    await before.start(PATIENCE_S)
    after = RpcClient(office.address, structs.replace(hello("gateway-2"), services=("gateway",), knows=KNOWN))
    await after.start(PATIENCE_S)
    bare = await office.rpc("push")  # shows nobody anything
    assert not await processes.all_know(AVATARS)
    await before.close()
    await until(lambda: len(office.server.peers) == 2)
    assert await processes.all_know(AVATARS)
    await after.close()
    await bare.close()


def test_the_release_before_understands_the_hello_of_this_one() -> None:
    said = encode(structs.replace(hello("messages"), knows=KNOWN))
    assert msgspec.msgpack.decode(said, type=HelloBefore).name == "messages"


async def test_a_refusal_comes_through_and_a_failure_tells_nothing(office: Office) -> None:
    rpc = await office.rpc()
    with pytest.raises(ImError, match="No cake") as refusal:
        await clerk_of(rpc).refuse("cake")
    assert (refusal.value.code, refusal.value.hint) == (errors.FORBIDDEN, "Don't.")
    with pytest.raises(ImError) as failure:
        await clerk_of(rpc).fail()
    assert failure.value.code is errors.INTERNAL
    assert "secret" not in failure.value.message
    await rpc.close()


async def test_what_is_under_way_fails_when_the_connection_is_lost_and_the_next_call_waits(office: Office) -> None:
    rpc = await office.rpc()
    waiting = asyncio.create_task(clerk_of(rpc).wait())
    await until(lambda: office.clerk.waiting)
    for peer in office.server.peers:
        peer.abort()
    with pytest.raises(ImError) as lost:
        await waiting
    assert lost.value.code.retry
    assert not rpc.is_gone, "the next call still waits for it"
    await until(lambda: not rpc.connected or office.server.peers)
    assert await clerk_of(rpc).add(2, 2) == 4
    await rpc.close()


async def test_a_successor_stands_beside_the_process_of_its_name_and_nobody_else_does(office: Office) -> None:
    def named(generation: str = "", *, is_retiring: bool = False) -> RpcClient:
        said = structs.replace(hello("gateway-1"), generation=generation, is_retiring=is_retiring)
        return RpcClient(office.address, said)

    first, successor = named(), named("g1")
    await first.start(PATIENCE_S)
    await successor.start(PATIENCE_S)
    assert sorted(peer.hello.process for peer in office.server.peers) == ["gateway-1", "gateway-1~g1"]
    for refused in (named(), named("g1"), named(is_retiring=True)):
        with pytest.raises(RefusedError, match="a process named gateway-1 is connected already"):
            await refused.start(PATIENCE_S)
    first.hello = structs.replace(first.hello, is_retiring=True)
    before = office.server.peers[0]
    before.abort()
    await until(lambda: len(office.server.peers) == 2 and before not in office.server.peers)
    await until(lambda: first.connected)
    assert await clerk_of(first).add(1, 1) == await clerk_of(successor).add(1, 1) == 2
    await first.close()
    await until(lambda: len(office.server.peers) == 1)
    with pytest.raises(RefusedError, match="a process named gateway-1 is connected already"):
        await named().start(PATIENCE_S)
    await successor.close()


async def test_a_call_does_not_wait_for_ever(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caller_module, "PATIENCE_S", 0.05)
    rpc = await office.rpc()
    await office.server.close()
    await until(lambda: not rpc.connected)
    with pytest.raises(ImError) as tired:
        await clerk_of(rpc).add(1)
    assert tired.value.code is errors.STORAGE_FAILED
    assert rpc.is_gone
    await rpc.close()


async def test_another_version_is_refused_with_both_releases(office: Office) -> None:
    with pytest.raises(RefusedError, match=r"auth is release 9\.9 and speaks version 99"):
        await office.rpc(protocol=99)


async def test_two_of_one_name_are_refused(office: Office) -> None:
    rpc = await office.rpc("gateway-1")
    with pytest.raises(RefusedError, match="named gateway-1 is connected already"):
        await office.rpc("gateway-1")
    await rpc.close()


@pytest.mark.parametrize(
    "data", [struct.pack(">I", MAX_FRAME + 1), struct.pack(">I", 3) + b"abc", struct.pack(">I", 2) + b"\x91\xc0"]
)
async def test_rubbish_ends_the_connection_and_hurts_nobody(office: Office, data: bytes) -> None:
    rpc = await office.rpc()
    reader, writer = await asyncio.open_unix_connection(office.address.path)
    writer.write(data)
    assert await asyncio.wait_for(reader.read(), PATIENCE_S) == b""
    writer.close()
    assert await clerk_of(rpc).add(1, 1) == 2
    await rpc.close()


async def test_who_calls_before_saying_hello_is_cut_off(office: Office) -> None:
    reader, writer = await asyncio.open_unix_connection(office.address.path)
    writer.write(struct.pack(">I", 9) + b"\x91\x94\x02\x01\xa3add\x90")
    assert await asyncio.wait_for(reader.read(), PATIENCE_S) == b""
    writer.close()


@pytest.mark.parametrize("url", ["", "link.sock", "tls://host", "tls://host:99999", "http://host:1", "unix://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(AddressError, match="IM_LINK is"):
        addresses.parse(url)


async def test_a_network_needs_certificates() -> None:
    with pytest.raises(AddressError, match="IM_LINK_CERT"):
        await RpcClient(addresses.parse("tls://127.0.0.1:1"), hello("auth")).start(1)


def credentials(folder: Path, name: str, since: timedelta = timedelta()) -> TlsCredentials:
    issued = certificate_authority.issue(folder, name, [name], 30, datetime.now(UTC) + since, between_hosts=True)
    return TlsCredentials(Path(issued.ca), Path(issued.certificate), Path(issued.certificate))


async def test_over_a_network_both_sides_show_a_certificate(tmp_path: Path) -> None:
    url = f"tls://127.0.0.1:{free_port()}"
    ours, strangers = tmp_path / "ours", tmp_path / "strangers"
    server = RpcServer(hello("messages"), serve(Clerk, LocalClerk(), "clerk."))
    await server.listen(addresses.parse(url, credentials(ours, "127.0.0.1")))
    rpc = RpcClient(addresses.parse(url, credentials(ours, "localhost")), hello("gateway-1"))
    await rpc.start(PATIENCE_S)
    assert await clerk_of(rpc).add(1, 1) == 2
    with pytest.raises(AddressError, match=r"self-signed|issuer|verify"):
        await RpcClient(addresses.parse(url, credentials(strangers, "localhost")), hello("gateway-2")).start(PATIENCE_S)
    half = TlsCredentials(
        ours / "ca.pem", strangers / "hosts/localhost.link.pem", strangers / "hosts/localhost.link.pem"
    )
    with pytest.raises(TimeoutError):
        await RpcClient(addresses.parse(url, half), hello("gateway-2")).start(1)
    assert [peer.hello.name for peer in server.peers] == ["gateway-1"]
    await rpc.close()
    await server.close()


async def test_a_clock_that_is_still_behind_is_waited_for(tmp_path: Path) -> None:
    """As on a board that learns the time from its network: the other side's certificate isn't valid yet."""
    url = f"tls://127.0.0.1:{free_port()}"
    server = RpcServer(hello("messages"), serve(Clerk, LocalClerk(), "clerk."))
    await server.listen(addresses.parse(url, credentials(tmp_path, "127.0.0.1", timedelta(days=2))))
    with pytest.raises(TimeoutError):
        await RpcClient(addresses.parse(url, credentials(tmp_path, "localhost")), hello("gateway-1")).start(1)
    await server.close()


async def test_a_connection_that_ends_after_nobody_waits_for_it_any_more_is_no_error(tmp_path: Path) -> None:
    """A process that gives up at its start, and a server that refuses it a moment later."""
    accepted: list[asyncio.StreamWriter] = []
    failed: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: failed.append(context))

    async def accept(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted.append(writer)

    class Slow:
        """Is there, and takes its time to shake hands."""

        async def connect(self, make: Callable[[], asyncio.Protocol]) -> None:
            await asyncio.get_running_loop().create_unix_connection(make, str(tmp_path / "slow.sock"))
            await asyncio.Event().wait()

    async with await asyncio.start_unix_server(accept, tmp_path / "slow.sock"):
        rpc = RpcClient(cast(Address, Slow()), hello("gateway-1"))
        with pytest.raises(TimeoutError):
            await rpc.start(0.2)
        accepted[0].close()
        await until(lambda: rpc._welcome is not None and rpc._welcome.done())
        rpc._welcome = None
        gc.collect()
        await asyncio.sleep(0)
    assert failed == []


async def closed(reader: asyncio.StreamReader) -> bool:
    async with asyncio.timeout(PATIENCE_S):
        with suppress(ConnectionError):
            await reader.read()
        return True


async def test_who_never_shakes_hands_keeps_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshakes, "HANDSHAKE_S", 600)
    port = free_port()
    url = f"tls://127.0.0.1:{port}"
    server = RpcServer(hello("messages"), serve(Clerk, LocalClerk(), "clerk."))
    await server.listen(addresses.parse(url, credentials(tmp_path, "127.0.0.1")))
    silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3 * handshakes.MAX_HANDSHAKES)]
    rpc = RpcClient(addresses.parse(url, credentials(tmp_path, "localhost")), hello("gateway-1"))
    await rpc.start(PATIENCE_S)
    assert await clerk_of(rpc).add(1, 1) == 2
    for reader, _ in silent[: 2 * handshakes.MAX_HANDSHAKES]:
        assert await closed(reader)
    await rpc.close()
    await server.close()
    for reader, writer in silent:
        assert await closed(reader)
        writer.close()


async def test_a_handshake_may_not_take_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshakes, "HANDSHAKE_S", 0.2)
    port = free_port()
    server = RpcServer(hello("messages"), serve(Clerk, LocalClerk(), "clerk."))
    await server.listen(addresses.parse(f"tls://127.0.0.1:{port}", credentials(tmp_path, "127.0.0.1")))
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"\x16\x03\x01\x02\x00")
    assert await closed(reader)
    writer.close()
    await server.close()


async def test_a_listener_that_closes_lets_go_of_a_connection_whose_handshake_has_not_begun() -> None:
    class Closing(dict[asyncio.Task[None], None]):
        def __setitem__(self, task: asyncio.Task[None], value: None) -> None:
            super().__setitem__(task, value)
            listener.close()

    with socket.create_server(("127.0.0.1", 0)) as bound:
        listener = handshakes.TlsListener(bound, ssl.create_default_context(), asyncio.Protocol)
        listener._shaking = Closing()
        reader, writer = await asyncio.open_connection(*bound.getsockname())
        assert await closed(reader)
        writer.close()
    gc.collect()


async def test_who_does_not_say_who_they_are_is_let_go(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sends more than a greeting takes, says nothing, or is one of many who say nothing."""
    reader, writer = await asyncio.open_unix_connection(office.address.path)
    writer.write(struct.pack(">I", MAX_HELLO + 1))
    assert await closed(reader)
    writer.close()
    many = [await asyncio.open_unix_connection(office.address.path) for _ in range(server_module.MAX_STRANGERS + 1)]
    assert await closed(many[0][0])
    monkeypatch.setattr(server_module, "SILENT_S", 0.2)
    late, writer = await asyncio.open_unix_connection(office.address.path)
    assert await closed(late)
    for _, each in [*many, (late, writer)]:
        each.close()


def test_a_key_that_is_not_that_of_the_certificate_is_refused(tmp_path: Path) -> None:
    one, other = credentials(tmp_path, "one"), credentials(tmp_path, "other")
    with pytest.raises(AddressError, match=r"one\.link\.pem with the key .*other\.link\.pem"):
        TlsCredentials(one.ca, one.cert, other.key).context(ssl.Purpose.CLIENT_AUTH)
    with pytest.raises(AddressError, match="nowhere"):
        TlsCredentials(tmp_path / "nowhere", one.cert, one.key).context(ssl.Purpose.CLIENT_AUTH)


async def test_whatever_is_done_at_a_beat_or_with_a_notice_the_link_holds(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caller_module, "BEAT_S", 0.02)
    monkeypatch.setattr(server_module, "BEAT_S", 0.02)
    told: list[bytes] = []
    beats = {"caller": 0, "server": 0}

    def fail(*_: object) -> None:
        raise UnicodeError

    def count(name: str) -> None:
        beats[name] += 1

    rpc = RpcClient(office.address, hello("auth"))
    rpc.on_connected.append(fail)
    rpc.on_beat += [fail, lambda: count("caller")]
    office.server.on_joined.append(fail)
    office.server.on_left.append(fail)
    office.server.on_beat += [fail, lambda: count("server")]
    office.server.notification_handlers |= {"bad": fail, "good": lambda peer, data: told.append(bytes(data))}
    await rpc.start(PATIENCE_S)
    for topic in ("bad", "good"):
        rpc.tell(topic, b"\xc0")
    assert await clerk_of(rpc).add(1, 2) == 3
    await until(lambda: told == [b"\xc0"] and beats["caller"] > 3 and beats["server"] > 3)
    assert len(office.server.peers) == 1
    await rpc.close()


SHOWN = [
    Profile("u1", "ann", "Ann", "a1"),
    User(id="u1", login="ann", name="Ann", role=Role.MEMBER, disabled=False, created_at=1, avatar="a1"),
    Member("u1", "ann", "Ann", MemberRole.OWNER, avatar="a1"),
    GroupChanged("c1", "Choir", GroupSettings(posting="admins"), "a1"),
]


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: type(shown).__name__)
def test_the_release_before_reads_and_is_read_without_pictures(shown: msgspec.Struct) -> None:
    kind, fields = type(shown), structs.fields(shown)
    tag = kind.__struct_config__.tag
    known = [(each.name, Any) if each.required else (each.name, Any, each.default) for each in fields[:-1]]
    before = msgspec.defstruct(kind.__name__, known, tag=tag)
    read = msgspec.msgpack.decode(encode(shown), type=before)
    assert not hasattr(read, "avatar")
    assert msgspec.msgpack.decode(encode(read), type=kind) == structs.replace(shown, avatar="")
