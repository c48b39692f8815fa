import { codeEnds, sides, tokensOf } from "./delimiters.js";
import { hostBehind } from "./link-label.js";
import { isWebAddress, LINK_STEPS, MAX_STEPS } from "./message-text.js";

/**
 * A piece of a text. All that was written, in order, is the text; all that is shown is the text without its marks.
 * @typedef {object} Piece
 * @property {string} written
 * @property {string} shown
 * @property {string} [plain] what stands for it where there are no elements, if not the same
 * @property {Element} [enter] the element that begins here
 * @property {true} [leave] the last one that began ends here
 */

/**
 * @typedef {object} Element
 * @property {"p" | "blockquote" | "pre" | "ul" | "ol" | "li" | "strong" | "em" | "del" | "code" | "a"} name
 * @property {string} [info] what was written behind the beginning of code
 * @property {number} [level] how deep a point stands; none for a line of a list that is shown as it was typed
 * @property {string} [href]
 * @property {string} [host] shown behind a link
 */

/** @typedef {{ mark: string, text: string }} Line what was taken off it, and what is left */

/** Quotes within quotes; more are shown as they were typed. */
const DEEPEST = 5;

/** Characters of a link's label; a longer one is none. */
const LONGEST_LABEL = 300;

const FENCE = /^[ \t]*(`{3,})([^`]*)$/;
const QUOTED = /^> \s*\S/;
const ITEM = /^([ \t]*)([-*+•]|\d{1,9}[.)])[ \t]+(?=\S)/;
const INDENTED = /^(?: {4}|\t)/;
const CONTINUED = /^(?: {2}|\t)\s*\S/;
/** Where no line ends the code: the rest is most likely code, and is shown as it was typed. */
const NEVER = -1;

const TASK = /^\[([ xX])\] (?=\S)/;

/** Before it, `-` is a minus and `>` says what is greater. */
const NUMBER = /^\p{Sc}?[.,]?\d/u;

const TARGET = /\((https?:\/\/[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)/iy;
const RUN = /\*+|_+|~+/g;
const MARKS = Object.freeze(
  /** @type {Record<string, string[]>} */ ({ "*": ["*"], "**": ["**"], "***": ["**", "*"], _: ["_"], "~~": ["~~"] }),
);
const ELEMENTS = Object.freeze(
  /** @type {Record<string, Element["name"]>} */ ({ "*": "em", "**": "strong", _: "em", "~~": "del" }),
);

/**
 * A text in pieces. Linear in its length; what is left when the work is used up is shown as it was typed.
 * @param {string} text
 * @param {import("./message-text.js").Work} [work]
 */
export function read(text, work = { left: MAX_STEPS }) {
  const reader = new Reader(text, work);
  reader.range(0, reader.lines.length, 0);
  return reader.pieces;
}

/**
 * A text without its marks.
 * @param {string} text
 */
export function plain(text) {
  return read(text)
    .map(({ shown, plain = shown }) => plain)
    .join("");
}

class Reader {
  /** @type {Piece[]} */
  pieces = [];
  /** @type {Line[]} */
  lines;
  #work;

  /**
   * @param {string} text
   * @param {import("./message-text.js").Work} work
   */
  constructor(text, work) {
    this.lines = text.split("\n").map((line) => ({ mark: "", text: line }));
    this.#work = work;
  }

  /**
   * @param {number} from
   * @param {number} to
   * @param {number} depth of the quote
   */
  range(from, to, depth) {
    this.#work.left -= to - from;
    const closes = this.#fences(from, to);
    let start = from;
    let at = from;
    while (at < to && this.#work.left > 0) {
      const close = closes[at - from];
      if (close === NEVER) break;
      const end =
        close === undefined ? (this.#quoteEnd(at, to, depth) ?? this.#listEnd(at, to, closes, from)) : close + 1;
      if (end === null) {
        at += 1;
        continue;
      }
      this.#paragraph(start, at);
      if (close !== undefined) this.#code(at, close);
      else if (QUOTED.test(this.#text(at))) this.#quote(at, end, depth);
      else this.#list(at, end);
      start = end;
      at = end;
    }
    this.#paragraph(start, at);
    this.#paragraph(at, to, true);
  }

  /** @param {number} at */
  #text(at) {
    return this.lines[at]?.text ?? "";
  }

  /**
   * Where the code that begins at a line ends: at the next line with as many backticks and nothing else, or never.
   * @param {number} from
   * @param {number} to
   */
  #fences(from, to) {
    const closes = /** @type {number[]} */ ([]);
    const next = new Map();
    for (let at = to - 1; at >= from; at -= 1) {
      const [, fence, info = ""] = FENCE.exec(this.#text(at)) ?? [];
      if (!fence) continue;
      closes[at - from] = next.get(fence.length) ?? NEVER;
      if (!info.trim()) next.set(fence.length, at);
    }
    return closes;
  }

  /**
   * Behind the quote that begins at a line; null where none does.
   * @param {number} at
   * @param {number} to
   * @param {number} depth
   */
  #quoteEnd(at, to, depth) {
    if (!QUOTED.test(this.#text(at)) || depth === DEEPEST) return null;
    let end = at + 1;
    while (end < to && /^>(?: |$)/.test(this.#text(end))) end += 1;
    return end === at + 1 && NUMBER.test(this.#text(at).slice(2)) ? null : end;
  }

  /**
   * Behind the list that begins at a line; null where none does. A single line is none.
   * @param {number} at
   * @param {number} to
   * @param {readonly number[]} closes
   * @param {number} from
   */
  #listEnd(at, to, closes, from) {
    if (!ITEM.test(this.#text(at))) return null;
    let items = 0;
    let end = at;
    for (let next = at; next < to && closes[next - from] === undefined; next += 1) {
      const text = this.#text(next);
      const isItem = ITEM.test(text);
      if (isItem) items += 1;
      else if (text.trim() && !CONTINUED.test(text)) break;
      if (text.trim()) end = next + 1;
    }
    return items > 1 ? end : null;
  }

  /**
   * @param {number} from
   * @param {number} to
   * @param {boolean} [typed] whether nothing in it is a mark
   */
  #paragraph(from, to, typed = false) {
    if (from === to) return;
    this.#enter("", { name: "p" });
    for (let at = from; at < to; at += 1) {
      this.#begin(at, at > from ? "\n" : "");
      if (typed) this.#show(this.#text(at));
      else this.#line(this.#text(at));
    }
    this.#leave("");
  }

  /**
   * @param {number} from
   * @param {number} to
   * @param {number} depth
   */
  #quote(from, to, depth) {
    for (const line of this.lines.slice(from, to)) {
      const mark = line.text.startsWith("> ") ? "> " : ">";
      line.mark += mark;
      line.text = line.text.slice(mark.length);
    }
    this.#enter("", { name: "blockquote" });
    this.range(from, to, depth + 1);
    this.#leave("");
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  #code(from, to) {
    const fence = this.#text(from);
    this.#begin(from, "");
    this.#enter(fence, { name: "pre", info: fence.replace(/^[ \t]*`+/, "").trim() });
    for (let at = from + 1; at < to; at += 1) {
      this.#begin(at, at > from + 1 ? "\n" : "", "");
      this.#show(this.#text(at));
    }
    this.#begin(to, "", "");
    this.#leave(this.#text(to));
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  #list(from, to) {
    const numbered = /^\s*\d/.test(this.#text(from));
    const pointed = this.lines.slice(from, to).every(({ text }) => {
      const [marker = "", , sign] = ITEM.exec(text) ?? [];
      return sign !== "+" && (sign !== "-" || !NUMBER.test(text.slice(marker.length)));
    });
    const indents = /** @type {number[]} */ ([]);
    this.#enter("", { name: numbered ? "ol" : "ul" });
    for (let at = from; at < to; at += 1) {
      const text = this.#text(at);
      const item = ITEM.exec(text);
      if (item && at > from) this.#leave("");
      this.#begin(at, item ? "" : "\n");
      if (item) this.#inline(this.#item(text, item, pointed && item[2] === "-", indents));
      else this.#line(text);
    }
    this.#leave("");
    this.#leave("");
  }

  /**
   * The beginning of a line of a list; returns its text.
   * @param {string} line
   * @param {RegExpExecArray} item
   * @param {boolean} pointed whether a point takes the place of the dash
   * @param {number[]} indents of the points around it
   */
  #item(line, [marker, indent = ""], pointed, indents) {
    const text = line.slice(marker.length);
    if (!pointed) {
      this.#enter("", { name: "li" });
      this.#show(marker);
      return text;
    }
    while (indents.length > 0 && indent.length < Number(indents.at(-1))) indents.pop();
    if (indents.length === 0 || indent.length >= Number(indents.at(-1)) + 2) indents.push(indent.length);
    this.#enter("", { name: "li", level: Math.min(indents.length, DEEPEST) });
    this.#push(marker, "", "• ");
    const [box, sign] = TASK.exec(text) ?? [];
    if (!box) return text;
    this.#push(box, sign === " " ? "☐ " : "☑ ");
    return text.slice(box.length);
  }

  /**
   * The break before a line and what was taken off it.
   * @param {number} at
   * @param {string} shown
   * @param {string} [plain]
   */
  #begin(at, shown, plain = "\n") {
    if (at > 0) this.#push("\n", shown, shown || plain);
    const mark = this.lines[at]?.mark;
    if (mark) this.#push(mark, "");
  }

  /**
   * @param {string} written
   * @param {string} shown
   * @param {string} [plain]
   */
  #push(written, shown, plain = shown) {
    this.pieces.push({ written, shown, plain });
  }

  /** @param {string} text */
  #show(text) {
    if (text) this.pieces.push({ written: text, shown: text });
  }

  /**
   * @param {string} mark
   * @param {Element} element
   */
  #enter(mark, element) {
    this.pieces.push({ written: mark, shown: "", enter: element });
  }

  /** @param {string} mark */
  #leave(mark) {
    this.pieces.push({ written: mark, shown: "", leave: true });
  }

  /**
   * Indented as code is, a line has no marks.
   * @param {string} text
   */
  #line(text) {
    if (INDENTED.test(text)) this.#show(text);
    else this.#inline(text);
  }

  /**
   * A line's marks. What may begin something is a piece of its own, which becomes its beginning when its end is found.
   * @param {string} text
   */
  #inline(text) {
    const tokens = this.#work.left > 0 ? tokensOf(text, this.#work) : [];
    const ends = codeEnds(text, tokens);
    const open = /** @type {Map<string, number>} */ (new Map());
    let done = 0;
    for (const [index, { at, token }] of tokens.entries()) {
      if (at < done) continue;
      this.#show(text.slice(done, at));
      done = at + token.length;
      const end = ends[index];
      if (end) {
        const close = end.at;
        this.#enter(token, { name: "code" });
        this.#show(text.slice(done, close));
        this.#leave(token);
        done = close + token.length;
      } else if (token === "[" && text[at - 1] !== "!") {
        open.set("[", this.pieces.length);
        this.#show(token);
      } else if (token === "]") done = this.#label(text, at, open);
      else if (/^[*_~]/.test(token)) this.#marks(text, at, token, open);
      else this.#show(token);
    }
    this.#show(text.slice(done));
  }

  /**
   * The end of a label, which is a link where an address follows; returns the place behind it.
   * @param {string} text
   * @param {number} at
   * @param {Map<string, number>} open
   */
  #label(text, at, open) {
    const begin = open.get("[");
    open.delete("[");
    TARGET.lastIndex = at + 1;
    const [target = "", href = ""] = (begin !== undefined && TARGET.exec(text)) || [];
    if (begin !== undefined && this.#work.left > LINK_STEPS && isWebAddress(href)) {
      this.#work.left -= LINK_STEPS;
      const label = this.pieces
        .slice(begin + 1)
        .map(({ shown }) => shown)
        .join("");
      const host = label.length > LONGEST_LABEL ? null : hostBehind(label, href);
      if (host !== null) {
        this.#close(begin, { name: "a", href, host }, `]${target}`, open);
        return at + 1 + target.length;
      }
    }
    this.#show("]");
    return at + 1;
  }

  /**
   * Stars, low lines and tildes in a row.
   * @param {string} text
   * @param {number} at
   * @param {string} token
   * @param {Map<string, number>} open
   */
  #marks(text, at, token, open) {
    const runs = token.match(RUN) ?? [];
    const isTurned = Number(open.get("*")) > Number(open.get("**"));
    const marks = runs.flatMap(
      (run) => (isTurned && run === "***" ? ["*", "**"] : runs.length < 4 && MARKS[run]) || [""],
    );
    if (marks.includes("") || new Set(runs.map(([sign]) => sign)).size < runs.length) return this.#show(token);
    const { opens, closes } = sides(
      text,
      at,
      at + token.length,
      runs.every((run) => run.length === 1),
    );
    for (const mark of marks) {
      const begin = closes ? open.get(mark) : undefined;
      if (begin !== undefined) this.#close(begin, { name: ELEMENTS[mark] ?? "em" }, mark, open);
      else {
        if (opens) open.set(mark, this.pieces.length);
        this.#show(mark);
      }
    }
  }

  /**
   * Whatever began in between and didn't end stays text.
   * @param {number} begin
   * @param {Element} element
   * @param {string} mark
   * @param {Map<string, number>} open
   */
  #close(begin, element, mark, open) {
    for (const [key, at] of open) if (at >= begin) open.delete(key);
    this.pieces[begin] = { written: this.pieces[begin]?.written ?? "", shown: "", enter: element };
    this.#leave(mark);
  }
}
