import assert from "node:assert/strict";
import { test } from "node:test";
import { shouldNotify } from "../../imserver/web/app/state/muting.js";
import { deliveryState, receiptsOf, readersOf } from "../../imserver/web/app/state/receipts.js";
import { writeObstacle } from "../../imserver/web/app/state/write-permission.js";

test("how far a message has come is how far it has come with everybody", () => {
  const members = [
    { id: "me", login: "me", read: 9 },
    { id: "a", login: "a", read: 3, delivered: 7 },
    { id: "b", login: "b", read: 5, delivered: 6 },
    { id: "gone", login: "" },
  ];
  const conversation = { members, member_count: 4 };
  const reach = receiptsOf(conversation, "me");
  assert.deepEqual(
    [3, 4, 6, 7].map((seq) => deliveryState(seq, reach)),
    ["read", "delivered", "delivered", "sent"],
  );
  assert.deepEqual(receiptsOf({ members, member_count: 300 }, "me"), { read: 0, delivered: 0 });
  const { read: readers, delivered, waiting } = readersOf(conversation, "me", 5);
  assert.deepEqual(
    [readers, delivered, waiting].map((some) => some.map(({ id }) => id)),
    [["b"], ["a"], []],
  );
});

test("what is muted doesn't call; mentions may", () => {
  const message = { text: "x", mentions: ["me"] };
  const call = (preferences, one = message) => shouldNotify({ preferences }, one, "me", 1000);
  assert.equal(call(undefined), true);
  assert.equal(call({ notify: "nothing" }), false);
  assert.equal(call({ muted_until: 2000 }), false);
  assert.equal(call({ muted_until: 500 }), true);
  assert.equal(call({ notify: "mentions" }), true);
  assert.equal(call({ notify: "mentions" }, { text: "x", mentions: ["all"] }), true);
  assert.equal(call({ notify: "mentions" }, { text: "x" }), false);
  assert.equal(call(undefined, { ...message, gone: "recalled" }), false);
});

test("who can't write is told why", () => {
  const group = { kind: "group", role: "member", members: [{ id: "me", login: "me" }], settings: {} };
  const none = new Set();
  assert.equal(writeObstacle(group, "me", none), null);
  assert.equal(writeObstacle({ ...group, settings: { posting: "admins" } }, "me", none), "announcements");
  assert.equal(writeObstacle({ ...group, role: "admin", settings: { posting: "admins" } }, "me", none), null);
  assert.equal(
    writeObstacle({ ...group, members: [{ id: "me", login: "me", silenced: true }] }, "me", none),
    "silenced",
  );
  const direct = {
    kind: "direct",
    members: [
      { id: "me", login: "me" },
      { id: "a", login: "a" },
    ],
  };
  assert.equal(writeObstacle(direct, "me", none), null);
  assert.equal(writeObstacle(direct, "me", new Set(["a"])), "blocked");
  assert.equal(
    writeObstacle(
      {
        ...direct,
        members: [
          { id: "me", login: "me" },
          { id: "a", login: "" },
        ],
      },
      "me",
      none,
    ),
    "gone",
  );
});
