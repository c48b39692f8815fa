import assert from "node:assert/strict";
import { test } from "node:test";
import { People } from "../../imserver/web/app/state/people.js";
import { Emitter } from "../../imserver/web/client/emitter.js";
import { VirtualClock } from "./virtual-clock.js";

/** A session that has long been live, with Bob and Cy here. */
async function begin() {
  const clock = new VirtualClock();
  const session = new Emitter();
  const people = new People(session, clock);
  session.emit("state", "live");
  session.emit("presence", { online: ["bob", "cy"], offline: [] });
  await clock.advance(10_000);
  return { clock, session, online: () => [...people.online.value].sort() };
}

async function reconnect({ clock, session }, { online, offline }) {
  for (const state of ["waiting", "connecting", "catching-up", "live"]) {
    session.emit("state", state);
    await clock.advance(100);
  }
  session.emit("presence", { online, offline });
}

test("who comes and goes is shown at once", async () => {
  const { session, online } = await begin();
  session.emit("presence", { online: ["dan"], offline: ["bob"] });
  assert.deepEqual(online(), ["cy", "dan"]);
});

test("a short reconnection takes nobody away, not even who reconnects at the same time", async () => {
  const page = await begin();
  await reconnect(page, { online: ["cy"], offline: ["bob"] });
  assert.deepEqual(page.online(), ["bob", "cy"]);
  await page.clock.advance(4000);
  page.session.emit("presence", { online: ["bob"], offline: [] });
  await page.clock.advance(10_000);
  assert.deepEqual(page.online(), ["bob", "cy"]);
});

test("who has gone meanwhile, and stays away, is shown so soon", async () => {
  const page = await begin();
  await reconnect(page, { online: ["cy"], offline: ["bob"] });
  await page.clock.advance(6000);
  assert.deepEqual(page.online(), ["cy"]);
});

test("without a connection for a while nobody is said to be here", async () => {
  const page = await begin();
  page.session.emit("state", "waiting");
  await page.clock.advance(6000);
  assert.deepEqual(page.online(), []);
});
