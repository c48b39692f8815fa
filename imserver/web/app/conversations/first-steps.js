import "../texts/beginning.js";
import { useAccount } from "../state/context.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t } from "../ui/language.js";
import "../texts/people.js";
import { PATHS } from "../state/route.js";

/** What somebody can do who has no conversation yet. */
export function FirstSteps() {
  const invites = useAccount().user.value?.role !== "member";
  return html`<div class="first-steps">
    <h2 class="beginning-title">${t("list.none")}</h2>
    <p>${t("list.none-hint")}</p>
    <ul>
      <${Step} icon="talk" path=${PATHS.new} label=${t("list.start")} hint=${t("list.start-hint")} />
      <${Step} icon="group" path=${PATHS.group} label=${t("group.new")} hint=${t("list.group-hint")} />
      ${invites && html`<${Step} icon="at" path=${PATHS.invites} label=${t("list.invite")} hint=${t("list.invite-hint")} />`}
      <${Step} icon="device" path=${PATHS.settings} label=${t("list.set-up")} hint=${t("list.set-up-hint")} />
    </ul>
  </div>`;
}

/** @param {{ icon: import("../ui/icon.js").IconName, path: string, label: string, hint: string }} props */
function Step({ icon, path, label, hint }) {
  return html`<li>
    <a class="row" href=${path}>
      <span class="avatar plain"><${Icon} name=${icon} /></span>
      <span class="row-main"><span class="row-title">${label}</span><span class="step-hint">${hint}</span></span>
    </a>
  </li>`;
}
