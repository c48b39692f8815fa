import "../texts/beginning.js";
import { useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t } from "../ui/language.js";

/** Beside the list, while no conversation is open. */
export function NothingOpen() {
  const { conversations } = useChat();
  return html`<div class="pane-empty">
    <${Icon} name="talk" />
    <p>${t(conversations.value.length > 0 ? "conversation.none" : "conversation.none-yet")}</p>
  </div>`;
}
