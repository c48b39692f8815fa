import assert from "node:assert/strict";
import { test } from "node:test";
import { beforeFrame } from "../../imserver/web/app/ui/frame.js";

test("what goes wrong before a frame keeps nothing else from being done, and is reported", () => {
  const reported = [];
  const done = [];
  let draw = () => {};
  Object.assign(globalThis, {
    document: { hidden: false },
    requestAnimationFrame: (run) => {
      draw = run;
      return 1;
    },
    cancelAnimationFrame: () => {},
    reportError: (thrown) => reported.push(thrown.message),
  });
  beforeFrame(() => {
    throw new Error("broken");
  });
  beforeFrame(() => done.push("other"));
  const leave = beforeFrame(() => done.push("left"));
  leave();
  draw();
  assert.deepEqual(done, ["other"]);
  assert.deepEqual(reported, ["broken"]);
});
