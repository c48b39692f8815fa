import assert from "node:assert/strict";
import { test } from "node:test";
import { Attachments } from "../../imserver/web/app/state/attachments.js";
import { Drafts } from "../../imserver/web/app/state/drafts.js";
import { facts } from "../../imserver/web/app/files/facts.js";
import { remove, retry, upload, uploadObstacle } from "../../imserver/web/app/files/uploads.js";
import { language } from "../../imserver/web/app/ui/language.js";
import { kindOf } from "../../imserver/web/app/files/kind.js";
import { frameOf } from "../../imserver/web/app/files/message-files.js";
import { summary } from "../../imserver/web/app/messages/message-text.js";
import { ImError, offline } from "../../imserver/web/client/errors.js";
import { MemoryStorage } from "../../imserver/web/client/storage.js";
import { VirtualClock } from "./virtual-clock.js";

const ROOM = { used: 0, quota: 100, max_file: 50 };

/** A server that is asked to store files and answers when the test says so. */
class Uploads {
  waiting = [];
  room = async () => ROOM;
  upload = (_conv, file, name, { progress, signal }) =>
    new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(new ImError("aborted", "")));
      const store = () => resolve({ id: `f-${name}`, name, type: file.type, size: file.size });
      this.waiting.push({ name, progress, store, refuse: reject });
    });
}

async function desk(storage = new MemoryStorage()) {
  const clock = new VirtualClock();
  const drafts = new Drafts(storage, clock);
  await drafts.load();
  const api = new Uploads();
  const attachments = new Attachments(drafts);
  const place = { attachments, api, conv: "c1" };
  return { api, attachments, clock, drafts, place, storage, files: () => attachments.of("c1").peek() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const file = (name, size = 10) => ({ name, size, type: "text/plain" });

test("files are uploaded one after the other, tell how far they are, and can be left out", async () => {
  const { api, files, place } = await desk();
  await upload(place, [file("a"), file("b"), file("c")]);
  await settled();
  assert.deepEqual(
    api.waiting.map(({ name }) => name),
    ["a"],
  );
  api.waiting[0].progress(0.5);
  assert.equal(files()[0].share, 0.5);
  remove(place, files()[1]);
  api.waiting[0].store();
  await settled();
  assert.deepEqual(
    api.waiting.map(({ name }) => name),
    ["a", "c"],
  );
  remove(place, files()[1]);
  await settled();
  assert.deepEqual(
    files().map(({ name, stored }) => [name, stored?.id]),
    [["a", "f-a"]],
  );
});

test("what the server would refuse isn't uploaded", () => {
  const why = (size, count, room, used) => uploadObstacle(file("a", size), count, room, used);
  assert.deepEqual(why(51, 0, ROOM, 0), { code: "too_large", limit: 50 });
  assert.deepEqual(why(50, 0, ROOM, 51), { code: "quota_full", limit: 49 });
  assert.equal(why(50, 0, { ...ROOM, quota: 0 }, 51), null);
  assert.deepEqual(why(0, 0, ROOM, 0), { code: "empty" });
  assert.deepEqual(why(1, 10, ROOM, 0), { code: "too_many_files" });
  assert.equal(why(999, 0, null, 0), null);
});

test("a refusal stays with its file, doesn't hold up the others, and what may work later can be tried again", async () => {
  const { api, files, place } = await desk();
  await upload(place, [file("a"), file("b")]);
  await settled();
  api.waiting[0].refuse(offline());
  await settled();
  api.waiting[1].store();
  await settled();
  assert.deepEqual(
    files().map(({ error }) => error?.code),
    ["offline", undefined],
  );
  retry(place, files()[0]);
  await settled();
  api.waiting[2].store();
  await settled();
  assert.deepEqual(
    files().map(({ stored }) => stored?.id),
    ["f-a", "f-b"],
  );
});

test("after a reload what was uploaded is still there, and what wasn't is said to be lost", async () => {
  const before = await desk();
  await upload(before.place, [file("a"), file("b")]);
  await settled();
  before.api.waiting[0].store();
  await settled();
  before.drafts.set("c1", "look");
  before.drafts.flush();
  const after = await desk(before.storage);
  assert.equal(after.drafts.get("c1"), "look");
  assert.deepEqual(
    after.files().map(({ name, stored, error }) => [name, stored?.id, error?.code]),
    [
      ["a", "f-a", undefined],
      ["b", undefined, "lost"],
    ],
  );
  before.attachments.stop();
  after.attachments.set("c1", []);
  after.drafts.set("c1", "");
  after.drafts.flush();
  assert.deepEqual(await after.storage.all("drafts"), []);
});

test("pictures have their place before they come, and no picture is a stripe", () => {
  assert.deepEqual(frameOf({ width: 4000, height: 3000 }), { width: "320px", aspectRatio: "1.3333" });
  assert.deepEqual(frameOf({ width: 100, height: 10_000 }), { width: "100px", aspectRatio: "0.5000" });
  assert.deepEqual(frameOf({ width: 1000, height: 2000 }), { width: "190px", aspectRatio: "0.5000" });
  assert.deepEqual(frameOf({}), frameOf({ width: 4, height: 3 }));
  assert.equal(kindOf({ type: "image/png", thumbnail: true }), "image");
  assert.equal(kindOf({ type: "image/png" }), "card");
  assert.equal(kindOf({ type: "video/mp4" }), "video");
  assert.equal(kindOf({ type: "audio/mpeg" }), "card");
});

test("in one line a message is its text, else the names of its files", () => {
  assert.equal(summary({ text: "hi" }), "hi");
  assert.equal(summary({ text: "", attachments: [{ name: "a.jpg" }, { name: "b.pdf" }] }), "📎 a.jpg, b.pdf");
  assert.equal(summary({ text: "look", attachments: [{ name: "a.jpg" }] }), "📎 look");
});

test("a picture that browsers don't show says in words what it is", () => {
  language.value = "en";
  for (const name of ["IMG_2.HEIC", "IMG_2"]) {
    assert.match(facts({ name, size: 2048, type: "image/heic" }), /^Picture \(HEIC\) · 2\D+$/);
  }
  assert.match(facts({ name: "a.heif", size: 2048, type: "image/heif-sequence" }), /^Picture \(HEIF\) · 2\D+$/);
  assert.match(facts({ name: "a.png", size: 2048, type: "image/png" }), /^PNG · 2\D+$/);
  assert.equal(kindOf({ type: "image/heic" }), "card");
});

test("how a name ends stands beside the size, however long the name is", () => {
  assert.match(facts({ name: `photo.jpg${" ".repeat(90)}.exe`, size: 2048 }), /^EXE · 2\D+$/);
  assert.match(facts({ name: "README", size: 2048 }), /^2\D+$/);
  assert.match(facts({ name: "Mr. Smith's letter to everybody", size: 2048 }), /^2\D+$/);
});
