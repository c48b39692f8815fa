import assert from "node:assert/strict";
import { test } from "node:test";
import { ImError } from "../../imserver/web/client/errors.js";
import { Session } from "../../imserver/web/client/session.js";
import { MemoryStorage } from "../../imserver/web/client/storage.js";
import { FakeServer } from "./fake-server.js";
import { VirtualClock } from "./virtual-clock.js";

let ids = 0;

function open(server, me, { storage = new MemoryStorage(), credentials } = {}) {
  const session = new Session({
    url: "ws://test/ws",
    me,
    credentials: credentials ?? { token: async () => `${me}/1` },
    storage,
    WebSocket: server.Socket,
    clock: server.clock,
    createId: () => `id-${++ids}`,
  });
  session.start();
  return session;
}

function texts(session, conv) {
  return session
    .timeline(conv)
    .view()
    .messages.map(({ text }) => text);
}

function room() {
  const clock = new VirtualClock();
  const server = new FakeServer(clock);
  server.addConversation("c1", ["ann", "bob"]);
  return { clock, server };
}

test("authenticates with the first frame and lists conversations", async () => {
  const { clock, server } = room();
  server.post("c1", "bob", "hello");
  const session = open(server, "ann");
  await clock.advance(100);
  assert.deepEqual(server.frames[0], { t: "auth", id: 0, token: "ann/1" });
  assert.equal(session.state, "live");
  assert.deepEqual(
    session.conversations.sorted().map(({ id, last }) => [id, last?.text]),
    [["c1", "hello"]],
  );
});

test("what one sends the other sees, once, and the sender sees it sent", async () => {
  const { clock, server } = room();
  const ann = open(server, "ann");
  const bob = open(server, "bob");
  await clock.advance(100);
  ann.timeline("c1").newest();
  bob.timeline("c1").newest();
  await clock.advance(100);
  await ann.send("c1", "  hi  ");
  assert.equal(ann.outbox.entries().length, 1);
  await clock.advance(100);
  assert.deepEqual(texts(ann, "c1"), ["hi"]);
  assert.deepEqual(texts(bob, "c1"), ["hi"]);
  assert.deepEqual(ann.outbox.entries(), []);
  assert.equal(bob.unread("c1"), 1);
  assert.equal(ann.unread("c1"), 0);
});

test("messages written offline are stored before anything else and go out in order", async () => {
  const { clock, server } = room();
  server.up = false;
  const storage = new MemoryStorage();
  const ann = open(server, "ann", { storage });
  for (const text of ["one", "two", "three"]) await ann.send("c1", text);
  assert.deepEqual(
    (await storage.all("outbox")).map(({ text }) => text),
    ["one", "two", "three"],
  );
  server.up = true;
  await clock.advance(60_000);
  assert.deepEqual(
    server.conversations.get("c1").messages.map(({ text }) => text),
    ["one", "two", "three"],
  );
  assert.deepEqual(await storage.all("outbox"), []);
});

test("a reload in the middle sends what the outbox holds with the same client_id", async () => {
  const { clock, server } = room();
  const storage = new MemoryStorage();
  server.losesAnswers = true;
  const before = open(server, "ann", { storage });
  await clock.advance(100);
  before.send("c1", "once");
  await clock.advance(10);
  before.stop();
  server.losesAnswers = false;
  const after = open(server, "ann", { storage });
  await clock.advance(1000);
  assert.deepEqual(
    server.conversations.get("c1").messages.map(({ text }) => text),
    ["once"],
  );
  assert.deepEqual(after.outbox.entries(), []);
  const sends = server.frames.filter(({ t }) => t === "send");
  assert.equal(new Set(sends.map(({ client_id }) => client_id)).size, 1);
  assert.equal(sends.length, 2);
});

test("resumes from the last sync token, and a lost acknowledgement doubles nothing", async () => {
  const { clock, server } = room();
  const ann = open(server, "ann");
  await clock.advance(100);
  ann.timeline("c1").newest();
  await clock.advance(10);
  server.post("c1", "bob", "first");
  await clock.advance(10);
  server.losesAnswers = true;
  await ann.send("c1", "mine");
  await clock.advance(10);
  server.cutAll();
  server.losesAnswers = false;
  server.post("c1", "bob", "missed");
  await clock.advance(60_000);
  const auths = server.frames.filter(({ t }) => t === "auth");
  assert.equal(auths.length, 2);
  assert.equal(auths[0].sync, undefined);
  assert.match(auths[1].sync, /^e1\.[12]$/);
  assert.deepEqual(texts(ann, "c1"), ["first", "mine", "missed"]);
  assert.deepEqual(ann.outbox.entries(), []);
});

test("a refusal for good marks the message and lets the next ones pass; retry and discard end it", async () => {
  const { clock, server } = room();
  const storage = new MemoryStorage();
  const ann = open(server, "ann", { storage });
  await clock.advance(100);
  server.refusals = [{ code: "text_invalid" }];
  ann.send("c1", "bad");
  ann.send("c1", "good");
  await clock.advance(1000);
  assert.deepEqual(
    server.conversations.get("c1").messages.map(({ text }) => text),
    ["good"],
  );
  const [failed] = ann.outbox.entries();
  assert.equal(failed.failed.code, "text_invalid");
  assert.equal((await storage.all("outbox"))[0].failed.code, "text_invalid");
  await ann.outbox.retry(failed.client_id);
  await clock.advance(1000);
  assert.deepEqual(
    server.conversations.get("c1").messages.map(({ text }) => text),
    ["good", "bad"],
  );
  server.refusals = [{ code: "not_member" }];
  await ann.send("c1", "never");
  await clock.advance(1000);
  await ann.recall("c1", ann.outbox.entries()[0].client_id);
  assert.deepEqual(await storage.all("outbox"), []);
});

test("a refusal for now is retried by itself, with the reason shown meanwhile", async () => {
  const { clock, server } = room();
  const ann = open(server, "ann");
  await clock.advance(100);
  server.refusals = [
    { code: "storage_full", retry: true },
    { code: "storage_full", retry: true },
  ];
  await ann.send("c1", "patient");
  await clock.advance(100);
  assert.equal(ann.outbox.entries()[0].trouble.code, "storage_full");
  await clock.advance(10_000);
  assert.deepEqual(
    server.conversations.get("c1").messages.map(({ text }) => text),
    ["patient"],
  );
  assert.equal(server.frames.filter(({ t }) => t === "send").length, 3);
});

test("reset: the client starts over and keeps its outbox", async () => {
  const { clock, server } = room();
  const ann = open(server, "ann");
  await clock.advance(100);
  ann.timeline("c1").newest();
  for (const text of ["a", "b", "c"]) server.post("c1", "bob", text);
  await clock.advance(100);
  ann.markRead("c1", 3);
  server.up = false;
  server.cutAll();
  await ann.send("c1", "kept");
  const conversation = server.conversations.get("c1");
  conversation.messages = conversation.messages.slice(0, 1);
  server.epoch = "e2";
  server.log = [];
  server.up = true;
  await clock.advance(60_000);
  assert.deepEqual(texts(ann, "c1"), ["a", "kept"]);
  assert.equal(ann.unread("c1"), 1, "the other store doesn't know that it was read");
  server.post("c1", "bob", "again");
  await clock.advance(100);
  assert.equal(ann.unread("c1"), 2);
});

test("what was read is counted off, whatever else stands between", async () => {
  const { clock, server } = room();
  for (const sender of ["bob", "ann", "bob", "bob", "ann", "bob"]) server.post("c1", sender, "hello");
  const ann = open(server, "ann");
  await clock.advance(100);
  ann.timeline("c1").newest();
  await clock.advance(100);
  assert.equal(ann.unread("c1"), 4);
  const left = [];
  for (const seq of [1, 2, 3, 5, 6]) {
    ann.markRead("c1", seq);
    left.push(ann.unread("c1"));
  }
  assert.deepEqual(left, [3, 3, 2, 1, 0]);
});

test("one's own message that goes out late leaves unread what came before it", async () => {
  const { clock, server } = room();
  const ann = open(server, "ann");
  await clock.advance(100);
  server.up = false;
  server.cutAll();
  await ann.send("c1", "late");
  for (const text of ["a", "b"]) server.post("c1", "bob", text);
  server.up = true;
  await clock.advance(60_000);
  assert.equal(ann.unread("c1"), 2);
});

for (const missed of [3, 500]) {
  test(`limited: ${missed} missed messages are fetched from history, without a hole`, async () => {
    const { clock, server } = room();
    server.post("c1", "bob", "m1");
    const ann = open(server, "ann");
    await clock.advance(100);
    ann.timeline("c1").newest();
    await clock.advance(100);
    ann.markRead("c1", 1);
    await clock.advance(2000);
    server.up = false;
    server.cutAll();
    for (let n = 2; n <= missed + 1; n += 1) server.post("c1", "bob", `m${n}`);
    server.forgetsBefore = server.log.length;
    server.up = true;
    await clock.advance(60_000);
    const { messages, following } = ann.timeline("c1").view();
    assert.equal(following, true);
    assert.equal(messages.at(-1).text, `m${missed + 1}`);
    messages.forEach((message, index) => assert.equal(message.seq, messages[0].seq + index));
    assert.equal(ann.unread("c1"), missed);
  });
}

test("a refused token is renewed, once, and the connection comes back", async () => {
  const { clock, server } = room();
  const asked = [];
  const credentials = {
    token: async ({ renew }) => {
      asked.push(renew);
      return renew ? "ann/new" : "ann/old";
    },
  };
  server.refusedTokens.add("ann/old");
  const ann = open(server, "ann", { credentials });
  await clock.advance(60_000);
  assert.equal(ann.state, "live");
  assert.deepEqual(asked, [false, true]);
});

test("only the server's word ends a session: whatever else the way to it answers is waited out", async () => {
  const { clock, server } = room();
  const failures = [
    new TypeError("undefined is not an object"),
    new ImError("internal", "403"),
    new ImError("offline", ""),
  ];
  const credentials = {
    token: async () => {
      const failure = failures.shift();
      if (failure) throw failure;
      return "ann/1";
    },
  };
  const ann = open(server, "ann", { credentials });
  const ends = [];
  ann.on("ended", (error) => ends.push(error.code));
  await clock.advance(60_000);
  assert.deepEqual(ends, []);
  assert.equal(ann.state, "live");
});

for (const [code, name] of [
  [3501, "session_ended"],
  [3502, "account_disabled"],
  [3506, "token_reused"],
]) {
  test(`a session that is ended with ${code} stops, and says so`, async () => {
    const { clock, server } = room();
    const ann = open(server, "ann");
    const ends = [];
    ann.on("ended", (error) => ends.push(error.code));
    await clock.advance(100);
    server.cutAll(code);
    await clock.advance(600_000);
    assert.deepEqual(ends, [name]);
    assert.equal(ann.state, "stopped");
    assert.equal(server.frames.filter(({ t }) => t === "auth").length, 1);
  });
}

test("attempts to reconnect become rarer, up to half a minute; wake doesn't wait", async () => {
  const { clock, server } = room();
  const ann = open(server, "ann");
  await clock.advance(100);
  server.up = false;
  server.cutAll();
  const attempts = [];
  ann.on("state", (state) => state === "connecting" && attempts.push(clock.now()));
  await clock.advance(300_000);
  const gaps = attempts.slice(1).map((at, index) => at - attempts[index]);
  assert.ok(gaps[0] < 2000, `first gap ${gaps[0]}`);
  assert.ok(Math.max(...gaps) <= 31_000 && Math.min(...gaps.slice(-4)) >= 15_000, `gaps ${gaps}`);
  server.up = true;
  ann.wake();
  await clock.advance(100);
  assert.equal(ann.state, "live");
});

test("a silent connection is noticed and replaced", async () => {
  const { clock, server } = room();
  const ann = open(server, "ann");
  await clock.advance(100);
  const [socket] = server.sockets;
  socket.send = () => {};
  await clock.advance(25_000 + 15_000 + 2_000);
  assert.equal(ann.state, "live");
  assert.equal(server.sockets.has(socket), false);
});

test("where the network is said to be gone, a server that answers keeps its connection, and another one loses it", async () => {
  const { clock, server } = room();
  const ann = open(server, "ann");
  await clock.advance(100);
  const [socket] = server.sockets;
  let answered = null;
  const doubt = () =>
    ann.doubt().then(
      () => (answered = true),
      () => (answered = false),
    );
  doubt();
  await clock.advance(100);
  assert.deepEqual([answered, ann.state], [true, "live"]);
  socket.send = () => {};
  const states = [];
  ann.on("state", (state) => states.push(state));
  doubt();
  await clock.advance(1000);
  assert.deepEqual([answered, states[0]], [false, "waiting"]);
});

test("pictures follow the stream, and go with what leaves them out", async () => {
  const { clock, server } = room();
  const ann = open(server, "ann");
  const told = [];
  ann.on("profile", ({ avatar }) => told.push(avatar));
  await clock.advance(100);
  const bob = { id: "bob", login: "bob", name: "BOB" };
  const all = ["ann", "bob"];
  const pictures = () => {
    const { avatar, members } = ann.conversations.get("c1");
    return [avatar, members.find(({ id }) => id === "bob").avatar, ann.conversations.person("bob").avatar];
  };
  server.publish({ t: "profile", user: { ...bob, avatar: "a1" } }, all);
  server.publish({ t: "group", conv: "c1", title: "Garden", avatar: "a2" }, all);
  await clock.advance(10);
  assert.deepEqual(pictures(), ["a2", "a1", "a1"]);
  server.publish({ t: "member", conv: "c1", user: { ...bob, avatar: "a3" }, change: "role", role: "admin" }, all);
  await clock.advance(10);
  assert.deepEqual(pictures(), ["a2", "a3", "a3"]);
  server.publish({ t: "profile", user: bob }, all);
  server.publish({ t: "group", conv: "c1", title: "Garden" }, all);
  await clock.advance(10);
  assert.deepEqual(pictures(), [undefined, undefined, undefined]);
  assert.deepEqual(told, ["a1", undefined]);
});

test("membership, titles and names follow the stream", async () => {
  const { clock, server } = room();
  const ann = open(server, "ann");
  await clock.advance(100);
  const cleo = { id: "cleo", login: "cleo", name: "Cleo" };
  const all = ["ann", "bob"];
  server.publish({ t: "member", conv: "c1", user: cleo, change: "joined", role: "member" }, all);
  server.publish({ t: "group", conv: "c1", title: "Garden" }, all);
  server.publish({ t: "profile", user: { ...cleo, name: "Cleopatra" } }, all);
  await clock.advance(10);
  const { title, members, member_count, last_seq } = ann.conversations.get("c1");
  assert.equal(title, "Garden");
  const { read, delivered } = members.find(({ id }) => id === "cleo");
  assert.deepEqual([read, delivered], [last_seq, last_seq], "who joins has read what was said before");
  assert.deepEqual([members.map(({ name }) => name), member_count], [["ANN", "BOB", "Cleopatra"], 3]);
  server.publish(
    { t: "member", conv: "c1", user: { ...cleo, name: "Cleopatra" }, change: "left", role: "member" },
    all,
  );
  await clock.advance(10);
  assert.equal(ann.conversations.get("c1").member_count, 2);
  assert.equal(ann.conversations.person("cleo").name, "Cleopatra");
  server.publish({ t: "removed", conv: "c1" }, all);
  await clock.advance(10);
  assert.deepEqual(ann.conversations.sorted(), []);
});

test("what was read on one device is read on the others, and without a connection it is told later", async () => {
  const { clock, server } = room();
  const storage = new MemoryStorage();
  for (const text of ["one", "two", "three"]) server.post("c1", "bob", text);
  const desk = open(server, "ann", { storage });
  const phone = open(server, "ann");
  await clock.advance(100);
  assert.deepEqual([desk.unread("c1"), phone.unread("c1")], [3, 3]);
  desk.markRead("c1", 2);
  assert.equal(desk.unread("c1"), 1);
  await clock.advance(2000);
  assert.equal(phone.unread("c1"), 1);
  server.up = false;
  server.cutAll();
  await clock.advance(100);
  desk.markRead("c1", 3);
  desk.stop();
  server.up = true;
  const again = open(server, "ann", { storage });
  await clock.advance(60_000);
  assert.deepEqual([again.unread("c1"), phone.unread("c1")], [0, 0]);
  assert.deepEqual(await storage.all("marks"), []);
  assert.equal(server.conversations.get("c1").reads.ann, 3);
});

test("what another device has read is counted, also by one that hasn’t seen the messages", async () => {
  const { clock, server } = room();
  for (const [sender, text] of [
    ["bob", "one"],
    ["bob", "two"],
    ["ann", "three"],
    ["bob", "four"],
    ["ann", "five"],
    ["bob", "six"],
  ]) {
    server.post("c1", sender, text);
  }
  server.conversations.get("c1").messages[3].mentions = ["ann"];
  const desk = open(server, "ann");
  const phone = open(server, "ann");
  await clock.advance(100);
  assert.deepEqual([desk.unread("c1"), phone.unread("c1")], [4, 4]);
  desk.timeline("c1").newest();
  await clock.advance(100);
  desk.markRead("c1", 2);
  await clock.advance(3000);
  assert.deepEqual([desk.unread("c1"), phone.unread("c1")], [2, 2]);
  assert.equal(phone.conversations.get("c1").mentioned, 1);
  desk.markRead("c1", 4);
  await clock.advance(3000);
  assert.deepEqual([desk.unread("c1"), phone.unread("c1")], [1, 1]);
  assert.equal(phone.conversations.get("c1").mentioned, 0);
  const asked = server.frames.filter(({ t }) => t === "history").length;
  desk.markRead("c1", 6);
  await clock.advance(3000);
  assert.deepEqual([desk.unread("c1"), phone.unread("c1")], [0, 0]);
  assert.equal(server.frames.filter(({ t }) => t === "history").length, asked, "nothing is left to count");
});

test("everything seen is there without a connection, and up to date after it", async () => {
  const { clock, server } = room();
  const storage = new MemoryStorage();
  for (let number = 1; number <= 120; number += 1) server.post("c1", "bob", `m${number}`);
  const before = open(server, "ann", { storage });
  await clock.advance(100);
  before.timeline("c1").newest();
  await clock.advance(100);
  await Promise.all([before.timeline("c1").older(), clock.advance(100)]);
  server.recall({ conv: "c1", seq: 120 });
  await clock.advance(1000);
  before.stop();
  await clock.advance(10);

  server.up = false;
  server.edit({ conv: "c1", seq: 119, text: "edited meanwhile" });
  server.post("c1", "bob", "new meanwhile");
  const after = open(server, "ann", { storage });
  await clock.advance(100);
  assert.equal(after.conversations.get("c1").title, "c1");
  after.timeline("c1").newest();
  await clock.advance(10);
  assert.deepEqual(texts(after, "c1").slice(-3), ["m118", "m119", ""]);
  await Promise.all([after.timeline("c1").older(), clock.advance(100)]);
  assert.equal(texts(after, "c1").length, 100);
  await Promise.all([after.timeline("c1").older(), clock.advance(100)]);
  assert.equal(after.timeline("c1").view().error.code, "offline");

  server.up = true;
  await clock.advance(60_000);
  assert.equal(
    server.frames
      .filter(({ t }) => t === "auth")
      .at(-1)
      .sync.startsWith("e1."),
    true,
  );
  assert.deepEqual(texts(after, "c1").slice(-3), ["edited meanwhile", "", "new meanwhile"]);
  await Promise.all([after.timeline("c1").older(), clock.advance(100)]);
  assert.equal(texts(after, "c1")[0], "m1");
});

test("what is kept is found without a connection, as one sees it, the newest first", async () => {
  const { clock, server } = room();
  const storage = new MemoryStorage();
  for (let number = 1; number <= 80; number += 1) server.post("c1", "bob", `m${number}`);
  const before = open(server, "ann", { storage });
  await clock.advance(100);
  await Promise.all([before.timeline("c1").newest(), clock.advance(100)]);
  await Promise.all([before.timeline("c1").older(), clock.advance(100)]);
  server.recall({ conv: "c1", seq: 71 });
  await clock.advance(1000);
  before.stop();
  server.up = false;
  const after = open(server, "ann", { storage });
  await clock.advance(100);
  const found = await after.kept("c1", ({ text }) => /^m?7/.test(text));
  assert.deepEqual(
    found.map(({ text }) => text),
    ["m79", "m78", "m77", "m76", "m75", "m74", "m73", "m72", "m70", "m7"],
  );
  assert.deepEqual(await after.kept("c2", () => true), []);
});

test("what a reset or a removal takes away is not kept", async () => {
  const { clock, server } = room();
  const storage = new MemoryStorage();
  server.post("c1", "bob", "gone soon");
  const ann = open(server, "ann", { storage });
  await clock.advance(100);
  ann.timeline("c1").newest();
  await clock.advance(1000);
  assert.equal((await storage.all("messages")).length, 1);
  server.publish({ t: "removed", conv: "c1" }, ["ann"]);
  await clock.advance(1000);
  assert.deepEqual(await storage.all("messages"), []);
  await ann.forget();
  assert.deepEqual(await storage.all("state"), []);
});

test("reactions, pins and answers reach everybody", async () => {
  const { clock, server } = room();
  server.post("c1", "bob", "lunch?");
  const ann = open(server, "ann");
  const bob = open(server, "bob");
  await clock.advance(100);
  for (const one of [ann, bob]) one.timeline("c1").newest();
  await clock.advance(100);
  ann.react("c1", 1, "👍", true);
  bob.react("c1", 1, "👍", true);
  bob.pin("c1", 1, true);
  await clock.advance(100);
  for (const one of [ann, bob]) {
    assert.deepEqual(one.timeline("c1").find(1).reactions, { "👍": ["ann", "bob"] });
    assert.deepEqual(one.conversations.get("c1").pins, [1]);
  }
  ann.react("c1", 1, "👍", false);
  bob.react("c1", 1, "👍", false);
  await clock.advance(100);
  assert.deepEqual(ann.timeline("c1").find(1).reactions, {});
  await ann.send("c1", "yes", { reply_to: 1, mentions: ["bob"] });
  await clock.advance(100);
  const sent = server.frames.find(({ t }) => t === "send");
  assert.deepEqual([sent.reply_to, sent.mentions], [1, ["bob"]]);
  assert.equal(ann.timeline("c1").find(2).reply_to, 1);
});

test("where who is mentioned stands goes along with a text, and goes with it", async () => {
  const { clock, server } = room();
  const ann = open(server, "ann");
  await clock.advance(100);
  ann.timeline("c1").newest();
  const spans = [{ start: 0, end: 4, who: "bob" }];
  await ann.send("c1", "@Bob", { mentions: ["bob"], spans });
  await clock.advance(100);
  assert.deepEqual(server.frames.find(({ t }) => t === "send").spans, spans);
  assert.deepEqual(ann.timeline("c1").find(1).spans, spans);
  const moved = [{ start: 3, end: 7, who: "bob" }];
  await ann.edit("c1", 1, "Hi @Bob", { mentions: ["bob"], spans: moved });
  assert.deepEqual(ann.timeline("c1").find(1).spans, moved);
  await clock.advance(100);
  assert.deepEqual(server.frames.find(({ t }) => t === "edit").spans, moved);
  await ann.edit("c1", 1, "Hi Bob");
  assert.equal("spans" in ann.timeline("c1").find(1), false);
});

test("a message that mentions somebody who left is sent again without them", async () => {
  const { clock, server } = room();
  const ann = open(server, "ann");
  await clock.advance(100);
  server.refusals = [{ code: "unknown_user" }];
  const spans = [
    { start: 0, end: 2, who: "bob" },
    { start: 3, end: 5, who: "gone" },
  ];
  await ann.send("c1", "@b @g", { mentions: ["bob", "gone"], spans });
  await clock.advance(100);
  const [{ client_id, failed }] = ann.outbox.entries();
  assert.equal(failed.code, "unknown_user");
  await ann.outbox.retry(client_id, (id) => id !== "gone");
  await clock.advance(100);
  const sent = server.frames.filter(({ t }) => t === "send").at(-1);
  assert.deepEqual([sent.text, sent.mentions, sent.spans], ["@b @g", ["bob"], spans.slice(0, 1)]);
  assert.deepEqual(ann.outbox.entries(), []);
});

test("without a connection a pin is refused at once", async () => {
  const { server } = room();
  server.up = false;
  const ann = open(server, "ann");
  await assert.rejects(ann.pin("c1", 1, true), { code: "offline" });
});

test("a session that turns out to be somebody else's sends nothing", async () => {
  const { clock, server } = room();
  const ann = open(server, "ann", { credentials: { token: async () => "bob/1" } });
  const ends = [];
  ann.on("ended", ({ code }) => ends.push(code));
  ann.send("c1", "mine");
  await clock.advance(60_000);
  assert.deepEqual(ends, ["session_ended"]);
  assert.deepEqual(server.conversations.get("c1").messages, []);
  assert.equal(ann.outbox.entries().length, 1);
});

test("coming back finds a dead connection within seconds", async () => {
  const { clock, server } = room();
  const ann = open(server, "ann");
  await clock.advance(100);
  const [socket] = server.sockets;
  socket.send = () => {};
  ann.wake();
  await clock.advance(5500);
  assert.equal(ann.state, "live");
  assert.equal(server.sockets.has(socket), false);
});

for (let seed = 1; seed <= 20; seed += 1) {
  test(`chaos ${seed}: cuts, lost acks and reloads lose and double nothing`, async () => {
    const clock = new VirtualClock(seed);
    const server = new FakeServer(clock, { delay: () => 1 + Math.floor(clock.random() * 40) });
    server.addConversation("c1", ["ann", "bob"]);
    const people = ["ann", "bob"].map((me) => ({ me, storage: new MemoryStorage(), session: null, written: [] }));
    for (const person of people) person.session = open(server, person.me, { storage: person.storage });
    await clock.advance(500);
    for (const { session } of people) session.timeline("c1").newest();
    for (let step = 0; step < 150; step += 1) {
      const dice = clock.random();
      const person = people[Math.floor(clock.random() * 2)];
      if (dice < 0.6) {
        const text = `${person.me}-${step}`;
        person.written.push(text);
        await person.session.send("c1", text);
      } else if (dice < 0.7) server.cutAll();
      else if (dice < 0.8) server.losesAnswers = !server.losesAnswers;
      else if (dice < 0.9) server.up = !server.up;
      else if (dice < 0.95) server.refusals.push({ code: "busy", retry: true });
      else {
        person.session.stop();
        person.session = open(server, person.me, { storage: person.storage });
        person.session.timeline("c1").newest();
      }
      await clock.advance(Math.floor(clock.random() * 300));
    }
    server.up = true;
    server.losesAnswers = false;
    await clock.advance(300_000);
    const stored = server.conversations.get("c1").messages;
    assert.ok(
      server.frames.some(({ t, sync }) => t === "auth" && sync),
      "no connection was resumed",
    );
    for (const { me, session, written, storage } of people) {
      assert.deepEqual(
        stored.filter(({ sender }) => sender === me).map(({ text }) => text),
        written,
      );
      assert.deepEqual(session.outbox.entries(), []);
      assert.deepEqual(await storage.all("outbox"), []);
      const shown = session.timeline("c1").view();
      assert.equal(shown.following, true);
      assert.deepEqual(shown.messages, stored.slice(-shown.messages.length));
    }
  });
}

test("edits and recalls change what is shown, live and after an absence", async () => {
  const { clock, server } = room();
  for (const text of ["one", "two", "three"]) server.post("c1", "bob", text);
  const ann = open(server, "ann");
  await clock.advance(100);
  ann.timeline("c1").newest();
  await clock.advance(100);
  server.edit({ conv: "c1", seq: 1, text: "ONE" });
  server.recall({ conv: "c1", seq: 3 });
  await clock.advance(100);
  assert.deepEqual(texts(ann, "c1"), ["ONE", "two", ""]);
  assert.equal(ann.conversations.get("c1").last.gone, "recalled");
  server.up = false;
  server.cutAll();
  server.edit({ conv: "c1", seq: 2, text: "TWO" });
  server.recall({ conv: "c1", seq: 1 });
  server.up = true;
  await clock.advance(60_000);
  assert.equal(ann.state, "live");
  assert.deepEqual(texts(ann, "c1"), ["", "TWO", ""]);
});

test("an edit that overtakes a page isn't undone by it", async () => {
  const { clock, server } = room();
  server.post("c1", "bob", "one");
  const ann = open(server, "ann");
  await clock.advance(100);
  server.delay = () => 50;
  ann.timeline("c1").newest();
  await clock.advance(60);
  server.edit({ conv: "c1", seq: 1, text: "ONE" });
  const [{ inbox }] = server.sockets;
  assert.deepEqual(
    inbox.map(({ t }) => t),
    ["page", "edited"],
  );
  inbox.reverse();
  await clock.advance(200);
  assert.deepEqual(texts(ann, "c1"), ["ONE"]);
});

test("conversations that had no room at the beginning are listed by their last message like all others", async () => {
  const { clock, server } = room();
  for (const id of ["c2", "c3", "c4"]) server.addConversation(id, ["ann", "bob"]);
  for (const [id, pause] of [
    ["c3", 0],
    ["c1", 10],
    ["c4", 10],
    ["c2", 10],
  ]) {
    await clock.advance(pause);
    server.post(id, "bob", "hello");
  }
  server.room = 1;
  await clock.advance(60_000);
  const ann = open(server, "ann");
  await clock.advance(100);
  assert.deepEqual(
    ann.conversations.sorted().map(({ id }) => id),
    ["c2", "c4", "c1", "c3"],
  );
  server.addConversation("c5", ["ann", "bob"]);
  server.publish({ t: "conversation", conversation: server.view("c5", "ann") }, ["ann"]);
  await clock.advance(100);
  assert.equal(ann.conversations.sorted()[0].id, "c5", "one that is new stands first");
});

test("of those who reacted and aren't named, one takes it back", async () => {
  const { clock, server } = room();
  server.post("c1", "bob", "lunch?");
  Object.assign(server.conversations.get("c1").messages[0], { reactions: { "👍": ["ann"] }, unnamed: { "👍": 2 } });
  const ann = open(server, "ann");
  ann.timeline("c1").newest();
  await clock.advance(100);
  server.publish({ t: "reaction", conv: "c1", seq: 1, user: "zoe", emoji: "👍", on: false }, ["ann"]);
  await clock.advance(100);
  const { reactions, unnamed } = ann.timeline("c1").find(1);
  assert.deepEqual([reactions, unnamed], [{ "👍": ["ann"] }, { "👍": 1 }]);
});

test("events of a newer server move the sync token all the same", async () => {
  const { clock, server } = room();
  const ann = open(server, "ann");
  await clock.advance(100);
  server.publish({ t: "confetti", conv: "c1" }, ["ann"]);
  await clock.advance(100);
  server.cutAll();
  await clock.advance(60_000);
  assert.equal(ann.state, "live");
  assert.equal(server.frames.filter(({ t }) => t === "auth").at(-1).sync, "e1.1");
});

test("who fell too far behind starts anew on the same connection", async () => {
  const { clock, server } = room();
  server.post("c1", "bob", "one");
  const ann = open(server, "ann");
  await clock.advance(100);
  ann.timeline("c1").newest();
  await clock.advance(100);
  const [socket] = server.sockets;
  socket.user = "nobody"; // falls behind: events are dropped
  for (let number = 2; number <= 300; number += 1) server.post("c1", "bob", `m${number}`);
  server.edit({ conv: "c1", seq: 1, text: "ONE" });
  socket.user = "ann";
  await ann.send("c1", "mine");
  const conversations = [server.view("c1", "ann")];
  server.answer(socket, {
    t: "ready",
    id: 0,
    user: "ann",
    session: "s1",
    mode: "limited",
    sync: server.sync,
    conversations,
  });
  server.answer(socket, { t: "live", sync: server.sync });
  await clock.advance(5_000);
  assert.equal(ann.state, "live");
  assert.equal(server.frames.filter(({ t }) => t === "auth").length, 1);
  assert.equal(texts(ann, "c1").at(-1), "mine");
  assert.equal(texts(ann, "c1").at(-2), "m300");
  assert.deepEqual(ann.outbox.entries(), []);
  for (let page = 0; page < 6; page += 1) await Promise.all([ann.timeline("c1").older(), clock.advance(100)]);
  assert.equal(texts(ann, "c1")[0], "ONE");
  assert.equal(server.conversations.get("c1").messages.filter(({ text }) => text === "mine").length, 1);
});

const PHOTO = { id: "f1", name: "a.jpg", type: "image/jpeg", size: 9, width: 4, height: 3, thumbnail: true };

/** A room whose server has a file. */
function roomWithFile() {
  const { clock, server } = room();
  server.files.set(PHOTO.id, PHOTO);
  return { clock, server };
}

test("a message may be of files alone, and everybody sees them as the server knows them", async () => {
  const { clock, server } = roomWithFile();
  const ann = open(server, "ann");
  const bob = open(server, "bob");
  await clock.advance(100);
  for (const session of [ann, bob]) session.timeline("c1").newest();
  await clock.advance(100);
  await ann.send("c1", "  ", { attachments: [PHOTO] });
  assert.deepEqual(ann.outbox.entries()[0].attachments, [PHOTO]);
  await clock.advance(100);
  for (const session of [ann, bob]) assert.deepEqual(session.timeline("c1").view().messages[0].attachments, [PHOTO]);
  assert.deepEqual(server.frames.find(({ t }) => t === "send").attachments, ["f1"]);
  await ann.send("c1", "  ", { attachments: [] });
  assert.deepEqual(ann.outbox.entries(), [], "nothing is no message");
});

test("a reload while a message with a file waits sends it once, with the same file", async () => {
  const { clock, server } = roomWithFile();
  const storage = new MemoryStorage();
  server.losesAnswers = true;
  const before = open(server, "ann", { storage });
  await clock.advance(100);
  before.send("c1", "look", { attachments: [PHOTO] });
  await clock.advance(10);
  before.stop();
  server.losesAnswers = false;
  const after = open(server, "ann", { storage });
  await clock.advance(1000);
  assert.equal(server.conversations.get("c1").messages.length, 1);
  const sends = server.frames.filter(({ t }) => t === "send");
  assert.deepEqual(
    sends.map(({ attachments }) => attachments),
    [["f1"], ["f1"]],
  );
  assert.equal(new Set(sends.map(({ client_id }) => client_id)).size, 1);
  assert.deepEqual(after.outbox.entries(), []);
});

test("a recalled message has lost its files", async () => {
  const { clock, server } = roomWithFile();
  const ann = open(server, "ann");
  await clock.advance(100);
  ann.timeline("c1").newest();
  await ann.send("c1", "", { attachments: [PHOTO] });
  await clock.advance(100);
  ann.recall("c1", 1);
  await clock.advance(100);
  const [message] = ann.timeline("c1").view().messages;
  assert.equal(message.gone, "recalled");
  assert.equal(message.attachments, undefined);
});
