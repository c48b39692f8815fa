import assert from "node:assert/strict";
import { test } from "node:test";
import { byKey, byRangeKey, followed } from "../../imserver/web/app/avatar/stage.js";
import { middle, mostZoom, moved, placeOf, zoomed, zoomOf } from "../../imserver/web/app/avatar/cut.js";
import { pictureObstacle } from "../../imserver/web/app/avatar/editor.js";
import { kindOf } from "../../imserver/web/app/avatar/signature.js";
import { Avatars } from "../../imserver/web/app/state/avatars.js";
import { ImError, offline } from "../../imserver/web/client/errors.js";
import { MemoryStorage } from "../../imserver/web/client/storage.js";

const settled = () => new Promise((resolve) => setTimeout(resolve));

/** A page with rows that can be scrolled to, before a server that answers when the test says so. */
function page({ storage = new MemoryStorage(), live = true } = {}) {
  const rows = new Map();
  const asked = [];
  const connection = { live };
  const timers = new Set();
  const avatars = new Avatars({
    storage,
    fetch: (id) =>
      new Promise((resolve, reject) => {
        asked.push({ id, answer: (text = id) => resolve(new Blob([text])), refuse: reject });
      }),
    isLive: () => connection.live,
    decode: async (url) => {
      if ((await (await fetch(url)).text()) === "broken") throw new Error("no picture");
    },
    watch: (row, tell) => {
      rows.set(row, tell);
      return () => rows.delete(row);
    },
    later: (act, ms) => {
      const timer = { act, ms };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  });
  /** Time passes until what waits is due. @returns how long it waited (ms) */
  const pass = async () => {
    const due = [...timers];
    timers.clear();
    for (const { act } of due) act();
    await settled();
    return due.map(({ ms }) => ms);
  };
  const see = (row, inSight = true) => rows.get(row)?.(inSight);
  const ids = () => asked.map(({ id }) => id);
  const url = (id) => avatars.address(id).peek();
  return { avatars, storage, asked, connection, rows, see, ids, url, pass };
}

const text = async (url) => (await fetch(url)).text();

test("a picture is fetched once, when a row that shows it comes into sight", async () => {
  const { avatars, asked, see, ids, url } = page();
  for (const row of ["one", "two", "three"]) avatars.show("a1", row);
  await settled();
  assert.deepEqual(ids(), []);
  see("two");
  await settled();
  see("one");
  await settled();
  assert.deepEqual(ids(), ["a1"]);
  assert.equal(url("a1"), undefined);
  asked[0].answer();
  await settled();
  assert.equal(await text(url("a1")), "a1");
  avatars.show("a1", "four");
  see("four");
  await settled();
  assert.deepEqual(ids(), ["a1"]);
});

test("a few are fetched at once, what came into sight last first, and none that is out of sight again", async () => {
  const { avatars, asked, see, ids } = page();
  for (let number = 1; number <= 8; number += 1) {
    avatars.show(`a${number}`, `row ${number}`);
    see(`row ${number}`);
  }
  await settled();
  assert.deepEqual(ids(), ["a1", "a2", "a3", "a4"]);
  see("row 8", false);
  asked[0].answer();
  asked[1].answer();
  await settled();
  assert.deepEqual(ids().slice(4), ["a7", "a6"]);
  see("row 8");
  asked[2].answer();
  await settled();
  assert.deepEqual(ids().slice(6), ["a8"]);
});

test("the next visit needs no request, with or without a connection", async () => {
  const first = page();
  first.avatars.show("a1", "row");
  first.see("row");
  await settled();
  first.asked[0].answer();
  await settled();
  const next = page({ storage: first.storage, live: false });
  next.avatars.show("a1", "row");
  next.see("row");
  await settled();
  assert.equal(await text(next.url("a1")), "a1");
  assert.deepEqual(next.ids(), []);
});

test("what isn't kept waits for a connection, and what failed is asked for with the next", async () => {
  const { avatars, asked, connection, see, ids, url } = page({ live: false });
  avatars.show("a1", "row");
  see("row");
  await settled();
  assert.deepEqual(ids(), []);
  connection.live = true;
  avatars.again();
  await settled();
  asked[0].refuse(offline());
  await settled();
  assert.equal(url("a1"), undefined);
  avatars.again();
  await settled();
  asked[1].answer();
  await settled();
  assert.equal(await text(url("a1")), "a1");
});

test("what failed in passing is asked for again while it is in sight, each time later", async () => {
  const { avatars, asked, see, ids, url, pass } = page();
  avatars.show("a1", "row");
  see("row");
  await settled();
  const waited = [];
  for (const wait of [0, 0, 60]) {
    asked.at(-1).refuse(new ImError("throttled", "Too many.", { wait }));
    await settled();
    see("row", false);
    see("row");
    await settled();
    waited.push(...(await pass()));
  }
  assert.deepEqual(waited, [5_000, 10_000, 60_000]);
  assert.equal(ids().length, 4);
  asked[3].refuse(new ImError("internal", "Trouble."));
  await settled();
  see("row", false);
  await pass();
  assert.equal(ids().length, 4, "nobody sees it");
  see("row");
  await settled();
  asked[4].answer();
  await settled();
  assert.equal(await text(url("a1")), "a1");
  assert.deepEqual(await pass(), []);
});

test("what can't be read on the device is fetched", async () => {
  const { avatars, storage, asked, see, url } = page();
  await storage.put("state", { name: "avatar a1", picture: new Blob(["broken"]) }, { name: "avatar a2", picture: {} });
  for (const id of ["a1", "a2"]) {
    avatars.show(id, id);
    see(id);
  }
  await settled();
  await settled();
  for (const { answer } of asked) answer();
  await settled();
  await settled();
  assert.deepEqual([await text(url("a1")), await text(url("a2"))], ["a1", "a2"]);
  assert.equal(await (await storage.get("state", "avatar a1")).picture.text(), "a1");
});

test("what is gone, or no picture, leaves the letters, and isn't asked for again", async () => {
  const { avatars, storage, asked, see, ids, url } = page();
  for (const id of ["a1", "a2"]) {
    avatars.show(id, id);
    see(id);
  }
  await settled();
  asked[0].refuse(new ImError("unknown_file", "No such file."));
  asked[1].answer("broken");
  await settled();
  avatars.again();
  await settled();
  assert.deepEqual([url("a1"), url("a2")], ["", ""]);
  assert.deepEqual(ids(), ["a1", "a2"]);
  assert.deepEqual(await storage.all("state"), []);
});

test("so many stay on the device, however many are at hand", async () => {
  const { avatars, storage, asked, see } = page();
  const name = (number) => `avatar a${String(number).padStart(4, "0")}`;
  for (let number = 0; number < 500; number += 1) {
    await storage.put("state", { name: name(number), picture: new Blob(["x"]) });
    avatars.show(name(number).slice(7), `row ${number}`);
  }
  avatars.show("a0500", "row");
  see("row");
  await settled();
  asked[0].answer();
  await settled();
  const names = await storage.keys("state", "", "\uFFFF");
  assert.equal(names.length, 500);
  assert.ok(!names.includes(name(0)) && names.includes(name(500)));
});

test("so many stay on the device: the oldest that aren't at hand go first", async () => {
  const { avatars, storage, asked, see } = page();
  const name = (number) => `avatar a${String(number).padStart(4, "0")}`;
  for (let number = 0; number < 500; number += 1)
    await storage.put("state", { name: name(number), picture: new Blob(["x"]) });
  await storage.put("state", { name: "snapshot" });
  for (const [row, id] of [
    ["one", "a0000"],
    ["two", "a0500"],
  ]) {
    avatars.show(id, row);
    see(row);
  }
  await settled();
  asked[0].answer();
  await settled();
  const names = await storage.keys("state", "", "\uFFFF");
  assert.equal(names.length, 501);
  assert.ok(
    names.includes(name(0)) && !names.includes(name(1)) && names.includes(name(500)) && names.includes("snapshot"),
  );
});

test("nothing is kept any more once somebody has left", async () => {
  const { avatars, storage, asked, see } = page();
  await storage.put("state", { name: "avatar a0", picture: new Blob(["x"]) }, { name: "snapshot" });
  avatars.show("a1", "row");
  see("row");
  await settled();
  await avatars.forget();
  asked[0].answer();
  await settled();
  assert.deepEqual(await storage.keys("state", "", "\uFFFF"), ["snapshot"]);
});

test("of pictures that nobody sees, those seen last stay in memory", async () => {
  const { avatars, storage, asked, see, url, pass } = page();
  for (let number = 0; number < 203; number += 1) {
    await storage.put("state", { name: `avatar b${number}`, picture: new Blob([`b${number}`]) });
    const leave = avatars.show(`b${number}`, "row");
    see("row");
    await settled();
    if (number > 0) leave();
  }
  await pass();
  avatars.address("b1");
  await pass();
  assert.ok(url("b0"), "it is still shown");
  assert.deepEqual([url("b2"), url("b3")], [undefined, undefined]);
  assert.ok(url("b1"), "it is about to be shown again");
  assert.ok(url("b4") && url("b202"));
  assert.deepEqual(asked, []);
});

test("an address is given back though nobody has use for the picture any more when it comes", async () => {
  const { avatars, storage, see, pass } = page();
  const { revokeObjectURL, createObjectURL } = URL;
  const open = new Set();
  let opened = 0;
  URL.createObjectURL = (blob) => {
    const url = createObjectURL(blob);
    open.add(url);
    opened += 1;
    return url;
  };
  URL.revokeObjectURL = (url) => {
    open.delete(url);
    revokeObjectURL(url);
  };
  try {
    await storage.put("state", { name: "avatar c", picture: new Blob(["c"]) });
    const leave = avatars.show("c", "row");
    see("row");
    leave();
    for (let number = 0; number < 200; number += 1) avatars.show(`b${number}`, "row")();
    pass();
    pass();
    await settled();
    assert.deepEqual([opened, open.size], [1, 0]);
  } finally {
    Object.assign(URL, { createObjectURL, revokeObjectURL });
  }
});

test("a cut begins in the middle, and never leaves the picture", () => {
  const cut = middle({ width: 400, height: 300 });
  assert.deepEqual(cut, { width: 400, height: 300, side: 300, x: 50, y: 0 });
  assert.equal(moved(cut, 1, 1).x, 0);
  assert.equal(moved(cut, -1, -1).x, 100);
  assert.equal(moved(cut, 0, -1).y, 0);
  assert.deepEqual(placeOf(cut), { x: 50, y: 50 });
});

test("zooming keeps what is under the fingers, and has an end", () => {
  const cut = middle({ width: 640, height: 640 });
  const corner = zoomed(cut, 2, { x: 0, y: 1 });
  assert.deepEqual([corner.x, corner.y, corner.side], [0, 320, 320]);
  assert.equal(zoomOf(corner), 2);
  assert.equal(zoomOf(zoomed(cut, 100)), 8);
  assert.equal(zoomOf(zoomed(cut, 0.1)), 1);
  assert.equal(mostZoom(middle({ width: 128, height: 900 })), 2);
  assert.equal(mostZoom(middle({ width: 20, height: 20 })), 1);
  assert.equal(zoomed(zoomed(cut, 3, { x: 1, y: 1 }), 1).x, 0, "back again, it is whole");
});

test("the picture goes along with a finger, and grows between two", () => {
  const cut = zoomed(middle({ width: 800, height: 800 }), 2);
  const dragged = followed(cut, [{ x: 0.5, y: 0.5 }], [{ x: 0.6, y: 0.4 }]);
  assert.deepEqual([Math.round(dragged.x), Math.round(dragged.y)], [160, 240]);
  const pinched = followed(
    cut,
    [
      { x: 0.4, y: 0.5 },
      { x: 0.6, y: 0.5 },
    ],
    [
      { x: 0.3, y: 0.5 },
      { x: 0.7, y: 0.5 },
    ],
  );
  assert.equal(Math.round(zoomOf(pinched) * 100), 400);
  assert.deepEqual(placeOf(pinched), { x: 50, y: 50 });
});

test("keys move and enlarge it", () => {
  const cut = zoomed(middle({ width: 800, height: 800 }), 2);
  assert.ok(byKey(cut, "ArrowLeft").x < cut.x);
  assert.ok(byKey(cut, "ArrowDown").y > cut.y);
  assert.ok(zoomOf(byKey(cut, "+")) > 2);
  assert.ok(zoomOf(byKey(cut, "-")) < 2);
  assert.equal(byKey(cut, "Tab"), null);
  assert.equal(zoomOf(byRangeKey(cut, "ArrowRight")).toFixed(2), "2.10");
  assert.equal(zoomOf(byRangeKey(cut, "ArrowDown")).toFixed(2), "1.90");
  assert.equal(byRangeKey(cut, "Home"), null);
});

test("what the browser can't show is sent as it is where the server may take it, and isn't too large", () => {
  assert.equal(pictureObstacle({ size: 5_000_000 }, "picture"), null);
  assert.equal(pictureObstacle({ size: 11_000_000 }, "picture"), "too_large");
  assert.equal(pictureObstacle({ size: 11_000_000 }, "heic"), "picture_heic");
  assert.equal(pictureObstacle({ size: 10 }, "other"), "picture_invalid");
});

test("a file is told by its first bytes, not by its name", async () => {
  const kinds = {
    "\xFF\xD8\xFF\xE0": "picture",
    "\x89PNG\r\n\x1A\n": "picture",
    GIF89a: "picture",
    "RIFF\x10\0\0\0WEBPVP8 ": "picture",
    "\0\0\0\x1CftypavifAAAAavifmif1miaf": "picture",
    "\0\0\0\x18ftypmif1AAAAmif1avif": "picture",
    "\0\0\0\x18ftypheicAAAAmif1heic": "heic",
    "\0\0\0\x18ftypmif1AAAAmif1heic": "heic",
    "\0\0\0\x14ftypmp42AAAAmp42avif": "other",
    "RIFF\x10\0\0\0WAVEfmt ": "other",
    "%PDF-1.4": "other",
    "A text.": "other",
    "": "other",
  };
  for (const [content, kind] of Object.entries(kinds)) {
    assert.equal(
      await kindOf(new File([Uint8Array.from(content, (one) => one.charCodeAt(0))], "a.jpg")),
      kind,
      content,
    );
  }
});
