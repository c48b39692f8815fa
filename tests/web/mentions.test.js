import assert from "node:assert/strict";
import { test } from "node:test";
import { addressees, called } from "../../imserver/web/app/compose/addressees.js";
import { choose, cut, difference, follow, ChoiceHistory, paste } from "../../imserver/web/app/compose/choices.js";
import { completions, mentionable, mentionBeginning } from "../../imserver/web/app/compose/completion.js";
import { Drafts } from "../../imserver/web/app/state/drafts.js";
import { blocks } from "../../imserver/web/app/messages/markdown.js";
import { caller, findNames, placesIn } from "../../imserver/web/app/compose/mentions.js";
import { MAX_STEPS, words } from "../../imserver/web/app/messages/message-text.js";
import { rangesOf, spansOf } from "../../imserver/web/client/spans.js";
import { MemoryStorage } from "../../imserver/web/client/storage.js";
import { random } from "./random.js";
import { VirtualClock } from "./virtual-clock.js";

const PEOPLE = [
  { id: "u1", name: "Bob", login: "bob" },
  { id: "u2", name: "Bob Okafor", login: "okafor" },
  { id: "u3", name: "王芳", login: "wang" },
];
const ANNAS = [
  { id: "a1", name: "Anna", login: "anna.k" },
  { id: "a2", name: "Anna", login: "anna.m" },
  { id: "e1", name: "Everyone", login: "eve" },
];
const ALL = { id: "all", name: "everyone", login: "all" };

const named = (text, people, choices = []) => addressees({ text, choices }, people).ranges.map(({ id }) => id);

// ---- Names in a text

test("a name is the longest that fits, and no part of a word", () => {
  assert.deepEqual(named("@Bob Okafor and @bob, not @Bobby nor a@wang.example", PEOPLE), ["u2", "u1"]);
  assert.deepEqual(named("请@王芳看一下，@wang", PEOPLE), ["u3", "u3"]);
  assert.deepEqual(findNames("hello", PEOPLE), []);
  assert.deepEqual(findNames("@a@bob", [...PEOPLE, { id: "u4", name: "A@Bob", login: "ab" }]), [
    { start: 0, end: 6, ids: ["u4"] },
  ]);
});

test("addresses, links and code mention nobody", () => {
  for (const text of [
    "x@bob",
    "mail first.last@bob, x_@bob",
    "https://example.org/@bob",
    "`@bob`",
    "[@bob](https://example.org)",
    "```\n@bob\n```",
    "> ```\n> @bob\n> ```",
  ]) {
    assert.deepEqual(named(text, PEOPLE), [], text);
    const start = text.indexOf("@bob");
    assert.deepEqual(named(text, PEOPLE, [{ start, end: start + 4, id: "u1" }]), [], text);
  }
  for (const text of [
    "**@bob**",
    "_@bob_",
    "(@bob)",
    "> @bob",
    "- @bob\n- x",
    "`a` @bob `b`",
    "@bob: https://example.org",
    "@bob’s",
  ]) {
    assert.deepEqual(named(text, PEOPLE), ["u1"], text);
  }
});

test("a name of several people mentions nobody until one is chosen, and there is a doubt", () => {
  const text = "@Anna and @anna.m";
  const { ranges, doubts } = addressees({ text, choices: [] }, ANNAS);
  assert.deepEqual(ranges, [{ start: 10, end: 17, id: "a2" }]);
  assert.deepEqual(doubts, [{ start: 0, end: 5, ids: ["a1", "a2"] }]);
  const chosen = addressees({ text, choices: [{ start: 0, end: 5, id: "a1" }] }, ANNAS);
  assert.deepEqual([chosen.ranges.map(({ id }) => id), chosen.doubts], [["a1", "a2"], []]);
});

test("words for everybody are those of both languages, and a person may be called so", () => {
  assert.deepEqual(named("@everyone @all @所有人", [ALL, ...PEOPLE]), ["all", "all", "all"]);
  assert.deepEqual(named("@everyone @all @所有人", PEOPLE), []);
  assert.deepEqual(named("@here", [ALL, ...PEOPLE]), []);
  assert.deepEqual(named("@Everyone", ANNAS), ["e1"]);
  assert.deepEqual(addressees({ text: "@Everyone", choices: [] }, [ALL, ...ANNAS]).doubts[0].ids, ["all", "e1"]);
  assert.deepEqual(named("@Everyone", [ALL, ...ANNAS], [{ start: 0, end: 9, id: "e1" }]), ["e1"]);
  assert.deepEqual(named("@all @eve", [ALL, ...ANNAS]), ["all", "e1"]);
});

test("who has left is mentioned neither by choice nor by name", () => {
  assert.deepEqual(named("@Anna", [], [{ start: 0, end: 5, id: "a1" }]), []);
});

test("a choice that has become a part of a word mentions nobody", () => {
  const choices = [{ start: 0, end: 4, id: "u1" }];
  assert.deepEqual(named("@Bobby", PEOPLE, choices), []);
  assert.deepEqual(named("x@Bob", PEOPLE, [{ start: 1, end: 5, id: "u1" }]), []);
});

test("what is sent has places in characters of the text without its blank edges", () => {
  const text = "  👋 @Anna \n";
  assert.deepEqual(called({ text, choices: [{ start: 5, end: 10, id: "a2" }] }, ANNAS), {
    mentions: ["a2"],
    spans: [{ start: 2, end: 7, who: "a2" }],
  });
  assert.deepEqual(called({ text: "@Anna", choices: [] }, ANNAS), {});
});

// ---- Completion

test("a mention is completed from where it begins", () => {
  assert.equal(mentionBeginning("hello @Bo"), "Bo");
  assert.equal(mentionBeginning("你好@王"), "王");
  assert.equal(mentionBeginning("@"), "");
  assert.equal(mentionBeginning("mail a@bo"), null);
  assert.equal(mentionBeginning("@Bob is"), null);
  assert.deepEqual(
    completions(PEOPLE, "ok", 5).map(({ id }) => id),
    ["u2"],
  );
  assert.equal(completions(PEOPLE, "", 2).length, 2);
});

test("everybody is offered to those who may mention everybody", () => {
  const group = { kind: "group", role: "member", members: PEOPLE, settings: {} };
  const ids = (conversation) => mentionable(conversation, "u1").map(({ id }) => id);
  assert.deepEqual(ids(group), ["u2", "u3"]);
  assert.deepEqual(ids({ ...group, role: "admin" }), ["all", "u2", "u3"]);
  assert.deepEqual(ids({ ...group, settings: { mention_all: "everybody" } }), ["all", "u2", "u3"]);
  assert.deepEqual(ids({ ...group, kind: "direct" }), []);
});

// ---- Choices follow the text

/** Texts with an edit by hand: what is selected is replaced, and the caret stands behind what came. */
function* edits(seed, count) {
  const next = random(seed);
  const pick = (limit) => Math.floor(next() * limit);
  const word = () => ["@Anna", "@Anna ", "a", " ", "n", "👋", "@", "王芳", "\n", ""][pick(10)];
  for (let number = 0; number < count; number += 1) {
    const text = Array.from({ length: pick(8) }, word).join("");
    const choices = [];
    for (let at = text.indexOf("@Anna"); at !== -1; at = text.indexOf("@Anna", at + 1)) {
      if (pick(4) > 0) choices.push({ start: at, end: at + 5, id: `u${choices.length}` });
    }
    const start = pick(text.length + 1);
    const end = Math.min(text.length, start + [0, 0, 1, pick(12)][pick(4)]);
    const put = word();
    yield {
      text,
      choices,
      start,
      end,
      put,
      after: text.slice(0, start) + put + text.slice(end),
      caret: start + put.length,
    };
  }
}

const wordOf = (text, { start, end }) => text.slice(start, end);

test("whatever is done to a text, a choice keeps its words, its order and its person, or is gone", () => {
  for (const { text, choices, after, caret } of edits(1, 4000)) {
    for (const at of [caret, undefined, 0, after.length]) {
      const left = follow({ text, choices }, after, at);
      assert.equal(left.text, after);
      let end = 0;
      const before = new Map(choices.map((choice) => [choice.id, choice]));
      for (const choice of left.choices) {
        assert.ok(choice.start >= end && choice.end <= after.length, JSON.stringify({ text, after, left }));
        assert.equal(wordOf(after, choice), wordOf(text, before.get(choice.id)));
        ({ end } = choice);
      }
    }
  }
});

test("an edit leaves exactly the choices that it doesn't touch, each with its own person", () => {
  for (const { text, choices, start, end, put, after, caret } of edits(2, 4000)) {
    const shift = put.length - (end - start);
    const untouched = choices.flatMap((choice) => {
      if (choice.end <= start) return choice;
      return choice.start >= end ? { ...choice, start: choice.start + shift, end: choice.end + shift } : [];
    });
    const { choices: left } = follow({ text, choices }, after, caret);
    const isThere = (choice) => left.some((one) => JSON.stringify(one) === JSON.stringify(choice));
    assert.ok(untouched.every(isThere), JSON.stringify({ text, start, end, put, left, untouched }));
  }
});

test("of two equal words the caret tells which one was deleted", () => {
  const text = "@Anna @Anna ";
  const choices = [
    { start: 0, end: 5, id: "a1" },
    { start: 6, end: 11, id: "a2" },
  ];
  assert.deepEqual(follow({ text, choices }, "@Anna ", 0).choices, [{ start: 0, end: 5, id: "a2" }]);
  assert.deepEqual(follow({ text, choices }, "@Anna ", 6).choices, [{ start: 0, end: 5, id: "a1" }]);
  assert.deepEqual(difference("aa", "aaa", 1), { start: 0, end: 0 });
});

test("an earlier text has the choices again that it had", () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const past = new ChoiceHistory();
    const seen = new Map();
    let written = { text: "", choices: [] };
    for (const { start, put } of edits(seed, 30)) {
      const at = Math.min(start, written.text.length);
      const isCut = seed % 2 === 0 && put === "";
      const text = written.text.slice(0, at) + (isCut ? "" : put) + written.text.slice(isCut ? at + 3 : at);
      written = follow(written, text, at + put.length);
      if (put === "@Anna")
        written = { text, choices: choose(written.choices, { start: at, end: at + 5, id: `u${seen.size}` }) };
      past.note(written);
      seen.set(text, written.choices);
    }
    for (const [text, choices] of seen) assert.deepEqual(past.of(text), choices);
  }
});

test("the past is bounded, and forgets the oldest first", () => {
  const past = new ChoiceHistory();
  for (let number = 0; number < 1000; number += 1) past.note({ text: `${number}`, choices: [] });
  assert.equal(past.of("0"), undefined);
  assert.deepEqual(past.of("999"), []);
});

test("what is cut and pasted takes its choices along", () => {
  for (const { text, choices, start, end } of edits(3, 2000)) {
    const part = cut({ text, choices }, start, end);
    const without = follow({ text, choices }, text.slice(0, start) + text.slice(end), start);
    const back = paste(follow(without, text, end), part, end);
    assert.equal(back.text, text);
    const straddles = (one) => one.start < end && one.end > start && !(one.start >= start && one.end <= end);
    const whole = choices.filter((one) => !straddles(one));
    for (const choice of whole) {
      assert.ok(back.choices.some((one) => one.id === choice.id && wordOf(text, one) === wordOf(text, choice)));
    }
  }
  assert.deepEqual(
    paste({ text: "other", choices: [] }, { text: "@Anna", choices: [{ start: 0, end: 5, id: "a1" }] }, 5).choices,
    [],
  );
});

// ---- Places on the wire

test("places survive the way to characters and back", () => {
  for (const { text, choices } of edits(4, 1000)) {
    const spans = spansOf(text, choices);
    const letters = [...text];
    for (const { start, end } of spans) assert.equal(letters.slice(start, end).join(""), "@Anna");
    assert.deepEqual(rangesOf(text, spans), choices);
  }
});

test("places that can't be are none", () => {
  const span = (start, end) => ({ start, end, who: "u1" });
  for (const spans of [
    [span(0, 6)],
    [span(3, 3)],
    [span(4, 2)],
    [span(2, 4), span(1, 3)],
    [span(9, 10)],
    [span(-2, -1)],
  ]) {
    assert.deepEqual(rangesOf("hello", spans), []);
  }
});

// ---- Drawn

function drawn(said, members = PEOPLE) {
  const work = { left: MAX_STEPS };
  const reading = { work, caller: caller(said, members, "u1", work) };
  const find = (node) => {
    if (Array.isArray(node)) return node.flatMap(find);
    if (!node?.props) return [];
    if (node.props.role === "button") return [[node.props.children, node.props.title]];
    return find(node.props.children);
  };
  const rich = find(blocks(said.text, reading));
  const again = { left: MAX_STEPS };
  const flat = find(words(said.text, { work: again, caller: caller(said, members, "u1", again) }));
  return { rich, flat };
}

test("a mention is drawn where its span is, whatever people are called", () => {
  const said = {
    text: "👋 @Old Name, @王芳",
    mentions: ["u2", "u3"],
    spans: [
      { start: 2, end: 11, who: "u2" },
      { start: 13, end: 16, who: "u3" },
    ],
  };
  const mentions = [
    ["@Old Name", "@okafor"],
    ["@王芳", "@wang"],
  ];
  assert.deepEqual(drawn(said), { rich: mentions, flat: mentions });
});

test("without spans those are drawn who are mentioned, and only they", () => {
  assert.deepEqual(drawn({ text: "@Bob and @wang", mentions: ["u3"] }).flat, [["@wang", "@wang"]]);
  assert.deepEqual(drawn({ text: "@Anna", mentions: ["a2"] }, ANNAS).flat, [["@Anna", "@anna.m"]]);
  assert.deepEqual(drawn({ text: "@Everyone", mentions: ["e1"] }, ANNAS).flat, [["@Everyone", "@eve"]]);
  assert.deepEqual(
    drawn({ text: "@Everyone @所有人", mentions: ["all"] }, ANNAS).flat.map(([text]) => text),
    ["@Everyone", "@所有人"],
  );
  assert.deepEqual(placesIn({ text: "@Bob" }, PEOPLE), []);
});

test("a mention stands in quotes, lists and emphasis; marks within a name are none; none stands in code", () => {
  const mention = (text, name) => {
    const start = [...text.slice(0, text.indexOf(name))].length;
    return drawn({ text, mentions: ["u2"], spans: [{ start, end: start + [...name].length, who: "u2" }] }).rich;
  };
  for (const text of [
    "> a\n> @Bob b",
    "> a\n> > b\n> > @Bob",
    "- x\n- **@Bob**",
    "**a** _@Bob_ `c`",
    "1. @Bob\n2. x",
  ]) {
    assert.deepEqual(mention(text, "@Bob"), [["@Bob", "@okafor"]], text);
  }
  assert.deepEqual(mention("_a_ *@max*m*", "@max*m"), [["@max*m", "@okafor"]]);
  assert.deepEqual(mention("`@Bob`", "@Bob"), []);
  assert.deepEqual(mention("[@Bob](https://example.org) **x**", "@Bob"), []);
});

// ---- Drafts

test("a draft keeps its choices through a reload, until its text is gone", async () => {
  const [storage, clock] = [new MemoryStorage(), new VirtualClock()];
  const drafts = new Drafts(storage, clock);
  const chosen = { text: "@Anna", choices: [{ start: 0, end: 5, id: "a2" }] };
  drafts.choose("c1", chosen);
  drafts.set("c1", "@Anna");
  drafts.flush();
  const later = new Drafts(storage, clock);
  await later.load();
  assert.deepEqual(later.chosen("c1"), chosen);
  later.set("c1", "");
  assert.deepEqual(later.chosen("c1"), { text: "", choices: [] });
});
