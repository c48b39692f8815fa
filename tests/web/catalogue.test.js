import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { language, locale, pickLanguage, t, tCount, tError } from "../../imserver/web/app/ui/language.js";
import en from "../../imserver/web/i18n/en.js";
import zh from "../../imserver/web/i18n/zh.js";
import { sourceFiles, WEB } from "./sources.js";

/** Texts by the part of the page that they are loaded with; those of the admin page have a test of their own. */
const PARTS = { page: { en, zh } };
for (const part of [
  "avatar",
  "beginning",
  "details",
  "emoji",
  "ending",
  "files",
  "find",
  "help",
  "link",
  "mention",
  "menu",
  "notices",
  "people",
  "refusals",
  "rules",
  "settings",
]) {
  const load = async (spoken) => (await import(`../../imserver/web/i18n/${part}-${spoken}.js`)).default;
  PARTS[part] = { en: await load("en"), zh: await load("zh") };
}

function placeholders(text) {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
}

test("both catalogues say the same things, with the same values", () => {
  for (const { en, zh } of Object.values(PARTS)) {
    assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
    for (const [key, text] of Object.entries(en)) {
      assert.ok(text && zh[key], `${key} is empty`);
      const same = JSON.stringify(placeholders(text)) === JSON.stringify(placeholders(zh[key]));
      assert.ok(same, `${key} has other values in Chinese`);
    }
  }
});

test("what should be Chinese is, and no text stands twice", () => {
  for (const [key, text] of Object.values(PARTS).flatMap(({ zh }) => Object.entries(zh))) {
    if (key !== "app.name" && key !== "announcer.message" && key !== "list.from") {
      assert.match(text, /\p{Script=Han}/u, `${key}: ${text}`);
    }
  }
  for (const spoken of ["en", "zh"]) {
    const keys = Object.values(PARTS).flatMap((part) => Object.keys(part[spoken]));
    assert.equal(new Set(keys).size, keys.length, "a text stands in two parts");
  }
});

test("every text is used", () => {
  const code = sourceFiles("app")
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  for (const key of Object.values(PARTS).flatMap((part) => Object.keys(part.en))) {
    const stem = key.replace(/\.(one|other)$/, "");
    const dynamic = /^(avatar\.why|composer\.why|emoji\.group|error|files\.why|link|mark|notices|role)\./.test(key);
    assert.ok(dynamic || code.includes(`"${stem}"`), `${key} is never used`);
  }
});

test("what a first visit shows needs no text that is loaded later", () => {
  const early = readFileSync(join(WEB, "index.html"), "utf8").matchAll(/"modulepreload" href="(app\/[^"]+)"/g);
  const later = new Set(
    Object.values(PARTS)
      .slice(1)
      .flatMap((part) => Object.keys(part.en)),
  );
  for (const [, module] of early) {
    for (const [, text] of readFileSync(join(WEB, module), "utf8").matchAll(/"([a-z]+[a-z0-9._-]*)"/g)) {
      assert.ok(!later.has(text), `${module} needs ${text}, which is loaded later`);
    }
  }
});

test("the browser's language decides until the person does", () => {
  assert.equal(pickLanguage(null, ["zh-TW", "en"]), "zh");
  assert.equal(pickLanguage(null, ["de", "zh"]), "en");
  assert.equal(pickLanguage(null, []), "en");
  assert.equal(pickLanguage("zh", ["en"]), "zh");
  assert.equal(pickLanguage("xx", ["en"]), "en");
});

test("values, numbers and errors are put in; unknown errors speak for themselves", () => {
  language.value = "en";
  assert.equal(t("login.intro", { server: "pi.local" }), "to chat on pi.local");
  assert.equal(tCount("list.unread", 1), "1 unread message");
  assert.equal(tCount("list.unread", 5), "5 unread messages");
  language.value = "zh";
  assert.equal(tCount("list.unread", 1), "1 条未读消息");
  assert.equal(tError({ code: "internal", message: "x", hint: "y" }), zh["error.internal"]);
  assert.equal(tError({ code: "brand_new", message: "What.", hint: "Why." }), "What. Why.");
  assert.ok(locale().startsWith("zh"));
  language.value = "en";
});

test("who tried too often is told how long to wait", () => {
  const throttled = { code: "throttled", message: "x", hint: "y" };
  language.value = "en";
  assert.equal(tError({ ...throttled, wait: 213 }), "You’re doing that too often. Try again in 4 minutes.");
  assert.equal(tError({ ...throttled, wait: 5 }), "You’re doing that too often. Try again in 1 minute.");
  language.value = "zh";
  assert.equal(tError({ ...throttled, wait: 213 }), "操作过于频繁，请4分钟后再试。");
  language.value = "en";
  assert.equal(tError(throttled), "You’re doing that too often. Try again in 1 minute.");
});
