import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { startPresses } from "../../imserver/web/app/ui/press.js";

globalThis.MouseEvent ??= class extends Event {};

/** Somebody with a finger, before a page that opens a menu where one is asked for, or doesn't. */
function page({ opens = true } = {}) {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  const document = new EventTarget();
  startPresses(document);
  const asked = [];
  document.addEventListener("contextmenu", (event) => {
    asked.push(event);
    if (opens) event.preventDefault();
  });
  const send = (type, fields = {}) => {
    const event = Object.assign(new Event(type, { cancelable: true }), {
      clientX: 100,
      clientY: 100,
      isPrimary: true,
      pointerType: "touch",
      ...fields,
    });
    document.dispatchEvent(event);
    return event;
  };
  return { asked, send };
}

test("a finger that rests asks for a menu, and clicks nothing when it is lifted", () => {
  const { asked, send } = page();
  send("pointerdown");
  mock.timers.tick(600);
  assert.equal(asked.length, 1);
  assert.equal(send("touchend").defaultPrevented, true);
  send("pointerdown");
  send("pointerup");
  assert.equal(send("touchend").defaultPrevented, false);
});

test("where nothing opens, a finger that is lifted clicks as ever", () => {
  const { asked, send } = page({ opens: false });
  send("pointerdown");
  mock.timers.tick(600);
  assert.equal(asked.length, 1);
  assert.equal(send("touchend").defaultPrevented, false);
});

for (const [what, type, fields] of [
  ["is lifted", "pointerup"],
  ["moves", "pointermove", { clientX: 112 }],
  ["scrolls", "scroll"],
  ["is taken by the browser", "pointercancel"],
  ["is joined by another one", "pointerdown", { isPrimary: false }],
]) {
  test(`a finger that ${what} asks for nothing`, () => {
    const { asked, send } = page();
    send("pointerdown");
    mock.timers.tick(300);
    send(type, fields);
    mock.timers.tick(600);
    assert.equal(asked.length, 0);
  });
}

test("a finger may tremble, and a mouse may rest", () => {
  const { asked, send } = page();
  send("pointerdown");
  send("pointermove", { clientX: 104, clientY: 96 });
  mock.timers.tick(600);
  assert.equal(asked.length, 1);
  send("pointerdown", { pointerType: "mouse" });
  mock.timers.tick(600);
  assert.equal(asked.length, 1);
});
