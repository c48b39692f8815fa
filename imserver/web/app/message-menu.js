import { useState } from "../vendor/preact/hooks.js";
import { isSaid } from "../client/wire.js";
import { Avatar } from "./avatar.js";
import { useChat } from "./context.js";
import { html } from "./html.js";
import { Icon } from "./icon.js";
import { t } from "./language.js";
import "./menu-texts.js";
import { recentEmoji } from "./recent-emoji.js";
import { readersOf } from "./receipts.js";
import { attempt, toast } from "./toast.js";

/** @typedef {import("../client/wire.js").Conversation} Conversation */
/** @typedef {import("../client/wire.js").Message} Message */

/** After this time the server, as it comes, lets only those who run a group recall (ms). */
const RECALL_WINDOW = 15 * 60_000;

/**
 * Everything one can do with a message.
 * @param {object} props
 * @param {Conversation} props.conversation
 * @param {Message} props.message
 * @param {boolean} props.canReply
 * @param {() => void} props.onEmoji
 * @param {() => void} props.onReply
 * @param {() => void} props.onClose
 */
export function MessageMenu({ conversation, message, canReply, onEmoji, onReply, onClose }) {
  const chat = useChat();
  const { session, me, intents } = chat;
  const [page, setPage] = useState(/** @type {"menu" | "recall" | "readers"} */ ("menu"));
  const { id, kind, role } = conversation;
  const mine = isSaid(message) && message.sender === me;
  const runs = kind === "group" && role !== "member";
  const pinned = conversation.pins?.includes(message.seq) ?? false;
  const canRecall = (runs && isSaid(message)) || (mine && Date.now() - message.ts < RECALL_WINDOW);
  /** @param {() => void} act */
  const andClose = (act) => () => {
    act();
    onClose();
  };
  if (page === "readers") return html`<${Readers} conversation=${conversation} message=${message} />`;
  if (page === "recall") {
    return html`<div class="confirm">
      <p>${t(mine ? "recall.ask" : "recall.ask-other")}</p>
      <div class="confirm-buttons">
        <button type="button" class="button quiet" onClick=${onClose}>${t("cancel")}</button>
        <button type="button" class="button danger" onClick=${andClose(() => attempt(session.recall(id, message.seq)))}>
          ${t("message.recall")}
        </button>
      </div>
    </div>`;
  }
  const copy = async () => {
    await navigator.clipboard.writeText(message.text);
    toast(t("copied"));
  };
  return html`<div class="quick-reactions" role="group" aria-label=${t("message.react")}>
      ${recentEmoji(6).map((emoji) => {
        const on = message.reactions?.[emoji]?.includes(me) ?? false;
        return html`<button
          type="button"
          key=${emoji}
          aria-pressed=${on}
          aria-label=${t("message.react-with", { emoji })}
          onClick=${andClose(() => attempt(session.react(id, message.seq, emoji, !on)))}
        >
          ${emoji}
        </button>`;
      })}
      <button type="button" aria-label=${t("emoji.more")} title=${t("emoji.more")} onClick=${onEmoji}><${Icon} name="smile" /></button>
    </div>
    <ul class="menu">
      ${canReply && html`<${Item} icon="reply" label=${t("message.reply")} keys="R" onClick=${andClose(onReply)} />`}
      ${mine && html`<${Item} icon="edit" label=${t("message.edit")} keys="E" onClick=${andClose(() => intents.edit(id, message))} />`}
      ${message.text && "clipboard" in navigator && html`<${Item} icon="copy" label=${t("message.copy")} keys="C" onClick=${andClose(copy)} />`}
      ${
        (kind === "direct" || runs) &&
        html`<${Item}
        icon="pin"
        label=${t(pinned ? "message.unpin" : "message.pin")}
        onClick=${andClose(() => attempt(session.pin(id, message.seq, !pinned)))}
      />`
      }
      ${mine && html`<${Item} icon="checks" label=${t("message.readers")} onClick=${() => setPage("readers")} />`}
      ${canRecall && html`<${Item} icon="trash" danger label=${t("message.recall")} onClick=${() => setPage("recall")} />`}
    </ul>`;
}

/** @param {{ icon: import("./icon.js").IconName, label: string, keys?: string, danger?: boolean, onClick: () => void }} props */
function Item({ icon, label, keys, danger = false, onClick }) {
  return html`<li>
    <button type="button" class=${danger ? "menu-item danger" : "menu-item"} onClick=${onClick}>
      <${Icon} name=${icon} /><span>${label}</span>${keys && html`<kbd aria-hidden="true">${keys}</kbd>`}
    </button>
  </li>`;
}

/** @param {{ conversation: Conversation, message: Message }} props */
function Readers({ conversation, message }) {
  const { id } = conversation;
  const current = useChat().conversation(id) ?? conversation;
  const { read, delivered, waiting } = readersOf(current, message.sender, message.seq);
  const parts = /** @type {const} */ ([
    ["readers.read", read],
    ["readers.delivered", delivered],
    ["readers.waiting", waiting],
  ]);
  return html`<div class="readers">
    ${parts.map(
      ([key, people]) =>
        people.length > 0 &&
        html`<section key=${key}>
        <h2>${t(key)}</h2>
        <ul>
          ${people.map(
            ({ id: person, name }) => html`<li key=${person}>
            <${Avatar} id=${person} name=${name} size="small" /><bdi>${name}</bdi>
          </li>`,
          )}
        </ul>
      </section>`,
    )}
  </div>`;
}
