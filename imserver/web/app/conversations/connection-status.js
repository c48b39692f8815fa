import { useEffect, useState } from "../../vendor/preact/hooks.js";
import { useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";

/** A connection that comes back within this time isn't worth a word (ms). */
const PATIENCE = 1000;

/** How long the server has to show that there is a network all the same (ms). */
const OBJECTION = 200;

/** Says so while there is no connection, after a moment. */
export function ConnectionStatus() {
  const chat = useChat();
  const state = chat.state.value;
  const doubted = chat.doubted.value;
  const away = state !== "live";
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!away && !doubted) return setShown(false);
    const timer = setTimeout(() => setShown(true), doubted ? OBJECTION : PATIENCE);
    return () => clearTimeout(timer);
  }, [away, doubted]);
  const text = doubted || state === "waiting" ? t("connection.waiting") : t("connection.connecting");
  return html`<div class="connection" role="status">
    ${shown && html`<p><span class="pulse" aria-hidden="true"></span>${text}</p>`}
  </div>`;
}
