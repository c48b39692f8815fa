import { ADDRESS, trimTail } from "./message-text.js";

const TOKEN = new RegExp(`\`+|[*_~]+|[[\\]]|${ADDRESS.source}`, "giu");

const WORD = /^(?![\uFE00-\uFE0F\u20E3])[\p{L}\p{M}\p{N}]/u;

/** Scripts without spaces, and their punctuation. */
const SPACELESS =
  /^[\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2E80-\uA4CF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF\u{1AFF0}-\u{1B16F}\u{20000}-\u{3FFFF}]/u;
const WIDE_POINT = /^[，。、；：！？）」』】》…—]/;

/** Where nothing bold or struck begins and ends: beside blanks, paths, and punctuation of the other side. */
const NO_BEFORE = /^[)\]}/\\]/;
const NO_FIRST = /^(?:$|[\s.,;:!?)\]}/\\|，。、；：！？）」』】》”’…])/;
const NO_LAST = /^(?:$|[\s([{/\\|（「『【《“‘])/;
const NO_AFTER = /^(?:[([{/\\]|[-+]\d)/;

/** Where a single sign, which is more often just a sign, may begin and end. */
const BEFORE = /^(?:$|[\s“‘「『《，。、；：！？…—])/;
const FIRST = /^["'“‘「『《@#$¥€`[]/;
const LAST = /^["'”’」』》.,;:!?%…，。、；：！？`\])]/;
const AFTER = /^(?:$|[\s”’」』》…—，。、；：！？）]|[.,;:!?)](?!["'\p{L}\p{N}]))/u;

/** What makes a backtick before a word an accent, or a shell's. */
const NO_CODE_BEFORE = /^[=\\]/;

/**
 * Where marks may be; addresses have none within.
 * @param {string} text
 * @param {import("./message-text.js").Work} work
 */
export function tokensOf(text, work) {
  const tokens = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match && work.left > 0; match = TOKEN.exec(text)) {
    const token = match[0].length > 6 && /^h/i.test(match[0]) ? trimTail(match[0]) : match[0];
    TOKEN.lastIndex = match.index + token.length;
    tokens.push({ at: match.index, token });
    work.left -= 1;
  }
  return tokens;
}

/**
 * For the tokens that begin code, those that end it: the next with as many backticks.
 * @param {string} text
 * @param {readonly { at: number, token: string }[]} tokens
 */
export function codeEnds(text, tokens) {
  const ends = /** @type {{ at: number, token: string }[]} */ ([]);
  const next = /** @type {Map<number, { at: number, token: string }>} */ (new Map());
  for (let index = tokens.length - 1; index >= 0; index -= 1) {
    const one = tokens[index];
    if (!one?.token.startsWith("`")) continue;
    const { at, token } = one;
    const { length } = token;
    const [before, first] = [charBefore(text, at), charAt(text, at + length)];
    const end = next.get(length);
    const isInWord = (WORD.test(before) && !SPACELESS.test(before)) || NO_CODE_BEFORE.test(before);
    if (end && !isInWord && (length === 1 ? first.trim() : text.slice(at + length, end.at).trim())) ends[index] = end;
    if (length > 1 || before.trim()) next.set(length, one);
  }
  return ends;
}

/**
 * Whether marks between two places may begin something, and end it.
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {boolean} single
 */
export function sides(text, start, end, single) {
  const [before, after] = [charBefore(text, start), charAt(text, end)];
  const [wordBefore, wordAfter] = [WORD.test(before), WORD.test(after)];
  if (single) {
    const beginsAfter = AFTER.test(text.slice(end, end + 3));
    return {
      opens: BEFORE.test(before) && (wordAfter || FIRST.test(after)),
      closes: (wordBefore || LAST.test(before)) && (beginsAfter || (WIDE_POINT.test(before) && SPACELESS.test(after))),
    };
  }
  const isApart = SPACELESS.test(before) || SPACELESS.test(after);
  return {
    opens: (isApart || !wordBefore) && !NO_FIRST.test(after) && !NO_BEFORE.test(before),
    closes: (isApart || !wordAfter) && !NO_LAST.test(before) && !NO_AFTER.test(text.slice(end, end + 2)),
  };
}

/**
 * @param {string} text
 * @param {number} at
 */
function charAt(text, at) {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/**
 * @param {string} text
 * @param {number} at
 */
function charBefore(text, at) {
  const isLow = /[\uDC00-\uDFFF]/.test(text[at - 1] ?? "");
  return text.slice(Math.max(0, at - (isLow ? 2 : 1)), at);
}
