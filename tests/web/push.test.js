import assert from "node:assert/strict";
import { test } from "node:test";
import { ImError, offline } from "../../imserver/web/client/errors.js";
import { abilityOf, stateOf } from "../../imserver/web/app/notices/push.js";
import { Subscription } from "../../imserver/web/app/notices/subscription.js";

const KEY = Buffer.from("first key").toString("base64url");
const OTHER = Buffer.from("other key").toString("base64url");

/** A browser, the server it talks to, and what either knows. */
class World {
  key = KEY;
  online = true;
  reachable = true;
  present = null;
  made = 0;
  told = new Set();
  kept = new Map();

  subscription = new Subscription({
    registration: async () => ({ pushManager: this }),
    request: (method, path, options) => this.request(method, path, options),
    marks: {
      getItem: (name) => this.kept.get(name) ?? null,
      setItem: (name, value) => this.kept.set(name, value),
      removeItem: (name) => this.kept.delete(name),
    },
  });

  async request(method, path, { body } = {}) {
    await this.before?.(method);
    if (!this.online) throw offline();
    if (path === "/push/key") return { key: this.key };
    if (method === "POST") this.told.add(body.endpoint);
    else this.told.delete(body.endpoint);
  }

  async getSubscription() {
    return this.present;
  }

  async subscribe({ applicationServerKey, userVisibleOnly }) {
    assert.equal(userVisibleOnly, true);
    if (!this.reachable) throw new DOMException("push service error", "AbortError");
    const endpoint = `https://vendor.example/${(this.made += 1)}`;
    this.present = {
      endpoint,
      options: { applicationServerKey: new Uint8Array(applicationServerKey).buffer },
      toJSON: () => ({ endpoint }),
      unsubscribe: async () => {
        if (this.present?.endpoint === endpoint) this.present = null;
      },
    };
    return this.present;
  }
}

test("what is subscribed is told to the server, at each visit anew, and is the same", async () => {
  const world = new World();
  assert.equal(await world.subscription.open(), "on");
  world.told.clear();
  assert.equal(await world.subscription.open(), "on");
  assert.deepEqual([...world.told], ["https://vendor.example/1"]);
  assert.equal(world.made, 1);
});

test("another key of the server's takes another subscription, and the old one is ended", async () => {
  const world = new World();
  await world.subscription.open();
  world.key = OTHER;
  assert.equal(await world.subscription.open(), "on");
  await world.subscription.settle();
  assert.deepEqual([...world.told], ["https://vendor.example/2"]);
});

test("without the server it waits, without the vendor it is the page's alone", async () => {
  const world = new World();
  world.online = false;
  assert.equal(await world.subscription.open(), "waiting");
  world.online = true;
  world.reachable = false;
  assert.equal(await world.subscription.open(), "page");
  const none = new Subscription({ registration: async () => null, request: async () => {}, marks: new Map() });
  assert.equal(await none.open(), "page");
});

test("what is switched off without a network ends here at once, and on the server as soon as it can be told", async () => {
  const world = new World();
  await world.subscription.open();
  world.online = false;
  await world.subscription.end();
  await world.subscription.settle();
  assert.equal(world.present, null);
  assert.equal(world.told.size, 1);
  world.online = true;
  await world.subscription.settle();
  assert.equal(world.told.size, 0);
  assert.equal(world.kept.size, 0);
});

test("what the server won't hear of isn't told again and again", async () => {
  const world = new World();
  await world.subscription.open();
  await world.subscription.end();
  world.before = () => {
    throw new ImError("bad_request", "No.");
  };
  await world.subscription.settle();
  assert.equal(world.kept.size, 0);
});

test("who signs out while it subscribes leaves no subscription behind", async () => {
  for (const moment of ["GET", "POST"]) {
    const world = new World();
    world.before = async (method) => {
      if (method === moment) await world.subscription.forget();
    };
    await world.subscription.open();
    assert.equal(world.present, null, moment);
    assert.equal(world.kept.size, 0, moment);
  }
});

const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15";

test("what keeps a browser from notifying is told apart", () => {
  const browser = (userAgent, more = {}) => ({
    isSecureContext: true,
    navigator: { userAgent, maxTouchPoints: 0 },
    ...more,
  });
  assert.equal(abilityOf(browser(MAC, { Notification: {} })), "able");
  assert.equal(abilityOf(browser(MAC, { isSecureContext: false, Notification: {} })), "insecure");
  assert.equal(abilityOf(browser(PHONE)), "home-screen");
  assert.equal(abilityOf(browser(MAC, { navigator: { userAgent: MAC, maxTouchPoints: 5 } })), "home-screen", "an iPad");
  assert.equal(abilityOf(browser(MAC)), "unable");
});

test("the state is the browser's first, then the person's, then the subscription's", () => {
  assert.equal(stateOf("insecure", "granted", true, "on"), "insecure");
  assert.equal(stateOf("able", "denied", true, "on"), "blocked");
  assert.equal(stateOf("able", "granted", false, "on"), "off");
  assert.equal(stateOf("able", "default", true, "on"), "off");
  assert.equal(stateOf("able", "granted", true, "page"), "page");
});
