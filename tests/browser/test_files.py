"""Files: picked, dropped or pasted, seen by the others, opened, refused, and sent once whatever happens."""

from __future__ import annotations

import base64
import io
import math
import wave
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from tests.browser import population
from tests.browser.accessibility import violations
from tests.browser.cable import Cable
from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import DESKTOP, NETWORK_ERROR, PHONE, Person, Screen
from tests.browser.sight import faults
from tests.browser.test_safety import HOSTILE
from tests.server import Server, running

MAX_FILE = 1_000_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    limits = {"IM_MEDIA_MAX": str(MAX_FILE), "IM_MEDIA_FREE": "0"}
    with running(tmp_path_factory.mktemp("site") / "data", limits) as shared:
        yield shared


def picture(name: str = "garden.png", size: tuple[int, int] = (900, 600)) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": population.picture(size)}


def sound(name: str = "bell.wav") -> FilePayload:
    body = io.BytesIO()
    with wave.open(body, "wb") as file:
        file.setparams((1, 1, 8000, 0, "NONE", ""))
        file.writeframes(bytes(128 + int(60 * math.sin(step / 5)) for step in range(4000)))
    return {"name": name, "mimeType": "audio/wav", "buffer": body.getvalue()}


def paper(name: str = "minutes.txt", content: bytes = b"We met.") -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": content}


def attach(person: Person, *files: FilePayload) -> None:
    """Choose files; returns when each is uploaded or refused."""
    person.page.get_by_label("Attach files").set_input_files(list(files))
    expect(chips(person)).not_to_have_count(0)
    expect(chips(person).get_by_role("progressbar")).to_have_count(0)


def chips(person: Person) -> Locator:
    return person.page.get_by_role("list", name="Files to send").get_by_role("listitem")


def send(person: Person) -> None:
    person.page.get_by_role("button", name="Send", exact=True).click()
    expect(chips(person)).to_have_count(0)


def shown(person: Person, name: str) -> Locator:
    """The small picture of a file, once it has come."""
    found = person.messages.get_by_role("button", name=f"Open the picture {name}")
    expect(found.locator("img")).to_be_visible()
    return found


DROP = """([kind, data]) => {
  const files = new DataTransfer();
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  files.items.add(new File([bytes], "dropped.png", { type: "image/png" }));
  const place = document.querySelector(kind === "dragenter" ? ".conversation-pane" : ".drop-zone");
  place.dispatchEvent(new DragEvent(kind, { dataTransfer: files, bubbles: true, cancelable: true }));
}"""

PASTE = """(input, data) => {
  const files = new DataTransfer();
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  files.items.add(new File([bytes], "pasted.png", { type: "image/png" }));
  input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: files, bubbles: true, cancelable: true }));
}"""


def test_files_are_picked_and_seen_by_the_other_person(arrive: Callable[..., Person]) -> None:
    bob = arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    attach(ann, picture(), paper(), sound())
    ann.input.fill("from today")
    send(ann)
    ann.sees_sent("from today")
    expect(bob.row("Ann")).to_contain_text("📎 from today")
    bob.open("Ann")
    for person in (ann, bob):
        box = shown(person, "garden.png").bounding_box()
        assert box is not None
        assert box["width"] > 60
    with bob.page.expect_download() as download:
        bob.messages.get_by_role("button", name="Save minutes.txt").click()
    assert download.value.suggested_filename == "minutes.txt"
    assert download.value.path().read_bytes() == b"We met."
    bob.messages.get_by_role("button", name="Play bell.wav").click()
    player = bob.messages.locator("audio")
    expect(player).to_have_attribute("aria-label", "bell.wav")
    bob.page.wait_for_function("() => document.querySelector('audio').readyState >= 1")
    ann.bubble("from today").click(button="right", position={"x": 4, "y": 4})
    ann.page.get_by_role("dialog").get_by_role("button", name="Recall").click()
    ann.page.get_by_role("dialog").get_by_role("button", name="Recall").click()
    for person in (ann, bob):
        expect(person.messages.get_by_text("This message was recalled.")).to_be_visible()
        expect(person.messages.locator(".file")).to_have_count(0)


def test_a_picture_that_no_browser_decodes_is_a_card(arrive: Callable[..., Person]) -> None:
    """As iPhones make them: HEIC, which Chromium doesn't show."""
    bob = arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    content = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(2000)
    attach(ann, {"name": "IMG_2.HEIC", "mimeType": "image/heic", "buffer": content})
    expect(chips(ann).locator("img")).to_have_count(0)
    send(ann)
    bob.open("Ann")
    for person in (ann, bob):
        card = person.messages.get_by_role("button", name="Save IMG_2.HEIC")
        expect(card).to_contain_text("Picture (HEIC) · 2 kB")
        expect(person.messages.locator("img")).to_have_count(0)
    with bob.page.expect_download() as download:
        bob.messages.get_by_role("button", name="Save IMG_2.HEIC").click()
    assert download.value.suggested_filename == "IMG_2.HEIC"
    assert download.value.path().read_bytes() == content


def test_a_file_is_dropped_or_pasted_and_goes_without_a_text(arrive: Callable[..., Person]) -> None:
    bob = arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    data = base64.b64encode(picture()["buffer"]).decode()
    ann.page.evaluate(DROP, ["dragenter", data])
    expect(ann.page.get_by_text("Drop files here to send them to Bob")).to_be_visible()
    ann.page.evaluate(DROP, ["drop", data])
    expect(chips(ann)).to_contain_text(["dropped.png"])
    expect(ann.page.get_by_text("Drop files here")).to_have_count(0)
    ann.input.evaluate(PASTE, data)
    expect(chips(ann)).to_contain_text(["dropped.png", "pasted.png"])
    send(ann)
    expect(bob.row("Ann")).to_contain_text("📎 dropped.png, pasted.png")
    bob.open("Ann")
    shown(bob, "dropped.png")
    shown(bob, "pasted.png")


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_picture_has_its_place_before_it_comes_and_opens_large(arrive: Callable[..., Person], screen: Screen) -> None:
    arrive("bob", "Bob")
    ann = arrive("ann", "Ann", screen=screen)
    ann.start_chat("bob", "Bob")
    attach(ann, picture(), picture("beds.png", (500, 700)), paper(), paper("empty.txt", b""))
    assert violations(ann.page) == []
    ann.page.get_by_role("button", name="Remove empty.txt").click()
    send(ann)
    attach(ann, picture("wide.png", (1200, 500)))
    ann.write("The long bed")
    ann.sees_sent("The long bed")
    shown(ann, "wide.png")
    attach(ann, paper("a much longer name than fits " * 3 + ".txt"), sound())
    send(ann)
    expect(ann.messages.get_by_role("button", name="Play bell.wav")).to_be_visible()
    assert violations(ann.page) == []
    assert faults(ann.page) == []
    wide = shown(ann, "wide.png")
    before = wide.bounding_box()
    wide.locator("img").evaluate("(image) => image.remove()")
    assert wide.bounding_box() == before
    opener = shown(ann, "garden.png")
    opener.focus()
    ann.page.keyboard.press("Enter")
    dialog = ann.page.get_by_role("dialog", name="garden.png")
    large = dialog.get_by_role("img", name="garden.png")
    expect(large).to_be_visible()
    ann.page.wait_for_function("() => document.querySelector('dialog img[alt=\"garden.png\"]')?.naturalWidth === 900")
    assert violations(ann.page) == []
    ann.page.keyboard.press("ArrowRight")
    expect(ann.page.get_by_role("dialog", name="beds.png")).to_be_visible()
    ann.page.keyboard.press("Escape")
    expect(ann.page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()
    opener.press("Enter")
    expect(dialog).to_be_visible()
    ann.until("history.state?.layers.length === 1")
    ann.page.go_back()
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()
    ann.page.go_back()
    expect(ann.input).to_have_count(0)


def test_a_refused_file_says_why_and_the_others_go(arrive: Callable[..., Person]) -> None:
    arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    attach(ann, paper("huge.bin", b"x" * (2 * MAX_FILE)), paper())
    refused = chips(ann).filter(has_text="huge.bin")
    expect(refused.get_by_role("alert")).to_have_text(
        "The file is 1.9 MB, and this server accepts up to 977 kB. Send a smaller one, or ask an administrator."
    )
    expect(ann.page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    refused.get_by_role("button", name="Remove huge.bin").click()
    send(ann)
    expect(ann.messages.get_by_role("button", name="Save minutes.txt")).to_be_visible()


def test_markup_in_names_of_files_stays_text(arrive: Callable[..., Person]) -> None:
    bob = arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    hostile = [name for name in HOSTILE if "/" not in name][:8]
    attach(ann, *(paper(f"{name}.txt") for name in hostile), picture(f"{HOSTILE[1]}.png"))
    expect(chips(ann).locator(".file-name").first).to_have_text(f"{hostile[0]}.txt")
    send(ann)
    expect(bob.row("Ann")).to_contain_text("📎 ")
    bob.open("Ann")
    for person in (ann, bob):
        expect(person.messages.locator(".file-card")).to_have_count(len(hostile))
        person.messages.locator(".file-picture").click()
        expect(person.page.get_by_role("dialog").get_by_role("img")).to_be_visible()
        assert person.page.evaluate("window.hacked") is None
        assert person.page.locator("iframe, body script, [onerror], [onclick], [onload]").count() == 0


def test_a_message_with_a_file_waits_in_the_outbox_through_a_reload(
    server: Server, visit: Callable[..., Person], enrol: Callable[..., str], cable: Cable
) -> None:
    enrol("ann", "Ann")
    enrol("bob", "Bob")
    bob = Member(server.url, "bob", PASSWORD)
    ann = visit(url=cable.url, kept=True)
    ann.allow_errors(NETWORK_ERROR)
    ann.log_in("ann", PASSWORD)
    ann.is_kept()
    ann.start_chat("bob", "Bob")
    conv = ann.page.url.rpartition("/")[2]
    attach(ann, picture())
    cable.pull()
    ann.page.get_by_role("status").filter(has_text="No connection").wait_for()
    send(ann)
    expect(ann.waiting()).to_have_count(1)
    ann.page.get_by_label("Attach files").set_input_files([paper()])
    expect(chips(ann).get_by_role("alert")).to_contain_text("The server can’t be reached.")
    ann.input.fill("half a sentence")
    ann.reload()
    expect(ann.messages.get_by_role("button", name="Open the picture garden.png")).to_be_visible()
    expect(ann.waiting()).to_have_count(1)
    expect(ann.input).to_have_value("half a sentence")
    expect(chips(ann).get_by_role("alert")).to_contain_text("The page was closed during the upload.")
    cable.plug_in()
    expect(ann.waiting()).to_have_count(0)
    shown(ann, "garden.png")
    messages = bob.http.get(f"/conversations/{conv}/messages").json()["messages"]
    assert [[file["name"] for file in message["attachments"]] for message in messages] == [["garden.png"]]
    bob.close()


def test_a_message_is_sent_when_its_files_are_uploaded(arrive: Callable[..., Person]) -> None:
    arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    held: list[Callable[[], None]] = []
    ann.page.route("**/api/v1/media?conv=*", lambda route: held.append(route.continue_))
    ann.page.get_by_label("Attach files").set_input_files([paper()])
    expect(chips(ann).get_by_role("progressbar", name="Uploading minutes.txt")).to_be_visible()
    ann.input.fill("as promised")
    ann.page.get_by_role("button", name="Send", exact=True).click()
    expect(ann.page.get_by_text("Your message is sent once the files are uploaded.")).to_be_visible()
    assert ann.texts() == []
    held[0]()
    ann.sees_sent("as promised")
    expect(ann.messages.get_by_role("button", name="Save minutes.txt")).to_be_visible()
    expect(ann.input).to_have_value("")
