import assert from "node:assert/strict";
import { test } from "node:test";
import { Layers, stepsBack } from "../../imserver/web/app/ui/layers.js";

/** A browser's history, whose ways take a while: they are gone by `rest`. */
class FakeHistory {
  entries = [{ address: "#/", state: null }];
  at = 0;
  ways = [];
  moved = () => {};

  get state() {
    return structuredClone(this.entries[this.at].state);
  }

  pushState(state) {
    this.entries.splice(this.at + 1, Infinity, { address: this.entries[this.at].address, state });
    this.at += 1;
  }

  replaceState(state) {
    this.entries[this.at].state = state;
  }

  go(steps) {
    this.ways.push(steps);
  }

  visit(address) {
    this.pushState(null);
    this.entries[this.at].address = address;
    this.moved();
  }

  arrive() {
    const to = this.at + this.ways.shift();
    if (!this.entries[to]) return;
    this.at = to;
    this.moved();
  }
}

/** A page on which layers are opened and closed. */
class Page {
  shown = [];
  #soon = [];
  #late = [];
  #release = new Map();

  constructor(history = new FakeHistory(), visit = "one") {
    this.history = history;
    const after = (ms, act) => (ms === 0 ? this.#soon : this.#late).push(act);
    this.layers = new Layers({ history, address: () => history.entries[history.at].address, after, visit });
    history.moved = () => this.layers.moved();
    this.rest();
  }

  open(name, { refuses = false } = {}) {
    this.shown.push(name);
    this.#release.set(
      name,
      this.layers.open(() => refuses || this.close(name)),
    );
  }

  close(name) {
    this.shown = this.shown.filter((one) => one !== name);
    this.#release.get(name)();
  }

  rest() {
    for (;;) {
      if (this.#soon.length > 0) this.#soon.shift()();
      else if (this.history.ways.length > 0) this.history.arrive();
      else if (this.#late.length > 0) this.#late.shift()();
      else return;
    }
  }

  /** What is done at once. */
  settle() {
    while (this.#soon.length > 0) this.#soon.shift()();
  }

  back(steps = -1) {
    this.history.go(steps);
    this.rest();
  }

  get place() {
    return this.history.entries[this.history.at].address;
  }
}

function opened(...names) {
  const page = new Page();
  for (const name of names) {
    page.open(name);
    page.rest();
  }
  return page;
}

test("Back closes layers from the top, and then leaves the place", () => {
  const page = new Page();
  page.history.visit("#/c/1");
  for (const name of ["menu", "readers"]) page.open(name);
  page.rest();
  page.back();
  assert.deepEqual([page.shown, page.place], [["menu"], "#/c/1"]);
  page.back();
  assert.deepEqual([page.shown, page.place], [[], "#/c/1"]);
  page.back();
  assert.equal(page.place, "#/");
});

test("what is closed in other ways leaves no entry to go back through", () => {
  const page = opened("menu", "readers");
  page.close("readers");
  page.close("menu");
  page.rest();
  assert.equal(page.history.at, 0);
  page.open("sheet");
  page.rest();
  assert.deepEqual([page.history.at, page.history.entries.length], [1, 2]);
});

test("a layer that follows another at once takes its place", () => {
  const page = opened("menu");
  page.close("menu");
  page.open("emoji");
  page.rest();
  assert.equal(page.history.at, 1);
  page.back();
  assert.deepEqual([page.shown, page.history.at], [[], 0]);
});

test("Forward opens nothing, and stays where it was", () => {
  const page = opened("menu");
  page.back();
  page.back(1);
  assert.deepEqual([page.shown, page.history.at], [[], 0]);
});

test("Forward passes by what was open to where one went from there", () => {
  const page = opened("search");
  page.history.visit("#/c/1");
  page.rest();
  page.back();
  page.back();
  assert.deepEqual([page.shown, page.history.at], [[], 0]);
  page.back(1);
  assert.equal(page.place, "#/c/1");
});

test("what stays open while one goes elsewhere is there when one comes back, and then closed", () => {
  const page = opened("search");
  page.history.visit("#/c/1");
  page.rest();
  page.open("menu");
  page.rest();
  page.back();
  assert.deepEqual([page.shown, page.place], [["search"], "#/c/1"]);
  page.back();
  assert.deepEqual([page.shown, page.place], [["search"], "#/"]);
  page.back();
  assert.deepEqual([page.shown, page.history.at], [[], 0]);
});

test("what ended while one was elsewhere isn't come through on the way back", () => {
  const page = opened("search");
  page.history.visit("#/c/1");
  page.rest();
  page.close("search");
  page.rest();
  assert.equal(page.place, "#/c/1");
  page.back();
  assert.deepEqual([page.place, page.history.at], ["#/", 0]);
});

test("a menu that leads elsewhere isn't come through on the way back", () => {
  const page = opened("menu");
  page.close("menu");
  page.history.visit("#/c/1/people");
  page.rest();
  assert.equal(page.place, "#/c/1/people");
  page.back();
  assert.deepEqual([page.place, page.history.at], ["#/", 0]);
});

test("a layer that refuses to end stays, and can be asked again", () => {
  const page = new Page();
  page.open("busy", { refuses: true });
  page.rest();
  page.back();
  assert.deepEqual([page.shown, page.history.at], [["busy"], 1]);
  page.close("busy");
  page.rest();
  assert.equal(page.history.at, 0);
});

test("a layer that takes a while to end has no other entry meanwhile", () => {
  const page = new Page();
  let closing = false;
  const release = page.layers.open(() => {
    closing = true;
  });
  page.rest();
  page.history.go(-1);
  page.history.arrive();
  assert.ok(closing);
  page.settle();
  assert.deepEqual([page.history.at, page.history.entries.length], [0, 2]);
  release();
  page.rest();
  assert.equal(page.history.at, 0);
});

test("a way that leads nowhere is given up", () => {
  const page = opened("menu");
  page.close("menu");
  page.settle();
  page.history.ways = [];
  page.rest();
  page.open("sheet");
  page.rest();
  page.back();
  assert.deepEqual(page.shown, []);
});

test("after a reload what was open is gone, and so is its entry", () => {
  const page = opened("menu", "readers");
  const again = new Page(page.history, "two");
  assert.equal(again.history.at, 0);
  again.open("menu");
  again.rest();
  again.back();
  assert.deepEqual([again.shown, again.history.at], [[], 0]);
});

test("another place takes that of the one which something lay over", () => {
  const page = new Page();
  page.history.visit("#/admin/users/bob");
  page.open("confirm");
  page.rest();
  page.layers.clear();
  page.history.arrive();
  assert.deepEqual([page.history.at, page.history.state.layers], [1, []]);
  page.close("confirm");
  page.rest();
  assert.equal(page.history.at, 1);
});

test("a layer below another may end first", () => {
  const page = opened("search", "menu");
  page.close("search");
  page.rest();
  assert.equal(page.history.at, 1);
  page.back();
  assert.deepEqual([page.shown, page.history.at], [[], 0]);
});

test("one level up is the way back where one came from there, past what is open", () => {
  const page = new Page();
  page.history.visit("#/c/1");
  assert.equal(stepsBack(page.history.state, "#/"), 1);
  assert.equal(stepsBack(page.history.state, "#/settings"), 0);
  page.open("search");
  page.rest();
  assert.equal(stepsBack(page.history.state, "#/"), 2);
  assert.equal(stepsBack(null, "#/"), 0);
});
