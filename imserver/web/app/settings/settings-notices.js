import { Switch } from "../ui/choice.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import "../texts/notices.js";
import { noticesState, switchOff, switchOn } from "../notices/push.js";

/** Where the switch has nothing to switch. */
const FIXED = ["insecure", "home-screen", "unable", "blocked"];

/** Whether this device tells of new messages, and what keeps it from that. */
export function Notices() {
  const state = noticesState.value;
  const fixed = FIXED.includes(state);
  const change = async (/** @type {boolean} */ on) => {
    if (on) return switchOn();
    await switchOff();
    return true;
  };
  return html`<${Switch}
    label=${t("settings.notify")}
    hint=${t(`notices.${state}`)}
    on=${!fixed && state !== "off"}
    disabled=${fixed}
    onChange=${change}
  />`;
}
