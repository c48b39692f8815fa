import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.self = globalThis;
await import("../../imserver/web/notices.js");
const { read, describe, start, TEXTS } = globalThis.NOTICES;

const TOLD = { conv: "c1", seq: 41, sender: "u1", name: "Ann", ts: 1795500001000, unread: 1 };

function shown(changes, language = "en") {
  const { title, options } = describe(read(JSON.stringify({ ...TOLD, ...changes })), language);
  return [title, options.body];
}

/** A worker's surroundings, as far as notices need them. */
class Worker {
  listeners = {};
  shown = [];
  opened = [];
  badge = null;
  subscription = {
    ended: false,
    unsubscribe: async () => {
      this.subscription.ended = true;
    },
  };
  subscribed = [];

  constructor({ record = { user: "u2", language: "en" }, pages = [] } = {}) {
    this.registration = {
      showNotification: async (title, options) => {
        this.shown = this.shown.filter(({ tag }) => tag !== options.tag);
        this.shown.push({
          title,
          ...options,
          close: () => {
            this.closed = options.tag;
          },
        });
      },
      getNotifications: async ({ tag } = {}) => this.shown.filter((one) => tag === undefined || one.tag === tag),
      pushManager: {
        getSubscription: async () => this.subscription,
        subscribe: async (options) => this.subscribed.push(options),
      },
    };
    this.clients = { matchAll: async () => pages, openWindow: async (path) => this.opened.push(path) };
    this.caches = { open: async () => ({ match: async () => record && { json: async () => record } }) };
    this.navigator = {
      language: "zh-CN",
      setAppBadge: async (count) => {
        await new Promise(setImmediate);
        this.badge = count;
      },
    };
    start(this);
  }

  addEventListener(kind, listener) {
    this.listeners[kind] = listener;
  }

  async fire(kind, event) {
    let done;
    this.listeners[kind]({
      ...event,
      waitUntil: (promise) => {
        done = promise;
      },
    });
    await done;
  }

  async push(told) {
    const text = typeof told === "string" ? told : JSON.stringify(told);
    await this.fire("push", { data: told === undefined ? null : { text: () => text } });
  }
}

function page(url, focused = false) {
  const told = [];
  const one = {
    url: `https://chat.local${url}`,
    focused,
    told,
    postMessage: (message) => told.push(message),
    focus: async () => {
      one.looked = true;
      return one;
    },
  };
  return one;
}

test("a notice says who wrote and where, in the person's language", () => {
  assert.deepEqual(shown({}), ["Ann", "New message"]);
  assert.deepEqual(shown({ unread: 3, server: "School" }), ["Ann · School", "3 new messages"]);
  assert.deepEqual(shown({ title: "Garden" }), ["Garden", "New message from Ann"]);
  assert.deepEqual(shown({ title: "Garden", unread: 3 }), ["Garden", "3 new messages, the last one from Ann"]);
  assert.deepEqual(shown({ title: "Garden", unread: 3, mentioned: true }), ["Garden", "Ann mentioned you"]);
  assert.deepEqual(shown({ title: "Garden", unread: 2, text: "Who waters?" }), [
    "Garden",
    "Ann: Who waters?\n2 new messages",
  ]);
  assert.deepEqual(shown({ files: 2 }), ["Ann", "Sent 2 files"]);
  assert.deepEqual(shown({ title: "园艺", unread: 3 }, "zh"), ["园艺", "3 条新消息，最后一条来自Ann"]);
  assert.deepEqual(shown({ name: "" }), ["New message", "New message"]);
});

test("both languages say the same things", () => {
  assert.deepEqual(Object.keys(TEXTS.zh), Object.keys(TEXTS.en));
  for (const [key, text] of Object.entries(TEXTS.en)) {
    const values = (one) => [...one.matchAll(/\{\w+\}/g)].map(String).sort();
    assert.deepEqual(values(TEXTS.zh[key]), values(text), key);
  }
});

test("what comes is looked at before it is shown", () => {
  for (const body of [
    undefined,
    "",
    "{",
    "null",
    "[]",
    "7",
    '{"conv":"c1"}',
    '{"conv":"../x","seq":1}',
    '{"conv":"c1","seq":"1"}',
  ]) {
    assert.equal(read(body), null, body);
  }
  const odd = read(
    JSON.stringify({
      ...TOLD,
      name: ["x"],
      title: "a\nb\u202ec",
      text: "x".repeat(9999),
      unread: -3,
      files: 0.5,
      mentioned: 1,
    }),
  );
  assert.deepEqual(
    [odd.name, odd.title, odd.text.length, odd.unread, odd.files, odd.mentioned],
    ["", "a b c", 300, 1, 0, false],
  );
});

test("a later notice takes the earlier one's place and sounds; the same once more, or an earlier one, doesn't", async () => {
  const worker = new Worker();
  await worker.push(TOLD);
  await worker.push({ ...TOLD, seq: 42, unread: 2 });
  assert.deepEqual(
    worker.shown.map(({ tag, body, renotify, silent }) => [tag, body, renotify, silent]),
    [["c1", "2 new messages", true, false]],
  );
  await worker.push({ ...TOLD, seq: 42, unread: 2 });
  assert.deepEqual([worker.shown[0].renotify, worker.shown[0].silent], [false, true]);
  await worker.push(TOLD);
  assert.deepEqual(
    [worker.shown[0].body, worker.shown[0].data.seq, worker.shown[0].silent],
    ["2 new messages", 42, true],
  );
  await worker.push({ ...TOLD, conv: "c2", unread: 5 });
  assert.equal(worker.shown.length, 2);
  assert.equal(worker.badge, 7);
});

test("a page that is open counts after the worker", async () => {
  const open = page("/");
  const worker = new Worker({ pages: [open] });
  open.postMessage = () => {
    worker.badge = 1;
  };
  await worker.push({ ...TOLD, unread: 5 });
  assert.equal(worker.badge, 1);
});

test("what can't be read, or is nobody's, is shown without a word of it", async () => {
  const worker = new Worker();
  for (const body of [undefined, "garbage"]) await worker.push(body);
  assert.deepEqual(
    worker.shown.map(({ title, body }) => [title, body]),
    [["There may be new messages", undefined]],
  );
  assert.equal(worker.subscription.ended, false);
  const left = new Worker({ record: null });
  await left.push(TOLD);
  assert.deepEqual(
    left.shown.map(({ title }) => title),
    ["可能有新消息"],
  );
  assert.equal(left.subscription.ended, true, "whoever it was for has signed out");
});

test("a click goes to the page that is open, the one that has the focus first, else opens one", async () => {
  const notification = {
    close() {
      this.closed = true;
    },
    data: { path: "#/c/c1" },
  };
  const [file, behind, front] = [page("/api/v1/media/m1"), page("/#/c/c2"), page("/", true)];
  const worker = new Worker({ pages: [file, behind, front] });
  await worker.fire("notificationclick", { notification });
  assert.equal(notification.closed, true);
  assert.deepEqual(front.told, [{ path: "#/c/c1" }]);
  assert.deepEqual([...file.told, ...behind.told, ...worker.opened], []);
  const alone = new Worker({ pages: [file] });
  await alone.fire("notificationclick", { notification });
  assert.deepEqual(alone.opened, ["/#/c/c1"]);
});

test("an open page learns of each notice, which is silent while somebody looks", async () => {
  const open = page("/", true);
  const worker = new Worker({ pages: [open] });
  await worker.push(TOLD);
  assert.equal(worker.shown[0].silent, true);
  assert.deepEqual(open.told, [{ notice: true }]);
});

test("what the browser gave up is subscribed again, and the page tells the server", async () => {
  const open = page("/");
  const worker = new Worker({ pages: [open] });
  await worker.fire("pushsubscriptionchange", {
    oldSubscription: { options: { applicationServerKey: "key" } },
    newSubscription: null,
  });
  assert.deepEqual(worker.subscribed, [{ userVisibleOnly: true, applicationServerKey: "key" }]);
  assert.deepEqual(open.told, [{ subscription: true }]);
  const left = new Worker({ record: null });
  await left.fire("pushsubscriptionchange", { oldSubscription: { options: { applicationServerKey: "key" } } });
  assert.deepEqual(left.subscribed, []);
});
