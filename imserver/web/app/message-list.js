import { useEffect, useMemo, useRef, useState } from "../vendor/preact/hooks.js";
import { attention } from "./attention.js";
import { useChat } from "./context.js";
import { dayName } from "./dates.js";
import { html } from "./html.js";
import { Icon } from "./icon.js";
import { t, tCount, tError } from "./language.js";
import { layOut } from "./layout.js";
import { MessageRow } from "./message-row.js";
import { useNow } from "./now.js";
import { ScrollBox } from "./scroll-box.js";

/** @typedef {import("../client/wire.js").Conversation} Conversation */
/** @typedef {import("../client/timeline.js").TimelineView} TimelineView */

/**
 * The messages of a conversation: newest at the end, older ones as one scrolls up.
 * @param {{ conversation: Conversation, name: string }} props
 */
export function MessageList({ conversation, name }) {
  const chat = useChat();
  const { session, me } = chat;
  const { id } = conversation;
  const timeline = session.timeline(id);
  const view = chat.timeline(id).value;
  const waiting = chat.pendingIn(id);
  const now = useNow();
  const box = useRef(/** @type {ScrollBox | null} */ (null));
  const [atEnd, setAtEnd] = useState(true);
  const readUpTo = useMemo(() => (session.unread(id) > 0 ? session.reads.position(id) : Infinity), [id]);
  const rows = layOut(view.messages, view.following ? waiting : [], { me, readUpTo });
  const inSight = atEnd && view.following;
  const toEnd = () => {
    timeline.newest();
    box.current?.toEnd();
  };
  useEffect(() => {
    timeline.newest();
  }, [timeline]);
  useMarkRead(id, inSight);
  useChange(chat.written.value, toEnd);
  return html`<div class="message-list">
    <${ScrollBox}
      handle=${box}
      following=${view.following}
      label=${t("messages.label", { name })}
      onNearStart=${() => view.error || timeline.older()}
      onNearEnd=${() => view.error || timeline.newer()}
      onAtEnd=${setAtEnd}
    >
      <${Beginning} view=${view} conversation=${conversation} onRetry=${() => retry(timeline, view)} />
      ${rows.map((row) => {
        const sender = row.sender === me ? t("list.you") : (chat.person(row.sender)?.name ?? t("person.unknown"));
        return [
          row.newDay && html`<h2 class="day" key=${`day ${row.key}`}><span>${dayName(row.ts, now)}</span></h2>`,
          row.firstUnread && html`<h2 class="unread-line" key="unread"><span>${t("messages.new")}</span></h2>`,
          html`<${MessageRow}
            key=${row.key}
            row=${row.key}
            sender=${row.sender}
            name=${sender}
            mine=${row.sender === me}
            inGroup=${conversation.kind === "group"}
            text=${row.text}
            edited=${row.edited}
            gone=${row.gone}
            ts=${row.ts}
            pending=${row.pending}
            opens=${row.opens}
            closes=${row.closes}
          />`,
        ];
      })}
    <//>
    ${view.loaded && !inSight && html`<${JumpButton} unread=${chat.unread(id)} onJump=${toEnd} />`}
  </div>`;
}

/**
 * @param {import("../client/timeline.js").Timeline} timeline
 * @param {TimelineView} view
 */
function retry(timeline, view) {
  if (view.loaded) timeline.older();
  else timeline.newest();
}

/**
 * What is above the first message.
 * @param {{ view: TimelineView, conversation: Conversation, onRetry: () => void }} props
 */
function Beginning({ view, conversation, onRetry }) {
  if (view.error && view.error.code !== "offline") {
    return html`<div class="beginning" role="alert">
      <p>${tError(view.error)}</p>
      <button type="button" class="link-button" onClick=${onRetry}>${t("messages.retry")}</button>
    </div>`;
  }
  if (!view.loaded || !view.atStart) {
    return html`<div class="beginning loading" role="status">
      <span class="spinner"></span>
      <span class="hidden-text">${t("messages.loading")}</span>
    </div>`;
  }
  return html`<p class="beginning">${t(conversation.kind === "group" ? "messages.begin-group" : "messages.begin")}</p>`;
}

/** @param {{ unread: number, onJump: () => void }} props */
function JumpButton({ unread, onJump }) {
  const label = unread > 0 ? tCount("messages.jump", unread) : t("messages.to-end");
  return html`<button type="button" class="jump" aria-label=${label} title=${label} onClick=${onJump}>
    <${Icon} name="down" />
    ${unread > 0 && html`<span class="badge" aria-hidden="true">${unread > 99 ? "99+" : unread}</span>`}
  </button>`;
}

/**
 * Whoever looks at the end of a conversation has read it.
 * @param {string} id
 * @param {boolean} inSight
 */
function useMarkRead(id, inSight) {
  const chat = useChat();
  const last = chat.timeline(id).value.messages.at(-1)?.seq ?? 0;
  const looking = attention.value;
  useEffect(() => {
    if (inSight && looking) chat.session.markRead(id, last);
  }, [id, inSight, looking, last]);
}

/**
 * @param {number} value
 * @param {() => void} react
 */
function useChange(value, react) {
  const known = useRef(value);
  useEffect(() => {
    if (known.current === value) return;
    known.current = value;
    react();
  }, [value]);
}
