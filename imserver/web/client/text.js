import { MAX_TEXT } from "./wire.js";

/**
 * What is sent for what was typed: no U+0000, no half characters, no blank edges.
 * @param {string} typed
 */
export function cleanText(typed) {
  return typed
    .replaceAll("\0", "")
    .replace(/\p{Cs}/gu, "\uFFFD")
    .trim();
}

/** Code points that are drawn as nothing, as in imserver/core/legibility.py. */
const UNSEEN = /[\p{DI}\ufff9-\ufffb\u2800\ufffc\u{1D159}\u{13441}\u{13442}]/u;

/** Letters, digits, signs and pictures, and what is assigned after this browser was made. */
const SEEN = /[\p{L}\p{N}\p{P}\p{S}\p{Cn}]/gu;

/**
 * Whether there is anything to see, as the server asks of a message.
 * @param {string} text
 */
export function isSeen(text) {
  for (const [character] of text.matchAll(SEEN)) if (!UNSEEN.test(character)) return true;
  return false;
}

/**
 * How many characters the server counts.
 * @param {string} text
 */
export function textLength(text) {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** @param {string} text */
export function fits(text) {
  return text.length <= MAX_TEXT || textLength(text) <= MAX_TEXT;
}
