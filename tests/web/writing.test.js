import assert from "node:assert/strict";
import { test } from "node:test";
import { blocks } from "../../imserver/web/app/markdown.js";
import { completions, findMentions, mentionable, mentionBeginning, mentionedIn } from "../../imserver/web/app/mentions.js";
import { callsFor } from "../../imserver/web/app/muting.js";
import { reachAt, reachOf, readersOf } from "../../imserver/web/app/receipts.js";
import { obstacle } from "../../imserver/web/app/writing.js";

const PEOPLE = [
  { id: "u1", name: "Bob", login: "bob" },
  { id: "u2", name: "Bob Okafor", login: "okafor" },
  { id: "u3", name: "王芳", login: "wang" },
];

/** Elements as a browser would write them, texts unescaped. */
function flat(node) {
  if (node === null || node === undefined || node === false) return "";
  if (Array.isArray(node)) return node.map(flat).join("");
  if (typeof node !== "object") return String(node);
  const { type, props } = node;
  if (typeof type === "function") return `<code-block>${props.text}</code-block>`;
  return `<${type}${props.href ? ` ${props.href}` : ""}>${flat(props.children)}</${type}>`;
}

function read(text) {
  return flat(blocks(text, {}));
}

test("a mention is the longest name that fits, and no part of a word", () => {
  assert.deepEqual(mentionedIn("@Bob Okafor and @bob, not @Bobby nor a@bob.example", PEOPLE), ["u2", "u1"]);
  assert.deepEqual(mentionedIn("请@王芳看一下，@wang", PEOPLE), ["u3"]);
  assert.deepEqual(findMentions("hello", PEOPLE), []);
});

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

test("Markdown becomes elements as far as it is of use in a chat", () => {
  assert.equal(read("**b** _i_ ~~s~~ `c`"), "<p><strong>b</strong> <em>i</em> <del>s</del> <code>c</code></p>");
  assert.equal(read("- one\n- two"), "<ul><li>one</li><li>two</li></ul>");
  assert.equal(read("3. x"), "<ol><li>x</li></ol>");
  assert.equal(read("> q\n\nafter"), "<blockquote><p>q</p></blockquote><p>after</p>");
  assert.equal(read("```js\na < b\n```"), "<code-block>a < b</code-block>");
  assert.equal(read("a\n*b*"), "<p>a<br></br><em>b</em></p>");
  assert.equal(read("- [x] done"), "<ul><li>☑ done</li></ul>");
});

test("everything else stays as it was typed", () => {
  for (const text of ["# no heading", "<b>x</b> &lt;", "3 * 4 * 5", "snake_case_name", "a | b", "[x](javascript:alert(1))"]) {
    assert.equal(read(text), `<p>${text}</p>`);
  }
  assert.equal(read("https://ex.org/__init__.py"), "<p><a https://ex.org/__init__.py>https://ex.org/__init__.py</a></p>");
  assert.equal(read("[https://bank.example](https://evil.example)"), "<p>[https://bank.example](https://evil.example)</p>");
  assert.equal(blocks(">".repeat(5000), {}), null);
});

test("how far a message has come is how far it has come with everybody", () => {
  const members = [
    { id: "me", login: "me", read: 9 },
    { id: "a", login: "a", read: 3, delivered: 7 },
    { id: "b", login: "b", read: 5, delivered: 6 },
    { id: "gone", login: "" },
  ];
  const conversation = { members, member_count: 4 };
  const reach = reachOf(conversation, "me");
  assert.deepEqual([3, 4, 6, 7].map((seq) => reachAt(seq, reach)), ["read", "delivered", "delivered", "sent"]);
  assert.deepEqual(reachOf({ members, member_count: 300 }, "me"), { read: 0, delivered: 0 });
  const { read: readers, delivered, waiting } = readersOf(conversation, "me", 5);
  assert.deepEqual([readers, delivered, waiting].map((some) => some.map(({ id }) => id)), [["b"], ["a"], []]);
});

test("what is muted doesn't call; mentions may", () => {
  const message = { text: "x", mentions: ["me"] };
  const call = (preferences, one = message) => callsFor({ preferences }, one, "me", 1000);
  assert.equal(call(undefined), true);
  assert.equal(call({ notify: "nothing" }), false);
  assert.equal(call({ muted_until: 2000 }), false);
  assert.equal(call({ muted_until: 500 }), true);
  assert.equal(call({ notify: "mentions" }), true);
  assert.equal(call({ notify: "mentions" }, { text: "x", mentions: ["all"] }), true);
  assert.equal(call({ notify: "mentions" }, { text: "x" }), false);
  assert.equal(call(undefined, { ...message, gone: "recalled" }), false);
});

test("who can't write is told why", () => {
  const group = { kind: "group", role: "member", members: [{ id: "me", login: "me" }], settings: {} };
  const none = new Set();
  assert.equal(obstacle(group, "me", none), null);
  assert.equal(obstacle({ ...group, settings: { posting: "admins" } }, "me", none), "announcements");
  assert.equal(obstacle({ ...group, role: "admin", settings: { posting: "admins" } }, "me", none), null);
  assert.equal(obstacle({ ...group, members: [{ id: "me", login: "me", silenced: true }] }, "me", none), "silenced");
  const direct = { kind: "direct", members: [{ id: "me", login: "me" }, { id: "a", login: "a" }] };
  assert.equal(obstacle(direct, "me", none), null);
  assert.equal(obstacle(direct, "me", new Set(["a"])), "blocked");
  assert.equal(obstacle({ ...direct, members: [{ id: "me", login: "me" }, { id: "a", login: "" }] }, "me", none), "gone");
});
