import { rangesOf } from "../../client/spans.js";
import { EVERYONE } from "../../client/wire.js";
import en from "../../i18n/mention-en.js";
import zh from "../../i18n/mention-zh.js";
import { html } from "../ui/html.js";
import { learn } from "../ui/language.js";
import { openMention } from "../messages/message-text.js";

learn({ en, zh });

/** @typedef {{ id: string, name: string, login: string, avatar?: string }} Mentionable */
/** @typedef {import("../../client/spans.js").Range} Range */

/** A place in a text that names somebody: more than one id where several are called so. */
/** @typedef {{ start: number, end: number, ids: string[] }} Naming */

/**
 * What says of a message whom it mentions.
 * @typedef {{ text: string, mentions?: readonly string[], spans?: readonly import("../../client/wire.js").Span[] }} Said
 */

/** Words for everybody, in both languages: a text is read by others than those who write. */
const WORDS = [en["mention.all"], zh["mention.all"], EVERYONE];

/** What a mention doesn't follow: most of it are addresses, as in x@anna. */
const WORD_BEFORE = /(?:(?!\p{Script=Han})[\p{L}\p{N}]|[.@-])_*$/u;

/** What goes on with a name, which is another one then. */
const WORD_BEHIND = /^_*(?!\p{Script=Han})[\p{L}\p{N}]/u;

/** So many characters are looked at around a name. */
const AROUND = 8;

/** What stands in names and is a mark in a text. */
const MARKS = /[*_~`[\]()<>]/g;

/**
 * Those whom one can name, with everybody at once.
 * @param {readonly Mentionable[]} members
 * @returns {Mentionable[]}
 */
export function withEverybody(members) {
  return [...WORDS.map((name) => ({ id: EVERYONE, name, login: EVERYONE })), ...members];
}

/** Ids by names in lower case, and the lengths of those, longest first. @param {readonly Mentionable[]} people */
function namesOf(people) {
  const byName = /** @type {Map<string, Set<string>>} */ (new Map());
  for (const { id, name, login } of people) {
    for (const one of [name, login]) {
      const key = one.toLowerCase();
      if (key) byName.set(key, (byName.get(key) ?? new Set()).add(id));
    }
  }
  const lengths = [...new Set([...byName.keys()].map((name) => name.length))].sort((one, other) => other - one);
  return { people, byName, lengths };
}

/** Those of the people who were looked for last. */
let known = namesOf([]);

/**
 * Where people are named in a text: `@` and their name or login, the longest that fits.
 * @param {string} text
 * @param {readonly Mentionable[]} people
 * @param {import("../messages/message-text.js").Work} [work]
 * @returns {Naming[]}
 */
export function findNames(text, people, work = { left: Infinity }) {
  if (!text.includes("@") || people.length === 0) return [];
  if (known.people !== people) known = namesOf(people);
  const { byName, lengths } = known;
  const found = [];
  for (let at = text.indexOf("@"); at !== -1 && work.left > 0; at = text.indexOf("@", at + 1)) {
    for (const length of lengths) {
      work.left -= 1;
      const end = at + 1 + length;
      const ids = end <= text.length && byName.get(text.slice(at + 1, end).toLowerCase());
      if (!ids || !standsAlone(text, at, end)) continue;
      found.push({ start: at, end, ids: [...ids] });
      at = end - 1;
      break;
    }
  }
  return found;
}

/**
 * A name neither begins nor ends in the middle of a word; Chinese has no spaces to tell.
 * @param {string} text
 * @param {number} start of the @
 * @param {number} end of the name
 */
export function standsAlone(text, start, end) {
  if (WORD_BEFORE.test(text.slice(Math.max(0, start - AROUND), start))) return false;
  return /\p{Script=Han}/u.test(text.slice(end - 1, end)) || !WORD_BEHIND.test(text.slice(end, end + AROUND));
}

/**
 * Where a message mentions whom: as it says itself, or by the names of those whom it mentions.
 * @param {Said} said
 * @param {readonly Mentionable[]} members
 * @param {import("../messages/message-text.js").Work} [work]
 * @returns {Range[]}
 */
export function placesIn({ text, mentions = [], spans = [] }, members, work) {
  if (spans.length > 0) return rangesOf(text, spans);
  const named = withEverybody(members).filter(({ id }) => mentions.includes(id));
  return findNames(text, named, work).flatMap(({ start, end, ids: [id = "", ...others] }) =>
    others.length > 0 ? [] : { start, end, id },
  );
}

/**
 * What draws the mentions of a message into pieces of its text, which come in their order.
 * @param {Said} said
 * @param {readonly Mentionable[]} members
 * @param {string} me
 * @param {import("../messages/message-text.js").Work} work
 */
export function caller(said, members, me, work) {
  const places = placesIn(said, members, work);
  let next = 0;
  /**
   * @param {string} text
   * @param {number} at where it stands in the whole text
   * @param {(text: string) => any[]} rest draws what is no mention
   */
  const draw = (text, at, rest) => {
    const pieces = [];
    let end = at;
    for (; next < places.length; next += 1) {
      const place = /** @type {Range} */ (places[next]);
      if (place.start < at) continue;
      if (place.end > at + text.length) break;
      pieces.push(...rest(text.slice(end - at, place.start - at)));
      const login = place.id === EVERYONE ? EVERYONE : members.find(({ id }) => id === place.id)?.login;
      pieces.push(mention(place.id, text.slice(place.start - at, place.end - at), login, me));
      end = place.end;
    }
    return [...pieces, ...rest(text.slice(end - at))];
  };
  return { draw, masked: masked(said.text, places) };
}

/**
 * The text without marks in names, of the same length: `max_m` isn't emphasized.
 * @param {string} text
 * @param {readonly Range[]} places
 */
function masked(text, places) {
  const pieces = [];
  let done = 0;
  for (const { start, end } of places) {
    pieces.push(text.slice(done, start), text.slice(start, end).replace(MARKS, "x"));
    done = end;
  }
  return pieces.join("") + text.slice(done);
}

/**
 * @param {string} id
 * @param {string} written
 * @param {string | undefined} login
 * @param {string} me
 */
function mention(id, written, login, me) {
  const open = (/** @type {Event} */ event) => {
    event.stopPropagation();
    const element = /** @type {HTMLElement} */ (event.currentTarget);
    element.focus({ preventScroll: true });
    openMention.value = { id, written, anchor: element.getBoundingClientRect() };
  };
  return html`<span
    class=${id === me || id === EVERYONE ? "mention me" : "mention"}
    role="button"
    tabindex="0"
    aria-haspopup="dialog"
    title=${login && `@${login}`}
    onClick=${open}
    onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open(event);
    }}
  >${written}</span>`;
}
