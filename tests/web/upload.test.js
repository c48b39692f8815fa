import assert from "node:assert/strict";
import { test } from "node:test";
import { Api } from "../../imserver/web/client/api.js";
import { Http } from "../../imserver/web/client/http.js";

/** A browser's XMLHttpRequest whose server answers by `answers`, the first one first; each may be a function. */
function open(...answers) {
  const sent = [];
  class XMLHttpRequest {
    upload = {};
    headers = {};
    open(method, address) {
      Object.assign(this, { method, address });
    }
    setRequestHeader(name, value) {
      this.headers[name] = value;
    }
    getResponseHeader(name) {
      return this.answered?.[name] ?? null;
    }
    send(file) {
      this.file = file;
      sent.push(this);
      queueMicrotask(() => answers.shift()?.(this));
    }
    abort() {
      this.onabort();
      this.onloadend();
    }
  }
  const tokens = ["t1", "t2"];
  const credentials = { token: async ({ renew = false } = {}) => tokens[renew ? 1 : 0] };
  const http = new Http({ base: "http://test", fetch: () => assert.fail(), createRequest: () => new XMLHttpRequest() });
  return { sent, api: new Api(http, credentials) };
}

function answer(status, response, answered = {}) {
  return (request) => {
    Object.assign(request, { status, response, answered });
    request.onload();
    request.onloadend();
  };
}

const FILE = new Blob(["0123456789"]);
const STORED = { id: "f1", name: "报告.txt", type: "text/plain", size: 10 };

test("a file is posted as it is, under its name, and its progress is told", async () => {
  const shares = [];
  const { api, sent } = open((request) => {
    request.upload.onprogress({ loaded: 5 });
    request.upload.onprogress({ loaded: 12 });
    answer(201, STORED)(request);
  });
  assert.deepEqual(await api.upload("c1", FILE, "报告.txt", { progress: (share) => shares.push(share) }), STORED);
  assert.equal(sent[0].method, "POST");
  assert.equal(sent[0].address, "http://test/api/v1/media?conv=c1");
  assert.equal(sent[0].headers["X-File-Name"], encodeURIComponent("报告.txt"));
  assert.equal(sent[0].headers.Authorization, "Bearer t1");
  assert.equal(sent[0].file, FILE);
  assert.deepEqual(shares, [0.5, 1]);
});

test("an upload whose token has expired is done again with a new one", async () => {
  const error = { code: "token_expired", message: "", hint: "", retry: false };
  const { api, sent } = open(answer(401, { error }), answer(201, STORED));
  assert.deepEqual(await api.upload("c1", FILE, "a"), STORED);
  assert.equal(sent[1].headers.Authorization, "Bearer t2");
});

test("a refusal has the server's name, and no answer means offline", async () => {
  const error = { code: "quota_full", message: "Full.", hint: "Recall some.", retry: false };
  const { api } = open(answer(409, { error }), (request) => request.onerror());
  await assert.rejects(api.upload("c1", FILE, "a"), { code: "quota_full", hint: "Recall some.", status: 409 });
  await assert.rejects(api.upload("c1", FILE, "a"), { code: "offline", retry: true });
});

test("a refusal says how long to wait", async () => {
  const error = { code: "throttled", message: "", hint: "", retry: true };
  const { api } = open(answer(429, { error }, { "Retry-After": "3477" }), answer(429, { error }));
  await assert.rejects(api.setAvatar(FILE), { code: "throttled", wait: 3477 });
  await assert.rejects(api.upload("c1", FILE, "a"), { code: "throttled", wait: 0 });
});

test("an upload can be broken off, before and while it runs", async () => {
  const { api, sent } = open(() => controller.abort());
  const controller = new AbortController();
  await assert.rejects(api.upload("c1", FILE, "a", { signal: controller.signal }), { code: "aborted" });
  await assert.rejects(api.upload("c1", FILE, "a", { signal: controller.signal }), { code: "aborted" });
  assert.equal(sent.length, 1);
});
