import assert from "node:assert/strict";
import { test } from "node:test";
import { destination } from "../../imserver/web/app/ui/arrows.js";

/** Where keys lead, one after the other, from the field; "-" where one leads nowhere. */
function walk(keys, { count, columns = 1 }) {
  let at = -1;
  return keys.map((key) => {
    const to = destination(key, { at, count, columns });
    at = to ?? at;
    return to ?? "-";
  });
}

test("a list is walked down and up, and left for the field", () => {
  const keys = [
    "ArrowDown",
    "ArrowDown",
    "ArrowDown",
    "ArrowDown",
    "ArrowUp",
    "Home",
    "End",
    "ArrowLeft",
    "Home",
    "ArrowUp",
    "ArrowUp",
  ];
  assert.deepEqual(walk(keys, { count: 3 }), [0, 1, 2, "-", 1, 0, 2, "-", 0, -1, 2]);
});

test("in a grid all four arrows lead to neighbours", () => {
  const keys = ["ArrowDown", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowLeft", "ArrowUp", "ArrowUp"];
  assert.deepEqual(walk(keys, { count: 8, columns: 3 }), [0, 1, 4, 7, 7, 6, 3, 0]);
  assert.deepEqual(
    walk(["End", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"], { count: 5, columns: 3 }),
    ["-", 0, 3, 4, 1, -1, 4],
  );
});

test("in the field Home and End belong to the text, and nothing found is nowhere to go", () => {
  assert.deepEqual(walk(["Home", "End", "ArrowLeft", "a"], { count: 3 }), ["-", "-", "-", "-"]);
  assert.deepEqual(walk(["ArrowDown", "ArrowUp"], { count: 0 }), ["-", "-"]);
});
