import assert from "node:assert/strict";
import { test } from "node:test";
import { Api } from "../../imserver/web/client/api.js";
import { Credentials } from "../../imserver/web/client/credentials.js";
import { Http } from "../../imserver/web/client/http.js";
import { VirtualClock } from "./virtual-clock.js";

const MINUTE = 60_000;

/** A server whose clock is `skew` ms ahead, and which answers by `routes`. */
function open(routes, skew = 0) {
  const clock = new VirtualClock();
  const calls = [];
  const http = new Http({
    base: "http://test",
    fetch: async (address, init) => {
      const path = new URL(address).pathname.replace("/api/v1", "");
      const body = init.body ? JSON.parse(init.body) : undefined;
      calls.push({ route: `${init.method} ${path}`, body, token: init.headers.Authorization });
      const { status = 200, content } = routes[`${init.method} ${path}`]({ body, token: init.headers.Authorization });
      const date = new Date(clock.now() + skew).toUTCString();
      return new Response(status === 204 ? null : JSON.stringify(content), { status, headers: { Date: date } });
    },
  });
  return { clock, calls, http, credentials: new Credentials({ http, clock, device: "test" }) };
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

test("errors carry the server's name, hint and status", async () => {
  const { credentials } = open({ "POST /login": () => refusal(401, "credentials_wrong") });
  await assert.rejects(credentials.login("ann", "x"), { code: "credentials_wrong", status: 401, retry: false });
});
