import assert from "node:assert/strict";
import { test } from "node:test";
import { ImError } from "../../imserver/web/client/errors.js";
import { PAGE, Timeline, WINDOW } from "../../imserver/web/client/timeline.js";
import { settle, VirtualClock } from "./virtual-clock.js";

function message(seq) {
  return { seq, sender: "bob", client_id: `id-${seq}`, ts: seq, text: `m${seq}` };
}

/** A conversation of `length` messages, and a timeline over it. */
function open(length, room = Infinity) {
  const clock = new VirtualClock();
  const store = Array.from({ length }, (_, index) => message(index + 1));
  const cuts = [];
  const gate = { error: null, hold: Promise.resolve() };
  const timeline = new Timeline({
    clock,
    onchange: () => {},
    fetchPage: async (cut) => {
      cuts.push(cut);
      const { before, after } = cut;
      const limit = Math.min(cut.limit, room);
      const rest = store.filter(
        ({ seq }) => (before === undefined || seq < before) && (after === undefined || seq > after),
      );
      const page = after === undefined ? rest.slice(-limit) : rest.slice(0, limit);
      await gate.hold;
      if (gate.error) throw gate.error;
      return { messages: page, more: rest.length > page.length };
    },
  });
  return { clock, store, cuts, gate, timeline };
}

function span(timeline) {
  const { messages } = timeline.view();
  messages.forEach(({ seq }, index) => assert.equal(seq, messages[0].seq + index, "a hole"));
  return messages.length ? [messages[0].seq, messages.at(-1).seq] : [];
}

test("an empty conversation is loaded, at its start, and follows", async () => {
  const { timeline } = open(0);
  await timeline.newest();
  const { loaded, atStart, following } = timeline.view();
  assert.deepEqual([loaded, atStart, following], [true, true, true]);
  timeline.receive(message(1));
  assert.deepEqual(span(timeline), [1, 1]);
});

test("scrolling up keeps a window, scrolling down comes back to the end", async () => {
  const { timeline } = open(1000);
  await timeline.newest();
  assert.deepEqual(span(timeline), [1001 - PAGE, 1000]);
  for (let page = 0; page < 10; page += 1) await timeline.older();
  assert.deepEqual(span(timeline), [1001 - 11 * PAGE, 1000 - 11 * PAGE + WINDOW]);
  assert.equal(timeline.view().following, false);
  timeline.receive(message(1001));
  assert.equal(span(timeline)[1], 1000 - 11 * PAGE + WINDOW);
  while (!timeline.view().following) await timeline.newer();
  assert.equal(span(timeline)[1], 1000);
  assert.ok(timeline.view().messages.length <= WINDOW);
});

test("what arrives takes nothing away from somebody who reads above the end", async () => {
  const { timeline, store } = open(100);
  await timeline.newest();
  await timeline.older();
  timeline.held = true;
  for (let seq = 101; seq <= 1000; seq += 1) {
    store.push(message(seq));
    timeline.receive(message(seq));
  }
  const [first, last] = span(timeline);
  assert.equal(first, 1);
  assert.ok(last <= WINDOW + PAGE + 1, `${last} are kept`);
  assert.equal(timeline.view().following, false);
  timeline.held = false;
  while (!timeline.view().following) await timeline.newer();
  assert.equal(span(timeline)[1], 1000);
});

test("what is looked for is shown, also where long messages leave room for few in a page", async () => {
  const { timeline } = open(1000, 3);
  await timeline.around(500);
  assert.deepEqual(span(timeline), [500, 502]);
  await timeline.older();
  assert.deepEqual(span(timeline), [497, 502]);
  await timeline.around(998);
  assert.deepEqual(span(timeline), [998, 1000]);
  assert.equal(timeline.view().following, true);
});

test("the start of the conversation is recognised", async () => {
  const { timeline, cuts } = open(PAGE + 7);
  await timeline.newest();
  await timeline.older();
  assert.deepEqual(span(timeline), [1, PAGE + 7]);
  assert.equal(timeline.view().atStart, true);
  await timeline.older();
  assert.equal(cuts.length, 2);
});

test("jumping to the newest replaces the window", async () => {
  const { timeline } = open(1000);
  await timeline.newest();
  for (let page = 0; page < 8; page += 1) await timeline.older();
  await timeline.newest();
  assert.deepEqual(span(timeline), [1001 - PAGE, 1000]);
  assert.equal(timeline.view().following, true);
});

test("a message that comes twice is shown once", async () => {
  const { timeline } = open(3);
  await timeline.newest();
  for (const seq of [4, 4, 2, 5, 5]) timeline.receive(message(seq));
  assert.deepEqual(span(timeline), [1, 5]);
});

test("messages out of order wait for each other", async () => {
  const { timeline, clock, cuts } = open(3);
  await timeline.newest();
  timeline.receive(message(6));
  timeline.receive(message(5));
  assert.deepEqual(span(timeline), [1, 3]);
  timeline.receive(message(4));
  assert.deepEqual(span(timeline), [1, 6]);
  await clock.advance(10_000);
  assert.equal(cuts.length, 1);
});

test("a hole that stays is filled from history", async () => {
  const { timeline, clock, store } = open(3);
  await timeline.newest();
  store.push(message(4), message(5), message(6));
  timeline.receive(message(6));
  await clock.advance(1000);
  assert.deepEqual(span(timeline), [1, 6]);
});

test("what arrives while the first page is on its way isn't lost", async () => {
  const { timeline, store, gate } = open(3);
  let release = () => {};
  gate.hold = new Promise((resolve) => (release = resolve));
  const loading = timeline.newest();
  store.push(message(4));
  timeline.receive(message(4));
  release();
  await loading;
  assert.deepEqual(span(timeline), [1, 4]);
});

test("a page asked for before a reset is not applied after it", async () => {
  const { timeline, gate } = open(3);
  let release = () => {};
  gate.hold = new Promise((resolve) => (release = resolve));
  const loading = timeline.newest();
  timeline.clear();
  release();
  await loading;
  assert.deepEqual(span(timeline), []);
  assert.equal(timeline.view().loaded, false);
});

test("a page that fails says why, and resync asks again", async () => {
  const { timeline, gate } = open(3);
  gate.error = new ImError("offline", "", { retry: true });
  await timeline.newest();
  assert.equal(timeline.view().error?.code, "offline");
  gate.error = null;
  timeline.resync(3);
  await settle();
  assert.deepEqual(span(timeline), [1, 3]);
});

test("a hole is filled even when an older page was on its way", async () => {
  const { timeline, clock, store, gate } = open(200);
  await timeline.newest();
  let release = () => {};
  gate.hold = new Promise((resolve) => (release = resolve));
  const loading = timeline.older();
  store.push(message(201), message(202));
  timeline.resync(202);
  release();
  await loading;
  await clock.advance(1000);
  assert.deepEqual(span(timeline), [101, 202]);
});

test("a jump shows what is around it, and both ends are reached from there", async () => {
  const { timeline } = open(1000);
  await timeline.newest();
  await timeline.around(400);
  const [first, last] = span(timeline);
  assert.ok(first < 400 && last > 400 && last - first < WINDOW);
  assert.equal(timeline.view().following, false);
  await timeline.older();
  assert.ok(span(timeline)[0] < first);
  while (!timeline.view().following) await timeline.newer();
  assert.equal(span(timeline)[1], 1000);
  await timeline.around(990);
  assert.equal(timeline.view().following, true);
  await timeline.around(3);
  assert.equal(span(timeline)[0], 1);
  assert.equal(timeline.view().atStart, true);
});

test("without a connection a jump shows what was kept, from the message itself where nothing before it was", async () => {
  const { timeline, store, cuts, gate } = open(300);
  await timeline.newest();
  store.splice(0, 149);
  gate.error = null;
  const failing = { get: () => (cuts.at(-1)?.after < 149 ? new ImError("offline", "") : null), configurable: true };
  Object.defineProperty(gate, "error", failing);
  await timeline.around(150);
  assert.equal(timeline.find(150)?.text, "m150");
  assert.equal(timeline.view().error, null);
});

test("what expires leaves, and nothing older is asked for", async () => {
  const { timeline, cuts } = open(100);
  await timeline.newest();
  timeline.expire(90);
  assert.deepEqual(span(timeline), [91, 100]);
  await timeline.older();
  assert.equal(cuts.length, 1);
});
