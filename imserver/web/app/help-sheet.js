import en from "../i18n/help-en.js";
import zh from "../i18n/help-zh.js";
import { html } from "./html.js";
import { Icon } from "./icon.js";
import { learn, t } from "./language.js";
import "./menu-texts.js";

learn({ en, zh });

const MOD = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";

/** Keys by what they are for. */
const PARTS = /** @type {const} */ ([
  ["help.anywhere", [
    ["help.search", [MOD, "K"]],
    ["help.find", [MOD, "F"]],
    ["help.previous", ["Alt", "↑"]],
    ["help.next", ["Alt", "↓"]],
    ["help.new", ["Alt", "N"]],
    ["help.back", ["Esc"]],
    ["help.help", [MOD, "/"]],
  ]],
  ["help.writing", [
    ["help.send", ["Enter"]],
    ["help.line", ["Shift", "Enter"]],
    ["help.edit-last", ["↑"]],
    ["help.mention", ["@"]],
  ]],
  ["help.message", [
    ["help.move", ["↑", "↓"]],
    ["help.menu", ["Enter"]],
    ["message.reply", ["R"]],
    ["message.edit", ["E"]],
    ["message.react", ["+"]],
    ["message.copy", ["C"]],
  ]],
]);

/** What can be written beside plain text, as it is typed. */
const MARKUP = /** @type {const} */ (["help.bold", "help.italic", "help.struck", "help.code", "help.quote", "help.list"]);

/** @param {{ onClose: () => void }} props */
export function HelpSheet({ onClose }) {
  return html`<div class="help">
    <header class="help-head">
      <h1>${t("help.title")}</h1>
      <button type="button" class="icon-button" aria-label=${t("close")} title=${t("close")} onClick=${onClose}>
        <${Icon} name="close" />
      </button>
    </header>
    ${PARTS.map(
      ([title, keys]) => html`<section key=${title}>
      <h2>${t(title)}</h2>
      <dl>
        ${keys.map(
          ([label, strokes]) => html`<div key=${label}>
          <dt>${t(label)}</dt>
          <dd>${strokes.map((stroke) => html`<kbd>${stroke}</kbd>`)}</dd>
        </div>`,
        )}
      </dl>
    </section>`,
    )}
    <section>
      <h2>${t("help.markup")}</h2>
      <p class="help-markup">${MARKUP.map((example) => html`<code key=${example}>${t(example)}</code>`)}</p>
    </section>
  </div>`;
}
