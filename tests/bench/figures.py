"""The figures: each measures one thing and returns its values by name."""

from __future__ import annotations

import asyncio
import time
from typing import Final

import argon2
import httpx

from imserver.services.auth.passwords import LANES, MEMORY_KIB, PASSES
from tests.bench.archive import RARE, fill
from tests.bench.bench import Bench, Figure, pace, send_frame, until
from tests.bench.wire import Wire

PASSWORD: Final = "correct horse battery"


async def base_memory(bench: Bench) -> dict[str, float]:
    return {"base memory": bench.usage().uss_kb / 1024}


async def idle_connections(bench: Bench) -> dict[str, float]:
    count = 1000 if bench.quick else 5000
    users = bench.users(count)
    await bench.join_all(users[:10])
    before = bench.usage()
    wires = await bench.join_all(users)
    grown = bench.usage() - before
    for wire in wires:
        wire.transport.close()
    return {"memory per idle connection": grown.uss_kb / count}


async def direct_messages(bench: Bench) -> dict[str, float]:
    """Two hundred people in pairs, at 2,000 messages a second."""
    users = bench.users(200)
    wires = await bench.join_all(users)
    convs = bench.pairs(users)
    acks = deliveries = 0

    def count(frame: bytes) -> None:
        nonlocal acks, deliveries
        if frame.startswith(b'{"t":"sent"'):
            acks += 1
        elif frame.startswith(b'{"t":"message"'):
            deliveries += 1

    for wire in wires:
        wire.on_frame = count
    frames = [send_frame(number, convs[number % len(convs)]) for number in range(2000 * (4 if bench.quick else 10))]
    before = bench.usage()
    sent = await pace(2000, len(frames) / 2000, lambda number: wires[2 * (number % len(convs))].send(frames[number]))
    await until(lambda: acks == sent and deliveries == sent)
    used = bench.usage() - before
    for wire in wires:
        wire.transport.close()
    return {"CPU per direct message at 2,000/s": used.cpu_us / sent}


async def ack_latency(bench: Bench) -> dict[str, float]:
    users = bench.users(200)
    wires = await bench.join_all(users)
    convs = bench.pairs(users)
    started: dict[int, float] = {}
    taken: list[float] = []

    def note(frame: bytes) -> None:
        if frame.startswith(b'{"t":"sent","id":'):
            taken.append(time.perf_counter() - started.pop(int(frame[17 : frame.index(b",", 17)])))

    for wire in wires:
        wire.on_frame = note

    def send(number: int) -> None:
        started[number] = time.perf_counter()
        wires[2 * (number % len(convs))].send(send_frame(number, convs[number % len(convs)]))

    before = bench.usage()
    sent = await pace(1000, 4 if bench.quick else 10, send)
    await until(lambda: len(taken) == sent)
    used = bench.usage() - before
    for wire in wires:
        wire.transport.close()
    taken.sort()
    return {
        "send to ack, p50 at 1,000/s": taken[len(taken) // 2] * 1000,
        "send to ack, p99 at 1,000/s": taken[len(taken) * 99 // 100] * 1000,
        "bytes written per message at 1,000/s": used.written / sent,
    }


async def quiet_writes(bench: Bench) -> dict[str, float]:
    users = bench.users(2)
    [wire] = await bench.join_all(users[:1])
    [conv] = bench.pairs(users)
    acks = 0

    def count(frame: bytes) -> None:
        nonlocal acks
        acks += frame.startswith(b'{"t":"sent"')

    wire.on_frame = count
    before = bench.usage()
    sent = await pace(1, 5 if bench.quick else 20, lambda number: wire.send(send_frame(number, conv)))
    await until(lambda: acks == sent)
    used = bench.usage() - before
    wire.transport.close()
    return {"bytes written per message at 1/s": used.written / sent}


async def group_fan_out(bench: Bench) -> dict[str, float]:
    users = bench.users(200)
    wires = await bench.join_all(users)
    conv = bench.group(users)
    figures = {}
    for rate, seconds in ((20, 4 if bench.quick else 15), (1000, 1 if bench.quick else 3)):
        figures[f"CPU per delivery in a group of 200 at {rate:,}/s"] = await _fan_out(bench, wires, conv, rate, seconds)
    for wire in wires:
        wire.transport.close()
    return figures


async def _fan_out(bench: Bench, wires: list[Wire], conv: str, rate: float, seconds: float) -> float:
    received = 0

    def count(frame: bytes) -> None:
        nonlocal received
        received += frame.startswith(b'{"t":"message"')

    for wire in wires:
        wire.on_frame = count
    before = bench.usage()
    sent = await pace(rate, seconds, lambda number: wires[number % len(wires)].send(send_frame(number, conv)))
    await until(lambda: received == sent * (len(wires) - 1))
    return (bench.usage() - before).cpu_us / received


async def sustained(bench: Bench) -> dict[str, float]:
    """As many as it takes, with 20 messages in flight from each of 200 people."""
    users = bench.users(400)
    wires = await bench.join_all(users)
    convs = bench.pairs(users)
    acks = 0
    stopped = False

    def answer(index: int, frame: bytes) -> None:
        nonlocal acks
        if frame.startswith(b'{"t":"sent"'):
            acks += 1
            if not stopped:
                wires[2 * index].send(send_frame(0, convs[index]))

    for index in range(len(convs)):
        wires[2 * index].on_frame = lambda frame, index=index: answer(index, frame)
    for index in range(len(convs)):
        for _ in range(20):
            wires[2 * index].send(send_frame(0, convs[index]))
    await asyncio.sleep(1)
    first, began, before = acks, time.perf_counter(), bench.usage()
    await asyncio.sleep(3 if bench.quick else 10)
    count, took, used = acks - first, time.perf_counter() - began, bench.usage() - before
    stopped = True
    await until(lambda: acks >= first + count)
    for wire in wires:
        wire.transport.close()
    return {
        "durable direct messages sustained": count / took,
        "CPU per direct message, sustained": used.cpu_us / count,
    }


async def resume(bench: Bench) -> dict[str, float]:
    """Everybody, in groups of ten, comes back at once after one message in each group."""
    count = 1000
    users = bench.users(count)
    convs = [bench.group(users[index : index + 10]) for index in range(0, count, 10)]
    speakers = await bench.join_all(users[::10])
    sync = speakers[0].sync
    acks = 0

    def note(frame: bytes) -> None:
        nonlocal acks
        acks += frame.startswith(b'{"t":"sent"')

    for wire, conv in zip(speakers, convs, strict=True):
        wire.on_frame = note
        wire.send(send_frame(0, conv))
    await until(lambda: acks == len(convs))
    before = bench.usage()
    back = await asyncio.gather(*(bench.join(user, sync) for user in users))
    used = bench.usage() - before
    for wire in [*back, *speakers]:
        wire.transport.close()
    return {"CPU per client that resumes, 1,000 at once": used.cpu_us / count / 1000}


async def login(bench: Bench) -> dict[str, float]:
    count = 20 if bench.quick else 50
    body = {"login": "ann", "name": "Ann", "password": PASSWORD}
    bench.server.admin.post("/api/v1/admin/users", json=body).raise_for_status()
    hasher = argon2.PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
    encoded = hasher.hash(PASSWORD)
    began = time.process_time()
    for _ in range(count):
        hasher.verify(encoded, PASSWORD)
    hashing = (time.process_time() - began) / count
    before = bench.usage()
    async with httpx.AsyncClient(base_url=bench.server.url) as client:
        for _ in range(count):
            answer = await client.post("/api/v1/login", json={"login": "ann", "password": PASSWORD})
            answer.raise_for_status()
    used = bench.usage() - before
    return {"CPU per login beyond argon2id": used.cpu_us / count / 1000 - hashing * 1000}


async def archive(bench: Bench) -> dict[str, float]:
    """Pages and searches in a conversation of a million messages; a tenth of that where it should be quick."""
    count, asked = (100_000, 100) if bench.quick else (1_000_000, 300)
    users = bench.users(2)
    [conv] = bench.pairs(users)
    bench.server.stop()
    fill(bench.server.data_dir, conv, users, count)
    bench.start()
    [wire] = await bench.join_all(users[:1])
    pages = 0

    def note(frame: bytes) -> None:
        nonlocal pages
        pages += frame.startswith(b'{"t":"page"')

    wire.on_frame = note
    await until(lambda: bench.server.admin.get("/api/v1/admin/search").json()["current"], 900)
    before = bench.usage()
    for number in range(asked):
        at = 100 + number * (count - 100) // asked
        wire.send(b'{"t":"history","id":%d,"conv":"%s","before":%d,"limit":50}' % (number, conv.encode(), at))
        await until(lambda number=number: pages > number)  # type: ignore[misc]
    paging = (bench.usage() - before).cpu_us / asked / 1000
    wire.transport.close()
    slowest = 0.0
    headers = {"Authorization": f"Bearer {bench.token(users[0])}"}
    async with httpx.AsyncClient(base_url=bench.server.url, headers=headers, timeout=60) as client:
        for query in (RARE, "明天", "meeting", "开会 meeting", "meeting 鹦鹉螺", "nothing"):
            before = bench.usage()
            for _ in range(10):
                answer = (await client.get("/api/v1/search", params={"q": query})).raise_for_status().json()
            assert bool(answer["results"]) == (query != "nothing")
            slowest = max(slowest, (bench.usage() - before).cpu_us / 10 / 1000)
    return {"history page of 50 from 1,000,000": paging, "search over 1,000,000, slowest of six": slowest}


FIGURES: Final[list[Figure]] = [
    base_memory,
    login,
    idle_connections,
    direct_messages,
    ack_latency,
    quiet_writes,
    group_fan_out,
    sustained,
    resume,
    archive,
]
