import { CodeBlock } from "./code-block.js";
import { html } from "../ui/html.js";
import { read } from "./markup.js";
import { link, MAX_STEPS, words } from "./message-text.js";

/** @typedef {import("./markup.js").Element} Element */
/** @typedef {import("./message-text.js").Reading} Reading */

export { plain } from "./markup.js";

/**
 * A text's paragraphs, lists, quotes and code as elements.
 * @param {string} text
 * @param {Reading} reading
 */
export function blocks(text, reading) {
  const shared = { ...reading, work: reading.work ?? { left: MAX_STEPS } };
  const top = {
    element: /** @type {Element} */ ({ name: "p" }),
    reading: shared,
    text: "",
    children: /** @type {any[]} */ ([]),
  };
  const around = [top];
  let run = new Run();
  let at = 0;
  for (const { written, shown, enter, leave } of read(shared.caller?.masked ?? text, shared.work)) {
    run.add(shown === written ? text.slice(at, at + shown.length) : shown, at);
    at += written.length;
    const inner = around.at(-1) ?? top;
    if (!enter && !leave) continue;
    inner.text += run.text;
    inner.children.push(...words(run.text, run.within(inner.reading)));
    run = new Run();
    if (enter) {
      const linked = inner.reading.linked || ["a", "code", "pre"].includes(enter.name);
      around.push({ element: enter, reading: { ...shared, linked }, text: "", children: [] });
    } else {
      around.pop();
      around.at(-1)?.children.push(made(inner.element, inner.children, inner.text));
    }
  }
  return top.children;
}

/** Pieces without an element between them, as one text, of which some parts stand elsewhere in the whole text. */
class Run {
  text = "";
  /** @type {{ from: number, to: number, at: number }[]} */
  #parts = [];

  /**
   * @param {string} shown
   * @param {number} at its place in the whole text
   */
  add(shown, at) {
    if (!shown) return;
    const from = this.text.length;
    this.text += shown;
    const last = this.#parts.at(-1);
    if (last && at - last.at === from - last.from) last.to += shown.length;
    else this.#parts.push({ from, to: from + shown.length, at });
  }

  /**
   * How it is read: who is mentioned is known by places in the whole text.
   * @param {Reading} reading
   * @returns {Reading}
   */
  within(reading) {
    const { caller } = reading;
    if (!caller) return reading;
    const parts = this.#parts;
    let next = 0;
    /** @type {typeof caller.draw} */
    const draw = (text, start, rest) => {
      const end = start + text.length;
      const drawn = [];
      for (; next < parts.length; next += 1) {
        const { from, to, at } = /** @type {{ from: number, to: number, at: number }} */ (parts[next]);
        const [first, last] = [Math.max(from, start), Math.min(to, end)];
        if (first < last) drawn.push(...caller.draw(text.slice(first - start, last - start), at + first - from, rest));
        if (to > end) break;
      }
      return drawn;
    };
    return { ...reading, caller: { ...caller, draw } };
  }
}

/**
 * @param {Element} element
 * @param {any[]} children
 * @param {string} text
 */
function made({ name, info = "", level, href = "", host }, children, text) {
  switch (name) {
    case "a":
      return link(href, children, host);
    case "pre":
      return html`<${CodeBlock} text=${text} language=${info}>${children}<//>`;
    case "li":
      return level ? html`<li aria-level=${level}>${children}</li>` : html`<li class="typed">${children}</li>`;
    default:
      return html`<${name}>${children}<//>`;
  }
}
