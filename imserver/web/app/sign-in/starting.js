import { useEffect, useState } from "../../vendor/preact/hooks.js";
import { useAccount } from "../state/context.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { PATHS } from "../state/route.js";

/** After this time it is said what the page waits for (ms). */
const PATIENCE = 2500;

/**
 * What stands in the place of a screen that is on its way, or didn't come: then `retry` fetches it again,
 * or loads the page anew where it is `outdated`.
 * @param {{ retry?: () => void, outdated?: boolean }} props
 */
export function Starting({ retry, outdated }) {
  const account = useAccount();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  if (retry) {
    return html`<main class="starting">
      <h1>${t("app.name")}</h1>
      <p role="alert">${t(outdated ? "update.ready" : "error.offline")}</p>
      <button type="button" class="button primary" onClick=${retry}>${t(outdated ? "update.take" : "messages.retry")}</button>
      ${account.phase.value === "signed-in" && html`<a href=${PATHS.home}>${t("conversation.back-to-chats")}</a>`}
    </main>`;
  }
  return html`<main class="starting">
    <img src="icon.svg" alt="" width="56" height="56" />
    <span class="spinner"></span>
    <p class=${late ? "" : "hidden-text"} role="status">${t(late ? "connection.starting" : "connection.connecting")}</p>
  </main>`;
}
