import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t } from "../ui/language.js";
import { plain } from "../messages/message-text.js";
import { Quote } from "../messages/quote.js";

/**
 * Which message is being answered or edited.
 * @param {{ conv: string, mode: Exclude<import("../state/composer-mode.js").ComposerMode, { kind: "new" }>, onEnd: () => void }} props
 */
export function ComposerModeBar({ conv, mode, onEnd }) {
  const { seq } = mode;
  const label = t(mode.kind === "edit" ? "composer.editing" : "composer.replying");
  return html`<div class="intent-bar" role="group" aria-label=${label}>
    <${Icon} name=${mode.kind} />
    <div class="intent-main">
      <span class="intent-label">${label}</span>
      ${
        typeof seq === "number"
          ? html`<${Quote} conv=${conv} seq=${seq} />`
          : html`<span class="quote"><span class="quote-text" dir="auto">${mode.kind === "edit" && plain(mode.text)}</span></span>`
      }
    </div>
    <button type="button" class="composer-tool" aria-label=${t("cancel")} title=${t("cancel")} onClick=${onEnd}>
      <${Icon} name="close" />
    </button>
  </div>`;
}
