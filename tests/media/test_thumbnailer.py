"""Small pictures: whatever somebody's file does to a decoder, nobody else's picture waits for it."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from imserver.services.media import thumbnailer as module
from imserver.services.media.picture import AVATAR_SIDE, MAX_SCANS, scans, square
from imserver.services.media.thumbnailer import Measures, Thumbnailer
from imserver.services.media.turns import Turns

pytestmark = pytest.mark.anyio

STAND_IN = """
read -r kind || :
echo '{"width": 8, "height": 4}'
case $kind in
    long) read -r _ < "$0" ;;
    cut) printf 'half a pic'; exit 9 ;;
esac
printf small
"""
"""A program that begins at once, also on a busy machine. `long` takes until somebody opens the gate, a named pipe."""
MEASURES = Measures(8, 4)


async def parts(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 65_536):
        yield content[start : start + 65_536]


class Studio:
    """A thumbnailer with one place, and a record of who got what in which order."""

    def __init__(self, gate: Path) -> None:
        os.mkfifo(gate)
        self._gate = gate
        self._thumbnailer = Thumbnailer(("/bin/sh", "-c", STAND_IN, str(gate)), Turns(1))
        self.done: list[tuple[str, bytes]] = []
        self.going = 0
        self.most: dict[str, int] = {}
        self._now: dict[str, int] = {}

    async def make(self, person: str, kind: bytes) -> bytes:
        async def content() -> AsyncIterator[bytes]:
            self._now[person] = self._now.get(person, 0) + 1
            self.most[person] = max(self.most.get(person, 0), self._now[person])
            yield kind

        measures, small = await self._thumbnailer.make(person, content())
        if person in self._now:
            self._now[person] -= 1
        self.done.append((person, small))
        assert measures == MEASURES
        return small

    async def open(self) -> None:
        """Let who takes long come to an end."""
        await asyncio.to_thread(self._gate.write_text, "\n")


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path / "gate")


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLICE_S", 1.0)
    monkeypatch.setattr(module, "TIMEOUT_S", 60.0)


@pytest.mark.usefixtures("hasty")
async def test_pictures_that_never_end_keep_nobody_waiting(studio: Studio) -> None:
    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        endless = [tasks.create_task(studio.make(person, b"long")) for person in ("bad", "bad", "worse")]
        await asyncio.sleep(0)
        good = [tasks.create_task(studio.make("good", b"quick")) for _ in range(2)]
        await asyncio.wait(good)
        others = len(studio.done) - len(good)
        for task in endless:
            task.cancel()
    assert {small for person, small in studio.done if person == "good"} == {b"small"}
    assert others <= 2, "each of good's pictures waits for one slice of another's at most"
    assert {small for person, small in studio.done if person != "good"} == {b""}
    assert studio.most["bad"] == studio.most["worse"] == 1


@pytest.mark.usefixtures("hasty")
async def test_one_that_takes_long_goes_on_beside_and_is_made(studio: Studio) -> None:
    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        long = tasks.create_task(studio.make("ann", b"long"))
        second = tasks.create_task(studio.make("ann", b"quick"))
        await asyncio.sleep(0)
        quick = tasks.create_task(studio.make("bob", b"quick"))
        await asyncio.wait([quick])
        await studio.open()
    assert (long.result(), second.result(), quick.result()) == (b"small",) * 3
    assert [person for person, _ in studio.done] == ["bob", "ann", "ann"]


async def test_one_that_never_ends_has_an_end(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLICE_S", 0.1)
    monkeypatch.setattr(module, "TIMEOUT_S", 1.0)
    async with asyncio.timeout(60):
        assert await studio.make("ann", b"long") == b""


async def test_what_was_cut_off_is_no_picture(studio: Studio) -> None:
    assert await studio.make("ann", b"cut") == b""


async def test_who_used_little_comes_before_who_used_much() -> None:
    turns = Turns(1)
    order: list[str] = []

    async def use(person: str, seconds: float) -> None:
        async with turns.take(person, 30):
            order.append(person)
            await asyncio.sleep(seconds)

    async with asyncio.timeout(60):
        await use("much", 0.3)
        await use("little", 0.05)
        async with asyncio.TaskGroup() as tasks, turns.take("other", 30):
            order.clear()
            for person in ("much", "much", "little", "none"):
                tasks.create_task(use(person, 0))
            await asyncio.sleep(0.01)
            assert order == []
    assert order == ["none", "little", "much", "much"]


async def test_who_waits_too_long_has_none_and_leaves_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = Turns(1)
    thumbnailer = Thumbnailer(("/bin/sh", "-c", STAND_IN), turns)
    monkeypatch.setattr(module, "WAIT_S", 0.05)
    async with turns.take("ann", 30):
        assert await thumbnailer.make("bob", parts(b"quick")) == (None, b"")
    monkeypatch.setattr(module, "WAIT_S", 30.0)
    assert await thumbnailer.make("bob", parts(b"quick")) == (MEASURES, b"small")


def jpeg(size: tuple[int, int] = (640, 480), **options: bool) -> bytes:
    written = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(written, "JPEG", **options)
    return written.getvalue()


def with_scans(count: int) -> bytes:
    """A progressive JPEG of one colour, whose last scan comes again and again: 300 KiB for 3,000 of them."""
    written = io.BytesIO()
    Image.new("RGB", (1600, 1200), "teal").save(written, "JPEG", progressive=True)
    whole = written.getvalue()
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * (count - scans(whole)) + whole[-2:]


def test_scans_are_counted_as_a_decoder_meets_them() -> None:
    assert scans(jpeg()) == 1
    usual = scans(jpeg(progressive=True))
    assert 2 < usual < 20
    assert scans(with_scans(60)) == 60
    video = b"\xff\xda\x00\x08" * 500
    assert scans(jpeg(progressive=True) + video) == usual, (
        "what follows the picture, as the video of a live photo, is none"
    )
    preview = jpeg(progressive=True)
    framed = b"\xff\xd8\xff\xe1" + (len(preview) + 2).to_bytes(2) + preview
    assert scans(framed + jpeg()[2:]) == 1, "neither is the preview that a camera puts in front"
    assert scans(b"\xff\xd8" + b"\xff\xfe\x00\x02" * 30_000 + jpeg()[2:]) > MAX_SCANS


async def test_a_jpeg_with_thousands_of_scans_is_kept_without_a_small_one() -> None:
    async with asyncio.timeout(60):
        whole, one = (
            await Thumbnailer().make("ann", parts(with_scans(3000))),
            await Thumbnailer().make("ann", parts(jpeg())),
        )
    assert whole == (Measures(1600, 1200), b"")
    assert one[0] == Measures(640, 480)
    assert Image.open(io.BytesIO(one[1])).size == (640, 480)


async def test_a_usual_progressive_jpeg_has_a_small_one() -> None:
    _, small = await Thumbnailer().make("ann", parts(jpeg((2000, 1000), progressive=True)))
    assert Image.open(io.BytesIO(small)).size == (640, 320)


@pytest.mark.parametrize("mode", ["1", "P"])
def test_colours_of_a_palette_are_mixed(mode: str) -> None:
    """Lines of one pixel, black and white, become grey: none of them is left out."""
    side = 4 * AVATAR_SIDE
    lines = Image.frombytes("L", (side, side), b"\x00\xff" * (side * side // 2))
    cut = Image.open(io.BytesIO(square(lines.convert(mode)))).convert("L")
    lightness = cut.resize((1, 1)).getpixel((0, 0)), cut.getextrema()
    assert all(100 < value < 156 for value in (lightness[0], *lightness[1])), lightness


@given(
    mode=st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"]),
    width=st.integers(1, 2000),
    height=st.integers(1, 2000),
    opaque=st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_an_avatar_is_a_square_whatever_it_is_made_of(mode: str, width: int, height: int, opaque: bool) -> None:
    drawn = Image.new(mode, (width, height))
    if opaque and mode in ("LA", "RGBA"):
        drawn.putalpha(255)
    drawn.info["comment"] = b"by a camera"
    cut = Image.open(io.BytesIO(square(drawn)))
    assert cut.size == (AVATAR_SIDE, AVATAR_SIDE)
    assert cut.format == ("WEBP" if mode in ("LA", "RGBA") and not opaque else "JPEG")
    assert "comment" not in cut.info
