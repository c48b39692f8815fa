import { useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { summary } from "./message-text.js";

/**
 * What was done to the conversation; what was done to a message leads there, for whoever can see that.
 * @param {import("./message-row.js").MessageRowProps} props
 */
export function NoteLine({ id, conv, message, found, actions }) {
  const chat = useChat();
  if (!message) return null;
  const { seq, action } = message;
  const about = action?.seq && action.seq >= (chat.conversation(conv)?.first_seq ?? 1) ? action.seq : null;
  const text = html`<bdi>${summary(message, chat)}</bdi>`;
  return html`<p class=${found ? `note-line found turn-${found}` : "note-line"} role="article" data-row=${id} data-seq=${seq} tabindex="-1">
    ${about ? html`<button type="button" class="note-way" tabindex="-1" onClick=${() => actions.jump(about)}>${text}</button>` : text}
  </p>`;
}
