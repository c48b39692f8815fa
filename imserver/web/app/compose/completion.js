import { EVERYONE } from "../../client/wire.js";
import { seeker } from "../ui/comparison.js";
import { t } from "../ui/language.js";

/** @typedef {import("./mentions.js").Mentionable} Mentionable */

/** What stands before the place where one types, when it is the beginning of a mention. */
const BEGINNING = /(?:^|[^\p{L}\p{N}._@-]|\p{Script=Han})@([^\s@]{0,30})$/u;

/**
 * Whom one can mention in a group: its members, and everybody at once where that is allowed.
 * @param {import("../../client/wire.js").Conversation} conversation
 * @param {string} me
 * @returns {Mentionable[]}
 */
export function mentionable({ kind, members, settings, role }, me) {
  if (kind !== "group") return [];
  const all = role !== "member" || settings?.mention_all === "everybody";
  const everyone = all ? [{ id: EVERYONE, name: t("mention.all"), login: EVERYONE }] : [];
  return [...everyone, ...members.filter(({ id, login }) => id !== me && login)];
}

/**
 * The mention that is being typed at the end of `before`, without its @; null where there is none.
 * @param {string} before
 */
export function mentionBeginning(before) {
  return BEGINNING.exec(before)?.[1] ?? null;
}

/**
 * Those whose name or login goes on like this; names that begin so first.
 * @param {readonly Mentionable[]} people
 * @param {string} beginning
 * @param {number} limit
 */
export function completions(people, beginning, limit) {
  const places = seeker(beginning);
  const rank = (/** @type {Mentionable} */ { name, login }) => {
    const inName = places(name);
    if (inName.includes(0) || places(login).includes(0)) return 0;
    return inName.some((at) => at > 0) ? 1 : 2;
  };
  return people
    .filter((person) => rank(person) < 2)
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, limit);
}
