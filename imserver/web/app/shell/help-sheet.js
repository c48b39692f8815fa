import en from "../../i18n/help-en.js";
import zh from "../../i18n/help-zh.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { learn, t } from "../ui/language.js";
import "../texts/menu.js";
import { MessageText } from "../messages/message-text.js";

learn({ en, zh });

const MOD = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";
const ALT = MOD === "⌘" ? "⌥" : "Alt";

/** Keys by what they are for; two of one line are pressed together. */
const PARTS = /** @type {const} */ ([
  [
    "help.anywhere",
    [
      ["help.search", [MOD, "K"]],
      ["help.find", [MOD, "F"]],
      ["help.previous", [ALT, "↑"]],
      ["help.next", [ALT, "↓"]],
      ["help.new", [ALT, "N"]],
      ["help.back", ["Esc"]],
      ["help.help", [MOD, "/"]],
    ],
  ],
  [
    "help.writing",
    [
      ["help.send", ["Enter"]],
      ["help.line", ["Shift", "Enter"]],
      ["help.edit-last", ["↑"]],
      ["help.mention", ["@"]],
    ],
  ],
  [
    "help.message",
    [
      ["help.above", ["↑"]],
      ["help.below", ["↓"]],
      ["help.menu", ["Enter"]],
      ["message.reply", ["R"]],
      ["message.edit", ["E"]],
      ["message.react", ["+"]],
      ["message.copy", ["C"]],
    ],
  ],
]);

/** What fingers do, and where. */
const TOUCH = /** @type {const} */ ([
  ["help.touch-hold", "help.touch-hold-does"],
  ["help.touch-quote", "help.touch-quote-does"],
  ["help.touch-title", "help.touch-title-does"],
  ["help.touch-chat", "help.touch-chat-does"],
]);

/** What can be written beside plain text, as it is typed. */
const MARKUP = /** @type {const} */ ([
  "help.bold",
  "help.italic",
  "help.struck",
  "help.code",
  "help.quote",
  "help.list",
]);

/** @param {{ onClose: () => void }} props */
export function HelpSheet({ onClose }) {
  return html`<div class="help">
    <header class="help-head">
      <h1>${t("help.title")}</h1>
      <button type="button" class="icon-button" aria-label=${t("close")} title=${t("close")} onClick=${onClose}>
        <${Icon} name="close" />
      </button>
    </header>
    <div class="help-parts">
      <section class="help-touch">
        <h2>${t("help.touch")}</h2>
        <dl class="help-pairs">
          ${TOUCH.map(([what, does]) => html`<div key=${what}><dt>${t(what)}</dt><dd>${t(does)}</dd></div>`)}
        </dl>
      </section>
      ${PARTS.map(
        ([title, keys]) => html`<section key=${title} class="help-keys">
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
        <dl class="help-markup">
          ${MARKUP.map((example) => html`<div key=${example}><dt><code>${t(example)}</code></dt><dd><${MessageText} text=${t(example)} mentions=${[]} me="" /></dd></div>`)}
        </dl>
      </section>
    </div>
  </div>`;
}
