"""People and what they said, for screens to be looked at."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from tests.browser.conversation import Member
from tests.server import Server

ADMIN: Final = "/api/v1/admin"
PASSWORD: Final = "correct horse battery"

PEOPLE: Final = {"ann": "Ann Lindqvist", "bob": "Bob Okafor", "chen": "陈晓明", "dana": "Dana", "wang": "王芳"}
LONG_NAME: Final = "王芳 (三年二班家长委员会联系人，负责通知与活动安排)"

KNOBS: Final = (
    ("vm.swappiness", "memory", "100", "100", "ok", "zram is fast: swap early, keep files in memory"),
    ("zram.size", "memory", "50%", None, "restart", "counts from the next start on"),
    ("net.core.somaxconn", "network", "4096", "128", "drift", "many connect at once after a restart"),
    ("journal.storage", "storage", "volatile", "volatile", "ok", "spares the card"),
    ("cpu.governor", "cpu", None, None, "left", ""),
)


@dataclass(frozen=True)
class Population:
    """Ids of conversations that Ann is in."""

    garden: str
    """A busy group of Bob's."""
    neighbours: str
    """An empty group of Ann's."""
    chen: str
    bob: str
    """The direct conversation with files."""
    dana: str
    """A direct conversation with somebody whom Ann has blocked."""


def enrol(server: Server, login: str, name: str, role: str = "member") -> str:
    body = {"login": login, "name": name, "role": role, "password": PASSWORD}
    answer = server.admin.post(f"{ADMIN}/users", json=body).raise_for_status()
    return str(answer.json()["user"]["id"])


def tuning_record(path: Path) -> Path:
    """What a machine that was tuned says of it."""
    fields = ("name", "group", "desired", "live", "state", "why")
    knobs = [
        dict(zip(fields, knob, strict=True)) | {"title": "", "unit": "", "origin": "profile", "remark": ""}
        for knob in KNOBS
    ]
    about = {"profile": "pi4", "model": "Raspberry Pi 4 Model B Rev 1.5", "title": "Raspberry Pi OS 13"}
    path.write_text(json.dumps({"at": 1_790_000_000_000, **about, "knobs": knobs}))
    return path


def picture(size: tuple[int, int] = (900, 600), blue: int = 140) -> bytes:
    """A gradient, so that one sees on screenshots which way is up."""
    body = io.BytesIO()
    red, green = Image.linear_gradient("L").resize(size), Image.linear_gradient("L").rotate(90).resize(size)
    Image.merge("RGB", (red, green, Image.new("L", size, blue))).save(body, "PNG")
    return body.getvalue()


def populate(server: Server) -> Population:
    ids = {login: enrol(server, login, name) for login, name in PEOPLE.items()}
    members = {login: Member(server.url, login, PASSWORD) for login in PEOPLE}
    ann, bob, chen, dana, wang = (members[login] for login in PEOPLE)
    blocked = dana.direct(ids["ann"])
    dana.say(blocked, ["Hello?"])
    neighbours = ann.group("Neighbours", [ids["bob"], ids["dana"]])
    album = bob.direct(ids["ann"])
    files = [
        bob.upload(album, "tomatoes.png", picture()),
        bob.upload(album, "the gate.png", picture((600, 600), 220)),
        bob.upload(album, "minutes of the meeting on 12 November 2026 (final, second version).txt", b"We met." * 100),
    ]
    bob.say(album, ["From this morning"], attachments=files[:2])
    bob.say(album, [""], attachments=files[2:])
    school = wang.group("三年二班家长群", [ids["ann"], ids["chen"]])
    wang.say(school, ["请各位家长明天带好身份证复印件。", "谢谢大家配合！"])
    direct = chen.direct(ids["ann"])
    chen.say(direct, ["你好，明天的会议改到下午三点了。"])
    ann.say(direct, ["好的，收到。谢谢！"])
    chen.say(direct, ["会议室在二楼 203，记得带上次的报告。"])
    garden = bob.group("Garden club 🌿", [ids["ann"], ids["chen"], ids["dana"]])
    bob.http.put(f"/conversations/{garden}/avatar", content=picture((300, 300), 0)).raise_for_status()
    bob.say(garden, ["Morning all! The tomatoes made it through the night.", "Barely. It was 4 °C at the gate."])
    ann.say(garden, ["Good to hear 🙂"])
    chen.say(garden, ["周六上午九点浇水，谁有空？"])
    dana.say(
        garden,
        [
            "I can do Saturday, but only until eleven. Could somebody bring the long hose? The short one doesn't "
            "reach the far beds, and last time we ended up carrying cans for an hour."
        ],
    )
    ann.say(garden, ["I have it. See https://example.org/hoses (the green one)."])
    bob.say(
        garden,
        [
            "**Saturday**, then:\n- bring the long hose\n- `2` cans\n- gloves\n> until eleven",
            "```sh\ncurl https://garden.local/valve | jq .open\n```",
        ],
    )
    for login, seq, emoji in (
        ("ann", 6, "👍"),
        ("bob", 6, "👍"),
        ("chen", 6, "🌱"),
        ("ann", 2, "🎉"),
        ("dana", 8, "❤️"),
    ):
        members[login].change({"t": "react", "conv": garden, "seq": seq, "emoji": emoji})
    dana.say(
        garden,
        ["@Ann Lindqvist then let us take the nine o’clock one 🙌"],
        reply_to=5,
        mentions=[ids["ann"]],
    )
    ann.say(garden, ["See you on Saturday! 👋"])
    bob.change({"t": "pin", "conv": garden, "seq": 6})
    for member, blue in ((ann, 60), (bob, 220), (dana, 140)):
        member.http.put("/me/avatar", content=picture((300, 300), blue)).raise_for_status()
    ann.http.put(f"/conversations/{school}/preferences", json={"notify": "nothing"}).raise_for_status()
    ann.http.put(f"/conversations/{direct}/preferences", json={"pinned": True}).raise_for_status()
    ann.http.put(f"/blocks/{ids['dana']}").raise_for_status()
    for member in members.values():
        member.close()
    return Population(garden=garden, neighbours=neighbours, chen=direct, bob=album, dana=blocked)


def invites(server: Server) -> set[str]:
    return {str(invite["id"]) for invite in server.admin.get(f"{ADMIN}/invites").json()["invites"]}


def revoke_invites(server: Server, *, but: set[str]) -> None:
    for invite in invites(server) - but:
        server.admin.delete(f"{ADMIN}/invites/{invite}").raise_for_status()
