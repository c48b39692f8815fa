import { untold } from "../state/leaving.js";
import "../texts/ending.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";

/** What is not yet so, although this browser has forgotten everything. */
export function LeavingNote() {
  return untold.value && html`<p class="note" role="status">${t("login.leaving")}</p>`;
}
