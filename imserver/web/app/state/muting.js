import { EVERYONE } from "../../client/wire.js";

/** @typedef {import("../../client/wire.js").Conversation} Conversation */

/** Later than any clock: until somebody says otherwise. */
export const FOREVER = 2 ** 53 - 1;

/**
 * Whether nothing of a conversation calls for attention now.
 * @param {Conversation} conversation
 * @param {number} now ms since 1970 UTC
 */
export function isMuted({ preferences }, now) {
  return preferences?.notify === "nothing" || (preferences?.muted_until ?? 0) > now;
}

/**
 * Whether somebody wants to be called for a message.
 * @param {Conversation} conversation
 * @param {import("../../client/wire.js").Message} message
 * @param {string} me
 * @param {number} now
 */
export function shouldNotify(conversation, message, me, now) {
  if (isMuted(conversation, now) || message.gone || message.action) return false;
  if (conversation.preferences?.notify !== "mentions") return true;
  return message.mentions?.some((who) => who === me || who === EVERYONE) ?? false;
}
