import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { BUNDLE, differences } from "../../scripts/ledger.js";

/**
 * Most bytes of a first visit, compressed: until there is something to use, and with what follows. Headers, answers and the
 * font come on top: tests/browser/test_wire.py counts all of it as it passes.
 */
const BUDGET = { first: 64 * 1024, all: 110 * 1024 };
const FIRST = ["index.html", "page.css", "main.js"];
const LATER = ["later.css", "later.js"];

function size(names) {
  return names.reduce((sum, name) => sum + gzipSync(readFileSync(join(BUNDLE, name)), { level: 9 }).length, 0);
}

test("the bundle is that of the sources", () => {
  assert.deepEqual(differences(), [], "run ./scripts/bundle, and commit imserver/bundle/");
});

test("a first visit stays within its budget", () => {
  assert.ok(size(FIRST) <= BUDGET.first, `${size(FIRST)} bytes until there is something to use`);
  assert.ok(size([...FIRST, ...LATER]) <= BUDGET.all, `${size([...FIRST, ...LATER])} bytes in all`);
});

test("nothing in the bundle runs text as code, or names a place beside the page", () => {
  for (const name of readdirSync(BUNDLE).filter((one) => /\.(js|css|html)$/.test(one))) {
    const code = readFileSync(join(BUNDLE, name), "utf8");
    assert.doesNotMatch(code, /["'`]css\//, `${name}: loadStyles takes the path itself, so that it can be replaced`);
    assert.doesNotMatch(code, /\beval\(|new Function\(|sourceMappingURL|\}from"[^.]|url\("?\./, name);
  }
});
