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
