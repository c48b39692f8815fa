"""Pictures of people and groups: chosen and cut, seen by others at once, kept on the device, and removed."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Request, expect

from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import ATTEMPT_REFUSED, PHONE, Person
from tests.server import Server

Arrive = Callable[..., Person]

RED: Final = (200, 30, 30)
BLUE: Final = (30, 60, 200)


def flag(left: tuple[int, int, int] = RED, right: tuple[int, int, int] = BLUE, kind: str = "PNG") -> bytes:
    """Twice as wide as high, of two colours."""
    picture = Image.new("RGB", (600, 300), left)
    picture.paste(right, (300, 0, 600, 300))
    body = io.BytesIO()
    picture.save(body, kind)
    return body.getvalue()


def file(content: bytes, name: str = "flag.png", kind: str = "image/png") -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


def dialog(person: Person) -> Locator:
    return person.page.get_by_role("dialog")


def choose(person: Person, chosen: FilePayload) -> None:
    with person.page.expect_file_chooser() as chooser:
        dialog(person).get_by_role("button", name=re.compile("^(Choose|选择|另选)")).click()
    chooser.value.set_files([chosen])


def button(person: Person, name: str) -> Locator:
    return dialog(person).get_by_role("button", name=name, exact=True)


def stage(person: Person) -> Locator:
    return dialog(person).get_by_role("application")


def zoom(person: Person) -> Locator:
    return dialog(person).get_by_role("slider")


def save(person: Person) -> None:
    button(person, "Save").click()
    expect(dialog(person)).to_have_count(0)


COLOUR: Final = """(picture, at) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = canvas.getContext("2d");
  context.drawImage(picture, picture.naturalWidth * at, picture.naturalHeight / 2, 1, 1, 0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""


def colours(avatar: Locator) -> list[Literal["red", "blue", "other"]]:
    """Of the left and the right of the picture that an avatar shows."""
    picture = avatar.locator("img")
    expect(picture).to_be_visible()
    found: list[Literal["red", "blue", "other"]] = []
    for at in (0.1, 0.9):
        red, _, blue = picture.evaluate(COLOUR, at)
        found.append("red" if red > blue + 80 else "blue" if blue > red + 80 else "other")
    return found


def of(rows: Locator) -> Locator:
    return rows.locator(".avatar").first


def is_lettered(avatar: Locator, letters: str) -> None:
    expect(avatar).to_have_attribute("data-letters", letters)
    expect(avatar.locator("img")).to_have_count(0)


def set_picture(server: Server, login: str, content: bytes) -> None:
    member = Member(server.url, login, PASSWORD)
    member.http.put("/me/avatar", content=content).raise_for_status()
    member.close()


def to_settings(person: Person) -> Locator:
    """The way to the editor."""
    person.page.get_by_role("link", name=re.compile("^(Menu|菜单)$")).click()
    return person.page.get_by_role("button", name="Change your picture")


def test_a_picture_is_cut_and_others_see_it_at_once(arrive: Arrive) -> None:
    bob = arrive("bob", "Bob", screen=PHONE)
    ann = arrive("ann", "Ann Lee")
    ann.start_chat("bob", "Bob")
    ann.write("Hello")
    is_lettered(of(bob.row("Ann Lee")), "AL")
    to_settings(ann).click()
    choose(ann, file(flag()))
    zoom(ann).fill("2")
    for _ in range(30):
        stage(ann).press("ArrowRight")
    save(ann)
    mine = ann.page.get_by_role("button", name="Change your picture")
    assert colours(of(mine)) == ["blue", "blue"]
    assert colours(of(bob.row("Ann Lee"))) == ["blue", "blue"]
    bob.open("Ann Lee")
    assert colours(of(bob.page.locator(".bar-subject"))) == ["blue", "blue"]
    mine.click()
    button(ann, "Remove picture").click()
    expect(dialog(ann)).to_have_count(0)
    is_lettered(of(mine), "AL")
    is_lettered(of(bob.page.locator(".bar-subject")), "AL")


def test_fingers_move_and_enlarge_it_and_back_closes_the_editor(arrive: Arrive) -> None:
    ann = arrive("ann", "Ann Lee", screen=PHONE)
    to_settings(ann).click()
    choose(ann, file(flag()))
    expect(stage(ann)).to_be_visible()
    box = stage(ann).bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    finger = ann.page.context.new_cdp_session(ann.page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [
            {"x": middle[0] + x * box["width"], "y": middle[1] + y * box["width"], "id": n}
            for n, (x, y) in enumerate(places)
        ]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (-0.1, 0), (0.1, 0))
    touch("touchMove", (-0.3, 0), (0.3, 0))
    touch("touchEnd")
    assert 2 < float(zoom(ann).input_value()) < 4
    touch("touchStart", (-0.4, 0))
    for step in range(1, 9):
        touch("touchMove", (-0.4 + step * 0.1, 0))
    touch("touchEnd")
    touch("touchStart", (-0.4, 0))
    for step in range(1, 9):
        touch("touchMove", (-0.4 + step * 0.1, 0))
    touch("touchEnd")
    ann.until("history.state?.layers.length === 1")
    save(ann)
    mine = ann.page.get_by_role("button", name="Change your picture")
    assert colours(of(mine)) == ["red", "red"]
    mine.click()
    choose(ann, file(flag()))
    expect(stage(ann)).to_be_visible()
    ann.until("history.state?.layers.length === 1")
    ann.page.go_back()
    expect(dialog(ann)).to_have_count(0)
    expect(mine).to_be_visible()


def test_those_who_run_a_group_give_it_a_picture_and_all_are_told(
    server: Server, arrive: Arrive, enrol: Callable[..., str]
) -> None:
    bob = arrive("bob", "Bob", screen=PHONE, language="zh-CN")
    ann = arrive("ann", "Ann")
    member = Member(server.url, "ann", PASSWORD)
    member.group("Garden", [server.admin.get("/api/v1/admin/users/bob").json()["id"]])
    member.close()
    ann.open("Garden")
    ann.page.get_by_role("button", name="Details", exact=True).click()
    change = ann.page.get_by_role("button", name="Change group picture")
    change.evaluate(DROP, base64.b64encode(flag()).decode())
    expect(stage(ann)).to_be_visible()
    save(ann)
    assert colours(of(change)) == ["red", "blue"]
    assert colours(of(bob.row("Garden"))) == ["red", "blue"]
    expect(ann.messages.get_by_text("You changed the group’s picture.")).to_be_visible()
    expect(ann.page.locator(".toast")).to_have_count(0)
    bob.open("Garden")
    expect(bob.messages.get_by_text("Ann 更换了群头像。")).to_be_visible()
    bob.page.locator(".bar-subject").click()
    expect(bob.page.locator(".profile .avatar.large img")).to_be_visible()
    expect(bob.page.locator(".profile button")).to_have_count(0)
    change.click()
    button(ann, "Remove picture").click()
    is_lettered(bob.page.locator(".profile .avatar.large"), "G")


DROP: Final = """(target, content) => {
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], "flag.png", { type: "image/png" }));
  for (const kind of ["dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer }));
  }
}"""


def test_a_picture_is_fetched_once_and_kept_until_one_signs_out(server: Server, arrive: Arrive) -> None:
    bob = arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    fetched: list[str] = []

    def note(request: Request) -> None:
        if "/avatars/" in request.url:
            fetched.append(request.url)

    ann.page.on("request", note)
    set_picture(server, "bob", flag())
    ids = [server.admin.get(f"/api/v1/admin/users/{login}").json()["id"] for login in ("bob", "ann")]
    member = Member(server.url, "bob", PASSWORD)
    for name in ("One", "Two"):
        conv = member.group(name, ids[1:])
        member.say(conv, [f"Hello {n}" for n in range(3)])
    member.say(member.direct(ids[1]), ["Hi"])
    member.close()
    assert colours(of(ann.row("Bob"))) == ["red", "blue"]
    for name in ("One", "Two"):
        ann.open(name)
        expect(ann.messages.locator(".avatar img")).to_be_visible()
    assert len(fetched) == 1
    ann.until(f"({KEPT})().then((count) => count === 1)")
    ann.reload()
    expect(ann.messages.locator(".avatar img")).to_be_visible()
    assert colours(of(ann.row("Bob"))) == ["red", "blue"]
    assert len(fetched) == 1
    to_settings(ann)
    ann.page.get_by_role("button", name="Sign out").click()
    expect(ann.page.get_by_role("button", name="Sign in")).to_be_visible()
    ann.until("indexedDB.databases().then((all) => all.length === 0)")
    bob.leave()


KEPT: Final = """async () => {
  const [{ name }] = await indexedDB.databases();
  const database = await new Promise((resolve) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
  });
  const keys = await new Promise((resolve) => {
    const request = database.transaction("state").objectStore("state").getAllKeys();
    request.onsuccess = () => resolve(request.result);
  });
  database.close();
  return keys.filter((key) => key.startsWith("avatar ")).length;
}"""


def test_what_is_no_picture_is_refused_at_once_and_what_the_server_refuses_plainly(
    arrive: Arrive, tmp_path: Path
) -> None:
    ann = arrive("ann", "Ann")
    ann.allow_errors(ATTEMPT_REFUSED)
    to_settings(ann).click()
    choose(ann, file(b"%PDF-1.4", "minutes.pdf", "application/pdf"))
    alert = dialog(ann).get_by_role("alert")
    expect(alert).to_contain_text("Choose a JPEG")
    expect(button(ann, "Save")).to_have_count(0)
    expect(button(ann, "Choose a picture")).to_be_focused()
    choose(ann, file(b"Not a picture.", "beach.jpg", "image/jpeg"))
    expect(alert).to_contain_text("Choose a JPEG")
    choose(ann, file(b"\0\0\0\x18ftypheicAAAAmif1heic" + bytes(1000), "IMG_0001.HEIC", "image/heic"))
    expect(alert).to_contain_text("HEIC")
    expect(button(ann, "Save")).to_have_count(0)
    choose(ann, file(b"\xff\xd8\xff" + bytes(1000), "broken.jpg", "image/jpeg"))
    expect(dialog(ann)).to_contain_text("the server uses the middle of it")
    expect(alert).to_have_count(0)
    button(ann, "Save").click()
    expect(alert).to_contain_text("Choose a JPEG")
    choose(ann, file(flag()))
    expect(alert).to_have_count(0)
    save(ann)
    assert colours(of(ann.page.locator(".profile"))) == ["red", "blue"]


def test_who_uses_the_keyboard_goes_on_at_the_picture(arrive: Arrive) -> None:
    ann = arrive("ann", "Ann")
    to_settings(ann).click()
    with ann.page.expect_file_chooser() as chooser:
        button(ann, "Choose a picture").press("Enter")
    chooser.value.set_files([file(flag())])
    expect(stage(ann)).to_be_focused()
    ann.page.keyboard.press("+")
    expect(zoom(ann)).not_to_have_value("1")


def test_all_buttons_are_in_sight_on_a_phone_that_lies(arrive: Arrive) -> None:
    ann = arrive("ann", "Ann", screen=PHONE)
    to_settings(ann).click()
    choose(ann, file(flag()))
    for width, height in ((844, 390), (667, 375), (390, 844)):
        ann.page.set_viewport_size({"width": width, "height": height})
        for shown in (stage(ann), zoom(ann), button(ann, "Save"), button(ann, "Choose another")):
            expect(shown).to_be_in_viewport(ratio=1)
    ann.page.set_viewport_size({"width": 844, "height": 390})
    choose(ann, file(b"\0\0\0\x18ftypheicAAAAmif1heic", "IMG_0001.HEIC", "image/heic"))
    for shown in (dialog(ann).get_by_role("alert"), button(ann, "Save"), button(ann, "Choose another")):
        expect(shown).to_be_in_viewport(ratio=1)


def test_administrators_remove_pictures(server: Server, arrive: Arrive) -> None:
    bob = arrive("bob", "Bob", screen=PHONE)
    ann = arrive("ann", "Ann")
    server.admin.patch("/api/v1/admin/users/ann", json={"role": "admin"}).raise_for_status()
    set_picture(server, "bob", flag())
    member = Member(server.url, "bob", PASSWORD)
    conv = member.group("Garden", [])
    member.http.put(f"/conversations/{conv}/avatar", content=flag()).raise_for_status()
    member.close()
    assert colours(of(bob.row("Garden"))) == ["red", "blue"]
    bob_id = server.admin.get("/api/v1/admin/users/bob").json()["id"]
    menu = bob.page.get_by_role("link", name="Menu")
    for path, avatar in ((f"users/{bob_id}", of(menu)), (f"groups/{conv}", of(bob.row("Garden")))):
        ann.arrive(f"#/admin/{path}")
        shown = ann.page.locator(".admin-profile .avatar")
        expect(shown.locator("img")).to_be_visible()
        ann.page.get_by_role("button", name="Remove picture").click()
        button(ann, "Remove picture").click()
        expect(shown.locator("img")).to_have_count(0)
        expect(avatar.locator("img")).to_have_count(0)
