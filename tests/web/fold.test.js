import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadFold } from "../../imserver/web/app/ui/comparison.js";
import { finder, fold, matcher } from "../../imserver/web/app/ui/fold.js";
import { completions } from "../../imserver/web/app/compose/completion.js";
import { WEB } from "./sources.js";

const DOCUMENT = readFileSync(join(WEB, "..", "..", "docs", "protocol.md"), "utf8");

/** The examples of the documentation: a text, and what finds it. */
function documented(heading = "### How words are compared") {
  const section = DOCUMENT.split(heading)[1].split("\n### ")[0];
  const rows = section
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(1);
  return rows.map((row) => {
    const [, text, by, not] = row.split("|");
    const queries = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, query]) => query);
    return { text, by: queries(by), not: queries(not) };
  });
}

/** What is marked in a text. */
function marked(text, query) {
  return finder(query)(text).map(([start, end]) => text.slice(start, end));
}

test("what the server finds is marked", () => {
  assert.ok(documented().length > 15);
  for (const { text, by } of documented()) {
    for (const query of by) assert.ok(marked(text, query).length > 0, `${query} in ${text}`);
  }
});

test("what is marked is what was written", () => {
  for (const [text, query, ...expected] of [
    ["mon résumé, tes RÉSUMÉS", "resume", "résumé", "RÉSUMÉ"],
    ["re\u0301sume\u0301 x", "résumé", "re\u0301sume\u0301"],
    ["Straßen", "strass", "Straß"],
    ["ein Maß", "mas", "Maß"],
    ["İİİstanbul und Istanbul", "istanbul", "Istanbul"],
    ["co\u00adop\u00ader\u00adate", "coop", "co\u00adop"],
    ["👍🏽 café 👍", "cafe", "café"],
    ["كِتَابٌ", "كتاب", "كِتَابٌ"],
    ["किताब कत", "कि", "कि"],
    ["明天下午开会，开会", "开会", "开会", "开会"],
    ["カタカナ", "かな", "カナ"],
    ["monkey key KEYS", "key", "key", "KEY"],
    ["Frau Müller, Herr Mueller, MU\u0308LLER", "mueller", "Müller", "Mueller", "MU\u0308LLER"],
    ["Frau Müller, Herr Mueller, Muller", "müller", "Müller", "Mueller", "Muller"],
    ["Grüße", "gruess", "Grüß"],
    ["a ﬁne ﬁsh", "fi", "ﬁ", "ﬁ"],
    ["nothing", "\u0301 !?"],
  ]) {
    assert.deepEqual(marked(text, query), expected, `${query} in ${text}`);
  }
});

/** Those of an early Unicode: newer ones are known to one earlier than to the other. */
test("the page compares as the server does, letter by letter", () => {
  const letters = [];
  for (let code = 0x20; code < 0x20000; code++) {
    const letter = String.fromCodePoint(code);
    const isOther = /[\u3400-\u9fff\uac00-\ud7a3\u13a0-\u13ff\uab70-\uabbf\u{17000}-\u{1afff}]/u.test(letter);
    if (/[\p{L}\p{M}\p{N}\p{Cf}]/u.test(letter) && !isOther) letters.push(letter);
  }
  const program = [
    "import json, sys, unicodedata",
    "from imserver.core.folding import fold",
    "known = [letter for letter in json.load(sys.stdin) if unicodedata.ucd_3_2_0.category(letter) != 'Cn']",
    "print(json.dumps([[letter, fold(letter)] for letter in known]))",
  ].join("\n");
  const python = process.env.PYTHON ?? "python3";
  const answer = execFileSync(python, ["-c", program], { input: JSON.stringify(letters), cwd: join(WEB, "..", "..") });
  const different = JSON.parse(answer).filter(([letter, folded]) => fold(letter) !== folded);
  assert.deepEqual(
    different.map(([letter]) => letter.codePointAt(0).toString(16)),
    [],
  );
});

test("people are offered whatever accents their names have", async () => {
  await loadFold();
  const people = [
    { id: "u1", name: "José", login: "j1" },
    { id: "u2", name: "Łukasz Groß", login: "l2" },
    { id: "u3", name: "Jörg Müller", login: "joerg" },
    { id: "u4", name: "Eva Mueller", login: "eva" },
  ];
  assert.deepEqual(
    completions(people, "jose", 5).map(({ id }) => id),
    ["u1"],
  );
  assert.deepEqual(
    completions(people, "GROSS", 5).map(({ id }) => id),
    ["u2"],
  );
  assert.deepEqual(
    completions(people, "Müll", 5).map(({ id }) => id),
    ["u3", "u4"],
  );
  assert.deepEqual(
    completions(people, "mueller", 5).map(({ id }) => id),
    ["u3", "u4"],
  );
  assert.deepEqual(
    completions(people, "joe", 5).map(({ id }) => id),
    ["u3"],
  );
  assert.deepEqual(
    completions(people, "jorg", 5).map(({ id }) => id),
    ["u3"],
  );
});

test("a text fits a query by all of its words", () => {
  assert.equal(matcher("apple green")("an Äpple, Green"), true);
  assert.equal(matcher("green app")("green apples"), true);
  assert.equal(matcher("green pear")("green apples"), false);
  assert.equal(matcher("ple")("green apples"), false);
  assert.equal(matcher("mueller grün")("Grüne Müllers"), true);
  assert.equal(matcher("müller gruen")("GRÜNE Mueller"), true);
  assert.equal(matcher("会议")("明天开会议"), true);
  assert.equal(matcher(" ?! ")("what?!"), false);
  assert.equal(matcher("a")("apples"), false, "a single letter is a word by itself only");
  assert.equal(matcher("a")("an A"), true);
  assert.equal(matcher("C语言")("C 语言"), true);
  assert.equal(matcher("abc会议")("会议 abcd"), true);
  assert.equal(matcher("会，议")("会议"), true);
  assert.equal(matcher("会 议")("议会"), true);
  for (const { text, by, not } of [...documented(), ...documented("### Other spellings")]) {
    for (const query of by) assert.equal(matcher(query)(text), true, `${query} in ${text}`);
    for (const query of not) assert.equal(matcher(query)(text), false, `${query} not in ${text}`);
  }
});

/** The server's own rules need its packages: without its Python, the examples above are all. */
const skip = process.env.PYTHON ? false : "no PYTHON";

test("a text fits a query where the server says so", { skip }, () => {
  const rows = [...documented(), ...documented("### Other spellings")];
  const queries = [...new Set(rows.flatMap(({ by, not }) => [...by, ...not]))];
  const texts = rows.map(({ text }) => text);
  const program = [
    "import json, sys",
    "from imserver.core.words import matches, parse",
    "texts, queries = json.load(sys.stdin)",
    "print(json.dumps([[bool(parse(q)) and matches(t, parse(q)) for q in queries] for t in texts]))",
  ].join("\n");
  const python = process.env.PYTHON ?? "";
  const input = JSON.stringify([texts, queries]);
  const told = JSON.parse(execFileSync(python, ["-c", program], { cwd: join(WEB, "..", ".."), input }));
  const different = texts.flatMap((text, row) =>
    queries.filter((query, column) => matcher(query)(text) !== told[row][column]).map((query) => `${query} in ${text}`),
  );
  assert.deepEqual(different, []);
});
