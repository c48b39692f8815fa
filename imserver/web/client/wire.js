// The wire protocol `im.v1` as this client uses it. docs/protocol.md describes every frame.

/** @typedef {"owner" | "admin" | "member"} Role */

/**
 * A person as everybody sees them. `avatar`: the id of their picture, another one for each picture.
 * @typedef {{ id: string, login: string, name: string, avatar?: string }} Profile
 */

/** @typedef {Profile & { role: Role, read?: number, delivered?: number, silenced?: boolean }} Member */

/**
 * A file of a message. `size` in bytes, `width` and `height` in pixels; `thumbnail`: there is a small picture.
 * @typedef {{ id: string, name: string, type: string, size: number, width?: number, height?: number, thumbnail?: boolean }} Attachment
 */

/**
 * Characters (code points) of a text, up to before `end`, that mention somebody: `who` is an id, or "all".
 * @typedef {{ start: number, end: number, who: string }} Span
 */

/**
 * A stored message. `ts` is ms since 1970 UTC by the server's clock; `seq` counts 1, 2, 3 … without gaps
 * within a conversation. `reply_to` and `thread` are numbers of earlier messages, `mentions` ids of people or
 * "all", `spans` where in the text those stand, `reactions` the ids of who reacted by emoji. What is `gone` has no text. `waiting`: it is shown with changes of
 * one's own that the server hasn't got yet. With a `note` the server says what an administrator did to the group: a line
 * in English, then one in Chinese.
 * @typedef {object} Message
 * @property {number} seq
 * @property {string} sender
 * @property {string} client_id
 * @property {number} ts
 * @property {string} text
 * @property {number} [reply_to]
 * @property {number} [thread]
 * @property {string[]} [mentions]
 * @property {Span[]} [spans]
 * @property {number} [edited_at]
 * @property {Record<string, string[]>} [reactions]
 * @property {Record<string, number>} [unnamed] by emoji, how many reacted beside those
 * @property {"recalled" | "damaged"} [gone]
 * @property {Attachment[]} [attachments]
 * @property {{ did: "added" | "removed" | "role" | "unpictured", people: string[], by: string, role?: Role }} [note]
 * @property {Action} [action]
 * @property {boolean} [waiting]
 */

/**
 * What the sender of a message did; a later server may know more of them.
 * @typedef {{ did: "added" | "removed" | "left" | "renamed" | "pictured" | "unpictured" | "pinned" | "unpinned", people?: string[], title?: string, seq?: number }} Action
 */

/**
 * What the owners and admins of a group decide for all; docs/protocol.md has the meanings.
 * @typedef {object} GroupSettings
 * @property {"everybody" | "admins"} [posting]
 * @property {"everybody" | "admins"} [mention_all]
 * @property {"beginning" | "joining"} [history]
 * @property {number} [retention_s]
 */

/**
 * What one member wants of a conversation. `muted_until` is ms since 1970 UTC.
 * @typedef {{ notify?: "all" | "mentions" | "nothing", muted_until?: number, pinned?: boolean }} Preferences
 */

/**
 * A conversation as one member sees it: `role` is that member's. `members` may be cut, `member_count` is whole.
 * @typedef {object} Conversation
 * @property {string} id
 * @property {"direct" | "group"} kind
 * @property {string} title empty for a direct conversation
 * @property {string} [avatar] the id of a group's picture
 * @property {Role} role
 * @property {number} last_seq
 * @property {number} [created_at] ms since 1970 UTC
 * @property {number} [member_count]
 * @property {Member[]} members
 * @property {Message} [last]
 * @property {GroupSettings} [settings]
 * @property {number[]} [pins] numbers of messages
 * @property {number} [first_seq] the first message that this member can see, else 1
 * @property {number} [read] up to where this member has read
 * @property {number} [unread] messages of others after that
 * @property {number} [mentioned] of these, those that mention this member
 * @property {Preferences} [preferences]
 */

/** @typedef {{ t: "ready", id: number, user: string, session: string, mode: "fresh" | "resumed" | "limited" | "reset", sync: string, conversations?: Conversation[], server?: string }} ReadyFrame */
/** @typedef {{ t: "live", sync: string }} LiveFrame */
/** @typedef {{ t: "sent", id: number, conv: string, client_id: string, seq: number, ts: number }} SentFrame */
/** @typedef {{ t: "page", id: number, conv: string, messages: Message[], more: boolean }} PageFrame */
/** @typedef {{ t: "pong", id: number }} PongFrame */
/** @typedef {{ t: "error", id: number | null, code: string, message: string, hint: string, retry: boolean }} ErrorFrame */

/** @typedef {{ t: "message", sync: string, conv: string } & Message} MessageFrame */
/** @typedef {{ t: "edited", sync: string, conv: string, seq: number, ts: number, text: string, mentions?: string[], spans?: Span[] }} EditedFrame */
/** @typedef {{ t: "recalled", sync: string, conv: string, seq: number }} RecalledFrame */
/** @typedef {{ t: "conversation", sync: string, conversation: Conversation }} ConversationFrame */
/** @typedef {{ t: "member", sync: string, conv: string, user: Profile, change: "joined" | "left" | "role" | "silenced" | "unsilenced", role: Role }} MemberFrame */
/** @typedef {{ t: "group", sync: string, conv: string, title: string, avatar?: string, settings?: GroupSettings }} GroupFrame */
/** @typedef {{ t: "reaction", sync: string, conv: string, seq: number, user: string, emoji: string, on: boolean }} ReactionFrame */
/** @typedef {{ t: "pinned", sync: string, conv: string, seq: number, by: string, on: boolean }} PinnedFrame */
/** @typedef {{ t: "expired", sync: string, conv: string, through: number }} ExpiredFrame */
/** @typedef {{ t: "receipt", sync: string, conv: string, user: string, read: number, delivered: number }} ReceiptFrame */
/** @typedef {{ t: "preferences", sync: string, conv: string, preferences: Preferences }} PreferencesFrame */
/** @typedef {{ t: "block", sync: string, user: string, on: boolean }} BlockFrame */
/** @typedef {{ t: "typing", conv: string, user: string }} TypingFrame */
/** @typedef {{ t: "presence", online: string[], offline: string[] }} PresenceFrame */
/** @typedef {{ t: "server", name: string }} ServerNamed */
/** @typedef {{ t: "removed", sync: string, conv: string }} RemovedFrame */
/** @typedef {{ t: "profile", sync: string, user: Profile }} ProfileFrame */

/** @typedef {ReactionFrame | PinnedFrame | ExpiredFrame | ReceiptFrame | PreferencesFrame | BlockFrame} AnnotationFrame */
/** @typedef {MessageFrame | EditedFrame | RecalledFrame | ConversationFrame | MemberFrame | GroupFrame | RemovedFrame | ProfileFrame | AnnotationFrame} EventFrame */
/** @typedef {ReadyFrame | LiveFrame | SentFrame | PageFrame | PongFrame | ErrorFrame | TypingFrame | PresenceFrame | ServerNamed | EventFrame} ServerFrame */

export const SUBPROTOCOL = "im.v1.json";

/** Most characters (code points) in a message. */
export const MAX_TEXT = 8000;

/** Most files of a message. */
export const MAX_FILES = 10;

/** Most messages in one page of history. */
export const MAX_PAGE = 200;

/** Most places of a text that mention somebody. */
export const MAX_SPANS = 100;

/** In `mentions`: everybody in the group. */
export const EVERYONE = "all";

/**
 * Whether its sender wrote it. Else it is a line of the server's about what was done.
 * @param {Pick<Message, "note" | "action">} message
 */
export function isSaid({ note, action }) {
  return !note && !action;
}

/** In larger groups nobody is told how far others have read. */
export const RECEIPTS_UP_TO = 100;

/** Most conversations whose people's presence is told at once. */
export const MAX_WATCHED = 20;

/** Close codes after which connecting again with the same credentials is pointless. */
export const CLOSE = Object.freeze({
  tokenRefused: 3500,
  sessionEnded: 3501,
  disabled: 3502,
  sessionReused: 3506,
});
