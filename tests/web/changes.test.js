import assert from "node:assert/strict";
import { test } from "node:test";
import { Session } from "../../imserver/web/client/session.js";
import { MemoryStorage } from "../../imserver/web/client/storage.js";
import { FakeServer } from "./fake-server.js";
import { VirtualClock } from "./virtual-clock.js";

let ids = 0;

function open(server, me, storage = new MemoryStorage()) {
  const session = new Session({
    url: "ws://test/ws",
    me,
    credentials: { token: async () => `${me}/1` },
    storage,
    WebSocket: server.Socket,
    clock: server.clock,
    createId: () => `change-${++ids}`,
  });
  session.refused = [];
  session.on("refused", ({ change, error }) => session.refused.push([change.t, error.code]));
  session.start();
  return session;
}

/** Ann has two messages with the server, and looks at them. */
async function room() {
  const clock = new VirtualClock();
  const server = new FakeServer(clock);
  server.addConversation("c1", ["ann", "bob"]);
  server.post("c1", "ann", "one");
  server.post("c1", "ann", "two");
  const storage = new MemoryStorage();
  const ann = open(server, "ann", storage);
  await clock.advance(100);
  ann.timeline("c1").newest();
  await clock.advance(1000);
  return { clock, server, storage, ann };
}

function lose(server) {
  server.up = false;
  server.cutAll();
}

async function find(server, clock) {
  server.up = true;
  await clock.advance(60_000);
}

function shown(session, seq) {
  return session.timeline("c1").find(seq);
}

function asked(server) {
  const changes = server.frames.filter(({ t }) => ["send", "edit", "recall", "react"].includes(t));
  return changes.map(({ t, seq, text, emoji, on }) => [t, seq, text ?? emoji, on].filter((one) => one !== undefined));
}

function stored(server, field = "text") {
  return server.conversations.get("c1").messages.map((message) => message[field]);
}

test("edits, reactions and recalls made without a connection are shown at once and sent once, in order", async () => {
  const { clock, server, storage, ann } = await room();
  lose(server);
  await ann.edit("c1", 1, " uno ");
  await ann.send("c1", "three");
  await ann.react("c1", 1, "👍", true);
  await ann.recall("c1", 2);
  assert.equal(shown(ann, 1).text, "uno");
  assert.ok(shown(ann, 1).edited_at);
  assert.ok(shown(ann, 1).waiting);
  assert.deepEqual(shown(ann, 1).reactions, { "👍": ["ann"] });
  assert.equal(shown(ann, 2).gone, "recalled");
  assert.ok(shown(ann, 2).waiting);
  assert.equal((await storage.all("outbox")).length, 4);
  await find(server, clock);
  assert.deepEqual(asked(server), [
    ["edit", 1, "uno"],
    ["send", "three"],
    ["react", 1, "👍", true],
    ["recall", 2],
  ]);
  assert.deepEqual(stored(server), ["uno", "", "three"]);
  assert.deepEqual(
    ann.timeline("c1").view().messages.map(({ text, waiting }) => [text, waiting]),
    [
      ["uno", undefined],
      ["", undefined],
      ["three", undefined],
    ],
  );
  assert.deepEqual(await storage.all("outbox"), []);
});

test("a reload keeps changes that wait, and the last one counts", async () => {
  const { clock, server, storage, ann } = await room();
  lose(server);
  for (const text of ["a", "b", "c"]) await ann.edit("c1", 1, text);
  await ann.react("c1", 2, "👍", true);
  await ann.react("c1", 2, "👍", false);
  ann.stop();
  const again = open(server, "ann", storage);
  await clock.advance(100);
  await again.timeline("c1").newest();
  assert.equal(shown(again, 1).text, "c");
  await find(server, clock);
  assert.deepEqual(asked(server), [
    ["edit", 1, "c"],
    ["react", 2, "👍", false],
  ]);
});

test("a change whose acknowledgement was lost isn't made twice", async () => {
  const { clock, server, ann } = await room();
  const { answer } = server;
  server.answer = (socket, frame) => frame.t !== "done" && !("sync" in frame && frame.t === "edited") && answer.call(server, socket, frame);
  await ann.edit("c1", 1, "uno");
  await clock.advance(100);
  assert.deepEqual(stored(server), ["uno", "two"]);
  server.answer = answer;
  lose(server);
  await find(server, clock);
  assert.deepEqual(asked(server), [["edit", 1, "uno"]]);
  assert.equal(shown(ann, 1).waiting, undefined);
  assert.deepEqual(ann.outbox.entries(), []);
});

test("a refused change is told, and the message is shown as it was", async () => {
  const { clock, server, ann } = await room();
  lose(server);
  await ann.recall("c1", 1);
  await ann.edit("c1", 2, "dos");
  server.changeRefusals = [{ code: "too_late" }];
  await find(server, clock);
  assert.deepEqual(ann.refused, [["recall", "too_late"]]);
  assert.equal(shown(ann, 1).text, "one");
  assert.equal(shown(ann, 1).gone, undefined);
  assert.deepEqual(stored(server), ["one", "dos"]);
  assert.deepEqual(ann.outbox.entries(), []);
});

test("a recall of what is gone already is no failure", async () => {
  const { clock, server, ann } = await room();
  lose(server);
  await ann.recall("c1", 1);
  server.changeRefusals = [{ code: "unknown_message" }];
  await find(server, clock);
  assert.deepEqual(ann.refused, []);
  assert.deepEqual(ann.outbox.entries(), []);
});

test("changes of messages of another store are not sent to this one", async () => {
  const { clock, server, ann } = await room();
  lose(server);
  await ann.edit("c1", 1, "uno");
  await ann.send("c1", "three");
  server.epoch = "e2";
  await find(server, clock);
  assert.deepEqual(asked(server), [["send", "three"]]);
  assert.deepEqual(ann.refused, [["edit", "not_found"]]);
});

test("another text for a message that waits takes its place; a recall takes it out", async () => {
  const { clock, server, storage, ann } = await room();
  lose(server);
  await ann.send("c1", "three");
  await ann.send("c1", "four");
  const [three, four] = ann.outbox.entries().map(({ client_id }) => client_id);
  await ann.edit("c1", three, "drei");
  await ann.recall("c1", four);
  assert.deepEqual(
    (await storage.all("outbox")).map(({ text }) => text),
    ["drei"],
  );
  await find(server, clock);
  assert.deepEqual(asked(server), [["send", "drei"]]);
  assert.deepEqual(stored(server), ["one", "two", "drei"]);
});

for (const arrived of [true, false]) {
  test(`a message that may have been stored is edited and recalled in the end (${arrived ? "it was" : "it wasn't"})`, async () => {
    const { clock, server, storage, ann } = await room();
    server.losesAnswers = true;
    if (!arrived) server.send = () => {};
    await ann.send("c1", "three");
    await clock.advance(100);
    lose(server);
    delete server.send;
    server.losesAnswers = false;
    const [{ client_id: three }] = ann.outbox.entries();
    await ann.edit("c1", three, "drei");
    ann.stop();
    const again = open(server, "ann", storage);
    await clock.advance(100);
    await again.send("c1", "four");
    await find(server, clock);
    assert.deepEqual(stored(server).sort(), ["drei", "four", "one", "two"]);
    assert.equal(asked(server).filter(([t]) => t === "edit").length, arrived ? 1 : 0);
    assert.deepEqual(again.outbox.entries(), []);

    server.losesAnswers = true;
    if (!arrived) server.send = () => {};
    await again.send("c1", "five");
    await clock.advance(100);
    lose(server);
    delete server.send;
    server.losesAnswers = false;
    await again.recall("c1", again.outbox.entries()[0].client_id);
    await find(server, clock);
    assert.deepEqual(stored(server).slice(4), arrived ? [""] : []);
    assert.deepEqual(again.outbox.entries(), []);
  });
}

test("who begins to edit a message that waits, and saves once it is stored, edits what is stored", async () => {
  const { clock, server, ann } = await room();
  await ann.send("c1", "three");
  const [{ client_id }] = ann.outbox.entries();
  await clock.advance(100);
  await ann.edit("c1", client_id, "drei");
  await clock.advance(100);
  assert.deepEqual(stored(server), ["one", "two", "drei"]);
  await ann.recall("c1", client_id);
  await clock.advance(100);
  assert.deepEqual(stored(server), ["one", "two", ""]);
});

test("a message that is edited while its acknowledgement is on the way gets the new text", async () => {
  const { clock, server, ann } = await room();
  await ann.send("c1", "three");
  await ann.edit("c1", ann.outbox.entries()[0].client_id, "drei");
  await clock.advance(100);
  assert.deepEqual(stored(server), ["one", "two", "drei"]);
  await ann.send("c1", "four");
  const [{ client_id }] = ann.outbox.entries();
  await ann.recall("c1", client_id);
  await clock.advance(100);
  assert.deepEqual(stored(server), ["one", "two", "drei", ""]);
  assert.deepEqual(ann.outbox.entries(), []);
});

for (let seed = 1; seed <= 20; seed += 1) {
  test(`chaos ${seed}: cuts, lost acks and reloads lose no edit and no recall`, async () => {
    const clock = new VirtualClock(seed);
    const server = new FakeServer(clock, { delay: () => 1 + Math.floor(clock.random() * 40) });
    server.addConversation("c1", ["ann", "bob"]);
    const storage = new MemoryStorage();
    let ann = open(server, "ann", storage);
    const bob = open(server, "bob");
    const wanted = new Map(); // the last text by client_id, null once recalled
    await clock.advance(500);
    for (const session of [ann, bob]) session.timeline("c1").newest();
    const pick = (list) => list[Math.floor(clock.random() * list.length)];
    for (let step = 0; step < 150; step += 1) {
      const dice = clock.random();
      const waiting = ann.outbox.entries().filter(({ change, withdrawn }) => !change && !withdrawn);
      const seen = ann.timeline("c1").view().messages.filter(({ gone }) => !gone);
      const chosen = pick([...waiting, ...seen].filter(({ client_id }) => wanted.get(client_id)));
      const which = chosen?.seq ?? chosen?.client_id;
      if (dice < 0.3) {
        await ann.send("c1", `text ${step}`);
        wanted.set(ann.outbox.entries().at(-1).client_id, `text ${step}`);
      } else if (dice < 0.55 && chosen) {
        wanted.set(chosen.client_id, `edit ${step}`);
        await ann.edit("c1", which, `edit ${step}`);
      } else if (dice < 0.65 && chosen) {
        wanted.set(chosen.client_id, null);
        await ann.recall("c1", which);
      } else if (dice < 0.75) server.cutAll();
      else if (dice < 0.8) server.losesAnswers = !server.losesAnswers;
      else if (dice < 0.9) server.up = !server.up;
      else if (dice < 0.95) {
        ann.stop();
        ann = open(server, "ann", storage);
        ann.timeline("c1").newest();
      }
      await clock.advance(Math.floor(clock.random() * 300));
    }
    server.up = true;
    server.losesAnswers = false;
    await clock.advance(300_000);
    for (const session of [ann, bob]) await session.timeline("c1").newest();
    await clock.advance(1000);
    const left = [...wanted.values()].filter((text) => text !== null).sort();
    const texts = (messages) => messages.filter(({ gone }) => !gone).map(({ text }) => text).sort();
    assert.deepEqual(texts(server.conversations.get("c1").messages), left);
    for (const session of [ann, bob]) assert.deepEqual(texts(session.timeline("c1").view().messages), left);
    assert.deepEqual(ann.outbox.entries(), []);
    assert.deepEqual(ann.refused, []);
  });
}
