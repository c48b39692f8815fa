import { signal } from "../vendor/signals/signals.js";
import { go, PATHS } from "./route.js";

/**
 * A message somebody wants to see in its place, and what finds the words that led there.
 * @typedef {{ conv: string, seq: number, find?: import("./fold.js").Find }} Jump
 */

/** The last one; it stays while one is in that conversation. */
export const jump = signal(/** @type {Jump | null} */ (null));

/**
 * @param {string} conv
 * @param {number} seq
 * @param {import("./fold.js").Find} [find]
 */
export function jumpTo(conv, seq, find) {
  jump.value = { conv, seq, find };
  go(PATHS.conversation(conv));
}
