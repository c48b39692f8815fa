"""Texts stay texts, and the page holds to its own rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.conversation import Member
from tests.browser.person import ATTEMPT_REFUSED, PHONE, Person
from tests.server import Server

HOSTILE = (
    "<script>window.hacked = 1</script>",
    '<img src=x onerror="window.hacked = 1">',
    "<svg/onload=window.hacked=1>",
    '"><iframe src=javascript:window.hacked=1></iframe>',
    "javascript:window.hacked=1",
    "[x](javascript:window.hacked=1)",
    "{{constructor.constructor('window.hacked=1')()}}",
    "${window.hacked=1}",
    "<a href='https://example.org' onclick='window.hacked=1'>x</a>",
    "&lt;b&gt;not bold&lt;/b&gt; &amp; <b>not bold</b>",
    "\u202egnihtemos\u202c <!-- ",
    "</textarea><style>*{display:none}</style>",
)

POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
)


def test_markup_in_names_titles_and_messages_stays_text(
    server: Server, visit: Callable[..., Person], enrol: Callable[..., str]
) -> None:
    enrol("ann", "Ann")
    for number, text in enumerate(HOSTILE[:4]):
        enrol(f"hostile{number}", text)
    ann, hostile = Member(server.url, "ann", PASSWORD), Member(server.url, "hostile1", PASSWORD)
    conv = hostile.direct(ann.id)
    hostile.say(conv, list(HOSTILE))
    hostile.group(HOSTILE[2], [ann.id])
    person = visit()
    person.log_in("ann", PASSWORD)
    expect(person.row(HOSTILE[2])).to_be_visible()
    person.open(HOSTILE[1])
    expect(person.messages.locator(".message-text")).to_have_text(list(HOSTILE), use_inner_text=True)
    person.page.get_by_role("link", name="New chat").click()
    for text in HOSTILE[:4]:
        expect(person.page.get_by_role("button", name=text)).to_be_visible()
    assert person.page.evaluate("window.hacked") is None
    assert person.page.locator("iframe, body script, [onclick], [onerror], [onload], [style*=display]").count() == 0
    ann.close()
    hostile.close()


def test_web_addresses_can_be_followed_and_nothing_else(arrive: Callable[..., Person]) -> None:
    arrive("bob", "Bob")
    ann = arrive("ann", "Ann")
    ann.start_chat("bob", "Bob")
    ann.write("see https://example.org/a?b=1, not javascript:alert(1)")
    link = ann.messages.get_by_role("link")
    expect(link).to_have_count(1)
    expect(link).to_have_attribute("href", "https://example.org/a?b=1")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(link).to_have_attribute("target", "_blank")


def test_the_policy_forbids_what_the_page_does_not_need(server: Server) -> None:
    answer = httpx.get(server.url)
    assert answer.headers["content-type"].startswith("text/html")
    by_hash = re.compile(r" 'sha256-[\w+/=]+'")
    sent = {part.strip() for part in by_hash.sub("", answer.headers["content-security-policy"]).split(";")}
    assert set(POLICY) <= sent
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_nothing_is_asked_of_any_other_host(
    visit: Callable[..., Person], enrol: Callable[..., str], server: Server
) -> None:
    enrol("ann", "Ann")
    ann = visit()
    asked: list[str] = []
    ann.page.on("request", lambda request: asked.append(request.url))
    ann.reload()
    ann.log_in("ann", PASSWORD)
    assert len(asked) > 6
    assert [url for url in asked if not url.startswith(server.url + "/")] == []


def test_the_policy_is_in_force(visit: Callable[..., Person], enrol: Callable[..., str]) -> None:
    """The console check of every other test would notice a violation: one is provoked here to show that it does."""
    enrol("ann", "Ann")
    person = visit()
    person.page.evaluate("document.body.setAttribute('style', 'color: red')")
    person.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.x = 1'}))"
    )
    expect(person.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert person.page.evaluate("window.x") is None
    violations = [error for error in person.unexpected_errors() if "Content Security Policy" in error]
    assert len(violations) == 2
    person.forget_errors()


HOSTILE_MARKDOWN = (
    "**<img src=x onerror=window.hacked=1>**",
    "[**x**](javascript:window.hacked=1) [y](data:text/html,<script>window.hacked=1</script>)",
    "[x](JaVaScRiPt&colon;window.hacked=1) <javascript:window.hacked=1> ![x](javascript:window.hacked=1)",
    "`<script>window.hacked=1</script>`\n```html\n<script>window.hacked=1</script>\n```",
    '- <iframe src=javascript:window.hacked=1>\n- [x](https://example.org" onclick="window.hacked=1)',
    "> <svg onload=window.hacked=1>\n\n[ref]: javascript:window.hacked=1\n[ref]",
)

ALLOWED = ["a", "blockquote", "br", "button", "code", "del", "div", "em", "li", "mark", "ol", "p", "path", "pre"]
ALLOWED += ["span", "strong", "svg", "ul"]


def test_markup_within_markdown_stays_text(
    server: Server, visit: Callable[..., Person], enrol: Callable[..., str]
) -> None:
    enrol("ann", "Ann")
    enrol("bob", "Bob")
    ann, bob = Member(server.url, "ann", PASSWORD), Member(server.url, "bob", PASSWORD)
    bob.say(bob.direct(ann.id), list(HOSTILE_MARKDOWN))
    person = visit()
    person.log_in("ann", PASSWORD)
    person.open("Bob")
    expect(person.messages.locator(".message-text.rich")).to_have_count(len(HOSTILE_MARKDOWN))
    inside = person.messages.locator(".message-text *")
    names = set(inside.evaluate_all("(all) => all.map((one) => one.localName)"))
    assert names <= set(ALLOWED)
    attributes = set(inside.evaluate_all("(all) => all.flatMap((one) => one.getAttributeNames())"))
    assert not {name for name in attributes if name.startswith("on") or name in ("src", "style", "srcdoc")}
    links = person.messages.locator(".message-text a").evaluate_all("(all) => all.map((one) => one.protocol)")
    assert set(links) <= {"https:", "http:"}
    assert person.page.evaluate("window.hacked") is None
    ann.close()
    bob.close()


LONG_HOST = f"bank.example.{'login.' * 30}evil.example"

MISLEADING = {
    "[**https://bank.example**](https://evil.example)": "[https://bank.example](https://evil.example)",
    "[**Photos**](https://evil.example)": "Photos (evil.example)",
    "[`bank.example`](https://evil.example/a)": "[bank.example](https://evil.example/a)",
    "https://b\u0430nk.example/login": "https://b\u0430nk.example/login (xn--bnk-6cd.example)",
    f"[Log in](https://{LONG_HOST}/)": f"Log in ({LONG_HOST})",
    "\u202e https://evil.example/?elpmaxe.knab//:sptth": "\u202e https://evil.example/?elpmaxe.knab//:sptth",
    "https://bank.example@evil.example/": "https://bank.example@evil.example/",
}


def test_what_a_link_is_read_as_is_what_it_opens(
    server: Server, visit: Callable[..., Person], enrol: Callable[..., str]
) -> None:
    enrol("ann", "Ann")
    enrol("bob", "Bob")
    ann, bob = Member(server.url, "ann", PASSWORD), Member(server.url, "bob", PASSWORD)
    bob.say(bob.direct(ann.id), list(MISLEADING))
    person = visit(screen=PHONE)
    person.log_in("ann", PASSWORD)
    person.open("Bob")
    expect(person.messages.locator(".message-text")).to_have_text(list(MISLEADING.values()), use_inner_text=True)
    links = person.messages.locator(".message-text a")
    for link in links.all():
        host = link.evaluate("(one) => new URL(one.href).host")
        assert host in link.inner_text()
    hosts = person.messages.locator(".link-host")
    expect(hosts).to_have_count(3)
    for place in hosts.all():
        box = place.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE.width
        assert place.evaluate("(one) => getComputedStyle(one).textOverflow") == "clip"
    ann.close()
    bob.close()


@pytest.mark.parametrize(
    ("language", "field", "password", "submit", "said"),
    [
        (
            "en-GB",
            "Login",
            "New password",
            "Create my account",
            ("looks too much like", "from one alphabet", "mentions everyone", "at least one letter"),
        ),
        ("zh-CN", "账号", "新密码", "创建我的账号", ("看起来太像", "请勿混用", "提及所有人", "至少含一个字母")),
    ],
)
def test_why_a_login_is_refused_stands_at_its_field(
    server: Server,
    visit: Callable[..., Person],
    enrol: Callable[..., str],
    language: str,
    field: str,
    password: str,
    submit: str,
    said: tuple[str, ...],
) -> None:
    enrol("ace", "Ace")
    link = server.admin.post("/api/v1/admin/invites", json={"uses": 1}).json()
    person = visit(language=language)
    person.allow_errors(ATTEMPT_REFUSED)
    person.arrive(f"#/link/{link['code']}")
    page = person.page
    login = page.get_by_role("textbox", name=field, exact=True)
    page.get_by_label(password, exact=True).fill(PASSWORD)
    for typed, why in zip(("асе", "аnn", "all", ".."), said, strict=True):
        login.fill(typed)
        page.get_by_role("button", name=submit).click()
        expect(login).to_have_accessible_description(re.compile(why))
    login.fill("асе2")
    page.get_by_role("button", name=submit).click()
    expect(person.chats).to_be_visible()


def test_one_emoji_is_one_reaction_however_it_is_spelled(
    server: Server, visit: Callable[..., Person], enrol: Callable[..., str]
) -> None:
    ann, _ = (enrol(login, login.title()) for login in ("ann", "bob"))
    with closing(Member(server.url, "bob", PASSWORD)) as member:
        conv = member.direct(ann)
        member.say(conv, ["hello"])
        for emoji in ("❤", "👍\ufe0f"):
            member.change({"t": "react", "conv": conv, "seq": 1, "emoji": emoji})
    person = visit()
    person.log_in("ann", PASSWORD)
    person.open("Bob")
    reactions = person.bubble("hello").get_by_role("list", name="Reactions").get_by_role("button")
    expect(reactions).to_have_count(2)
    person.page.evaluate("localStorage.setItem('imnode.emoji', JSON.stringify(['👍\ufe0f']))")
    person.bubble("hello").hover()
    person.bubble("hello").get_by_role("button", name="More").click()
    person.page.get_by_role("dialog").get_by_role("button", name="👍").first.click()
    expect(reactions.filter(has_text="👍").filter(has_text="2")).to_have_count(1)
    expect(reactions).to_have_count(2)
