import assert from "node:assert/strict";
import { test } from "node:test";
import { blocks } from "../../imserver/web/app/messages/markdown.js";
import { words } from "../../imserver/web/app/messages/message-text.js";
import { random } from "./random.js";

/** Every link among elements: where it leads, what is read of it, and whether it stands within another. */
function links(node, within = false) {
  if (Array.isArray(node)) return node.flatMap((part) => links(part, within));
  if (node === null || typeof node !== "object") return [];
  const { type, props } = node;
  if (typeof type === "function") return [];
  const here = type === "a" ? [{ href: props.href, text: read(props.children), within }] : [];
  return [...here, ...links(props.children, within || type === "a")];
}

function read(node) {
  if (Array.isArray(node)) return node.map(read).join("");
  if (node === null || node === undefined || typeof node === "boolean") return "";
  if (typeof node !== "object") return String(node);
  if (node.type === "br") return "\n";
  return typeof node.type === "function" ? node.props.text : read(node.props.children);
}

const shown = (text) => links(blocks(text, {}) ?? words(text, {}));
const texts = (text) => shown(text).map((link) => link.text);

/** Whether a link is read as its own address with its host in it, as that host, or as something with it behind. */
function isTrue({ href, text, within }) {
  const { host, username, password } = new URL(href);
  if (within || username || password || !/^https?:\/\//i.test(href) || !/^[\w.:[\]-]+$/.test(host)) return false;
  if (text.endsWith(`(${host})`) || text.toLowerCase() === host) return true;
  const written = /^https?:\/\/([^/?#]*)/i.exec(href)[1].toLowerCase();
  return text === href && (written === host || written.replace(/:(80|443)?$/, "") === host);
}

/** Labels that claim to be bank.example. */
const CLAIMS = [
  "https://bank.example",
  "**https://bank.example**",
  "*https://bank.example*",
  "_bank.example_",
  "~~bank.example~~",
  "`https://bank.example`",
  "**bank**.example",
  "https\\://bank.example",
  "https:/**/**/bank.example",
  "HTTPS://BANK.EXAMPLE",
  "ｈｔｔｐｓ：／／ｂａｎｋ．ｅｘａｍｐｌｅ",
  "bank。example",
  "bank｡example",
  "bank․example",
  "bank·example",
  "ba\u200Bnk.exa\u00ADmple",
  "bank.\u2060example",
  "bank\u200A.\u200Aexample",
  "https:∕∕bank.example",
  "https:\\\\\\\\bank.example",
  "https:bank.example",
  "www.bank.example",
  "Log in at bank.example now",
  "（bank.example）",
  "请打开bank.example登录",
  "mum@bank.example",
  "https://mum@bank.example/",
  "bank.\nexample",
  "https://\nbank.example",
  "\u202Eelpmaxe.knab\u202C",
  "\u2067bank.example\u2069",
  "![bank.example](https://bank.example/logo.png)",
  "\\[bank.example\\](https://bank.example)",
  "bаnk.example",
  "𝐛𝐚𝐧𝐤.𝐞𝐱𝐚𝐦𝐩𝐥𝐞",
  "192.168.1.1",
  "１９２.168.1.1",
  "[::1]",
  "2001:db8::1",
  "https://evil.example@bank.example",
  "https://evil.example.bank.example",
  `Photos${"\u3000".repeat(200)}.`,
  `Photos${"\u2800".repeat(200)}.`,
];

const TARGET = "https://evil.example/login";

test("a label that looks like another address is no link", () => {
  for (const claim of CLAIMS) {
    for (const text of [
      `[${claim}](${TARGET})`,
      `- **[${claim}](<${TARGET}> "bank.example")**`,
      `> a [${claim}](${TARGET})`,
    ]) {
      const misleading = shown(text).filter((link) => link.href.includes("evil.example/") && link.text !== link.href);
      assert.deepEqual(misleading, [], text);
    }
  }
});

test("a label is followed by the host that it leads to", () => {
  assert.deepEqual(texts("[**Photos**](https://evil.example/x)"), ["Photos (evil.example)"]);
  assert.deepEqual(texts("[看这里。谢谢](https://evil.example/x)"), ["看这里。谢谢 (evil.example)"]);
  assert.deepEqual(texts("[让·雅克](http://evil.example:8080/x)"), ["让·雅克 (evil.example:8080)"]);
  assert.deepEqual(texts("[Chapter 3.5, i.e. std::vector at 12:30:45](https://evil.example)"), [
    "Chapter 3.5, i.e. std::vector at 12:30:45 (evil.example)",
  ]);
  assert.deepEqual(texts("[🎁](https://evil.example)"), ["🎁 (evil.example)"]);
  assert.deepEqual(texts("[](https://evil.example)"), ["https://evil.example"]);
  assert.deepEqual(texts("[Bank](https://bänk.example/)"), ["Bank (xn--bnk-qla.example)"]);
  assert.deepEqual(texts(`[Bank](https://bank.example.${"a.".repeat(40)}evil.example/)`), [
    `Bank (bank.example.${"a.".repeat(40)}evil.example)`,
  ]);
});

test("a label that is the address or the host that it leads to needs nothing beside it", () => {
  assert.deepEqual(texts("[https://ex.org/a](https://ex.org/a)"), ["https://ex.org/a"]);
  assert.deepEqual(texts("[**ex.org**](https://ex.org/a)"), ["ex.org"]);
  assert.deepEqual(texts("[see ex.org](https://ex.org/a)"), ["see ex.org (ex.org)"]);
});

test("an address whose host isn't read as it is written is followed by it", () => {
  for (const [typed, host] of [
    ["https://bаnk.example/login", "xn--bnk-6cd.example"],
    ["https://bank.example%2eevil.example/", "bank.example.evil.example"],
    ["https://bank.example⁄login.evil.example/", new URL("https://bank.example⁄login.evil.example/").host],
    ["http://0x7f.1/", "127.0.0.1"],
  ]) {
    assert.deepEqual(texts(`see ${typed} now`), [`${typed} (${host})`]);
    assert.deepEqual(texts(`[${typed}](${typed})`), [`${typed} (${host})`]);
  }
  assert.deepEqual(texts("see HTTPS://EX.org:443/x?y=1#z."), ["HTTPS://EX.org:443/x?y=1#z"]);
});

test("what browsers read otherwise than people is no link", () => {
  for (const address of [
    "https://bank.example@evil.example",
    "https://bank.example:443@evil.example/",
    "https://@evil.example/",
    "https:\\\\evil.example",
    "https:evil.example",
    "https:////evil.example/bank.example",
    "https:///bank.example@evil.example",
    "https:/evil.example",
    "//evil.example",
    "javascript:alert(1)//https://bank.example",
    "data:text/html,https:bank.example",
    "https://bank.example\\@evil.example",
    "https://evil\u200B.example",
    "https://evil.example/\u202Egpj",
    "https://bank.example)(.evil.example",
    "https://bank.example,.evil.example",
  ]) {
    assert.deepEqual(
      shown(`[x](<${address}>)`).filter(({ text }) => text.includes("x (")),
      [],
      address,
    );
    for (const link of shown(`a ${address} b`)) assert.ok(isTrue(link), `${address}: ${JSON.stringify(link)}`);
  }
});

const PIECES = [
  ...[
    "[",
    "](",
    ")",
    "](<",
    ">)",
    "**",
    "_",
    "~~",
    "`",
    "\\",
    "\n",
    "\n> ",
    "\n- ",
    " ",
    "(",
    "]",
    "![",
    "<",
    ">",
    "|",
    '"',
    ": ",
  ],
  ...[
    "https://",
    "http://",
    "HTTPS://",
    "https:",
    "//",
    "www.",
    "@",
    "user:pass@",
    ".",
    "。",
    "．",
    "/",
    "?",
    "#",
    ":8443",
    "\\/",
  ],
  ...[
    "bank.example",
    "evil.example",
    "bаnk.example",
    "bänk",
    "xn--bnk-qla",
    "127.0.0.1",
    "[::1]",
    "%2e",
    "%40",
    "example",
    "com",
  ],
  ...["\u200B", "\u202E", "\u2066", "\u200D", "\u00AD", "\uFEFF", "👍", "银行", "Photos", "click here", "&#46;", "\t"],
];

test("whatever is written, a link is read as what it opens", () => {
  const next = random(20_261);
  const pick = (from) => from[Math.floor(next() * from.length)];
  let seen = 0;
  for (let round = 0; round < 4000; round += 1) {
    const some = () => Array.from({ length: 1 + Math.floor(next() * 5) }, () => pick(PIECES)).join("");
    const label = next() < 0.5 ? pick(CLAIMS) : some();
    const text = pick([
      some,
      () => `[${label}](https://${some()})`,
      () => `[${some()}${label}](${TARGET}${some()})`,
      () => `https://${some()}`,
    ])();
    for (const link of [...shown(text), ...links(words(text, {}))]) {
      seen += 1;
      assert.ok(isTrue(link), JSON.stringify({ text, link }));
    }
  }
  assert.ok(seen > 1000, `${seen} links were looked at`);
});
