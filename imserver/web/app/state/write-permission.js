import { partner } from "./names.js";

/** @typedef {import("../../client/wire.js").Conversation} Conversation */
/** @typedef {"announcements" | "silenced" | "blocked" | "gone"} WriteObstacle */

/**
 * Why somebody can't write into a conversation; null where they can.
 * @param {Conversation} conversation
 * @param {string} me
 * @param {ReadonlySet<string>} blocked ids of people whom they have blocked
 * @returns {WriteObstacle | null}
 */
export function writeObstacle(conversation, me, blocked) {
  if (conversation.kind === "direct") {
    const other = partner(conversation, me);
    if (!other || !other.login) return "gone";
    return blocked.has(other.id) ? "blocked" : null;
  }
  if (conversation.role !== "member") return null;
  if (conversation.members.find(({ id }) => id === me)?.silenced) return "silenced";
  return conversation.settings?.posting === "admins" ? "announcements" : null;
}
