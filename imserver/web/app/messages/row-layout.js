import { isSaid } from "../../client/wire.js";
import { dayStart } from "../ui/dates.js";

/** @typedef {import("../../client/wire.js").Message} Message */
/** @typedef {import("../../client/outbox.js").Pending} Pending */
/** @typedef {import("../../client/wire.js").Attachment} Attachment */

/** Messages of one person within this time stand together (ms). */
const TOGETHER = 5 * 60_000;

/** A day has up to 25 hours (ms). */
const LONGER_THAN_A_DAY = 36 * 60 * 60_000;

/** @type {readonly Attachment[]} one list, so that rows without files stay the same */
const NONE = Object.freeze([]);

/**
 * One message on the screen. `opens` and `closes` tell its place in a run of messages by one person.
 * @typedef {object} Row
 * @property {string} key the same for a message before and after it is stored
 * @property {string} sender
 * @property {string} text
 * @property {readonly Attachment[]} files
 * @property {number} ts
 * @property {number | null} seq null until it is stored
 * @property {Message | null} message null until it is stored
 * @property {number | null} reply the number of what it answers
 * @property {boolean} edited
 * @property {Message["gone"]} gone
 * @property {Pending | null} pending
 * @property {boolean} newDay
 * @property {boolean} firstUnread
 * @property {boolean} opens
 * @property {boolean} closes
 */

/**
 * Stored messages, then those on their way; a message that is both is shown once, as stored.
 * @param {readonly Message[]} messages
 * @param {readonly Pending[]} pending
 * @param {{ me: string, readUpTo: number }} reader `readUpTo`: the last message read before; Infinity for none
 * @returns {Row[]}
 */
export function layOut(messages, pending, { me, readUpTo }) {
  const stored = new Set();
  /** @type {Row[]} */
  const rows = [];
  for (const message of messages) {
    const {
      seq,
      sender,
      client_id,
      ts,
      text,
      edited_at,
      gone,
      reply_to: reply = null,
      attachments: files = NONE,
    } = message;
    if (sender === me) stored.add(client_id);
    const key = `${sender}:${client_id}`;
    const state = { reply, edited: Boolean(edited_at), gone, pending: null };
    rows.push(row({ key, sender, text, files, ts, seq, message, ...state }));
  }
  for (const entry of pending) {
    if (stored.has(entry.client_id)) continue;
    const { text, ts, reply_to: reply = null, attachments: files = NONE } = entry;
    const key = `${me}:${entry.client_id}`;
    const rest = { seq: null, message: null, reply, edited: false, gone: undefined, pending: entry };
    rows.push(row({ key, sender: me, text, files, ts, ...rest }));
  }
  const reachesRead = (rows[0]?.seq ?? Infinity) <= readUpTo + 1;
  let isAfterRead = false;
  let day = { start: Infinity, end: Infinity };
  rows.forEach((one, index) => {
    const previous = rows[index - 1];
    one.newDay = !previous || one.ts < day.start || one.ts >= day.end;
    if (one.newDay) day = { start: dayStart(one.ts), end: dayStart(dayStart(one.ts) + LONGER_THAN_A_DAY) };
    const isUnread = one.seq !== null && one.seq > readUpTo && one.sender !== me && !one.message?.action;
    one.firstUnread = isUnread && !isAfterRead && reachesRead;
    isAfterRead ||= isUnread;
    one.opens =
      !previous ||
      one.newDay ||
      one.firstUnread ||
      previous.sender !== one.sender ||
      isLine(previous) ||
      isLine(one) ||
      one.ts - previous.ts > TOGETHER;
    if (previous) previous.closes = one.opens;
  });
  return rows;
}

/**
 * Rows as they were where they still are, so that it takes a glance to see that one is the same.
 * @param {readonly Row[]} known
 * @param {readonly Row[]} rows
 * @returns {Row[]}
 */
export function keep(known, rows) {
  const before = new Map(known.map((row) => [row.key, row]));
  return rows.map((row) => {
    const last = before.get(row.key);
    const isSame =
      last?.message === row.message &&
      last.pending === row.pending &&
      last.opens === row.opens &&
      last.closes === row.closes &&
      last.newDay === row.newDay &&
      last.firstUnread === row.firstUnread;
    return isSame ? last : row;
  });
}

/**
 * @param {Omit<Row, "newDay" | "firstUnread" | "opens" | "closes">} message
 * @returns {Row}
 */
function row(message) {
  return { ...message, newDay: false, firstUnread: false, opens: true, closes: true };
}

/**
 * Whether the row says what was done, and is none of its sender's.
 * @param {Row} row
 */
export function isLine({ message }) {
  return message !== null && !isSaid(message);
}
