import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { duration } from "../../imserver/web/app/admin/amounts.js";
import { bytes } from "../../imserver/web/app/ui/bytes.js";
import { userImportOf } from "../../imserver/web/app/admin/user-import.js";
import { CHUNK, importRows } from "../../imserver/web/app/admin/import-run.js";
import { linkFile } from "../../imserver/web/app/admin/link-file.js";
import { base64, encodingName } from "../../imserver/web/app/admin/roster-file.js";
import { rowError } from "../../imserver/web/app/admin/row-error.js";
import { linesOf, roundUp } from "../../imserver/web/app/admin/scale.js";
import { language, learn } from "../../imserver/web/app/ui/language.js";
import en from "../../imserver/web/i18n/admin-en.js";
import zh from "../../imserver/web/i18n/admin-zh.js";
import { sourceFiles, WEB } from "./sources.js";

learn({ en, zh });

function placeholders(text) {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
}

test("both catalogues of the admin page say the same things, with the same values", () => {
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
  for (const [key, text] of Object.entries(en)) {
    assert.ok(text && zh[key], `${key} is empty`);
    assert.deepEqual(placeholders(zh[key]), placeholders(text), key);
    assert.match(zh[key], /\p{Script=Han}/u, `${key}: ${zh[key]}`);
    assert.ok(key.startsWith("admin."), key);
  }
});

test("every text of the admin page is used, and every action of the audit log has one", () => {
  const code = sourceFiles("app/admin")
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  for (const key of Object.keys(en)) {
    const stem = key.replace(/\.(one|other)$/, "");
    const dynamic = /^admin\.(action|detail|error|problem|row|flag|role|overview)\b/.test(key);
    assert.ok(dynamic || code.includes(`"${stem}"`), `${key} is never used`);
  }
  const core = readFileSync(join(WEB, "../core/audit.py"), "utf8");
  const actions = [...core.matchAll(/^ {4}[A-Z_]+ = "([a-z]+\.[a-z]+)"/gm)].map(([, action]) => action);
  assert.ok(actions.length > 15);
  for (const action of actions) assert.ok(`admin.action.${action}` in en, action);
});

test("a chart's line stands at its times, and breaks where nothing was measured", () => {
  const scale = { from: 0, to: 100, every: 10, bottom: 0, top: 10 };
  assert.deepEqual(linesOf([0, 5, 10], [0, 10, 20], scale), [
    [
      [0, 0],
      [0.1, 0.5],
      [0.2, 1],
    ],
  ]);
  assert.deepEqual(linesOf([5], [100], scale), [[[1, 0.5]]]);
  const lengths = (...values) => linesOf(...values, scale).map((line) => line.length);
  assert.deepEqual(lengths([1, null, null, 2, 3], [0, 10, 20, 30, 40]), [1, 2], "some are missing");
  assert.deepEqual(lengths([1, 2, 3, 4], [0, 10, 60, 70]), [2, 2], "the server was away");
  assert.deepEqual(lengths([1, 2, 3], [0, 11, 24]), [3], "a late sample is no gap");
  assert.deepEqual(lengths([1, 2], [-50, -10]), [], "what is too old");
  assert.deepEqual(linesOf([null, null], [0, 10], scale), []);
  assert.deepEqual(linesOf([99, 15], [0, 10], { ...scale, bottom: 20, top: 40 }), [
    [
      [0, 1],
      [0.1, 0],
    ],
  ]);
});

test("an axis ends at a round number", () => {
  assert.deepEqual(
    [0.2, 1, 1.1, 3, 4, 4.01, 7, 9, 11, 247, 1000, 60_001].map(roundUp),
    [0.2, 1, 2, 3, 4, 6, 8, 10, 20, 300, 1000, 80_000],
  );
});

test("a file is sent as it is, and what it was read in is said in plain words", () => {
  const content = Uint8Array.from({ length: 100_000 }, (_, at) => at * 7);
  assert.equal(base64(content.buffer), Buffer.from(content).toString("base64"));
  assert.equal(base64(new ArrayBuffer(0)), "");
  assert.deepEqual(["utf-8-sig", "utf-16-le", "cp1252", "latin-1"].map(encodingName), [
    "UTF-8",
    "UTF-16",
    "Windows-1252",
    "latin-1",
  ]);
});

test("what is wrong with a line names its value, in the page's language", () => {
  const error = { line: 3, login: "b 1", message: "", hint: "", code: "login_taken", column: "login", value: "b 1" };
  for (const [tongue, word] of [
    ["en", "line 2"],
    ["zh", "第 2 行"],
  ]) {
    language.value = tongue;
    assert.match(rowError(error), /b 1/);
    assert.ok(rowError({ ...error, earlier: 2 }).includes(word));
    assert.match(rowError({ ...error, holder: "Bob Builder" }), /b 1.*Bob Builder/);
    assert.ok(rowError({ ...error, code: "bad_request", column: "group", value: "3b" }).includes("3b"));
    assert.doesNotMatch(rowError({ ...error, code: "login_invalid", value: "" }), /\{|“”/);
  }
  language.value = "en";
});

test("the links of an import stay until somebody has them, and a window asks before it closes over them", async () => {
  const asks = new EventTarget();
  globalThis.addEventListener = (...values) => asks.addEventListener(...values);
  globalThis.removeEventListener = (...values) => asks.removeEventListener(...values);
  const wouldAsk = () => !asks.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  const link = { url: "https://x.example", code: "x", expires_at: 1 };
  const account = { user: { peek: () => ({ id: "ann" }) } };
  const userImport = userImportOf(account);
  const make = async (rows) => {
    assert.ok(wouldAsk(), "while it goes on");
    return { created: rows.map(({ login }) => ({ login, id: login, link })), completed: [], errors: [] };
  };
  await userImport.go(make, { created: [], errors: [], rest: [{ line: 2, login: "a" }], uncertain: 0 });
  assert.equal(userImportOf(account).run.value.created.length, 1);
  assert.ok(userImport.unsaved.value && wouldAsk());
  userImport.saved();
  assert.ok(!userImport.unsaved.value && !wouldAsk());
  await userImport.go(make, { created: [], errors: [], rest: [{ line: 3, login: "b" }], uncertain: 0 });
  assert.equal(userImportOf({ user: { peek: () => ({ id: "bob" }) } }).run.value, null, "who signs in next sees none");
  assert.ok(!wouldAsk());
});

test("links become a file that no spreadsheet runs", () => {
  assert.equal(
    linkFile([
      ["ann", 'Ann "A", Lee', "https://x.example/#/link/1"],
      ["=cmd", "+1", "https://x.example/#/link/2"],
    ]),
    '\ufefflogin,name,link\r\nann,"Ann ""A"", Lee",https://x.example/#/link/1\r\n' +
      "'=cmd,'+1,https://x.example/#/link/2\r\n",
  );
});

test("no cell of the links begins like a formula, whatever a spreadsheet takes for its end", () => {
  const second = (text) =>
    linkFile([["ann", text, "x"]])
      .split("\r\nann,")[1]
      .replace(/,x\r\n$/, "");
  for (const sign of "=+-@＝＋－＠") {
    assert.equal(second(`${sign}1`), `'${sign}1`);
    assert.equal(second(`  ${sign}1`), `'  ${sign}1`);
    assert.equal(second(`\u3000\u200b${sign}1`), `'\u3000\u200b${sign}1`);
    assert.equal(second(`a;${sign}1`), `"a;'${sign}1"`);
  }
  assert.equal(second("\t=1"), "'\t'=1");
  assert.equal(second("\r=1"), `"'\r'=1"`);
  assert.equal(second("'=1"), "''=1");
  for (const text of ["Ann Lee", "Jean-Luc", "O'Neil", "a@b.example"]) assert.equal(second(text), text);
});

test("an import goes by chunks, and can go on where it stopped", async () => {
  const rows = Array.from({ length: CHUNK * 2 + 5 }, (_, line) => ({ line, login: `u${line}` }));
  const asked = [];
  let down = false;
  const make = async (chunk) => {
    if (down) throw new Error("gone");
    asked.push(chunk.length);
    down = asked.length === 1;
    return { created: chunk.map(({ login }) => ({ login, id: login, link: null })), completed: [], errors: [] };
  };
  let run = { created: [], errors: [{ line: 9 }], rest: rows, uncertain: 0 };
  const tell = (now) => {
    run = now;
  };
  await assert.rejects(importRows(make, run, tell));
  assert.equal(run.created.length, CHUNK);
  assert.equal(run.rest.length, CHUNK + 5);
  down = false;
  await importRows(make, run, tell);
  assert.deepEqual(asked, [CHUNK, CHUNK, 5]);
  assert.deepEqual(
    run.created.map(({ login }) => login),
    rows.map(({ login }) => login),
  );
  assert.equal(run.errors.length, 1);
});

test("accounts that were made without an answer are completed, and only those", async () => {
  const rows = Array.from({ length: CHUNK + 1 }, (_, index) => ({ line: index + 2, login: `u${index}` }));
  const account = ({ login }) => ({ login, id: login, link: null });
  const asked = [];
  const make = async (chunk, resume) => {
    asked.push(resume);
    const [first, ...others] = chunk;
    return {
      created: others.map(account),
      completed: resume ? [account(first)] : [],
      errors: resume ? [] : [{ line: first.line }],
    };
  };
  let last;
  await importRows(make, { created: [], errors: [], rest: rows, uncertain: CHUNK }, (run) => (last = run));
  assert.deepEqual(asked, [true, false], "what was taken before the first attempt is somebody else's");
  assert.deepEqual(
    last.created.map(({ login }) => login).sort(),
    rows
      .slice(0, CHUNK)
      .map(({ login }) => login)
      .sort(),
  );
  assert.deepEqual(last.errors, [{ line: CHUNK + 2 }]);
  asked.length = 0;
  await importRows(make, { created: [], errors: [], rest: rows, uncertain: 0, resume: true }, (run) => (last = run));
  assert.deepEqual(asked, [true, true], "the whole list is completed");
  assert.equal(last.created.length, rows.length);
});

test("amounts are said as people say them", () => {
  language.value = "en";
  assert.equal(duration(30), "less than a minute");
  assert.equal(duration(61 * 60), "1 hour 1 minute");
  assert.equal(duration(3 * 86_400 + 4 * 3600 + 120), "3 days 4 hours");
  assert.match(bytes(0), /^0/);
  assert.match(bytes(1536), /1\.5/);
  assert.match(bytes(64 * 2 ** 30), /64/);
});

test("the admin page makes no markup of texts", () => {
  for (const file of sourceFiles("app/admin")) {
    assert.doesNotMatch(readFileSync(file, "utf8"), /innerHTML|dangerouslySet|\beval\(|new Function\(|\bstyle="/, file);
  }
});
