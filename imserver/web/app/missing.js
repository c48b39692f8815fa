import "./beginning-texts.js";
import { html } from "./html.js";
import { t } from "./language.js";
import { PATHS } from "./route.js";

/** In the place of a conversation that one can't see. */
export function Missing() {
  return html`<div class="pane-empty">
    <h1>${t("conversation.missing")}</h1>
    <a class="button quiet" href=${PATHS.home}>${t("conversation.to-list")}</a>
  </div>`;
}
