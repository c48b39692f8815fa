import { Marked } from "../vendor/marked/marked.js";
import { CodeBlock } from "./code-block.js";
import { html } from "./html.js";
import { hostBehind, readOf } from "./link-label.js";
import { findLinks, isWebAddress, link, words } from "./message-text.js";

/** @typedef {import("../vendor/marked/marked.js").Token} Token */
/** @typedef {import("./message-text.js").Reading} Reading */

/** More quotes within quotes than this are shown as they were typed. */
const DEEPEST = /^(?:\s*(?:>|[-+*]\s|\d+[.)]\s)){9}/m;

/** Turns a rule of the library off: what it would have taken stays text. */
const off = () => undefined;

const parser = new Marked({
  gfm: true,
  breaks: true,
  tokenizer: {
    autolink: off,
    code: off,
    def: off,
    heading: off,
    hr: off,
    html: off,
    lheading: off,
    reflink: off,
    table: off,
    tag: off,
    url(source) {
      const [first] = findLinks(source);
      if (!first?.address) return undefined;
      const text = first.address;
      return { type: "link", raw: text, href: text, text, tokens: [{ type: "text", raw: text, text, escaped: false }] };
    },
  },
});

/**
 * A text's paragraphs, lists, quotes and code as elements; null where it can't be read.
 * @param {string} text
 * @param {Reading} reading
 */
export function blocks(text, reading) {
  if (DEEPEST.test(text)) return null;
  try {
    return parser.lexer(text).map((token) => block(token, reading));
  } catch {
    return null;
  }
}

/**
 * @param {Token} token
 * @param {Reading} reading
 * @returns {any}
 */
function block(token, reading) {
  switch (token.type) {
    case "space":
      return null;
    case "paragraph":
    case "text":
      return html`<p>${inlines(token, reading)}</p>`;
    case "blockquote":
      return html`<blockquote>${(token.tokens ?? []).map((part) => block(part, reading))}</blockquote>`;
    case "code":
      return html`<${CodeBlock} text=${token.text} language=${token.lang ?? ""} />`;
    case "list":
      return list(token, reading);
    default:
      return html`<p>${words(token.raw, reading)}</p>`;
  }
}

/**
 * @param {Token} token
 * @param {Reading} reading
 */
function list(token, reading) {
  const items = /** @type {import("../vendor/marked/marked.js").Tokens.List} */ (token).items.map((item) => {
    const parts = item.tokens.filter(({ type }) => type !== "checkbox");
    const [first, ...rest] = parts;
    const begins = first?.type === "text" ? inlines(first, reading) : first && block(first, reading);
    const content = [begins, ...rest.map((part) => block(part, reading))];
    return html`<li>${item.task && (item.checked ? "☑ " : "☐ ")}${content}</li>`;
  });
  const { ordered, start } = /** @type {import("../vendor/marked/marked.js").Tokens.List} */ (token);
  return ordered ? html`<ol start=${Number(start)}>${items}</ol>` : html`<ul>${items}</ul>`;
}

/**
 * @param {Token} token
 * @param {Reading} reading
 */
function inlines(token, reading) {
  const { tokens, text } = /** @type {{ tokens?: Token[], text?: string }} */ (token);
  return tokens ? tokens.map((part) => inline(part, reading)) : words(text ?? token.raw, reading);
}

/**
 * @param {Token} token
 * @param {Reading} reading
 * @returns {any}
 */
function inline(token, reading) {
  switch (token.type) {
    case "text":
    case "escape":
      return inlines(token, reading);
    case "strong":
      return html`<strong>${inlines(token, reading)}</strong>`;
    case "em":
      return html`<em>${inlines(token, reading)}</em>`;
    case "del":
      return html`<del>${inlines(token, reading)}</del>`;
    case "codespan":
      return html`<code>${token.text}</code>`;
    case "br":
      return html`<br />`;
    case "link":
      return labelled(token, reading) ?? words(token.raw, reading);
    default:
      return words(token.raw, reading);
  }
}

/**
 * A link under its label; null where it doesn't lead to the web, stands in another, or its label misleads.
 * @param {any} token
 * @param {Reading} reading
 */
function labelled(token, reading) {
  if (reading.linked || !isWebAddress(token.href)) return null;
  const content = inlines(token, { ...reading, linked: true });
  const host = hostBehind(readOf(content), token.href);
  return host === null ? null : link(token.href, content, host);
}
