import { useEffect, useState } from "../vendor/preact/hooks.js";
import { useChat } from "./context.js";
import { html } from "./html.js";
import { t } from "./language.js";

/** A connection that comes back within this time isn't worth a word (ms). */
const PATIENCE = 1200;

/** Says so while there is no connection, after a moment. */
export function ConnectionStatus() {
  const state = useChat().state.value;
  const away = state !== "live";
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!away) return setShown(false);
    const timer = setTimeout(() => setShown(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [away]);
  const text = state === "waiting" ? t("connection.waiting") : t("connection.connecting");
  return html`<div class="connection" role="status">
    ${shown && html`<p><span class="pulse" aria-hidden="true"></span>${text}</p>`}
  </div>`;
}
