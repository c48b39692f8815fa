// The wire protocol `im.v1` as this client uses it. docs/protocol.md describes every frame.

/** @typedef {"owner" | "admin" | "member"} Role */

/**
 * A person as everybody sees them.
 * @typedef {{ id: string, login: string, name: string }} Profile
 */

/** @typedef {Profile & { role: Role }} Member */

/**
 * A file of a message. `size` in bytes, `width` and `height` in pixels; `thumbnail`: there is a small picture.
 * @typedef {{ id: string, name: string, type: string, size: number, width?: number, height?: number, thumbnail?: boolean }} Attachment
 */

/**
 * A stored message. `ts` is ms since 1970 UTC by the server's clock; `seq` counts 1, 2, 3 … without gaps
 * within a conversation. What is `gone` has no text.
 * @typedef {{ seq: number, sender: string, client_id: string, ts: number, text: string, edited_at?: number, gone?: "recalled" | "damaged", attachments?: Attachment[] }} Message
 */

/**
 * A conversation as one member sees it: `role` is that member's. `members` may be cut, `member_count` is whole.
 * @typedef {object} Conversation
 * @property {string} id
 * @property {"direct" | "group"} kind
 * @property {string} title empty for a direct conversation
 * @property {Role} role
 * @property {number} last_seq
 * @property {number} [member_count]
 * @property {Member[]} members
 * @property {Message} [last]
 */

/** @typedef {{ t: "ready", id: number, user: string, session: string, mode: "fresh" | "resumed" | "limited" | "reset", sync: string, conversations?: Conversation[] }} ReadyFrame */
/** @typedef {{ t: "live", sync: string }} LiveFrame */
/** @typedef {{ t: "sent", id: number, conv: string, client_id: string, seq: number, ts: number }} SentFrame */
/** @typedef {{ t: "page", id: number, conv: string, messages: Message[], more: boolean }} PageFrame */
/** @typedef {{ t: "pong", id: number }} PongFrame */
/** @typedef {{ t: "error", id: number | null, code: string, message: string, hint: string, retry: boolean }} ErrorFrame */

/** @typedef {{ t: "message", sync: string, conv: string } & Message} MessageFrame */
/** @typedef {{ t: "edited", sync: string, conv: string, seq: number, ts: number, text: string }} EditedFrame */
/** @typedef {{ t: "recalled", sync: string, conv: string, seq: number }} RecalledFrame */
/** @typedef {{ t: "conversation", sync: string, conversation: Conversation }} ConversationFrame */
/** @typedef {{ t: "member", sync: string, conv: string, user: Profile, change: "joined" | "left" | "role", role: Role }} MemberFrame */
/** @typedef {{ t: "group", sync: string, conv: string, title: string }} GroupFrame */
/** @typedef {{ t: "removed", sync: string, conv: string }} RemovedFrame */
/** @typedef {{ t: "profile", sync: string, user: Profile }} ProfileFrame */

/** @typedef {MessageFrame | EditedFrame | RecalledFrame | ConversationFrame | MemberFrame | GroupFrame | RemovedFrame | ProfileFrame} EventFrame */
/** @typedef {ReadyFrame | LiveFrame | SentFrame | PageFrame | PongFrame | ErrorFrame | EventFrame} ServerFrame */

export const SUBPROTOCOL = "im.v1.json";

/** Most characters (code points) in a message. */
export const MAX_TEXT = 8000;

/** Most messages in one page of history. */
export const MAX_PAGE = 200;

/** Close codes after which connecting again with the same credentials is pointless. */
export const CLOSE = Object.freeze({
  tokenRefused: 3500,
  sessionEnded: 3501,
  disabled: 3502,
});
