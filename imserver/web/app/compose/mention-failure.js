import { EVERYONE } from "../../client/wire.js";
import { mentionable } from "./completion.js";
import { useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import "./mentions.js";

/**
 * Sends a refused message again, without mentioning who has left, or everybody where that isn't allowed any more.
 * @param {{ pending: import("../../client/outbox.js").Pending }} props
 */
export function MentionFailure({ pending: { conv, client_id } }) {
  const chat = useChat();
  const conversation = chat.conversation(conv);
  if (!conversation) return null;
  const ids = new Set(
    [...conversation.members, ...mentionable(conversation, chat.me).filter(({ id }) => id === EVERYONE)].map(
      ({ id }) => id,
    ),
  );
  return html`<button type="button" class="link-button" onClick=${() => chat.session.outbox.retry(client_id, (id) => ids.has(id))}>
    ${t("mention.without")}
  </button>`;
}
