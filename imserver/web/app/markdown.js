import { CodeBlock } from "./code-block.js";
import { html } from "./html.js";
import { read } from "./markup.js";
import { link, WORK, words } from "./message-text.js";

/** @typedef {import("./markup.js").Element} Element */
/** @typedef {import("./message-text.js").Reading} Reading */

export { plain } from "./markup.js";

/**
 * A text's paragraphs, lists, quotes and code as elements.
 * @param {string} text
 * @param {Reading} reading
 */
export function blocks(text, reading) {
  const shared = { ...reading, work: reading.work ?? { left: WORK } };
  const top = { element: /** @type {Element} */ ({ name: "p" }), reading: shared, text: "", children: /** @type {any[]} */ ([]) };
  const around = [top];
  let run = "";
  for (const { shown, enter, leave } of read(text, shared.work)) {
    run += shown;
    const inner = around.at(-1) ?? top;
    if (!enter && !leave) continue;
    inner.text += run;
    inner.children.push(...words(run, inner.reading));
    run = "";
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
