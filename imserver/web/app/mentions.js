import { EVERYONE } from "../client/wire.js";
import en from "../i18n/en.js";
import zh from "../i18n/zh.js";
import { folded } from "./comparison.js";
import { t } from "./language.js";

/** @typedef {import("../client/wire.js").Member} Member */
/** @typedef {{ id: string, name: string, login: string }} Mentionable */

/** What stands before the place where one types, when it is the beginning of a mention. */
const BEGINNING = /(?:^|[^\p{L}\p{N}._@-]|\p{Script=Han})@([^\s@]{0,30})$/u;

/**
 * Whom one can mention in a group: its members, and everybody at once where that is allowed.
 * @param {import("../client/wire.js").Conversation} conversation
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
  const fold = folded.value;
  const wanted = fold(beginning);
  const rank = (/** @type {Mentionable} */ { name, login }) => {
    const letters = fold(name);
    if (letters.startsWith(wanted) || fold(login).startsWith(wanted)) return 0;
    return letters.includes(wanted) ? 1 : 2;
  };
  return people
    .filter((person) => rank(person) < 2)
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, limit);
}

/** Names in lower case and their lengths, longest first. @param {readonly Mentionable[]} people */
function namesOf(people) {
  const names = people.flatMap((person) => [person.name, person.login].filter(Boolean).map((name) => ({ name, person }))).reverse();
  const byName = new Map(names.map(({ name, person }) => [name.toLowerCase(), person]));
  const lengths = [...new Set(names.map(({ name }) => name.length))].sort((one, other) => other - one);
  return { people, byName, lengths };
}

/** Those of the people who were looked for last. */
let known = namesOf([]);

/**
 * Where people are mentioned in a text: `@` and their name or login, the longest that fits.
 * @param {string} text
 * @param {readonly Mentionable[]} people
 * @param {import("./message-text.js").Work} [work]
 * @returns {{ start: number, end: number, id: string, login: string }[]}
 */
export function findMentions(text, people, work = { left: Infinity }) {
  if (!text.includes("@") || people.length === 0) return [];
  if (known.people !== people) known = namesOf(people);
  const { byName, lengths } = known;
  const found = [];
  for (let at = text.indexOf("@"); at !== -1 && work.left > 0; at = text.indexOf("@", at + 1)) {
    for (const length of lengths) {
      work.left -= 1;
      const end = at + 1 + length;
      const one = end <= text.length && byName.get(text.slice(at + 1, end).toLowerCase());
      if (!one || !endsWord(text, end)) continue;
      found.push({ start: at, end, id: one.id, login: one.login });
      at = end - 1;
      break;
    }
  }
  return found;
}


/**
 * A name doesn't end in the middle of another word; Chinese has no spaces to tell.
 * @param {string} text
 * @param {number} end of the name
 */
function endsWord(text, end) {
  const next = text.charAt(end);
  return !/[\p{L}\p{N}_]/u.test(next) || /\p{Script=Han}/u.test(next) || /\p{Script=Han}/u.test(text.charAt(end - 1));
}

/**
 * Ids of those whom a text mentions.
 * @param {string} text
 * @param {readonly Mentionable[]} people
 */
export function mentionedIn(text, people) {
  return [...new Set(findMentions(text, people).map(({ id }) => id))];
}

/**
 * Everybody who may be mentioned in what was written already, in either language.
 * @param {readonly Member[]} members
 * @returns {Mentionable[]}
 */
export function everybodyIn(members) {
  const everyone = [en, zh].map((catalogue) => ({ id: EVERYONE, name: catalogue["mention.all"], login: EVERYONE }));
  return [...everyone, ...members];
}
