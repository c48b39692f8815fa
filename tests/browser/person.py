"""Somebody who uses the page, and what they can see and do. Everything is found by role and name."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.witness import witness

WAIT: Final = 20_000
"""How long anything may take to appear (ms): generous, since it is only waited out by a failure."""

expect.set_options(timeout=WAIT)


STILL: Final = """() => new Promise((done) => {
  const box = document.querySelector("[role=log]");
  let [top, frames] = [NaN, 0];
  const look = () => {
    frames = box.scrollTop === top ? frames + 1 : 0;
    top = box.scrollTop;
    if (frames < 5) requestAnimationFrame(look);
    else done();
  };
  look();
})"""


@dataclass(frozen=True)
class Screen:
    name: str
    width: int
    height: int
    touch: bool

    def __str__(self) -> str:
        return self.name


PHONE: Final = Screen("phone", 390, 844, touch=True)
SMALL_PHONE: Final = Screen("small-phone", 360, 640, touch=True)
DESKTOP: Final = Screen("desktop", 1366, 768, touch=False)
SCREENS: Final = (PHONE, SMALL_PHONE, DESKTOP)

NETWORK_ERROR: Final = re.compile(r"net::ERR_|WebSocket connection to|Failed to load resource: net")
"""What Chromium logs by itself while a server can't be reached."""

SERVICE_WORKER_BLOCKED: Final = re.compile("Service Worker registration blocked by Playwright")

ATTEMPT_REFUSED: Final = re.compile(r"the server responded with a status of 4\d\d")
"""What Chromium logs by itself when a request is refused, as with a wrong password."""


class Person:
    """`kept`: whether the browser may keep the page, which fetches all of it once more.

    `browser`: a context of somebody's own is taken as it is.
    """

    def __init__(
        self,
        browser: Browser | BrowserContext,
        url: str,
        *,
        screen: Screen,
        language: str,
        dark: bool = False,
        kept: bool = False,
        scale: int | None = None,
    ) -> None:
        self.url = url
        self.screen = screen
        self._context = (
            browser
            if isinstance(browser, BrowserContext)
            else browser.new_context(
                viewport={"width": screen.width, "height": screen.height},
                has_touch=screen.touch,
                is_mobile=screen.touch,
                device_scale_factor=scale or (2 if screen.touch else 1),
                locale=language,
                color_scheme="dark" if dark else "light",
                timezone_id="Europe/Berlin",
                service_workers="allow" if kept else "block",
                ignore_https_errors=url.startswith("https:"),  # of an authority that the browser doesn't know
            )
        )
        self._context.set_default_timeout(WAIT)
        self.page: Page = self._context.new_page()
        self._errors: list[str] = []
        self._allowed: list[re.Pattern[str]] = []
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self._errors.append(f"page error: {error}"))
        witness(self)
        self.page.goto(url)

    def testify(self, folder: Path) -> None:
        """What is on the screen, and what its console said."""
        if not self.page.is_closed():
            name = f"browser-{id(self) % 10_000}"
            self.page.screenshot(path=folder / f"{name}.png", timeout=5_000)
            (folder / f"{name}.txt").write_text("\n".join([self.page.url, *self._errors]), "utf-8")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not SERVICE_WORKER_BLOCKED.search(message.text):
            self._errors.append(f"console {message.type}: {message.text}")

    def allow_errors(self, *patterns: re.Pattern[str]) -> None:
        """What follows provokes these on purpose."""
        self._allowed += patterns

    def unexpected_errors(self) -> list[str]:
        return [error for error in self._errors if not any(pattern.search(error) for pattern in self._allowed)]

    def forget_errors(self) -> None:
        self._errors.clear()

    def arrive(self, path: str) -> None:
        """Open an address of the page, such as `#/settings`, anew: not from another screen."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.url}/{path}")

    def reload(self) -> None:
        """Once what was closed has left the history."""
        self.until(
            "document.querySelector('dialog[open]') !== null || !(history.state?.layers?.length > history.state?.base)"
        )
        self.page.reload()

    def leave(self) -> None:
        self._context.close()

    def go_offline(self, offline: bool) -> None:
        self._context.set_offline(offline)

    def is_kept(self) -> None:
        """The browser has the page, and can open it without the server."""
        self.until("navigator.serviceWorker.controller?.state === 'activated'")

    def until(self, condition: str) -> None:
        """Until an expression is true, or a function, or what either promises.

        Playwright's own `wait_for_function` takes a promise for true, and evaluates an expression in the page, which
        the page's policy forbids from the second look on.
        """
        deadline = time.monotonic() + WAIT / 1000
        while not self.page.evaluate(condition):
            assert time.monotonic() < deadline, f"never so: {condition}"
            self.page.wait_for_timeout(20)

    def log_in(self, login: str, password: str) -> None:
        self.page.get_by_role("textbox", name=re.compile("^(Login|账号)$")).fill(login)
        self.page.get_by_label(re.compile("^(Password|密码)$")).fill(password)
        self.page.get_by_role("button", name=re.compile("^(Sign in|登录)$")).click()
        expect(self.chats).to_be_visible()

    def is_connected(self) -> None:
        """For an account without conversations."""
        expect(self.page.get_by_text(re.compile("^(No chats yet|还没有聊天)"))).to_be_visible()

    def stops_scrolling(self) -> None:
        """A turn of the wheel glides on for a while."""
        self.page.evaluate(STILL)

    def rest_on(self, target: Locator) -> None:
        """Lay a finger on it until something opens, and lift it."""
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box is not None
        finger = self.page.context.new_cdp_session(self.page)
        place = {"x": box["x"] + min(20, box["width"] / 2), "y": box["y"] + min(12, box["height"] / 2)}
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [place]})
        expect(self.page.get_by_role("dialog").get_by_role("button").first).to_be_visible()
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        finger.detach()

    def menu(self, text: str) -> Locator:
        """Open the menu of a message as one does on this screen."""
        if self.screen.touch:
            self.rest_on(self.bubble(text).locator(".bubble"))
        else:
            self.bubble(text).hover()
            self.bubble(text).get_by_role("button", name=re.compile("^(More|更多)$")).click()
        return self.page.get_by_role("dialog")

    @property
    def chats(self) -> Locator:
        """The list of conversations."""
        return self.page.get_by_role("navigation", name=re.compile("^(Chats|聊天)$"))

    @property
    def messages(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def input(self) -> Locator:
        return self.page.get_by_role("textbox", name=re.compile("^(Message to|发送给)"))

    @property
    def failures(self) -> Locator:
        return self.messages.get_by_role("alert")

    def row(self, name: str) -> Locator:
        return self.chats.get_by_role("link").filter(has=self.page.get_by_text(name, exact=True))

    def open(self, name: str) -> None:
        self.row(name).click()
        expect(self.page.get_by_role("heading", name=name)).to_be_visible()

    def back(self) -> None:
        self.page.get_by_role("link", name=re.compile("^(Back|返回)$")).click()

    def start_chat(self, query: str, name: str) -> None:
        self.page.get_by_role("link", name=re.compile("^(New chat|新聊天)$")).click()
        people = self.page.locator(".people-search")
        people.get_by_role("searchbox").fill(query)
        expect(people.get_by_role("listitem")).to_have_count(1)
        self.page.get_by_role("button", name=name).click()
        expect(self.page.get_by_role("heading", name=name)).to_be_visible()

    def write(self, text: str) -> None:
        """Type and send; returns once the text is on the screen, sent or not."""
        self.input.fill(text)
        self.page.get_by_role("button", name=re.compile("^(Send|发送)$")).click()
        expect(self.input).to_have_value("")

    def bubble(self, text: str) -> Locator:
        own = self.page.locator(".message-text, .message-text *").and_(self.page.get_by_text(text, exact=True))
        return self.messages.locator(".message").filter(has=own)

    def sees(self, text: str) -> None:
        expect(self.bubble(text)).to_have_count(1)

    def sees_sent(self, text: str) -> None:
        expect(
            self.bubble(text).get_by_role("img", name=re.compile("^(Sent|Delivered|Read|已发送|已送达|已读)$"))
        ).to_be_visible()

    def texts(self) -> list[str]:
        """Every message on the screen, from above."""
        return self.messages.locator(".message-text").all_inner_texts()

    def waiting(self) -> Locator:
        """Marks of messages that aren't sent yet."""
        return self.messages.get_by_role("img", name=re.compile("^(Sending|正在发送)$"))
