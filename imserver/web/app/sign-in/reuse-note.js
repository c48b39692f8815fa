import en from "../../i18n/settings-en.js";
import zh from "../../i18n/settings-zh.js";
import { useAccount } from "../state/context.js";
import { fullTime } from "../ui/dates.js";
import "../texts/ending.js";
import { html } from "../ui/html.js";
import { learn, t } from "../ui/language.js";
import { PATHS } from "../state/route.js";

learn({ en, zh });

/**
 * What to know, and to do, after a device was signed out because somebody may have a copy of its sign-in.
 * @param {{ reuse: import("../../client/credentials.js").Reuse }} props
 */
export function ReuseNote({ reuse: { device, at } }) {
  const account = useAccount();
  return html`<div class="update-place" role="alert">
    <div class="update-note wide">
      <span>${t("reuse.ended", { device: device || t("devices.unnamed"), time: fullTime(at) })}<br />${t("reuse.advice")}</span>
      <a class="link-button" href=${PATHS.password} onClick=${() => account.takeNote()}>${t("password.change")}</a>
      <button type="button" class="link-button" onClick=${() => account.takeNote()}>${t("close")}</button>
    </div>
  </div>`;
}
