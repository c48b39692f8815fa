import { html } from "./html.js";
import { Icon } from "./icon.js";
import { t } from "./language.js";
import { Quote } from "./quote.js";

/**
 * Which message is being answered or edited.
 * @param {{ conv: string, intent: Exclude<import("./intents.js").Intent, { kind: "new" }>, onEnd: () => void }} props
 */
export function IntentBar({ conv, intent, onEnd }) {
  const label = t(intent.kind === "edit" ? "composer.editing" : "composer.replying");
  return html`<div class="intent-bar" role="group" aria-label=${label}>
    <${Icon} name=${intent.kind} />
    <div class="intent-main">
      <span class="intent-label">${label}</span>
      <${Quote} conv=${conv} seq=${intent.seq} />
    </div>
    <button type="button" class="composer-tool" aria-label=${t("cancel")} title=${t("cancel")} onClick=${onEnd}>
      <${Icon} name="close" />
    </button>
  </div>`;
}
