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
  assert.deepEqual(
    (await storage.all("outbox")).map(({ text }) => text),
    ["three"],
    "an earlier release of the page sends everything there as a message",
  );
  await find(server, clock);
  assert.deepEqual(asked(server), [
    ["edit", 1, "uno"],
    ["send", "three"],
    ["react", 1, "👍", true],
    ["recall", 2],
  ]);
  assert.deepEqual(stored(server), ["uno", "", "three"]);
  assert.deepEqual(
    ann
      .timeline("c1")
      .view()
      .messages.map(({ text, waiting }) => [text, waiting]),
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
  server.answer = (socket, frame) =>
    frame.t !== "done" && !("sync" in frame && frame.t === "edited") && answer.call(server, socket, frame);
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

test("what a tab that was closed left to change in another store is told, and not sent on a later visit", async () => {
  const { clock, server, storage, ann } = await room();
  lose(server);
  const tab = open(server, "ann", storage);
  await clock.advance(100);
  await tab.edit("c1", 1, "uno");
  tab.stop();
  server.epoch = "e2";
  await find(server, clock);
  assert.deepEqual(ann.refused, [["edit", "not_found"]]);
  assert.deepEqual(
    (await storage.all("state")).filter(({ order }) => order),
    [],
  );
  assert.deepEqual(asked(server), []);
});

test("another text for a message that waits takes its place; a recall takes it out, also after a reload", async () => {
  const { clock, server, storage, ann: before } = await room();
  lose(server);
  for (const text of ["three", "four", "five"]) await before.send("c1", text);
  const [three, four, five] = before.outbox.entries().map(({ client_id }) => client_id);
  await before.recall("c1", five);
  before.stop();
  const ann = open(server, "ann", storage);
  await clock.advance(100);
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
    assert.equal(asked(server).filter(([t]) => t === "edit").length, 1);
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
    assert.deepEqual(stored(server).slice(4), [""]);
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

test("storage that fails keeps no change from being made", async () => {
  const { clock, server, storage, ann } = await room();
  lose(server);
  for (const call of ["get", "put", "all", "range", "remove"]) storage[call] = async () => assert.fail("closed");
  await ann.send("c1", "three");
  await ann.edit("c1", ann.outbox.entries()[0].client_id, "drei");
  await ann.edit("c1", 1, "uno");
  await find(server, clock);
  assert.deepEqual(stored(server), ["uno", "two", "drei"]);
  assert.deepEqual(ann.outbox.entries(), []);
});

test("a message that may have been stored is recalled, however often the server fails meanwhile", async () => {
  const { clock, server, ann } = await room();
  server.failsAfterStoring = true;
  await ann.send("c1", "three");
  await ann.recall("c1", ann.outbox.entries()[0].client_id);
  assert.deepEqual(ann.outbox.messages(), []);
  await clock.advance(5000);
  lose(server);
  await find(server, clock);
  server.failsAfterStoring = false;
  await clock.advance(60_000);
  assert.deepEqual(stored(server), ["one", "two", ""]);
  assert.deepEqual(ann.outbox.entries(), []);
});

test("a message that may have been stored is changed, however many came after it", async () => {
  const { clock, server, ann } = await room();
  for (const change of ["edit", "recall"]) {
    server.losesAnswers = true;
    await ann.send("c1", change);
    await clock.advance(100);
    lose(server);
    server.losesAnswers = false;
    server.forgetsBefore = server.log.length + 1;
    for (let count = 0; count < 201; count += 1) server.post("c1", "bob", "and on");
    await ann[change]("c1", ann.outbox.entries()[0].client_id, "drei");
    await find(server, clock);
  }
  assert.deepEqual(
    stored(server).filter((text) => text !== "and on"),
    ["one", "two", "drei", ""],
  );
  assert.deepEqual(ann.outbox.entries(), []);
});

test("a message that is corrected while the server refuses it is sent with the new text", async () => {
  const { clock, server, ann } = await room();
  server.refusals = [{ code: "text_invalid" }];
  await ann.send("c1", "three");
  await ann.edit("c1", ann.outbox.entries()[0].client_id, "drei");
  await clock.advance(100);
  assert.deepEqual(stored(server), ["one", "two", "drei"]);
  server.refusals = [{ code: "text_invalid" }];
  await ann.send("c1", "four");
  await ann.recall("c1", ann.outbox.entries()[0].client_id);
  await clock.advance(100);
  assert.deepEqual(stored(server), ["one", "two", "drei"]);
  assert.deepEqual(ann.outbox.entries(), []);
});

test("a change that is made stays on the screen, also when its event comes late or not at all", async () => {
  const { clock, server, ann } = await room();
  server.tellsLate = true;
  const seen = ["one  undefined"];
  for (const kind of ["timeline", "outbox"]) {
    ann.on(kind, () => {
      const [one, two] = ann.timeline("c1").view().messages;
      const look = `${one.text} ${Object.keys(one.reactions ?? {})} ${two.gone}`;
      if (look !== seen.at(-1)) seen.push(look);
    });
  }
  await ann.edit("c1", 1, "uno");
  await clock.advance(100);
  await ann.react("c1", 1, "👍", true);
  await clock.advance(100);
  await ann.recall("c1", 2);
  await clock.advance(100);
  assert.deepEqual(seen, ["one  undefined", "uno  undefined", "uno 👍 undefined", "uno 👍 recalled"]);
  const { answer } = server;
  server.answer = (socket, frame) => "sync" in frame || answer.call(server, socket, frame);
  await ann.edit("c1", 1, "eins");
  await clock.advance(100);
  server.cutAll();
  assert.equal(shown(ann, 1).text, "eins");
  assert.equal(shown(ann, 1).waiting, undefined);
});

test("an event of what was before leaves a change that wasn't sent yet", async () => {
  const { clock, server, ann } = await room();
  lose(server);
  server.react({ conv: "c1", seq: 1, emoji: "👍", on: true }, "ann");
  server.react({ conv: "c1", seq: 1, emoji: "👍", on: false }, "ann");
  server.edit({ conv: "c1", seq: 2, text: "dos" });
  server.edit({ conv: "c1", seq: 2, text: "zwei" });
  await ann.react("c1", 1, "👍", true);
  await ann.edit("c1", 2, "dos");
  await find(server, clock);
  assert.deepEqual(stored(server, "reactions")[0], { "👍": ["ann"] });
  assert.deepEqual(stored(server), ["one", "dos"]);
});

/** Ann's second tab, opened while there is no connection; `first` is the one that finds it again before the other. */
async function twoTabs(act, first) {
  const { clock, server, storage, ann } = await room();
  lose(server);
  const tabs = [ann];
  await act(async () => {
    tabs.push(open(server, "ann", storage));
    await clock.advance(100);
    return tabs[1];
  }, ann);
  server.up = true;
  tabs[first].wake();
  await clock.advance(5);
  assert.deepEqual(
    tabs.map(({ state }) => state === "live"),
    [first === 0, first === 1],
  );
  await clock.advance(60_000);
  for (const tab of tabs) assert.deepEqual(tab.outbox.entries(), []);
  for (const shelf of ["outbox", "state"])
    assert.deepEqual(
      (await storage.all(shelf)).filter(({ order }) => order),
      [],
    );
  return server;
}

for (const first of [0, 1]) {
  const order = `the ${first === 0 ? "first" : "second"} one sends first`;

  test(`of changes made in two tabs the last one counts: ${order}`, async () => {
    const server = await twoTabs(async (openTab, ann) => {
      await ann.edit("c1", 1, "b");
      await ann.edit("c1", 2, "b");
      const tab = await openTab();
      await ann.edit("c1", 1, "c");
      await tab.edit("c1", 2, "c");
      await ann.react("c1", 1, "👍", true);
      await tab.react("c1", 1, "👍", false);
    }, first);
    assert.deepEqual(stored(server), ["c", "c"]);
    assert.deepEqual(stored(server, "reactions")[0] ?? {}, {});
  });

  test(`what another tab took back or altered isn't sent: ${order}`, async () => {
    const server = await twoTabs(async (openTab, ann) => {
      for (const text of ["three", "four", "five"]) await ann.send("c1", text);
      const [three, four, five] = ann.outbox.entries().map(({ client_id }) => client_id);
      const tab = await openTab();
      await ann.recall("c1", three);
      await tab.edit("c1", four, "vier");
      await tab.recall("c1", five);
    }, first);
    assert.deepEqual(stored(server), ["one", "two", "vier"]);
    assert.deepEqual(
      asked(server).filter(([t]) => t !== "send"),
      [],
    );
  });
}

for (let seed = 1; seed <= 30; seed += 1) {
  const tabCount = seed % 3 === 0 ? 2 : 1;
  test(`chaos ${seed}: cuts, lost acks, failures and reloads of ${tabCount} tabs lose no change`, async () => {
    const clock = new VirtualClock(seed);
    const server = new FakeServer(clock, { delay: () => 1 + Math.floor(clock.random() * 40) });
    server.addConversation("c1", ["ann", "bob"]);
    const storage = new MemoryStorage();
    const enter = (me, kept) => {
      const session = open(server, me, kept);
      session.timeline("c1").newest();
      return session;
    };
    const bob = enter("bob");
    const tabs = [];
    for (let tab = 0; tab < tabCount; tab += 1) tabs.push(enter("ann", storage));
    const wanted = new Map(); // the last text by client_id, null once recalled
    const liked = new Map(); // whether there is a reaction, by number
    await clock.advance(500);
    const pick = (list) => list[Math.floor(clock.random() * list.length)];
    for (let step = 0; step < 150; step += 1) {
      const tab = pick([...tabs.keys()]);
      const ann = tabs[tab];
      const dice = clock.random();
      const seen = ann
        .timeline("c1")
        .view()
        .messages.filter(({ gone }) => !gone);
      const chosen = pick([...ann.outbox.messages(), ...seen].filter(({ client_id }) => wanted.get(client_id)));
      const which = chosen?.seq ?? chosen?.client_id;
      if (dice < 0.25) {
        await ann.send("c1", `text ${step}`);
        wanted.set(ann.outbox.entries().at(-1).client_id, `text ${step}`);
      } else if (dice < 0.45 && chosen) {
        wanted.set(chosen.client_id, `edit ${step}`);
        await ann.edit("c1", which, `edit ${step}`);
      } else if (dice < 0.53 && chosen) {
        wanted.set(chosen.client_id, null);
        await ann.recall("c1", which);
      } else if (dice < 0.62 && chosen?.seq) {
        liked.set(chosen.seq, !liked.get(chosen.seq));
        await ann.react("c1", chosen.seq, "👍", liked.get(chosen.seq));
      } else if (dice < 0.7) server.cutAll();
      else if (dice < 0.74) server.losesAnswers = !server.losesAnswers;
      else if (dice < 0.78) server.failsAfterStoring = !server.failsAfterStoring;
      else if (dice < 0.81) server.tellsLate = !server.tellsLate;
      else if (dice < 0.9) server.up = !server.up;
      else if (dice < 0.94) {
        ann.stop();
        tabs[tab] = enter("ann", storage);
      } else if (dice < 0.95) for (let count = 0; count < 201; count += 1) server.post("c1", "bob", "and on");
      // Nobody changes tabs faster than a frame travels.
      await clock.advance((tabCount - 1) * 200 + Math.floor(clock.random() * 300));
    }
    server.up = true;
    server.losesAnswers = server.failsAfterStoring = false;
    await clock.advance(300_000);
    const { messages } = server.conversations.get("c1");
    const left = [...wanted.values()].filter((text) => text !== null).sort();
    const mine = messages.filter(({ sender, gone }) => sender === "ann" && !gone);
    assert.deepEqual(mine.map(({ text }) => text).sort(), left);
    for (const { seq, reactions = {} } of mine) assert.deepEqual(Boolean(reactions["👍"]), liked.get(seq) ?? false);
    for (const session of tabCount === 1 ? [...tabs, bob] : [bob]) {
      await session.timeline("c1").newest();
      await clock.advance(1000);
      const view = session.timeline("c1").view().messages;
      assert.equal(view.at(-1).seq, messages.length);
      const look = ({ seq, text, gone, reactions = {} }) => [seq, text, gone, !gone && reactions];
      assert.deepEqual(view.map(look), messages.slice(-view.length).map(look));
    }
    for (const session of tabs) {
      assert.deepEqual(session.outbox.entries(), []);
      assert.deepEqual(session.refused, []);
    }
    for (const shelf of ["outbox", "state"])
      assert.deepEqual(
        (await storage.all(shelf)).filter(({ order }) => order),
        [],
      );
  });
}
