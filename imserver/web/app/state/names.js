import { t } from "../ui/language.js";

/** @typedef {import("../../client/wire.js").Conversation} Conversation */

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
 * What a conversation's avatar is made from.
 * @param {Conversation} conversation
 * @param {string} me
 */
export function avatarOf(conversation, me) {
  const { id, avatar } = conversation.kind === "group" ? conversation : (partner(conversation, me) ?? conversation);
  return { id, name: conversationName(conversation, me), avatar, kind: conversation.kind };
}
