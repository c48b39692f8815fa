import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { hueOf, initials } from "../../imserver/web/app/people/avatar.js";
import { deviceName } from "../../imserver/web/app/state/device.js";
import { keep, layOut } from "../../imserver/web/app/messages/row-layout.js";
import { language } from "../../imserver/web/app/ui/language.js";
import { findLinks, summary } from "../../imserver/web/app/messages/message-text.js";
import { parseRoute } from "../../imserver/web/app/state/route.js";
import { WEB } from "./sources.js";

const MINUTE = 60_000;
const NOON = new Date(2026, 4, 5, 12).getTime();

function stored(seq, sender, ts, clientId = `id-${seq}`) {
  return { seq, sender, client_id: clientId, ts, text: `m${seq}` };
}

function waiting(clientId, ts) {
  return { client_id: clientId, conv: "c", text: clientId, ts, order: ts, failed: null };
}

const reader = { me: "ann", readUpTo: Infinity };

test("what arrives leaves all rows as they were, but for the one before it", () => {
  const messages = [1, 2, 3].map((seq) => stored(seq, "bob", NOON));
  const before = layOut(messages, [], reader);
  const after = keep(before, layOut([...messages, stored(4, "bob", NOON)], [], reader));
  assert.deepEqual(
    after.map((row) => before.includes(row)),
    [true, true, false, false],
  );
  assert.equal(after[2].closes, false);
});

test("a row whose message was changed is another one", () => {
  const messages = [1, 2, 3].map((seq) => stored(seq, "bob", NOON));
  const before = layOut(messages, [], reader);
  const edited = messages.map((message) =>
    message.seq === 2 ? { ...message, text: "better", edited_at: NOON } : message,
  );
  const after = keep(before, layOut(edited, [], reader));
  assert.deepEqual(
    after.map((row) => before.includes(row)),
    [true, false, true],
  );
  assert.equal(after[1].text, "better");
});

test("messages of one person within minutes stand together", () => {
  const messages = [
    stored(1, "bob", NOON),
    stored(2, "bob", NOON + MINUTE),
    stored(3, "ann", NOON + 2 * MINUTE),
    stored(4, "bob", NOON + 3 * MINUTE),
    stored(5, "bob", NOON + 30 * MINUTE),
  ];
  const rows = layOut(messages, [], reader);
  assert.deepEqual(
    rows.map(({ opens, closes }) => [opens, closes]),
    [
      [true, false],
      [false, true],
      [true, true],
      [true, true],
      [true, true],
    ],
  );
});

test("each day has one heading", () => {
  const rows = layOut(
    [stored(1, "bob", NOON), stored(2, "bob", NOON + MINUTE), stored(3, "bob", NOON + 24 * 60 * MINUTE)],
    [],
    reader,
  );
  assert.deepEqual(
    rows.map(({ newDay }) => newDay),
    [true, false, true],
  );
});

test("a message that is stored and still in the outbox is shown once, under one key", () => {
  const before = layOut([], [waiting("x", NOON)], reader);
  const both = layOut([stored(1, "ann", NOON, "x")], [waiting("x", NOON)], reader);
  assert.deepEqual(
    both.map(({ seq }) => seq),
    [1],
  );
  assert.equal(before[0].key, both[0].key);
});

test("somebody else's message with the same client_id is another message", () => {
  const rows = layOut([stored(1, "bob", NOON, "x")], [waiting("x", NOON)], reader);
  assert.equal(rows.length, 2);
  assert.notEqual(rows[0].key, rows[1].key);
});

test("the line over what is new stands once, before the first unread message of others", () => {
  const messages = [1, 2, 3, 4].map((seq) => stored(seq, "bob", NOON));
  const lines = (readUpTo) => layOut(messages, [], { me: "ann", readUpTo }).map(({ firstUnread }) => firstUnread);
  assert.deepEqual(lines(2), [false, false, true, false]);
  assert.deepEqual(lines(Infinity), [false, false, false, false]);
  assert.deepEqual(lines(0), [true, false, false, false], "nothing was read before");
});

test("the line over what is new stands below what nobody said, and nowhere while it may belong further up", () => {
  const added = { ...stored(3, "bob", NOON), action: { did: "added", people: ["cem"] } };
  const messages = [stored(2, "bob", NOON), added, stored(4, "ann", NOON), stored(5, "bob", NOON)];
  const lines = (readUpTo) => layOut(messages, [], { me: "ann", readUpTo }).map(({ firstUnread }) => firstUnread);
  assert.deepEqual(lines(2), [false, false, false, true]);
  assert.deepEqual(lines(0), [false, false, false, false]);
});

test("only web addresses become links, without the sentence around them", () => {
  const addresses = (text) =>
    findLinks(text)
      .filter(({ address }) => address)
      .map(({ address }) => address);
  assert.deepEqual(addresses("see https://a.example/x?y=1#z. And http://b.example!"), [
    "https://a.example/x?y=1#z",
    "http://b.example",
  ]);
  assert.deepEqual(addresses("(https://a.example/wiki/X_(y))"), ["https://a.example/wiki/X_(y)"]);
  assert.deepEqual(addresses("请看https://a.example/路径，谢谢。"), ["https://a.example/路径"]);
  for (const text of [
    "javascript:alert(1)",
    "data:text/html,x",
    "http://",
    "https://?",
    "ftp://a.example",
    "//a.example",
  ]) {
    assert.deepEqual(addresses(text), [], text);
  }
  assert.equal(addresses('https://a.example/"onclick="x')[0], "https://a.example/");
});

test("cutting out links loses no character", () => {
  for (const text of [
    "",
    "plain",
    "a https://x.example b",
    "https://x.example",
    "x https://x.example.",
    "http:// https://y.example)",
  ]) {
    assert.equal(
      findLinks(text)
        .map((piece) => piece.text)
        .join(""),
      text,
    );
  }
});

test("an avatar has the first letters of the first and the last word, or a given name", () => {
  const people = {
    "ann lee": "AL",
    "Ann Maria van Lee": "AL",
    Dana: "D",
    Élan: "É",
    "E\u0301lan Vital": "E\u0301V",
    "Ann Lee (sales)": "AL",
    "(Ann)": "A",
    "Class 3b": "C3",
    "<b>": "B",
    王: "王",
    王芳: "王芳",
    王小明: "小明",
    "王 小明": "小明",
    欧阳娜娜: "娜娜",
    "王芳（三年二班家长委员会）": "王芳",
    三年二班家长群: "三年",
    김민수: "민수",
    "小明 Smith": "小明",
    "Ming 李": "M",
    "דוד כהן": "דכ",
    "محمد علي": "م\u200cع",
    "🌿 Garden club": "GC",
    "🦊": "🦊",
    "👩🏽‍🚒 👋": "👩🏽‍🚒",
    "🇳🇴": "🇳🇴",
    "!!": "",
  };
  for (const [name, letters] of Object.entries(people)) assert.equal(initials(name), letters, name);
  assert.equal(initials("三年二班", "group"), "三年");
  assert.equal(initials("Garden club 🌿", "group"), "GC");
});

test("colours stay with an id, are many, and are read in both themes", () => {
  assert.equal(hueOf("u123"), hueOf("u123"));
  const styles = readFileSync(join(WEB, "css/avatar.css"), "utf8");
  const colours = [...styles.matchAll(/\.hue-(\d+) \{\s+--hue: (#\w+);\s+--ink: (#\w+);/g)];
  const used = new Set(Array.from({ length: 500 }, (_, n) => hueOf(`u${n}`)));
  assert.deepEqual(
    [...used].sort((a, b) => a - b),
    colours.map(([, number]) => Number(number)),
  );
  assert.ok(colours.length >= 12);
  // White letters; a name in a bubble, and in the quote within one's own: css/base.css has the grounds.
  for (const [, number, hue, ink] of colours) {
    for (const ground of ["#ffffff", "#c6e1d9"]) assert.ok(contrast(hue, ground) >= 4.5, `hue-${number} on ${ground}`);
    for (const ground of ["#1f2927", "#1c4a41"]) assert.ok(contrast(ink, ground) >= 4.5, `hue-${number} on ${ground}`);
  }
});

/** Of two colours, as WCAG 2.2 defines it. */
function contrast(one, other) {
  const luminance = (colour) => {
    const [red, green, blue] = [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test("routes", () => {
  assert.deepEqual(parseRoute("#/link/abc-DEF_1"), { name: "link", code: "abc-DEF_1" });
  assert.deepEqual(parseRoute("#/c/c123"), { name: "conversation", id: "c123" });
  assert.deepEqual(parseRoute("#/c/c123/people"), { name: "people", id: "c123" });
  assert.deepEqual(parseRoute("#/new/group"), { name: "group" });
  assert.deepEqual(parseRoute("#/admin/users/u1"), { name: "admin", section: "users", item: "u1" });
  assert.deepEqual(parseRoute("#/admin"), { name: "admin", section: "", item: "" });
  for (const hash of ["", "#", "#/", "#/nonsense", "#/link/"]) assert.deepEqual(parseRoute(hash), { name: "home" });
});

test("devices are named as people know them", () => {
  const phone =
    "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36";
  const mac =
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15";
  assert.equal(deviceName(phone), "Chrome, Android");
  assert.equal(deviceName(mac), "Safari, macOS");
  assert.equal(deviceName(""), "Browser");
});

const NOTE = { did: "added", people: ["bob"], by: "bob" };

test("a line of what an administrator did is nobody's, and in one's own language", () => {
  const line = { ...stored(2, "bob", NOON), text: "Bob joined.\nBob 加入了。", note: NOTE };
  const rows = layOut([stored(1, "bob", NOON), line, stored(3, "bob", NOON)], [], reader);
  assert.deepEqual(
    rows.map(({ opens, closes }) => [opens, closes]),
    [
      [true, true],
      [true, true],
      [true, true],
    ],
  );
  assert.equal(summary(line), "Bob joined.");
  language.value = "zh";
  try {
    assert.equal(summary(line), "Bob 加入了。");
  } finally {
    language.value = "en";
  }
});

const PEOPLE = { bob: { name: "Bob" }, cara: { name: "Cara" }, dan: { name: "Dan removed it" } };
const toAnn = {
  me: "ann",
  people: PEOPLE,
  person(id) {
    return this.people[id];
  },
};
const DONE = [
  [
    "ann",
    { did: "pinned", seq: 1 },
    "Ann pinned a message.\nAnn 置顶了一条消息。",
    "You pinned a message.",
    "您置顶了一条消息。",
  ],
  [
    "ann",
    { did: "unpinned", seq: 1 },
    "Ann unpinned a message.\nAnn 取消了一条消息的置顶。",
    "You unpinned a message.",
    "您取消了一条消息的置顶。",
  ],
  ["ann", { did: "left" }, "Ann left the group.\nAnn 退出了群聊。", "You left the group.", "您退出了群聊。"],
  [
    ...["ann", { did: "renamed", title: "$& {who}" }, "Ann named the group “$& {who}”.\nAnn 将群名改为“$& {who}”。"],
    ...["You named the group “$& {who}”.", "您将群名改为“$& {who}”。"],
  ],
  [
    ...["ann", { did: "added", people: ["gone"] }, "Ann added Former Bo.\nAnn 邀请 Former Bo 加入了群聊。"],
    ...["You added Former Bo.", "您邀请 Former Bo 加入了群聊。"],
  ],
  [
    ...["ann", { did: "removed", people: ["gone"] }, "Ann removed Bo.\nAnn 将 Bo 移出了群聊。"],
    ...["You removed Bo.", "您将 Bo 移出了群聊。"],
  ],
  [
    ...["bob", { did: "added", people: ["ann"] }, "Bobby added Ann.\nBobby 邀请 Ann 加入了群聊。"],
    ...["Bobby added you.", "Bobby 邀请您加入了群聊。"],
  ],
  [
    ...["bob", { did: "removed", people: ["cara", "ann"] }, "Bob removed Cara, Ann.\nBob 将 Cara、Ann 移出了群聊。"],
    ...["Bob removed you, Cara.", "Bob 将您、Cara 移出了群聊。"],
  ],
  [
    ...[
      "bob",
      { did: "added", people: ["gone", "ann"] },
      "Bob added Former Bo, Ann.\nBob 邀请 Former Bo、Ann 加入了群聊。",
    ],
    ...["Bob added you, Former Bo.", "Bob 邀请您、Former Bo 加入了群聊。"],
  ],
  [
    ...[
      "bob",
      { did: "added", people: ["gone", "ann"] },
      "Bob added Bo, Jr., Ann.\nBob 邀请 Bo、Jr.、Ann 加入了群聊。",
    ],
    ...["Bob added Bo, Jr., Ann.", "Bob 邀请 Bo、Jr.、Ann 加入了群聊。"],
  ],
  [
    ...["dan", { did: "removed", people: ["ann"] }, "Dan removed it removed Ann.\nDan removed it 将 Ann 移出了群聊。"],
    ...["Dan removed it removed you.", "Dan removed it 将您移出了群聊。"],
  ],
  [
    ...["eve", { did: "added", people: ["ann"] }, "Eve added X added Ann.\nEve 邀请 X 邀请 Ann 加入了群聊。"],
    ...["Eve added X added Ann.", "Eve 邀请 X 邀请 Ann 加入了群聊。"],
  ],
  [
    "bob",
    { did: "added", people: ["cara"] },
    "Bob added Cara.\nBob 邀请 Cara 加入了群聊。",
    "Bob added Cara.",
    "Bob 邀请 Cara 加入了群聊。",
  ],
  ["ann", { did: "painted" }, "Ann painted it.\nAnn 刷了漆。", "Ann painted it.", "Ann 刷了漆。"],
  [
    "bob",
    { did: "added", people: ["ann"] },
    "Bob let Ann in.\nBob 让 Ann 进来了。",
    "Bob let Ann in.",
    "Bob 让 Ann 进来了。",
  ],
];

test("who did something, or had it done to them, reads “you” instead of a name", () => {
  for (const [sender, action, text, english, chinese] of DONE) {
    const line = { ...stored(2, sender, NOON), text, action };
    assert.equal(summary(line, toAnn), english);
    language.value = "zh";
    try {
      assert.equal(summary(line, toAnn), chinese);
    } finally {
      language.value = "en";
    }
  }
});

test("the server’s own lines are read, whatever it says was done", () => {
  const source = readFileSync(join(WEB, "..", "core", "action.py"), "utf8");
  const told = [...source.matchAll(/"(\w+)": \("(.+)", "(.+)"\),$/gm)];
  assert.equal(told.length, 8);
  for (const [, did, english, chinese] of told) {
    const text = [english, chinese]
      .join("\n")
      .replaceAll("{who}", "Ann")
      .replaceAll("{people}", "Bob")
      .replaceAll("{title}", "X");
    const action = { did, ...(english.includes("{people}") && { people: ["bob"] }), title: "X" };
    assert.equal(
      summary({ ...stored(2, "ann", NOON), text, action }, toAnn),
      text.split("\n")[0].replace("Ann", "You"),
    );
  }
});
