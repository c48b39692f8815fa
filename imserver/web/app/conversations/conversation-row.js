import { isSaid } from "../../client/wire.js";
import { Avatar } from "../people/avatar.js";
import { useChat } from "../state/context.js";
import { shortTime } from "../ui/dates.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t, tCount } from "../ui/language.js";
import { plain, summary } from "../messages/message-text.js";
import { isMuted } from "../state/muting.js";
import { avatarOf, partner } from "../state/names.js";
import { deliveryState, receiptsOf } from "../state/receipts.js";
import { PATHS } from "../state/route.js";

/** @typedef {import("../../client/wire.js").Conversation} Conversation */

/**
 * @param {object} props
 * @param {Conversation} props.conversation
 * @param {boolean} props.current
 * @param {number} props.now
 * @param {(anchor: DOMRect) => void} props.onMenu
 */
export function ConversationRow({ conversation, current, now, onMenu }) {
  const chat = useChat();
  const unread = chat.unread(conversation.id);
  const mentioned = unread > 0 ? (conversation.mentioned ?? 0) : 0;
  const avatar = avatarOf(conversation, chat.me);
  const waiting = chat.pendingIn(conversation.id).at(-1);
  const ts = waiting?.ts ?? conversation.last?.ts;
  const muted = isMuted(conversation, now);
  const other = conversation.kind === "direct" ? partner(conversation, chat.me) : null;
  const online = other !== null && chat.people.online.value.has(other.id);
  const classes = ["row conversation", unread && "unread", muted && "muted"].filter(Boolean).join(" ");
  return html`<a
    class=${classes}
    href=${PATHS.conversation(conversation.id)}
    aria-current=${current ? "page" : undefined}
    data-conv=${conversation.id}
    draggable=${false}
    onContextMenu=${(/** @type {MouseEvent} */ event) => {
      event.preventDefault();
      onMenu(/** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect());
    }}
  >
    <${Avatar} ...${avatar} online=${online} />
    <span class="row-main">
      <span class="row-line">
        <span class="row-title"><bdi>${avatar.name}</bdi></span>
        ${online && html`<span class="hidden-text">${t("presence.online")}</span>`}
        ${muted && html`<${Icon} name="mute" label=${t("mute.on")} />`}
        ${conversation.preferences?.pinned && html`<${Icon} name="pin" label=${t("list.pinned")} />`}
        ${
          ts !== undefined &&
          html`<time class="row-time" datetime=${new Date(ts).toISOString()}>${shortTime(ts, now)}</time>`
        }
      </span>
      <span class="row-line">
        <${Preview} conversation=${conversation} waiting=${waiting} current=${current} />
        ${
          mentioned > 0 &&
          html`<span class="badge mention-badge"><${Icon} name="at" label=${tCount("list.mentioned", mentioned)} /></span>`
        }
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

/** @param {{ conversation: Conversation, waiting?: import("../../client/outbox.js").Pending, current: boolean }} props */
function Preview({ conversation, waiting, current }) {
  const chat = useChat();
  const draft = current ? "" : chat.drafts.get(conversation.id).trim();
  const { id, last, kind } = conversation;
  if (waiting) {
    const icon = waiting.failed ? "warning" : "clock";
    return html`<span class=${`row-sub ${waiting.failed ? "failed" : ""}`}>
      <${Icon} name=${icon} label=${t(waiting.failed ? "mark.failed" : "mark.sending")} /> <bdi>${summary(waiting)}</bdi>
    </span>`;
  }
  const typing = chat.people.typing.value[id] ?? [];
  if (typing.length > 0) return html`<span class="row-sub typing">${t("typing.here")}</span>`;
  if (draft) {
    return html`<span class="row-sub"><span class="row-draft">${t("list.draft")}</span><bdi>${plain(draft)}</bdi></span>`;
  }
  if (!last) return html`<span class="row-sub">${t(kind === "group" ? "list.empty-group" : "list.empty")}</span>`;
  const said = isSaid(last);
  const isMine = said && last.sender === chat.me;
  const name = !said
    ? ""
    : isMine
      ? kind === "group"
        ? t("list.you")
        : ""
      : kind === "group"
        ? chat.person(last.sender)?.name
        : "";
  return html`<span class="row-sub">
    ${isMine && !last.gone && html`<${Reached} conversation=${conversation} seq=${last.seq} />`}
    ${name && html`<span class="row-from">${t("list.from", { name })}</span>`}
    <bdi>${summary(last, chat)}</bdi>
  </span>`;
}

/** @param {{ conversation: Conversation, seq: number }} props */
function Reached({ conversation, seq }) {
  const reach = deliveryState(seq, receiptsOf(conversation, useChat().me));
  return html`<span class=${`mark ${reach}`}><${Icon} name=${reach === "sent" ? "check" : "checks"} label=${t(`mark.${reach}`)} /></span>`;
}
