import { t } from "./language.js";

/** @typedef {import("../client/wire.js").Conversation} Conversation */

/**
 * The other person of a direct conversation.
 * @param {Conversation} conversation
 * @param {string} me
 */
export function partner(conversation, me) {
  return conversation.members.find((member) => member.id !== me) ?? null;
}

/**
 * @param {Conversation} conversation
 * @param {string} me
 */
export function conversationName(conversation, me) {
  if (conversation.kind === "group") return conversation.title;
  return partner(conversation, me)?.name ?? t("person.unknown");
}

/**
 * What a conversation's colour and initial are made from.
 * @param {Conversation} conversation
 * @param {string} me
 */
export function avatarOf(conversation, me) {
  const id = conversation.kind === "group" ? conversation.id : (partner(conversation, me)?.id ?? conversation.id);
  return { id, name: conversationName(conversation, me), kind: conversation.kind };
}
