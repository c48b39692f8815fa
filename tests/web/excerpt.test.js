import assert from "node:assert/strict";
import { test } from "node:test";
import { FIRST_ROWS, grow, MAX_ROWS, ROWS_PER_FRAME } from "../../imserver/web/app/messages/excerpt.js";

const AT_END = { near: null, atEnd: true, wanted: -1 };
const BETWEEN = { near: null, atEnd: false, wanted: -1 };
const NEAR_START = { near: "start", atEnd: false, wanted: -1 };
const NEAR_END = { near: "end", atEnd: false, wanted: -1 };

function list(first, last) {
  return Array.from({ length: last - first + 1 }, (_, index) => ({ key: `${first + index}` }));
}

/** What is drawn after a number of frames, by first and last key. */
function after(frames, rows, reader, drawn = []) {
  for (let frame = 0; frame < frames; frame += 1) {
    const { from, to } = grow(rows, drawn, reader);
    drawn = rows.slice(from, to);
  }
  return { drawn, span: [Number(drawn[0]?.key), Number(drawn.at(-1)?.key)] };
}

test("an empty list is drawn", () => {
  assert.deepEqual(grow([], [], AT_END), { from: 0, to: 0 });
});

test("the end is drawn first, then a few rows in each frame until it is all", () => {
  const rows = list(1, 50);
  assert.deepEqual(after(1, rows, AT_END).span, [51 - FIRST_ROWS, 50]);
  assert.deepEqual(after(2, rows, AT_END).span, [51 - FIRST_ROWS - ROWS_PER_FRAME, 50]);
  assert.deepEqual(after(20, rows, AT_END).span, [1, 50]);
});

test("what is gone to stays drawn, also for whoever was at the end", () => {
  for (const before of [[], list(85, 100)]) {
    let { drawn } = after(1, list(1, 100), { ...AT_END, wanted: 50 }, before);
    for (let frame = 0; frame < 20; frame += 1) {
      assert.ok(drawn.some(({ key }) => key === "51"));
      ({ drawn } = after(1, list(1, 100), { ...AT_END, wanted: 50 }, drawn));
    }
  }
});

test("a page of history comes in steps, and leaves what is drawn in its place", () => {
  const { drawn } = after(20, list(51, 100), AT_END);
  for (let frame = 1; frame <= 50 / ROWS_PER_FRAME; frame += 1) {
    assert.deepEqual(after(frame, list(1, 100), NEAR_START, drawn).span, [51 - frame * ROWS_PER_FRAME, 100]);
  }
});

test("no more than the most rows are drawn, and no more than a few change in a frame", () => {
  for (const [reader, goal] of [
    [NEAR_START, [1, MAX_ROWS]],
    [NEAR_END, [1001 - MAX_ROWS, 1000]],
  ]) {
    let { drawn } = after(1, list(1, 1000), { ...BETWEEN, wanted: 500 });
    for (let frame = 0; frame < 1000 / ROWS_PER_FRAME; frame += 1) {
      const next = after(1, list(1, 1000), reader, drawn).drawn;
      assert.ok(next.length <= MAX_ROWS);
      assert.ok(next.filter((row) => !drawn.some(({ key }) => key === row.key)).length <= 2 * ROWS_PER_FRAME);
      assert.ok(drawn.filter((row) => !next.some(({ key }) => key === row.key)).length <= 2 * ROWS_PER_FRAME);
      drawn = next;
    }
    assert.deepEqual([Number(drawn[0].key), Number(drawn.at(-1).key)], goal);
  }
});

test("somebody between the edges has all that fits, and then nothing more", () => {
  const { drawn, span } = after(200, list(1, 1000), { ...BETWEEN, wanted: 500 });
  assert.ok(drawn.length === MAX_ROWS && span[0] < 500 && span[1] > 500, `${span}`);
  assert.deepEqual(after(1, list(1, 1000), BETWEEN, drawn).span, span);
});

test("what arrives is drawn at once for somebody at the end, and later for others", () => {
  const { drawn } = after(200, list(1, MAX_ROWS), AT_END);
  assert.deepEqual(after(1, list(1, MAX_ROWS + 2), AT_END, drawn).span, [3, MAX_ROWS + 2]);
  assert.deepEqual(after(9, list(1, MAX_ROWS + 2), BETWEEN, drawn).span, [1, MAX_ROWS]);
});

test("very many that arrive at once aren't drawn one after another", () => {
  const { drawn } = after(20, list(1, 50), AT_END);
  assert.deepEqual(after(1, list(1, 150), AT_END, drawn).span, [151 - FIRST_ROWS, 150]);
});

test("what one is led to is drawn with its neighbours", () => {
  const { drawn } = after(20, list(901, 950), AT_END);
  const { span } = after(1, list(1, 950), { ...BETWEEN, wanted: 99 }, drawn);
  assert.deepEqual(span, [101 - FIRST_ROWS / 2 - 1, 100 + FIRST_ROWS / 2 - 1]);
  assert.deepEqual(after(1, list(1, 950), { ...BETWEEN, wanted: 0 }).span, [1, FIRST_ROWS]);
});

test("rows that are gone from the list are gone from what is drawn", () => {
  const { drawn } = after(20, list(1, 50), AT_END);
  assert.deepEqual(after(1, list(31, 50), AT_END, drawn).span, [31, 50]);
  assert.deepEqual(after(1, list(501, 550), BETWEEN, drawn).span, [551 - FIRST_ROWS, 550]);
});
