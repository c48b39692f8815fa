import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { blocks, plain } from "../../imserver/web/app/messages/markdown.js";
import { read } from "../../imserver/web/app/messages/markup.js";
import { caller } from "../../imserver/web/app/compose/mentions.js";
import { MAX_STEPS, words } from "../../imserver/web/app/messages/message-text.js";
import { WEB } from "./sources.js";
import { random } from "./random.js";

/** Elements as a browser would write them, texts unescaped; of attributes those of links. */
function flat(node) {
  if (node === null || node === undefined || node === false) return "";
  if (Array.isArray(node)) return node.map(flat).join("");
  if (typeof node !== "object") return String(node);
  const { type, props } = node;
  if (typeof type === "function") return `<pre>${flat(props.children)}</pre>`;
  return `<${type}${props.href ? ` href=${props.href}` : ""}>${flat(props.children)}</${type}>`;
}

/** All that is read of elements. */
function textOf(node) {
  if (Array.isArray(node)) return node.map(textOf).join("");
  if (node === null || typeof node !== "object") return typeof node === "string" ? node : "";
  return node.props.class === "link-host" ? "" : textOf(node.props.children);
}

function countOf(node) {
  if (Array.isArray(node)) return node.reduce((sum, part) => sum + countOf(part), 0);
  return node === null || typeof node !== "object" ? 0 : 1 + countOf(node.props.children);
}

/** The rows of the table in docs/web.md: what is written, and how it is shown. */
function documented() {
  const lines = readFileSync(join(WEB, "../../docs/web.md"), "utf8").split("\n");
  const start = lines.indexOf("| written | shown |");
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  return lines.slice(start + 2, end).map((line) => {
    const [written, shown] = line
      .slice(2, -2)
      .split(" | ")
      .map((cell) => {
        const [, fence] = /^(`+)/.exec(cell) ?? [];
        return fence
          ? cell
              .slice(fence.length, -fence.length)
              .replace(/^ (`.*`) $/, "$1")
              .replaceAll("\\|", "|")
              .replaceAll("⏎", "\n")
          : cell;
      });
    return { written, shown: shown === "as typed" ? written : shown };
  });
}

test("texts are shown as the documentation says", () => {
  const rows = documented();
  assert.ok(rows.length > 40, `${rows.length} rows`);
  for (const { written, shown } of rows) {
    const made = flat(blocks(written, {})).replace(/<\/?p>/g, "");
    assert.equal(made, shown, written);
  }
});

test("what isn't a mark is shown character by character", () => {
  const typed = [
    ...[
      "周一~周五 9:00~17:00",
      "2*3*4=24",
      "\\\\server\\share\\_x",
      "¯\\_(ツ)_/¯",
      ">_<",
      "长*宽*高",
      "会议纪要_张三_终版.docx",
    ],
    ...[
      "1. a\n3. b\n7. c",
      "01) a\n2) b",
      "1) x",
      "8) 你好",
      "2024. 5. 1",
      "1.5 kg",
      "1、甲\n3、乙",
      "a) b)",
      "* text",
      "+ a\n+ b",
    ],
    ...[
      "#1 #话题",
      "# heading",
      "- 5 °C",
      "- 5 °C\n- 7 °C",
      "- $5",
      "+1",
      "- Ann",
      "---",
      "***",
      "* * *",
      "- - -",
      "====",
      "_",
      "**",
      "~~",
    ],
    ...[
      "__init__",
      "__init__.py",
      "_x_.py",
      "snake_case_x file_name_x",
      "a*b*c",
      "$x_1$ $a*b$",
      "x**2 + y**2",
      "f(x)**2 + g(x)**2",
    ],
    ...[
      "**/*.py and **/*.js",
      "rm *.o *.so*",
      "**/node_modules/**",
      "src/**/*.ts,test/**/*.ts",
      "/*comment*/ /** doc **/",
      'find -name "*test*"',
    ],
    ...[
      "def f(*args, **kwargs): pass",
      "char *a, **b;",
      "SELECT count(*), * FROM t",
      "x=`date`",
      "don`t and can`t",
      "138****1234",
    ],
    ...[
      "<b>x</b> &amp; &#42;",
      "C:\\new\\test",
      "^a*b*$",
      "\\*x\\*",
      "a  b   c ",
      "  a\n\n\n\tb  \n",
      "    if *x* and _y_:\n        `z`",
    ],
    ...[
      ":) ;) *_* ^_^ -_- o_O >.< T_T ~\\o/~",
      "*_* 哇 *_*",
      "^_^ hi ^_^",
      "_(:з」∠)_",
      "(*ﾟДﾟ*) o(*￣▽￣*)o",
      "好的~~~ 谢谢~~，明天见~~",
    ],
    ...[
      "> 5 °C",
      ">>> print(1)",
      ">x",
      "|a|b|\n|---|---|",
      "first_last_x@mail.example",
      "王**，李**。",
      "```\nno end *x*\n> y\n- a\n- b",
    ],
    ...["[x](javascript:alert(1))", "![x](y)", "[1] *", "\r\n a", ">".repeat(5000), "[".repeat(5000)],
  ];
  for (const text of typed) {
    const isList = /<li>/.test(flat(blocks(text, {})));
    assert.equal(textOf(blocks(text, {})), isList ? text.replaceAll("\n", "") : text);
    assert.equal(plain(text), text);
    assert.doesNotMatch(flat(blocks(text, {})), /<(?:em|strong|del|code|blockquote|pre|a)>/, text);
  }
});

test("marks in a row end in the order in which they were written", () => {
  const nested = {
    "***~~x~~***": "<strong><em><del>x</del></em></strong>",
    "~~***x***~~": "<del><strong><em>x</em></strong></del>",
    "_***x***_": "<em><strong><em>x</em></strong></em>",
    "***x***_": "<strong><em>x</em></strong>_",
  };
  for (const [text, shown] of Object.entries(nested)) assert.equal(flat(blocks(text, {})), `<p>${shown}</p>`, text);
});

test("a link whose label can't be seen is shown as typed", () => {
  for (const label of ["", "  ", "\u200b", "\u2800 \ufeff"]) {
    const text = `[${label}](https://e.org)`;
    assert.equal(plain(text), text);
  }
});

test("addresses end where a sentence goes on", () => {
  const links = (text) => flat(blocks(text, {})).match(/(?<=href=)[^>]+/g);
  assert.deepEqual(links("见 https://a.b/c，然后"), ["https://a.b/c"]);
  assert.deepEqual(links("（https://a.b/c_d_e）…http://x/y_z_(w)。"), ["https://a.b/c_d_e", "http://x/y_z_(w)"]);
  assert.deepEqual(links("[https://bank.example](https://evil.example)"), [
    "https://bank.example",
    "https://evil.example",
  ]);
  assert.deepEqual(links("**https://a.b/*x*/y** ((http://x/(a)))"), ["https://a.b/*x*/y", "http://x/(a)"]);
});

const PIECES = [
  ...[
    "*",
    "**",
    "***",
    "***_",
    "~~***",
    "_",
    "__",
    "~~",
    "~",
    "`",
    "``",
    "```",
    "\\",
    "[",
    "](",
    "](https://e.org/a)",
    ")",
    "(",
    "!",
    "|",
    "<",
    ">",
    "&amp;",
  ],
  ...[
    "\n",
    "\n\n",
    "\n- ",
    "\n  - ",
    "\n> ",
    "> ",
    "\n1. ",
    "\n2) ",
    "\n```\n",
    "\n```js\n",
    "[x] ",
    " ",
    "    ",
    "\t",
    "\r\n",
  ],
  ...[
    "https://a.b/c",
    "http://x/y_z_(w)",
    "@ann",
    "@",
    "word",
    "x",
    "2",
    "$5",
    "注意",
    "好",
    "，",
    "：",
    "“",
    "”",
    "（",
    "）",
    "。",
    "👍",
    "é",
    "-",
    "+",
    ".",
  ],
];

function* generated(count, longest, seed) {
  const next = random(seed);
  for (let round = 0; round < count; round += 1) {
    yield Array.from(
      { length: 1 + Math.floor(next() * longest) },
      () => PIECES[Math.floor(next() * PIECES.length)],
    ).join("");
  }
}

test("whatever is written: with its marks added, what is shown is what was written", () => {
  let marks = 0;
  for (const text of generated(5000, 16, 7)) {
    const pieces = read(text);
    assert.equal(pieces.map(({ written }) => written).join(""), text);
    for (const { written, shown } of pieces) {
      if (written === shown) continue;
      marks += 1;
      assert.match(
        written,
        /^(?:\n|(?:> ?)+|[*_]|\*\*|~~|[ \t]*`+[^`]*|\[|\]\(https?:.*\)|[ \t]*- +\t*|[ \t]*-[ \t]+|\[[ xX]\] |)$/i,
        JSON.stringify(text),
      );
    }
    const shown = pieces.map((piece) => piece.shown).join("");
    assert.equal(textOf(blocks(text, {})), shown, JSON.stringify(text));
    assert.deepEqual(pieces.filter(({ enter }) => enter).length, pieces.filter(({ leave }) => leave).length);
  }
  assert.ok(marks > 2000, `${marks} marks`);
});

const PEOPLE = Array.from({ length: 500 }, (_, index) => ({
  id: `u${index}`,
  name: `a${"a".repeat(index % 90)}${index}`,
  login: `ann${index}`,
}));

/** Texts that are as hard to read as their length allows. */
const HOSTILE = {
  "emphasis that never ends": (n) => "*http://a/~ …".repeat(n),
  openers: (n) => " *a **b _c ~~d".repeat(n),
  closers: (n) => "a* b** c_ d~~ ".repeat(n),
  crossed: (n) => "*a **b* c** ".repeat(n),
  nested: (n) => `${" **a _b ~~c".repeat(n)}${"c~~ b_ a** ".repeat(n)}`,
  signs: (n) => "*_~".repeat(n),
  backticks: (n) => Array.from({ length: n }, (_, index) => `a ${"`".repeat(1 + (index % 40))}`).join(""),
  brackets: (n) => "[".repeat(n) + "](".repeat(n),
  labels: (n) => "[a](http://".repeat(n),
  "targets in targets": (n) => `[](http://${"(a)".repeat(n)}${"[](http://a".repeat(n)}`,
  "labels full of dots": (n) => `[${"1.".repeat(n)}](https://e.org)`,
  fences: (n) => "```a\n````\n".repeat(n),
  "fences of all lengths": (n) =>
    Array.from({ length: Math.ceil(Math.sqrt(n)) }, (_, index) => `${"`".repeat(index + 3)}a`).join("\n"),
  quotes: (n) => "> ".repeat(n),
  "blank quotes": (n) => "> \n".repeat(n),
  "quotes by line": (n) => "> > > > > > > - a\n".repeat(n),
  lists: (n) => Array.from({ length: n }, (_, index) => `${" ".repeat(index % 60)}- a`).join("\n"),
  "items without a list": (n) => "- a\nb\n".repeat(n),
  "an item and blank lines": (n) => `- a${"\n".repeat(n)}`,
  "blank lines": (n) => `_a_${"\n".repeat(n)}`,
  addresses: (n) => "http://a@".repeat(n),
  "an address of points": (n) => `_a_ http://x/${"...a".repeat(n)}${".)*".repeat(n)}`,
  links: (n) => "**http://a** ".repeat(n),
  mentions: (n) => "@".repeat(n),
  "almost mentions": (n) => `@${"a".repeat(80)} `.repeat(n),
  "@ among marks": (n) => "*@ann1* ".repeat(n),
  highlights: (n) => "e _e_ ".repeat(n),
};

/** A text whose people are drawn where they are named. */
function reading(text, work) {
  const said = { text, mentions: PEOPLE.map(({ id }) => id) };
  return { work, caller: caller(said, PEOPLE, "u1", work) };
}

/** Characters that string functions and expressions are handed while something is done: up to the end of what is found. */
function lookedAt(act) {
  const kept = {
    exec: RegExp.prototype.exec,
    ...Object.fromEntries(STRINGS.map((name) => [name, String.prototype[name]])),
  };
  let count = 0;
  RegExp.prototype.exec = function (text) {
    const from = this.lastIndex;
    const found = kept.exec.call(this, text);
    const isBound = this.sticky || this.source.startsWith("^");
    count += found
      ? found.index + found[0].length - (this.global || this.sticky ? from : 0)
      : isBound
        ? 1
        : text.length - from;
    return found;
  };
  for (const name of STRINGS) {
    String.prototype[name] = function (...rest) {
      const result = kept[name].apply(this, rest);
      count +=
        name === "slice"
          ? result.length
          : name === "indexOf" && result >= 0
            ? result - (rest[1] ?? 0) + 1
            : this.length;
      return result;
    };
  }
  try {
    act();
  } finally {
    RegExp.prototype.exec = kept.exec;
    for (const name of STRINGS) String.prototype[name] = kept[name];
  }
  return count;
}

const STRINGS = ["slice", "split", "toLowerCase", "trim", "replace", "normalize", "indexOf"];

test("twice the text is at most twice the work, whatever it is", () => {
  for (const [name, make] of Object.entries(HOSTILE)) {
    const cost = (length) => {
      const work = { left: 1e9 };
      const text = make(length);
      const looked = lookedAt(() => blocks(text, reading(text, work)));
      return { steps: 1e9 - work.left, looked, size: text.length };
    };
    const [once, twice] = [cost(400), cost(800)];
    const growth = twice.size / once.size;
    for (const what of ["steps", "looked"]) {
      assert.ok(
        twice[what] <= once[what] * growth * 1.2 + 200,
        `${name}: ${what} ${once[what]} → ${twice[what]}, × ${growth}`,
      );
    }
  }
});

test("no message takes more work than is allowed, and all of it is shown", () => {
  for (const [name, make] of Object.entries(HOSTILE)) {
    const text = make(8000).slice(0, 8000);
    const work = { left: MAX_STEPS };
    const made = blocks(text, reading(text, work));
    assert.ok(countOf(made) <= 2 * MAX_STEPS, name);
    assert.ok(work.left > -8000 * 6, name);
    const pieces = read(text);
    assert.equal(pieces.map(({ written }) => written).join(""), text);
    assert.equal(textOf(blocks(text, {})), pieces.map(({ shown }) => shown).join(""));
    assert.ok(countOf(words(text, reading(text, { left: MAX_STEPS }))) <= 2 * MAX_STEPS, name);
  }
  const many = "*a* ".repeat(4000);
  assert.match(textOf(blocks(many, {})), /^(?:a )+(?:\*a\* )+$/);
});
