import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanText, fits, textLength } from "../../imserver/web/client/text.js";
import { uuid } from "../../imserver/web/client/uuid.js";

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
