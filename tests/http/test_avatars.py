"""Pictures of people and groups: chosen, seen by those who may, replaced, taken away."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image, ImageDraw

from imserver.services.media.avatars import MAX_PICTURE
from tests.client import PASSWORD, Person
from tests.http.test_media import on_disk, refusal, wait_until
from tests.http.test_own_data import exported
from tests.server import Server

UPSIDE_DOWN = 3
ORIENTATION = 0x0112


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 600), mode: str = "RGB", **options: Any) -> bytes:
    """Black, with a white square in the middle whose upper half is red."""
    drawn = Image.new(mode, size)
    draw = ImageDraw.Draw(drawn)
    side = min(size) // 2
    left, top = (size[0] - side) // 2, (size[1] - side) // 2
    draw.rectangle((left, top, left + side, top + side), "white")
    draw.rectangle((left, top, left + side, top + side // 2), "red")
    written = io.BytesIO()
    drawn.save(written, kind, **options)
    return written.getvalue()


def put(person: Person, content: Any, conv: str | None = None) -> httpx.Response:
    path = f"/conversations/{conv}/avatar" if conv else "/me/avatar"
    headers = {"Authorization": f"Bearer {person.token}"}
    return httpx.put(f"{person.server.url}/api/v1{path}", content=content, headers=headers, timeout=60)


def shown(person: Person, avatar: str) -> Image.Image:
    answer = person.call("GET", f"/avatars/{avatar}").raise_for_status()
    return Image.open(io.BytesIO(answer.content))


@pytest.fixture(scope="module")
def one_pixel() -> bytes:
    return picture("PNG", (1, 1))


def test_a_picture_is_seen_by_everybody_at_once_and_later(site: Server, people: tuple[Person, Person, Person]) -> None:
    ann, bob, cara = people
    conv = ann.direct(bob)
    since = bob.device()
    since.close()
    with bob.device() as device:
        answer = put(ann, picture())
        assert answer.status_code == 200, answer.text
        avatar = answer.json()["avatar"]
        told = device.wait(lambda frame: frame["t"] == "profile")
        assert told["user"] == {"id": ann.id, "login": "ann", "name": "Ann", "avatar": avatar}
    with bob.device(since.sync) as device:
        missed = device.wait(lambda frame: frame["t"] == "profile")
        assert missed["user"]["avatar"] == avatar
    with bob.device() as device:
        seen = {member["id"]: member.get("avatar") for member in device.ready["conversations"][0]["members"]}
        assert seen == {ann.id: avatar, bob.id: None}
    members = bob.call("GET", f"/conversations/{conv}").json()["members"]
    assert {member["id"]: member["avatar"] for member in members} == {ann.id: avatar, bob.id: ""}
    assert bob.call("GET", f"/users/{ann.id}").json()["avatar"] == avatar
    assert bob.call("GET", "/users?q=ann").json()["users"][0]["avatar"] == avatar
    assert ann.call("GET", "/me").json()["avatar"] == avatar
    assert site.admin.get("/api/v1/admin/users/ann").json()["avatar"] == avatar
    assert site.admin.get("/api/v1/admin/users?q=ann").json()["users"][0]["avatar"] == avatar
    square = shown(cara, avatar)
    assert (square.size, square.format) == ((256, 256), "JPEG")
    answer = cara.call("GET", f"/avatars/{avatar}")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "no-store"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert httpx.get(f"{site.url}/api/v1/avatars/{avatar}").status_code == 401


def test_a_renewed_token_comes_with_the_picture(
    site: Server, people: tuple[Person, Person, Person], one_pixel: bytes
) -> None:
    ann = people[0]
    avatar = put(ann, one_pixel).json()["avatar"]
    with httpx.Client(base_url=f"{site.url}/api/v1") as client:
        grant = client.post("/login", json={"login": "ann", "password": PASSWORD}).raise_for_status().json()
        assert grant["user"]["avatar"] == avatar
        renewed = client.post("/token", json={"refresh_token": grant["refresh_token"]}).raise_for_status().json()
    assert renewed["user"]["avatar"] == avatar


def test_a_square_is_the_middle_of_it_upright_and_says_nothing_else(people: tuple[Person, Person, Person]) -> None:
    ann, bob, _ = people
    about = Image.Exif()
    about[ORIENTATION] = UPSIDE_DOWN
    about[0x010F] = "a camera"
    avatar = put(ann, picture(exif=about)).json()["avatar"]
    square = shown(bob, avatar)
    assert not square.getexif()
    at = [square.getpixel((128, y)) for y in (10, 100, 150, 250)]
    assert [_colour(pixel) for pixel in at] == ["black", "white", "red", "black"], "what was on top is below"


def _colour(pixel: Any) -> str:
    red, green = (value > 128 for value in pixel[:2])
    return "white" if green else "red" if red else "black"


@pytest.mark.parametrize(
    ("kind", "mode", "written"),
    [("PNG", "RGBA", "WEBP"), ("PNG", "RGB", "JPEG"), ("GIF", "P", "JPEG"), ("WEBP", "RGB", "JPEG")],
)
def test_every_kind_of_picture_becomes_one_that_browsers_show(
    people: tuple[Person, Person, Person], kind: str, mode: str, written: str
) -> None:
    ann, bob, _ = people
    square = shown(bob, put(ann, picture(kind, (70, 40), mode)).json()["avatar"])
    assert (square.size, square.format) == ((256, 256), written)


def test_what_is_replaced_or_removed_is_gone_from_the_disk(site: Server, one_pixel: bytes) -> None:
    dora, emil = Person(site, "dora"), Person(site, "emil")
    first = put(dora, one_pixel).json()["avatar"]
    second = put(dora, one_pixel).json()["avatar"]
    assert first != second
    assert refusal(emil.call("GET", f"/avatars/{first}")) == "unknown_file"
    wait_until(lambda: not on_disk(site, first))
    assert on_disk(site, second)
    for _ in range(2):
        assert dora.call("DELETE", "/me/avatar").status_code == 204
    assert dora.call("GET", "/me").json()["avatar"] == ""
    wait_until(lambda: not on_disk(site, second))
    third = put(dora, one_pixel).json()["avatar"]
    assert dora.call("POST", "/me/delete", {"password": PASSWORD}).status_code == 204
    assert refusal(emil.call("GET", f"/avatars/{third}")) == "unknown_file"
    wait_until(lambda: not on_disk(site, third))


def test_a_group_gets_a_picture_from_who_runs_it(
    site: Server, people: tuple[Person, Person, Person], one_pixel: bytes
) -> None:
    ann, bob, cara = people
    conv = ann.group(bob)
    assert refusal(put(bob, one_pixel, conv)) == "forbidden"
    assert refusal(put(cara, one_pixel, conv)) == "not_member"
    assert refusal(put(ann, one_pixel, ann.direct(bob))) == "forbidden"
    assert refusal(bob.call("DELETE", f"/conversations/{conv}/avatar")) == "forbidden"
    with bob.device() as device:
        answer = put(ann, one_pixel, conv)
        assert answer.status_code == 200, answer.text
        avatar = answer.json()["avatar"]
        told = device.wait(lambda frame: frame["t"] == "group" and frame["conv"] == conv)
        assert told["avatar"] == avatar
        line = device.next_message()
        assert line["action"] == {"did": "pictured"}
        assert line["text"].splitlines()[0] == "Ann changed the group’s picture."
        ann.call("PATCH", f"/conversations/{conv}", {"title": "Choir"})
        told = device.wait(lambda frame: frame["t"] == "group" and frame["conv"] == conv)
        assert (told["title"], told["avatar"]) == ("Choir", avatar)
    with bob.device() as device:
        found = {each["id"]: each.get("avatar") for each in device.ready["conversations"]}
        assert found[conv] == avatar
    assert shown(bob, avatar).size == (256, 256)
    assert refusal(cara.call("GET", f"/avatars/{avatar}")) == "unknown_file", "others don't see it"
    boss = Person(site, "boss", "admin")
    assert shown(boss, avatar).size == (256, 256)
    assert site.admin.get(f"/api/v1/admin/groups/{conv}").json()["avatar"] == avatar
    with bob.device() as device:
        assert ann.call("DELETE", f"/conversations/{conv}/avatar").status_code == 204
        told = device.wait(lambda frame: frame["t"] == "group" and frame["conv"] == conv)
        assert "avatar" not in told
        device.wait(lambda frame: frame.get("action") == {"did": "unpictured"})
    wait_until(lambda: not on_disk(site, avatar))
    last = put(ann, one_pixel, conv).json()["avatar"]
    site.admin.delete(f"/api/v1/admin/conversations/{conv}").raise_for_status()
    wait_until(lambda: not on_disk(site, last))


def test_an_administrator_takes_pictures_away(site: Server, one_pixel: bytes) -> None:
    fred, gina = Person(site, "fred"), Person(site, "gina", "admin")
    owner = Person(site, "olga", "owner")
    conv = fred.group(owner)
    avatars = [put(fred, one_pixel).json()["avatar"], put(fred, one_pixel, conv).json()["avatar"]]
    put(owner, one_pixel)
    for _ in range(2):
        for path in ("users/fred", f"groups/{conv}"):
            assert gina.call("DELETE", f"/admin/{path}/avatar").status_code == 204
    assert refusal(gina.call("DELETE", "/admin/users/olga/avatar")) == "forbidden"
    assert refusal(fred.call("DELETE", "/admin/users/olga/avatar")) == "forbidden"
    assert fred.call("GET", "/me").json()["avatar"] == ""
    notes = [message["note"] for message in fred.history(conv) if message["note"]]
    assert [(note["did"], note["by"]) for note in notes] == [("unpictured", gina.id)]
    wait_until(lambda: not any(on_disk(site, avatar) for avatar in avatars))
    entries = site.admin.get("/api/v1/admin/audit?q=gina").json()["entries"]
    found = [(entry["action"], entry["target"]) for entry in reversed(entries) if entry["actor"] == gina.id]
    assert found == [("user.unpictured", fred.id), ("group.unpictured", conv)], "what changes nothing is no deed"


@pytest.mark.parametrize("content", [b"", b"GIF89a or so", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_is_refused_and_leaves_nothing(
    site: Server, people: tuple[Person, Person, Person], content: bytes
) -> None:
    _, bob, _ = people
    before = set(_files(site))
    answer = put(bob, content)
    assert (answer.status_code, refusal(answer)) == (400, "picture_invalid")
    assert "JPEG" in answer.json()["error"]["hint"]
    assert set(_files(site)) <= before


def _files(site: Server) -> Iterator[Path]:
    return (site.data_dir / "media").glob("*/*")


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "chunked"])
def test_a_picture_that_is_too_large_is_refused(people: tuple[Person, Person, Person], declared: bool) -> None:
    _, _, cara = people
    large = picture("PNG", (1, 1)).ljust(MAX_PICTURE + 1)
    answer = put(cara, large if declared else iter([large[: 1 << 20], large[1 << 20 :]]))
    assert (answer.status_code, refusal(answer)) == (413, "too_large")


def test_pictures_are_sealed_exported_and_take_no_room_of_ones_files(site: Server, one_pixel: bytes) -> None:
    hugo = Person(site, "hugo")
    avatar = put(hugo, one_pixel).json()["avatar"]
    content = hugo.call("GET", f"/avatars/{avatar}").content
    [stored] = on_disk(site, avatar)
    assert content[:64] not in stored.read_bytes()
    assert hugo.call("GET", "/media").json()["used"] == 0
    [account] = [line for line in exported(hugo) if line["kind"] == "account"]
    assert account["account"]["avatar"] == avatar
    conv = hugo.group()
    with hugo.device() as device:
        frame = {"t": "send", "conv": conv, "client_id": "00000000-0000-4000-8000-000000000001", "text": ""}
        assert device.request({**frame, "attachments": [avatar]})["code"] == "unknown_file"
    for path in (f"/media/{avatar}", f"/media/{avatar}/thumbnail", f"/avatars/{hugo.id}", "/avatars/%2e%2e"):
        assert hugo.call("GET", path).status_code == 404, path


def test_pictures_are_changed_so_often_and_no_oftener(site: Server) -> None:
    ines = Person(site, "ines")
    for _ in range(30):
        ines.call("DELETE", "/me/avatar").raise_for_status()
    assert refusal(ines.call("DELETE", "/me/avatar")) == "throttled"
    assert refusal(put(ines, b"nothing")) == "throttled"
