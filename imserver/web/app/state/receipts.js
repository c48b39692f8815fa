/** @typedef {import("../../client/wire.js").Conversation} Conversation */
/** @typedef {"sent" | "delivered" | "read"} DeliveryState */

/**
 * How far messages of one's own have come with everybody else: read up to, delivered up to.
 * @param {Conversation} conversation
 * @param {string} me
 */
export function receiptsOf({ members, member_count = members.length }, me) {
  const others = members.filter(({ id, login }) => id !== me && login);
  if (others.length === 0 || member_count > members.length) return { read: 0, delivered: 0 };
  return {
    read: Math.min(...others.map(({ read = 0 }) => read)),
    delivered: Math.min(...others.map(({ delivered = 0 }) => delivered)),
  };
}

/**
 * @param {number} seq
 * @param {{ read: number, delivered: number }} reach
 * @returns {DeliveryState}
 */
export function deliveryState(seq, { read, delivered }) {
  if (seq <= read) return "read";
  return seq <= delivered ? "delivered" : "sent";
}

/**
 * Who has read a message, whom it has come to, and who has neither.
 * @param {Conversation} conversation
 * @param {string} sender
 * @param {number} seq
 */
export function readersOf({ members }, sender, seq) {
  const others = members.filter(({ id, login }) => id !== sender && login);
  return {
    read: others.filter(({ read = 0 }) => read >= seq),
    delivered: others.filter(({ read = 0, delivered = 0 }) => read < seq && delivered >= seq),
    waiting: others.filter(({ read = 0, delivered = 0 }) => read < seq && delivered < seq),
  };
}
