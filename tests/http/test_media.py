"""Files: uploaded, sent, shown, saved, and deleted with the last message that carried them."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx
import pytest
from PIL import Image

from tests.client import Device, Person
from tests.http.test_own_data import exported
from tests.server import Server

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 1000
PAGE = b"<html><script>alert(document.domain)</script></html>"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    limits = {"IM_MEDIA_MAX": "6000000", "IM_MEDIA_QUOTA": "20000000", "IM_MEDIA_FREE": "0"}
    server = Server(tmp_path_factory.mktemp("server") / "data", limits)
    server.start()
    yield server
    server.stop()
    server.admin.close()


def picture(size: tuple[int, int] = (1200, 800), kind: str = "JPEG", **options: Any) -> bytes:
    written = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(written, kind, **options)
    return written.getvalue()


def upload(person: Person, conv: str, content: Any, name: str = "a file", **headers: str) -> httpx.Response:
    return httpx.post(
        f"{person.server.url}/api/v1/media",
        params={"conv": conv},
        content=content,
        headers={"Authorization": f"Bearer {person.token}", "X-File-Name": quote(name), **headers},
        timeout=60,
    )


def get(person: Person, path: str, **headers: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {person.token}", **headers}
    return httpx.get(f"{person.server.url}/api/v1/media/{path}", headers=headers, timeout=60)


def send(device: Device, conv: str, *files: str, text: str = "", client_id: UUID | None = None) -> dict[str, Any]:
    frame = {"t": "send", "conv": conv, "client_id": str(client_id or uuid4()), "text": text}
    return device.request({**frame, "attachments": files})


def refusal(answer: httpx.Response) -> str:
    code: str = answer.json()["error"]["code"]
    return code


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def on_disk(server: Server, media: str) -> list[Path]:
    return list((server.data_dir / "media").glob(f"*/{media}*"))


def test_a_file_arrives_with_its_message_and_byte_for_byte(site: Server, people: tuple[Person, Person, Person]) -> None:
    ann, bob, _ = people
    conv = ann.direct(bob)
    answer = upload(ann, conv, PDF, "报告 2026.pdf")
    assert answer.status_code == 201, answer.text
    file = answer.json()
    assert (file["name"], file["type"], file["size"]) == ("报告 2026.pdf", "application/pdf", len(PDF))
    with ann.device() as sender, bob.device() as receiver:
        assert send(sender, conv, file["id"], text="the report")["t"] == "sent"
        message = receiver.next_message()
    shown = {"id": file["id"], "name": "报告 2026.pdf", "type": "application/pdf", "size": len(PDF)}
    assert message["attachments"] == [shown]
    assert bob.history(conv)[-1]["attachments"][0].items() >= shown.items()
    got = get(bob, file["id"])
    assert got.content == PDF
    assert quote("报告 2026.pdf") in got.headers["Content-Disposition"]
    stored = b"".join(path.read_bytes() for path in site.data_dir.rglob("*") if path.is_file())
    assert PDF[:64] not in stored
    assert "报告".encode() not in stored


def test_only_who_can_see_a_message_with_a_file_gets_it(site: Server, people: tuple[Person, Person, Person]) -> None:
    ann, bob, cara = people
    conv = ann.direct(bob)
    file = upload(ann, conv, b"for bob alone").json()["id"]
    assert get(ann, file).content == b"for bob alone"
    assert refusal(get(bob, file)) == "unknown_file", "it wasn't sent yet"
    with ann.device() as sender:
        send(sender, conv, file)
    assert get(bob, file).content == b"for bob alone"
    assert refusal(get(cara, file)) == "unknown_file"
    assert refusal(get(cara, f"{file}/thumbnail")) == "unknown_file"
    assert refusal(get(cara, f"{file}/link")) == "unknown_file"
    assert httpx.get(f"{site.url}/api/v1/media/{file}").status_code == 401
    with cara.device() as thief:
        assert send(thief, cara.group(), file)["code"] == "unknown_file"
    with bob.device() as forwarder:
        shared = bob.direct(cara)
        assert send(forwarder, shared, file)["t"] == "sent"
    assert get(cara, file).content == b"for bob alone"


def test_who_is_not_in_a_conversation_uploads_nothing_to_it(people: tuple[Person, Person, Person]) -> None:
    ann, bob, cara = people
    assert refusal(upload(cara, ann.direct(bob), b"hello")) == "not_member"
    assert refusal(upload(cara, "c0000000000000", b"hello")) == "unknown_conversation"


def test_a_retry_gets_the_first_answer_and_other_files_are_a_conflict(people: tuple[Person, Person, Person]) -> None:
    ann, bob, _ = people
    conv, once = ann.direct(bob), uuid4()
    one, other = (upload(ann, conv, content).json()["id"] for content in (b"one", b"other"))
    with ann.device() as device:
        first = send(device, conv, one, text="here", client_id=once)
        again = send(device, conv, one, text="here", client_id=once)
        assert (again["seq"], again["ts"]) == (first["seq"], first["ts"])
        assert send(device, conv, other, text="here", client_id=once)["code"] == "client_id_conflict"
        assert send(device, conv, text="here", client_id=once)["code"] == "client_id_conflict"
        device.request({"t": "recall", "conv": conv, "seq": first["seq"]})
        assert send(device, conv, one, text="here", client_id=once)["seq"] == first["seq"], "although the file is gone"


def test_a_message_without_text_needs_a_file_that_is_there(people: tuple[Person, Person, Person]) -> None:
    ann, bob, _ = people
    conv = ann.direct(bob)
    with ann.device() as device:
        assert send(device, conv)["code"] == "text_invalid"
        assert send(device, conv, "f00000000000000")["code"] == "unknown_file"
        assert send(device, conv, *["f00000000000000"] * 11)["code"] == "bad_frame"


def test_recall_deletes_a_file_that_no_other_message_carries(
    site: Server, people: tuple[Person, Person, Person]
) -> None:
    ann, bob, _ = people
    conv = ann.direct(bob)
    file = upload(ann, conv, picture()).json()["id"]
    assert len(on_disk(site, file)) == 2, "the picture and a small one"
    with ann.device() as device:
        one, two = (send(device, conv, file)["seq"] for _ in range(2))
        device.request({"t": "recall", "conv": conv, "seq": one})
        assert get(bob, file).is_success
        device.request({"t": "recall", "conv": conv, "seq": two})
    assert refusal(get(bob, file)) == "unknown_file"
    assert refusal(get(ann, file)) == "unknown_file"
    wait_until(lambda: not on_disk(site, file))
    assert [message["attachments"] for message in bob.history(conv)[-2:]] == [[], []]


def test_an_edit_keeps_the_files(people: tuple[Person, Person, Person]) -> None:
    ann, bob, _ = people
    conv = ann.direct(bob)
    file = upload(ann, conv, b"kept").json()["id"]
    with ann.device() as device:
        seq = send(device, conv, file, text="frist")["seq"]
        device.request({"t": "edit", "conv": conv, "seq": seq, "text": "first"})
    last = ann.history(conv)[-1]
    assert last["text"] == "first"
    assert [each["id"] for each in last["attachments"]] == [file]


@pytest.mark.parametrize(
    ("span", "status", "wanted"),
    [
        ("bytes=0-0", 206, PDF[:1]),
        ("bytes=65530-65545", 206, PDF[65530:65546]),
        ("bytes=65536-", 206, PDF[65536:]),
        ("bytes=-100", 206, PDF[-100:]),
        ("bytes=0-9999999", 206, PDF),
        ("bytes=1-2,4-5", 200, PDF),
        ("lines=1-2", 200, PDF),
        ("bytes=5-2", 200, PDF),
    ],
)
def test_a_range_of_a_file(
    people: tuple[Person, Person, Person], span: str, status: int, wanted: bytes, pdf: str
) -> None:
    answer = get(people[0], pdf, Range=span)
    assert answer.status_code == status
    assert answer.content == wanted
    assert answer.headers["Content-Length"] == str(len(wanted))


@pytest.fixture(scope="module")
def pdf(people: tuple[Person, Person, Person]) -> str:
    ann, bob, _ = people
    return str(upload(ann, ann.direct(bob), PDF).json()["id"])


@pytest.mark.parametrize("span", [f"bytes={len(PDF)}-", "bytes=-0", "bytes=999999999999-"])
def test_a_range_outside_the_file_is_refused(people: tuple[Person, Person, Person], span: str, pdf: str) -> None:
    answer = get(people[0], pdf, Range=span)
    assert answer.status_code == 416
    assert refusal(answer) == "range_invalid"


def test_what_the_browser_has_is_not_sent_again(people: tuple[Person, Person, Person], pdf: str) -> None:
    tag = get(people[0], pdf).headers["ETag"]
    assert get(people[0], pdf, **{"If-None-Match": tag}).status_code == 304
    assert get(people[0], pdf, **{"If-Range": '"other"', "Range": "bytes=0-0"}).status_code == 200


def test_a_type_is_what_the_bytes_say_and_only_harmless_ones_are_shown(people: tuple[Person, Person, Person]) -> None:
    ann, bob, _ = people
    conv = ann.direct(bob)
    page = upload(ann, conv, PAGE, "photo.png", **{"Content-Type": "image/png"}).json()
    assert page["type"] == "text/plain"
    answer = get(ann, page["id"])
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    photo = upload(ann, conv, picture(kind="PNG"), "photo.html").json()
    assert photo["type"] == "image/png"
    shown = get(ann, photo["id"])
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    film = upload(ann, conv, b"\0\0\0\x14ftypqt  \0\0\0\0qt  \0\0\0\x08wide", "IMG_1.MOV").json()
    assert get(ann, film["id"]).headers["Content-Type"] == film["type"] == "video/quicktime"
    still = upload(ann, conv, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99), "IMG_2.HEIC").json()
    assert (still["type"], still["thumbnail"]) == ("image/heic", False)
    assert get(ann, still["id"]).headers["Content-Disposition"].startswith("attachment")
    assert get(ann, f"{photo['id']}?download=1").headers["Content-Disposition"].startswith("attachment")
    drawing = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    assert (
        get(ann, upload(ann, conv, drawing, "a.svg").json()["id"]).headers["Content-Disposition"].startswith("attach")
    )


def test_a_small_picture_is_upright_and_says_nothing_of_where_it_was_taken(
    people: tuple[Person, Person, Person],
) -> None:
    ann, bob, _ = people
    exif = Image.Exif()
    exif[0x0112] = 6  # a phone held upright
    exif[0x010E] = "at home"
    file = upload(ann, ann.direct(bob), picture((1200, 800), exif=exif), "photo.jpg").json()
    assert (file["width"], file["height"], file["thumbnail"]) == (800, 1200, True)
    answer = get(ann, f"{file['id']}/thumbnail")
    assert answer.headers["Content-Type"] == "image/jpeg"
    small = Image.open(io.BytesIO(answer.content))
    assert max(small.size) == 640
    assert small.size[0] < small.size[1]
    assert not small.getexif()
    assert b"at home" not in answer.content


def test_a_see_through_picture_keeps_being_so(people: tuple[Person, Person, Person]) -> None:
    ann, bob, _ = people
    written = io.BytesIO()
    Image.new("RGBA", (900, 300), (255, 0, 0, 0)).save(written, "PNG")
    file = upload(ann, ann.direct(bob), written.getvalue()).json()
    answer = get(ann, f"{file['id']}/thumbnail")
    assert answer.headers["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(answer.content)).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize(
    ("content", "measures"),
    [
        (picture((60_000, 60_000 // 60), "PNG")[:200], None),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(500), None),
        (picture()[:3000], (1200, 800)),
    ],
    ids=["cut PNG", "broken JPEG", "cut JPEG"],
)
def test_a_broken_picture_is_a_file_like_others(
    people: tuple[Person, Person, Person], content: bytes, measures: tuple[int, int] | None
) -> None:
    ann, bob, _ = people
    file = upload(ann, ann.direct(bob), content)
    assert file.status_code == 201
    assert not file.json()["thumbnail"]
    assert get(ann, file.json()["id"]).content == content
    if measures:
        assert (file.json()["width"], file.json()["height"]) == measures


def test_a_picture_that_would_burst_is_kept_without_a_small_one(people: tuple[Person, Person, Person]) -> None:
    ann, bob, _ = people
    written = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(written, "PNG")
    file = upload(ann, ann.direct(bob), written.getvalue()).json()
    assert (file["width"], file["height"], file["thumbnail"]) == (30_000, 30_000, False)


def test_limits_are_kept_before_and_while_a_file_comes(people: tuple[Person, Person, Person], site: Server) -> None:
    dora = Person(site, "dora")
    conv = dora.group()
    large = bytes(6_000_001)
    assert refusal(upload(dora, conv, large)) == "too_large"
    assert refusal(upload(dora, conv, iter([large[:3_000_000], large[3_000_000:]]))) == "too_large"
    assert upload(dora, conv, large[1:]).status_code == 201
    assert refusal(upload(dora, conv, b"")) == "bad_request"
    assert upload(dora, conv, large[1:]).status_code == 201
    assert upload(dora, conv, large[1:]).status_code == 201
    assert refusal(upload(dora, conv, large[:2_000_001])) == "quota_full"
    assert refusal(upload(dora, conv, iter([large[:2_000_001]]))) == "quota_full"
    assert upload(dora, conv, large[:2_000_000]).status_code == 201
    assert refusal(upload(dora, conv, b"a")) == "quota_full"
    room = dora.call("GET", "/media").json()
    assert room == {"used": 20_000_000, "quota": 20_000_000, "max_file": 6_000_000}
    assert not list((site.data_dir / "media").glob("*/*.part"))


def test_a_full_disk_takes_messages_and_no_files(tmp_path: Path) -> None:
    server = Server(tmp_path / "data", {"IM_MEDIA_FREE": str(1 << 60)})
    server.start()
    try:
        ann = Person(server, "ann")
        conv = ann.group()
        assert refusal(upload(ann, conv, b"hello")) == "storage_full"
        with ann.device() as device:
            assert device.send(conv, "hello")["t"] == "sent"
    finally:
        server.stop()
        server.admin.close()


def test_files_survive_a_kill_and_a_new_key(server: Server) -> None:
    ann = Person(server, "ann")
    conv = ann.group()
    old = upload(ann, conv, PDF).json()["id"]
    server.admin.post("/api/v1/admin/keys/rotate").raise_for_status()
    new = upload(ann, conv, PDF[::-1]).json()["id"]
    server.kill()
    server.start()
    ann.log_in()
    assert get(ann, old).content == PDF
    assert get(ann, new).content == PDF[::-1]
    (path,) = on_disk(server, new)
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)
    with pytest.raises(httpx.HTTPError):
        get(ann, new)


def test_a_link_opens_one_file_without_a_token(site: Server, people: tuple[Person, Person, Person], pdf: str) -> None:
    ann, bob, _ = people
    link = ann.call("GET", f"/media/{pdf}/link").json()
    assert httpx.get(site.url + link["url"]).content == PDF
    other = upload(ann, ann.direct(bob), b"other").json()["id"]
    for url in (link["url"].replace(pdf, other), link["url"][:-3] + "abc", f"/api/v1/media/{pdf}?ticket={ann.token}"):
        answer = httpx.get(site.url + url)
        assert answer.status_code == 401
        assert refusal(answer) == "token_invalid"
    ticket = link["url"].partition("ticket=")[2]
    me = httpx.get(f"{site.url}/api/v1/me", headers={"Authorization": f"Bearer {ticket}"})
    assert me.status_code == 401


def test_a_link_ends_with_the_session_that_asked_for_it(site: Server) -> None:
    painter, viewer = Person(site, "painter"), Person(site, "viewer")
    file = upload(painter, painter.direct(viewer), b"secret").json()["id"]
    for disabled in (False, True):
        painter.log_in()
        url = painter.call("GET", f"/media/{file}/link").json()["url"]
        assert httpx.get(f"{site.url}{url}").content == b"secret"
        if disabled:
            site.admin.patch("/api/v1/admin/users/painter", json={"disabled": True}).raise_for_status()
        else:
            painter.call("POST", "/logout").raise_for_status()
        assert refusal(httpx.get(f"{site.url}{url}")) == "token_invalid"


def test_a_link_is_for_who_may_see_the_file_now(site: Server) -> None:
    host, guest = Person(site, "host"), Person(site, "guest")
    group = host.group(guest)
    file = upload(host, group, b"secret").json()["id"]
    with host.device() as device:
        send(device, group, file)
    url = guest.call("GET", f"/media/{file}/link").json()["url"]
    assert httpx.get(f"{site.url}{url}").content == b"secret"
    host.call("DELETE", f"/conversations/{group}/members/{guest.id}").raise_for_status()
    assert refusal(httpx.get(f"{site.url}{url}")) == "unknown_file"


def test_an_export_lists_ones_files(site: Server) -> None:
    emil = Person(site, "emil")
    file = upload(emil, emil.group(), b"mine", "mine.txt").json()
    (line,) = [line for line in exported(emil) if line["kind"] == "file"]
    assert line["file"] == {"id": file["id"], "name": "mine.txt", "type": "text/plain", "size": 4}


@pytest.mark.parametrize("conv", ["", "c000"], ids=["too large", "no such conversation"])
def test_who_is_still_sending_is_told_why_not_cut_off(site: Server, conv: str) -> None:
    """A browser whose connection is reset while it sends only says that the network failed."""
    fred = Person(site, f"fred{conv}")
    size = 30_000_000 if not conv else 5_900_000
    head = (
        f"POST /api/v1/media?conv={conv or fred.group()} HTTP/1.1\r\nHost: here\r\nContent-Length: {size}\r\n"
        f"Authorization: Bearer {fred.token}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as client:
        client.sendall(head.encode())
        answer = b""
        while b"}}" not in answer:
            part = client.recv(65536)
            assert part, answer
            answer += part
        for _ in range(size // 100_000):
            client.sendall(bytes(100_000))
    assert (b"unknown_conversation" if conv else b"too_large") in answer
