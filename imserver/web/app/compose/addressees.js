import { spansOf } from "../../client/spans.js";
import { cleanText } from "../../client/text.js";
import { EVERYONE, MAX_SPANS } from "../../client/wire.js";
import { follow } from "./choices.js";
import { read } from "../messages/markup.js";
import { findNames, standsAlone, withEverybody } from "./mentions.js";
import { findLinks } from "../messages/message-text.js";

/** @typedef {import("./choices.js").Written} Written */
/** @typedef {import("./mentions.js").Mentionable} Mentionable */
/** @typedef {import("../../client/spans.js").Range} Range */

/** Elements in which nobody is mentioned. */
const QUIET = ["a", "code", "pre"];

/**
 * Whom a text mentions: who was chosen, and who is named so that nobody else can be meant. `doubts` are names of several.
 * @param {Written} written
 * @param {readonly Mentionable[]} people whom one can mention
 * @returns {{ ranges: Range[], doubts: import("./mentions.js").Naming[] }}
 */
export function addressees({ text, choices }, people) {
  if (!text.includes("@")) return { ranges: [], doubts: [] };
  const ids = new Set(people.map(({ id }) => id));
  const quiet = quietIn(text);
  const isQuiet = (/** @type {{ start: number, end: number }} */ { start, end }) =>
    quiet.some((one) => one.start < end && one.end > start);
  const chosen = choices.filter((one) => ids.has(one.id) && !isQuiet(one) && standsAlone(text, one.start, one.end));
  const isFree = (/** @type {{ start: number, end: number }} */ { start, end }) =>
    chosen.every((one) => one.end <= start || one.start >= end);
  const others = people.filter(({ id }) => id !== EVERYONE);
  const named = findNames(text, ids.has(EVERYONE) ? withEverybody(others) : others).filter(
    (one) => isFree(one) && !isQuiet(one),
  );
  const meant = named.flatMap(({ start, end, ids: [id = "", ...more] }) => (more.length > 0 ? [] : { start, end, id }));
  return {
    ranges: [...chosen, ...meant].sort((one, other) => one.start - other.start),
    doubts: named.filter((one) => one.ids.length > 1),
  };
}

/**
 * What is sent with a text.
 * @param {Written} written
 * @param {readonly Mentionable[]} people
 */
export function called(written, people) {
  const text = cleanText(written.text);
  const { ranges } = addressees(follow(follow(written, written.text.trimEnd()), text), people);
  const mentions = [...new Set(ranges.map(({ id }) => id))];
  return mentions.length > 0 ? { mentions, spans: spansOf(text, ranges.slice(0, MAX_SPANS)) } : {};
}

/**
 * Where there are links and code.
 * @param {string} text
 */
function quietIn(text) {
  const found = /** @type {{ start: number, end: number }[]} */ ([]);
  const around = /** @type {boolean[]} */ ([]);
  let at = 0;
  for (const { written, enter, leave } of read(text)) {
    const start = at;
    at += written.length;
    if (enter) around.push(QUIET.includes(enter.name));
    const last = found.at(-1);
    if (!around.includes(true)) {
      if (leave) around.pop();
      continue;
    }
    if (last?.end === start) last.end = at;
    else found.push({ start, end: at });
    if (leave) around.pop();
  }
  at = 0;
  for (const piece of findLinks(text)) {
    if (piece.address) found.push({ start: at, end: at + piece.text.length });
    at += piece.text.length;
  }
  return found;
}
