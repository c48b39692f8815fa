import { isSaid } from "../../client/wire.js";
import { Avatar, hueOf } from "../people/avatar.js";
import { useChat } from "../state/context.js";
import { clockTime, fullTime } from "../ui/dates.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t, tError } from "../ui/language.js";
import { lazy } from "../ui/lazy.js";
import { MessageFiles } from "../files/message-files.js";
import { goneText, MessageText } from "./message-text.js";
import { NoteLine } from "./note-line.js";
import { Quote } from "./quote.js";
import { Reactions } from "./reactions.js";

const MentionFailure = lazy(
  () => import("../compose/mention-failure.js").then((module) => module.MentionFailure),
  () => null,
);

/** @typedef {import("../../client/outbox.js").Pending} Pending */
/** @typedef {import("./row-layout.js").Row} Row */

/**
 * What can be done from a row.
 * @typedef {object} RowActions
 * @property {(row: Row, anchor: DOMRect | null) => void} menu
 * @property {(row: Row, anchor: DOMRect | null) => void} emoji
 * @property {(row: Row) => void} reply
 * @property {(seq: number) => void} jump
 */

/**
 * @typedef {object} MessageRowProps
 * @property {string} id of the row
 * @property {string} conv
 * @property {Row["message"]} message
 * @property {string} sender
 * @property {string} name of the sender
 * @property {string | undefined} avatar of the sender
 * @property {boolean} mine
 * @property {boolean} inGroup
 * @property {string} text
 * @property {Row["files"]} files
 * @property {boolean} edited
 * @property {Row["gone"]} gone
 * @property {number} ts
 * @property {number | null} reply
 * @property {Pending | null} pending
 * @property {import("../state/receipts.js").DeliveryState} reach
 * @property {boolean} opens
 * @property {boolean} closes
 * @property {boolean} pinned
 * @property {boolean} active whether its buttons are shown
 * @property {import("../state/jump.js").Jump["turn"] | 0} found whether one was led to it, by turns
 * @property {readonly import("../../client/wire.js").Member[]} members where somebody is mentioned
 * @property {import("../ui/fold.js").Find} [find]
 * @property {boolean} canReply
 * @property {RowActions} actions
 */

/** @param {MessageRowProps} props */
export function MessageRow(props) {
  const { id, sender, name, mine, inGroup, gone, pending, opens, closes, message, found, conv, actions, reply } = props;
  if (message && !isSaid(message) && !gone) {
    return html`<${NoteLine} ...${props} />`;
  }
  const side = mine ? "mine" : "theirs";
  const shape = ["message", side, pending?.failed && "failed", gone && "gone", opens && "opens", closes && "closes"];
  const named = inGroup && !mine;
  return html`<div
    class=${[...shape, found && `found turn-${found}`].filter(Boolean).join(" ")}
    role="article"
    aria-label=${t("message.label", { name, time: clockTime(props.ts) })}
    data-row=${id}
    data-seq=${message?.seq}
    tabindex="-1"
  >
    ${named && html`<span class="message-face">${closes && html`<${Avatar} id=${sender} name=${name} avatar=${props.avatar} size="small" />`}</span>`}
    <div class="message-body">
      <div class="bubble">
        ${
          opens &&
          html`<span class=${named ? `message-sender ink hue-${hueOf(sender)}` : "hidden-text"}>
          <bdi>${name}</bdi>${" "}
        </span>`
        }
        ${
          reply !== null &&
          !gone &&
          html`<button type="button" class="quote-button" onClick=${() => actions.jump(reply)}>
          <${Quote} conv=${conv} seq=${reply} />
        </button>`
        }
        ${!gone && props.files.length > 0 && html`<${MessageFiles} files=${props.files} />`}
        ${
          gone
            ? html`<span class="message-text">${goneText(gone)}</span>`
            : props.text &&
              html`<${MessageText} text=${props.text} said=${message ?? pending} members=${props.members} me=${useChat().me} find=${props.find} />`
        }
        <${Meta} ...${props} />
      </div>
      ${
        message &&
        !gone &&
        message.reactions &&
        html`<${Reactions} conv=${conv} seq=${message.seq} reactions=${message.reactions} unnamed=${message.unnamed} />`
      }
      ${
        pending?.failed
          ? html`<${Failure} pending=${pending} />`
          : pending?.trouble && html`<p class="message-trouble" role="status">${tError(pending.trouble)}</p>`
      }
      ${props.active && !gone && html`<${Toolbar} ...${props} />`}
    </div>
  </div>`;
}

/** @param {MessageRowProps} props */
function Meta({ edited, gone, message, pinned, ts, mine, pending, reach }) {
  return html`<span class="message-meta">
    ${pinned && html`<${Icon} name="pin" label=${t("message.pinned")} />`}
    ${edited && !gone && html`<span>${t("message.edited")}</span>`}
    <time datetime=${new Date(ts).toISOString()} title=${fullTime(ts)}>${clockTime(ts)}</time>
    ${message?.waiting ? html`<${Waiting} label=${t("mark.changing")} />` : mine && !gone && html`<${Mark} pending=${pending} reach=${reach} />`}
  </span>`;
}

/** @param {{ label: string }} props */
function Waiting({ label }) {
  return html`<span class="mark" title=${label}><${Icon} name="clock" label=${label} /></span>`;
}

/**
 * How far one's own message has come.
 * @param {{ pending: Pending | null, reach: import("../state/receipts.js").DeliveryState }} props
 */
function Mark({ pending, reach }) {
  const [icon, label] = pending
    ? pending.failed
      ? /** @type {const} */ (["warning", t("mark.failed")])
      : /** @type {const} */ (["clock", t("mark.sending")])
    : reach === "sent"
      ? /** @type {const} */ (["check", t("mark.sent")])
      : /** @type {const} */ (["checks", t(reach === "read" ? "mark.read" : "mark.delivered")]);
  return html`<span class=${pending ? "mark" : `mark ${reach}`} title=${label}><${Icon} name=${icon} label=${label} /></span>`;
}

/**
 * What one does most often, beside the message under the pointer or with the focus.
 * @param {MessageRowProps} props
 */
function Toolbar({ id, canReply, actions, ...row }) {
  const stored = row.message !== null;
  /** @param {MouseEvent} event */
  const place = (event) => /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
  const whole = /** @type {Row} */ (/** @type {unknown} */ ({ key: id, ...row }));
  return html`<div class="message-tools" role="group" aria-label=${t("message.actions")}>
    ${stored && html`<${Tool} icon="smile" label=${t("message.react")} act=${(/** @type {MouseEvent} */ event) => actions.emoji(whole, place(event))} />`}
    ${stored && canReply && html`<${Tool} icon="reply" label=${t("message.reply")} act=${() => actions.reply(whole)} />`}
    <${Tool} icon="more" label=${t("message.more")} act=${(/** @type {MouseEvent} */ event) => actions.menu(whole, place(event))} />
  </div>`;
}

/** @param {{ icon: import("../ui/icon.js").IconName, label: string, act: (event: MouseEvent) => void }} props */
function Tool({ icon, label, act }) {
  return html`<button type="button" class="tool" aria-label=${label} title=${label} onClick=${act}><${Icon} name=${icon} /></button>`;
}

/** @param {{ pending: Pending }} props */
function Failure({ pending }) {
  const { session } = useChat();
  const { failed } = pending;
  const left = failed?.code === "unknown_user";
  return html`<div class="message-failure">
    <p role="alert">${t("message.not-sent")}${failed && tError(left ? { ...failed, code: "mention_left" } : failed)}</p>
    ${left && html`<${MentionFailure} pending=${pending} />`}
    <button type="button" class="link-button" onClick=${() => session.outbox.retry(pending.client_id)}>
      ${t("message.retry")}
    </button>
    <button type="button" class="link-button" onClick=${() => session.recall(pending.conv, pending.client_id)}>
      ${t("message.discard")}
    </button>
  </div>`;
}
