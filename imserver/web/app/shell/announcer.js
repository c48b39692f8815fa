import { isSaid } from "../../client/wire.js";
import { useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { jumpAnnouncement } from "../state/jump.js";
import { t } from "../ui/language.js";
import { summary } from "../messages/message-text.js";

/** Speaks new messages to screen readers, once, however the lists on the screen change; and those that were jumped to. */
export function Announcer() {
  const chat = useChat();
  const arrival = chat.arrived.value;
  const name = arrival && (chat.person(arrival.message.sender)?.name ?? t("person.unknown"));
  const text = arrival && summary(arrival.message, chat).slice(0, 200);
  return html`<p class="hidden-text" role="status" aria-label=${t("announcer.label")}>
    ${arrival && !isSaid(arrival.message) ? text : text && t("announcer.message", { name: name ?? "", text })}
  </p><p class="hidden-text" role="status">${jumpAnnouncement.value.slice(0, 200)}</p>`;
}
