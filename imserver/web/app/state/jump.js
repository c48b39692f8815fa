import { signal } from "../../vendor/signals/signals.js";
import { go } from "../ui/navigation.js";
import { PATHS } from "./route.js";

/**
 * A message somebody wants to see in its place, and what finds the words that led there.
 * @typedef {{ conv: string, seq: number, find?: import("../ui/fold.js").Find, turn: 1 | 2 }} Jump
 */

/** The last one; it stays while one is in that conversation. */
export const jump = signal(/** @type {Jump | null} */ (null));

/** What is said of the message to which it led. */
export const jumpAnnouncement = signal("");

/**
 * Have a message shown; again from the beginning, where it is shown already.
 * @param {string} conv
 * @param {number} seq
 * @param {import("../ui/fold.js").Find} [find]
 */
export function aim(conv, seq, find) {
  jumpAnnouncement.value = "";
  jump.value = { conv, seq, find, turn: jump.value?.turn === 1 ? 2 : 1 };
}

/** No word is marked any more. */
export function unmark() {
  if (jump.value?.find) jump.value = { ...jump.value, find: undefined };
}

/**
 * @param {string} conv
 * @param {number} seq
 * @param {import("../ui/fold.js").Find} [find]
 */
export function jumpTo(conv, seq, find) {
  aim(conv, seq, find);
  go(PATHS.conversation(conv));
}
