import { signal } from "../vendor/signals/signals.js";
import { go, PATHS } from "./route.js";

/**
 * A message somebody wants to see in its place, and the words that led there.
 * @typedef {{ conv: string, seq: number, terms: readonly string[] }} Jump
 */

/** The last one; it stays while one is in that conversation. */
export const jump = signal(/** @type {Jump | null} */ (null));

/**
 * @param {string} conv
 * @param {number} seq
 * @param {readonly string[]} [terms]
 */
export function jumpTo(conv, seq, terms = []) {
  jump.value = { conv, seq, terms };
  go(PATHS.conversation(conv));
}

/**
 * The words of a search, to be marked where they are found.
 * @param {string} query
 */
export function termsOf(query) {
  return query.split(/\s+/).filter(Boolean);
}
