import { signal } from "../../vendor/signals/signals.js";
import { actionLine } from "./action-line.js";
import { html } from "../ui/html.js";
import { language, t } from "../ui/language.js";
import { loadStyles } from "../ui/styles.js";

/**
 * What is made of a text beside its words.
 * @typedef {object} Reading
 * @property {ReturnType<typeof import("../compose/mentions.js").caller>} [caller] draws who is mentioned
 * @property {import("../ui/fold.js").Find} [find] finds words that were searched for
 * @property {boolean} [linked] it stands in a link already
 * @property {Work} [work]
 */

/** @typedef {{ left: number }} Work steps that are left: for a line, a sign, something found */

/** Steps for a link, which browsers lay out slowly. */
export const LINK_STEPS = 10;

/** Steps for a message; its rest is shown as it was typed. */
export const MAX_STEPS = 2000;

/** Without what isn't seen, and without backslashes, which browsers read as slashes. */
export const ADDRESS = /https?:\/\/(?:(?!\]\()[^\s\p{C}\p{DI}\\<>"'`\u3001-\u301F\uFF00-\uFF65“”‘’…—])+/giu;

/** The user of an address could be taken for its host: https://bank.example@evil.example */
const WEB_ADDRESS = /^https?:\/\/(?!\/|[^/?#]*@)[^\s\p{C}\p{DI}\\]+$/iu;

/** Without signs that URLs allow and no host has: they would end the brackets around it. */
const HOST = /^[\w.-]+$|^\[/;

/** Punctuation that ends the sentence rather than the address. */
const TAIL = ".,;:!?)]}*_~";

/** Texts without any of these mean the same with and without Markdown. */
const MARKDOWN = /[*_~`]|\]\(|^(?:> |[ \t]*(?:[-+•]|\d{1,9}[.)])[ \t])/m;

/** One to three emoji and nothing else. */
const EMOJI_ONLY =
  /^\s*(?:(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2})[\uFE0F\p{Emoji_Modifier}]*(?:\u200D\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]*)*\s*){1,3}$/u;

/** The module that reads Markdown, once a text has needed it. */
const markdown = signal(/** @type {typeof import("./markdown.js") | null} */ (null));

/** The module that draws mentions, once somebody is mentioned. */
const mentions = signal(/** @type {typeof import("../compose/mentions.js") | null} */ (null));

/** Whose mention was opened, as what they were written, and where that stands. */
export const openMention = signal(/** @type {{ id: string, written: string, anchor: DOMRect } | null} */ (null));

/** Have it at hand before a text needs it. */
export const loadMarkdown = once(() => Promise.all([import("./markdown.js"), loadStyles("css/rich.css")]), markdown);

const askForMentions = once(
  () => Promise.all([import("../compose/mentions.js"), loadStyles("css/mentions.css")]),
  mentions,
);

/**
 * @template T
 * @param {() => Promise<[T, void]>} load
 * @param {{ value: T | null }} place
 */
function once(load, place) {
  /** @type {Promise<void> | null} */
  let coming = null;
  return () => {
    coming ??= load().then(
      ([module]) => {
        place.value = module;
      },
      () => {
        coming = null;
      },
    );
    return coming;
  };
}

/**
 * A text without its marks.
 * @param {string} text
 */
export function plain(text) {
  if (!MARKDOWN.test(text)) return text;
  loadMarkdown();
  return markdown.value?.plain(text) ?? text;
}

/**
 * A text cut into plain pieces and web addresses.
 * @param {string} text
 * @param {Work} work
 * @returns {{ text: string, address: string | null }[]}
 */
export function findLinks(text, work = { left: MAX_STEPS }) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimTail(match[0]);
    if ((work.left -= LINK_STEPS) < 0) break;
    if (!isWebAddress(address)) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), address: null });
    pieces.push({ text: address, address });
    end = match.index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), address: null });
  return pieces;
}

/**
 * Keeps closing brackets that were opened within the address.
 * @param {string} address
 */
export function trimTail(address) {
  let end = address.length;
  while (TAIL.includes(address.charAt(end - 1))) end -= 1;
  let opened = address.slice(0, end).split("(").length - address.slice(0, end).split(")").length;
  while (opened > 0 && address[end] === ")") {
    opened -= 1;
    end += 1;
  }
  return address.slice(0, end);
}

/**
 * Whether browsers and people read it alike.
 * @param {string} address
 */
export function isWebAddress(address) {
  try {
    return WEB_ADDRESS.test(address) && HOST.test(new URL(address).hostname);
  } catch {
    return false;
  }
}

/**
 * The host that an address opens, where it isn't read as it is written: `xn--bnk-6cd.example`; else nothing.
 * @param {string} address a web address
 */
export function hiddenHost(address) {
  const { protocol, host } = new URL(address);
  const plain = `${protocol}//${host}`;
  return address.slice(0, plain.length).toLowerCase() === plain && /^$|[/?#:]/.test(address.charAt(plain.length))
    ? ""
    : host;
}

/**
 * @param {string} address
 * @param {import("../ui/html.js").Children} content
 * @param {string} [host] shown behind the content
 */
export function link(address, content, host = hiddenHost(address)) {
  return html`<a href=${address} dir="auto" target="_blank" rel="noopener noreferrer nofollow">
    ${content}${host && html`<span class="link-host" dir="ltr"> (${host})</span>`}
  </a>`;
}

/**
 * Words with what is found among them: web addresses, mentions, words that were searched for.
 * @param {string} text
 * @param {Reading} reading
 * @returns {any[]}
 */
export function words(text, reading) {
  if (reading.linked || Number(reading.work?.left) <= 0) return marked(text, reading);
  const rest = (/** @type {string} */ plain) => marked(plain, reading);
  let at = 0;
  return findLinks(text, reading.work).flatMap((piece) => {
    const start = at;
    at += piece.text.length;
    if (piece.address) return link(piece.address, rest(piece.text));
    return reading.caller?.draw(piece.text, start, rest) ?? rest(piece.text);
  });
}

/**
 * @param {string} text
 * @param {Reading} reading
 * @returns {any[]}
 */
function marked(text, { find, work = { left: MAX_STEPS } }) {
  if (!find || work.left <= 0) return text ? [text] : [];
  const pieces = [];
  let end = 0;
  for (const [start, stop] of find(text)) {
    if ((work.left -= 1) < 0) break;
    pieces.push(text.slice(end, start), html`<mark>${text.slice(start, stop)}</mark>`);
    end = stop;
  }
  return [...pieces, text.slice(end)].filter(Boolean);
}

/**
 * A message's text: Markdown as far as it is of use in a chat, as elements; everything else is text.
 * @param {{
 *   text: string, said?: import("../compose/mentions.js").Said | null, members?: readonly import("../../client/wire.js").Member[],
 *   me: string, find?: Reading["find"],
 * }} props
 */
export function MessageText({ text, said, members = [], me, find }) {
  const work = { left: MAX_STEPS };
  if (said?.mentions?.length) askForMentions();
  const caller = said?.mentions?.length ? mentions.value?.caller(said, members, me, work) : undefined;
  const reading = { find, work, caller };
  const needed = MARKDOWN.test(text);
  if (needed) loadMarkdown();
  const blocks = needed && markdown.value?.blocks(text, reading);
  const kind = blocks ? "message-text rich" : EMOJI_ONLY.test(text) ? "message-text jumbo" : "message-text";
  if (blocks) return html`<div class=${kind} dir="auto">${blocks}</div>`;
  return html`<span class=${kind} dir="auto">${words(text, reading)}</span>`;
}

/**
 * A message in one line: its text without marks, or the names of its files.
 * @param {{
 *   text: string, sender?: string, gone?: "recalled" | "damaged", note?: object, action?: import("../../client/wire.js").Action,
 *   attachments?: readonly { name: string }[],
 * }} message
 * @param {import("./action-line.js").Reader} [reader] where it may say what was done
 */
export function summary({ text, sender = "", gone, note, action, attachments = [] }, reader) {
  if (gone) return goneText(gone);
  if (note || action) {
    const line = text.split("\n")[language.value === "zh" ? 1 : 0] ?? text;
    return (action && reader && actionLine({ sender, action }, line, reader)) ?? line;
  }
  const said = plain(text.slice(0, 1000));
  return attachments.length > 0 ? `📎 ${said || attachments.map(({ name }) => name).join(", ")}` : said;
}

/**
 * What stands in the place of a text that is gone.
 * @param {"recalled" | "damaged"} gone
 */
export function goneText(gone) {
  return t(gone === "recalled" ? "message.recalled" : "message.damaged");
}
