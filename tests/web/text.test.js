import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { cleanText, fits, isSeen, textLength } from "../../imserver/web/client/text.js";
import { uuid } from "../../imserver/web/client/uuid.js";
import { WEB } from "./sources.js";

test("texts lose what the server would refuse, and nothing else", () => {
  assert.equal(cleanText("  a\0b\n"), "ab");
  assert.equal(cleanText("x\uD800y"), "x\uFFFDy");
  assert.equal(cleanText("👩‍👩‍👧 你好"), "👩‍👩‍👧 你好");
  assert.equal(cleanText(" \n\t "), "");
});

test("length counts characters as the server does", () => {
  assert.equal(textLength("你好👍"), 3);
  assert.equal(fits("👍".repeat(8000)), true);
  assert.equal(fits("a".repeat(8001)), false);
});

test("client ids are random UUIDs of version 4", () => {
  const made = new Set(Array.from({ length: 1000 }, uuid));
  assert.equal(made.size, 1000);
  for (const id of made) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("what can be seen of a text is what the server says", () => {
  for (const text of ["a", "你", "👍", "!", "é", "+", "\u{1F1E9}\u{1F1EA}", "\u00a9", "\u{20000}", "x\u200b", "…"])
    assert.equal(isSeen(text), true, text);
  for (const text of [
    "",
    " ",
    "\u200b",
    "\u2060\u00ad",
    "\u3164",
    "\u115f",
    "\u2800",
    "\ufe0f",
    "\u0301",
    "\u{e0041}",
    "\ue000",
    "\u202e",
    "\u{1D159}",
  ]) {
    assert.equal(isSeen(text), false, JSON.stringify(text));
  }
});

test("of each character that Unicode has had for long the page and the server say the same", () => {
  const program = [
    "import json, unicodedata",
    "from imserver.core.legibility import is_visible",
    "known = [c for c in map(chr, range(0x110000)) if unicodedata.ucd_3_2_0.category(c) not in ('Cn', 'Cs')]",
    "print(json.dumps([[ord(c), is_visible(c)] for c in known]))",
  ].join("\n");
  const python = process.env.PYTHON ?? "python3";
  const answer = execFileSync(python, ["-c", program], { cwd: join(WEB, "..", ".."), maxBuffer: 2 ** 26 });
  const different = JSON.parse(answer).filter(([code, seen]) => isSeen(String.fromCodePoint(code)) !== seen);
  assert.deepEqual(
    different.map(([code]) => code.toString(16)),
    [],
  );
});
