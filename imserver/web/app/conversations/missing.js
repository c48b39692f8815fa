import "../texts/beginning.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { PATHS } from "../state/route.js";

/**
 * In the place of a conversation that one can't see.
 * @param {{ name: string | null }} props `name`: of one that was there until just before
 */
export function Missing({ name }) {
  return html`<div class="pane-empty" role=${name === null ? undefined : "alert"}>
    <h1>${name === null ? t("conversation.missing") : t("conversation.gone", { name })}</h1>
    <a class="button quiet" href=${PATHS.home}>${t("conversation.back-to-chats")}</a>
  </div>`;
}
