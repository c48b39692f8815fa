import { attention } from "./attention.js";
import { Avatar } from "./avatar.js";
import { useChat } from "./context.js";
import { shortTime } from "./dates.js";
import { html } from "./html.js";
import { Icon } from "./icon.js";
import { t, tCount } from "./language.js";
import { goneText } from "./message-text.js";
import { avatarOf } from "./names.js";
import { PATHS } from "./route.js";

/** @typedef {import("../client/wire.js").Conversation} Conversation */

/** @param {{ conversation: Conversation, current: boolean, now: number }} props */
export function ConversationRow({ conversation, current, now }) {
  const chat = useChat();
  const unread = current && attention.value ? 0 : chat.unread(conversation.id);
  const avatar = avatarOf(conversation, chat.me);
  const waiting = chat.pendingIn(conversation.id).at(-1);
  const ts = waiting?.ts ?? conversation.last?.ts;
  return html`<a
    class=${`row conversation ${unread ? "unread" : ""}`}
    href=${PATHS.conversation(conversation.id)}
    aria-current=${current ? "page" : undefined}
  >
    <${Avatar} ...${avatar} />
    <span class="row-main">
      <span class="row-line">
        <span class="row-title"><bdi>${avatar.name}</bdi></span>
        ${
          ts !== undefined &&
          html`<time class="row-time" datetime=${new Date(ts).toISOString()}>${shortTime(ts, now)}</time>`
        }
      </span>
      <span class="row-line">
        <${Preview} conversation=${conversation} waiting=${waiting} current=${current} />
        ${
          unread > 0 &&
          html`<span class="badge">
            <span aria-hidden="true">${unread > 99 ? "99+" : unread}</span>
            <span class="hidden-text">${tCount("list.unread", unread)}</span>
          </span>`
        }
      </span>
    </span>
  </a>`;
}

/** @param {{ conversation: Conversation, waiting?: import("../client/outbox.js").Pending, current: boolean }} props */
function Preview({ conversation, waiting, current }) {
  const chat = useChat();
  const draft = current ? "" : chat.drafts.get(conversation.id).trim();
  const { last, kind } = conversation;
  if (waiting) {
    const icon = waiting.failed ? "warning" : "clock";
    return html`<span class=${`row-sub ${waiting.failed ? "failed" : ""}`}>
      <${Icon} name=${icon} label=${t(waiting.failed ? "mark.failed" : "mark.sending")} /> ${waiting.text}
    </span>`;
  }
  if (draft) {
    return html`<span class="row-sub"><span class="row-draft">${t("list.draft")}</span><bdi>${draft}</bdi></span>`;
  }
  if (!last) return html`<span class="row-sub">${t(kind === "group" ? "list.empty-group" : "list.empty")}</span>`;
  const isMine = last.sender === chat.me;
  const name = isMine ? t("list.you") : kind === "group" ? chat.person(last.sender)?.name : "";
  return html`<span class="row-sub">
    ${name && html`<span class="row-from">${t("list.from", { name })}</span>`}
    <bdi>${last.gone ? goneText(last.gone) : last.text}</bdi>
  </span>`;
}
