import { Avatar, hueOf } from "./avatar.js";
import { useChat } from "./context.js";
import { clockTime, fullTime } from "./dates.js";
import { html } from "./html.js";
import { Icon } from "./icon.js";
import { t, tError } from "./language.js";
import { memo } from "./memo.js";
import { goneText, MessageText } from "./message-text.js";

/** @typedef {import("../client/outbox.js").Pending} Pending */

/**
 * @typedef {object} MessageRowProps
 * @property {string} row
 * @property {string} sender
 * @property {string} name of the sender
 * @property {boolean} mine
 * @property {boolean} inGroup
 * @property {string} text
 * @property {boolean} edited
 * @property {import("../client/wire.js").Message["gone"]} gone
 * @property {number} ts
 * @property {Pending | null} pending
 * @property {boolean} opens
 * @property {boolean} closes
 */

/** @param {MessageRowProps} props */
function PlainMessageRow({ row, sender, name, mine, inGroup, text, edited, gone, ts, pending, opens, closes }) {
  const side = mine ? "mine" : "theirs";
  const shape = ["message", side, pending?.failed && "failed", gone && "gone", opens && "opens", closes && "closes"];
  const named = inGroup && !mine;
  return html`<div class=${shape.filter(Boolean).join(" ")} data-row=${row}>
    ${named && html`<span class="message-face">${closes && html`<${Avatar} id=${sender} name=${name} size="small" />`}</span>`}
    <div class="message-body">
      <div class="bubble">
        ${
          opens &&
          html`<span class=${named ? `message-sender ink-${hueOf(sender)}` : "hidden-text"}>
          <bdi>${name}</bdi>${" "}
        </span>`
        }
        ${gone ? html`<span class="message-text">${goneText(gone)}</span>` : html`<${MessageText} text=${text} />`}
        <span class="message-meta">
          ${edited && !gone && html`<span>${t("message.edited")}</span>`}
          <time datetime=${new Date(ts).toISOString()} title=${fullTime(ts)}>${clockTime(ts)}</time>
          ${mine && html`<${Mark} pending=${pending} />`}
        </span>
      </div>
      ${
        pending?.failed
          ? html`<${Failure} pending=${pending} />`
          : pending?.trouble && html`<p class="message-trouble" role="status">${tError(pending.trouble)}</p>`
      }
    </div>
  </div>`;
}

export const MessageRow = memo(PlainMessageRow);

/**
 * How far one's own message has come.
 * @param {{ pending: Pending | null }} props
 */
function Mark({ pending }) {
  const [icon, label] = !pending
    ? ["check", t("mark.sent")]
    : pending.failed
      ? ["warning", t("mark.failed")]
      : ["clock", t("mark.sending")];
  return html`<span class="mark" title=${label}><${Icon} name=${icon} label=${label} /></span>`;
}

/** @param {{ pending: Pending }} props */
function Failure({ pending }) {
  const { outbox } = useChat().session;
  return html`<div class="message-failure">
    <p role="alert">${t("message.not-sent")}${pending.failed && tError(pending.failed)}</p>
    <button type="button" class="link-button" onClick=${() => outbox.retry(pending.client_id)}>
      ${t("message.retry")}
    </button>
    <button type="button" class="link-button" onClick=${() => outbox.discard(pending.client_id)}>
      ${t("message.discard")}
    </button>
  </div>`;
}
