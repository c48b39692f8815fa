import assert from "node:assert/strict";
import { test } from "node:test";
import { Api } from "../../imserver/web/client/api.js";
import { Credentials } from "../../imserver/web/client/credentials.js";
import { endsSession } from "../../imserver/web/client/errors.js";
import { Http } from "../../imserver/web/client/http.js";
import { VirtualClock } from "./virtual-clock.js";

const MINUTE = 60_000;

/** A server whose clock is `skew` ms ahead, and which answers by `routes`. */
function open(routes, skew = 0, kept = undefined) {
  const clock = new VirtualClock();
  const calls = [];
  const http = new Http({
    base: "http://test",
    fetch: async (address, init) => {
      const path = new URL(address).pathname.replace("/api/v1", "");
      const body = init.body ? JSON.parse(init.body) : undefined;
      calls.push({ route: `${init.method} ${path}`, body, token: init.headers.Authorization });
      const answer = routes[`${init.method} ${path}`]({ body, token: init.headers.Authorization });
      const { status = 200, content } = answer;
      const headers = { Date: new Date(clock.now() + skew).toUTCString(), ...answer.headers };
      return new Response(status === 204 ? null : (answer.text ?? JSON.stringify(content)), { status, headers });
    },
  });
  return { clock, calls, http, credentials: new Credentials({ http, clock, device: "test", kept }) };
}

function grant(clock, token, skew = 0) {
  const user = { id: "u1", login: "ann", name: "Ann", role: "member" };
  const content = {
    access_token: token,
    access_expires_at: clock.now() + skew + 15 * MINUTE,
    refresh_token: null,
    user,
  };
  return { content };
}

function refusal(status, code) {
  return { status, content: { error: { code, message: code, hint: "", retry: false } } };
}

test("logging in asks for a cookie and keeps the access token in memory", async () => {
  const { calls, credentials, clock } = open({ "POST /login": () => grant(clock, "t1") });
  await credentials.login("ann", "secret");
  assert.deepEqual(calls[0].body, { login: "ann", password: "secret", device: "test", cookie: true });
  assert.equal(await credentials.token(), "t1");
  assert.equal(credentials.account?.name, "Ann");
});

for (const skew of [0, -24 * 60 * MINUTE, 24 * 60 * MINUTE]) {
  test(`a token is renewed shortly before its end, with the server's clock ${skew / MINUTE} min ahead`, async () => {
    let count = 0;
    const { calls, credentials, clock } = open({ "POST /token": () => grant(clock, `t${++count}`, skew) }, skew);
    await credentials.resume();
    await clock.advance(13 * MINUTE);
    assert.equal(await credentials.token(), "t1");
    await clock.advance(1.5 * MINUTE);
    assert.equal(await credentials.token(), "t2");
    assert.equal(calls.length, 2);
  });
}

test("callers at once share one renewal", async () => {
  const { calls, credentials, clock } = open({ "POST /token": () => grant(clock, "t1") });
  const tokens = await Promise.all([credentials.token(), credentials.token(), credentials.token({ renew: true })]);
  assert.deepEqual(tokens, ["t1", "t1", "t1"]);
  assert.equal(calls.length, 1);
});

test("a session that the server has ended is lost; a server out of reach loses nothing", async () => {
  let answer = refusal(503, "busy");
  const { credentials, clock } = open({ "POST /login": () => grant(clock, "t1"), "POST /token": () => answer });
  const lost = [];
  credentials.on("lost", ({ code }) => lost.push(code));
  await credentials.login("ann", "secret");
  await assert.rejects(credentials.token({ renew: true }), { code: "busy" });
  assert.equal(await credentials.token(), "t1");
  answer = refusal(401, "token_invalid");
  await assert.rejects(credentials.token({ renew: true }), { code: "token_invalid" });
  assert.deepEqual(lost, ["token_invalid"]);
  assert.equal(credentials.account, null);
});

for (const [status, text] of [
  [200, '{"access_token": "t'],
  [200, "<h1>Hotel</h1>"],
  [403, "<h1>No</h1>"],
  [407, ""],
  [511, "<p>"],
]) {
  test(`${status} ${text}: what somebody on the way answered, or broke off, ends no session`, async () => {
    let between = true;
    const { credentials, clock } = open({
      "POST /login": () => grant(clock, "t1"),
      "POST /token": () => (between ? { status, text } : grant(clock, "t2")),
    });
    const lost = [];
    credentials.on("lost", ({ code }) => lost.push(code));
    await credentials.login("ann", "secret");
    await assert.rejects(credentials.token({ renew: true }), (error) => !endsSession(error));
    between = false;
    assert.equal(await credentials.token({ renew: true }), "t2");
    assert.deepEqual(lost, []);
  });
}

test("a call refused with token_expired is made again with a new token", async () => {
  const { http, credentials, clock } = open({
    "POST /login": () => grant(clock, "old"),
    "POST /token": () => grant(clock, "new"),
    "GET /users": ({ token }) =>
      token === "Bearer new" ? { content: { users: [], more: false } } : refusal(401, "token_expired"),
  });
  await credentials.login("ann", "secret");
  assert.deepEqual(await new Api(http, credentials).users({ q: "b" }), { users: [], more: false });
});

test("a cookie that became somebody else's in another tab is not taken for one's own", async () => {
  const { credentials, clock } = open({
    "POST /login": () => grant(clock, "t1"),
    "POST /token": () => ({ content: { ...grant(clock, "t2").content, user: { id: "u2", login: "bob" } } }),
  });
  const lost = [];
  credentials.on("lost", ({ code }) => lost.push(code));
  await credentials.login("ann", "secret");
  await assert.rejects(credentials.token({ renew: true }), { code: "session_ended" });
  assert.deepEqual(lost, ["session_ended"]);
});

test("errors carry how long to wait, where the server says so", async () => {
  const answer = { ...refusal(429, "throttled"), headers: { "Retry-After": "213" } };
  const { credentials } = open({ "POST /login": () => answer });
  await assert.rejects(credentials.login("ann", "x"), { code: "throttled", wait: 213 });
});

test("errors carry the server's name, hint and status", async () => {
  const { credentials } = open({ "POST /login": () => refusal(401, "credentials_wrong") });
  await assert.rejects(credentials.login("ann", "x"), { code: "credentials_wrong", status: 401, retry: false });
});

/** Like localStorage. */
function storage() {
  const items = new Map();
  return {
    items,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => items.set(name, value),
    removeItem: (name) => items.delete(name),
  };
}

test("the cookie comes with one key, until somebody signs out", async () => {
  const kept = storage();
  const routes = {
    "POST /login": () => grant(clock, "t1"),
    "POST /token": () => grant(clock, "t2"),
    "POST /logout": () => ({ status: 204 }),
  };
  const { calls, credentials, clock } = open(routes, 0, kept);
  await credentials.login("ann", "secret");
  await credentials.token({ renew: true });
  await credentials.logout();
  assert.deepEqual(kept.items.size, 0);
  await credentials.login("ann", "secret");
  const keys = calls.map(({ body }) => body?.cookie_key);
  assert.ok(keys[0] && keys[0] === keys[1] && keys[3] && keys[3] !== keys[0]);
  assert.equal(calls[2].token, "Bearer t2");
});

test("signing out needs no access token that is still good, and can be made up for", async () => {
  let answer = refusal(401, "token_expired");
  const routes = {
    "POST /login": () => grant(clock, "t1"),
    "POST /logout": () => answer,
    "DELETE /token": () => ({ status: 204 }),
  };
  const { calls, credentials, clock } = open(routes);
  await credentials.login("ann", "secret");
  await credentials.logout();
  assert.deepEqual(calls.map(({ route }) => route).slice(1), ["POST /logout", "DELETE /token"]);
  answer = { status: 502, content: null };
  await credentials.login("ann", "secret");
  await assert.rejects(credentials.logout(), { code: "offline" });
  assert.equal(credentials.account, null, "forgotten all the same");
  await credentials.revoke(() => false);
  assert.equal(calls.length, 5, "another tab was faster");
  await credentials.revoke();
  assert.equal(calls.at(-1).route, "DELETE /token");
});

test("somebody's other device that was copied is told of, and one's own is lost", async () => {
  const reused = { session: "s2", device: "Phone", at: 5 };
  let answer = () => ({ content: { ...grant(clock, "t1").content, reused } });
  const { credentials, clock } = open({ "POST /token": () => answer() });
  const told = [];
  credentials.on("reused", ({ device }) => told.push(device));
  credentials.on("lost", ({ code }) => told.push(code));
  await credentials.resume();
  answer = () => refusal(401, "token_reused");
  await assert.rejects(credentials.token({ renew: true }), { code: "token_reused" });
  assert.deepEqual(told, ["Phone", "token_reused"]);
});
