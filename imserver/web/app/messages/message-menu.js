import { useEffect, useRef, useState } from "../../vendor/preact/hooks.js";
import { isSaid } from "../../client/wire.js";
import { Avatar } from "../people/avatar.js";
import { useChat } from "../state/context.js";
import { focusWhenShown, hasFinePointer } from "../ui/focus.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { t } from "../ui/language.js";
import { useLayer } from "../ui/layer.js";
import "../texts/menu.js";
import { EmojiPicker } from "./picker.js";
import { recentEmoji } from "../state/recent-emoji.js";
import { readersOf } from "../state/receipts.js";
import { attempt, toast } from "../ui/toast.js";

/** @typedef {import("../../client/wire.js").Conversation} Conversation */
/** @typedef {import("../../client/wire.js").Message} Message */
/** @typedef {import("./row-layout.js").Row} Row */
/** @typedef {"menu" | "emoji" | "readers" | "recall" | "text"} Page */

/** After this time the server, as it comes, lets only those who run a group recall (ms). */
const RECALL_WINDOW = 15 * 60_000;

/**
 * Everything one can do with a message, which may be on its way still. What a choice leads to stands in the place of the
 * menu, and leads back to it.
 * @param {object} props
 * @param {Conversation} props.conversation
 * @param {Row} props.row
 * @param {boolean} props.canReply
 * @param {() => void} props.onReply
 * @param {() => void} props.onClose
 */
export function MessageMenu({ conversation, row, canReply, onReply, onClose }) {
  const { session, me } = useChat();
  const [page, setPage] = useState(/** @type {Page} */ ("menu"));
  const { id } = conversation;
  const { message } = row;
  useLayer(() => setPage("menu"), page !== "menu");
  useReturn(page === "menu");
  if (page === "text") return html`<${WholeText} text=${row.text} />`;
  if (!message)
    return html`<${Choices} conversation=${conversation} row=${row} onPage=${setPage} onClose=${onClose} />`;
  if (page === "readers") return html`<${Readers} conversation=${conversation} message=${message} />`;
  if (page === "emoji") {
    const pick = (/** @type {string} */ emoji) => {
      attempt(session.react(id, message.seq, emoji, true));
      onClose();
    };
    return html`<${EmojiPicker} onPick=${pick} />`;
  }
  if (page === "recall") {
    const recall = () => {
      attempt(session.recall(id, message.seq));
      onClose();
    };
    return html`<div class="confirm">
      <p>${t(isSaid(message) && message.sender === me ? "recall.ask" : "recall.ask-other")}</p>
      <div class="confirm-buttons">
        <button type="button" class="button quiet" ref=${focusWhenShown} onClick=${onClose}>${t("cancel")}</button>
        <button type="button" class="button danger" onClick=${recall}>${t("message.recall")}</button>
      </div>
    </div>`;
  }
  return html`<${QuickReactions} conv=${id} message=${message} onMore=${() => setPage("emoji")} onClose=${onClose} />
    <${Choices} conversation=${conversation} row=${row} canReply=${canReply} onReply=${onReply} onPage=${setPage} onClose=${onClose} />`;
}

/**
 * Focus the first choice when the menu is shown again.
 * @param {boolean} shown
 */
function useReturn(shown) {
  const before = useRef(shown);
  useEffect(() => {
    if (shown && !before.current) focusWhenShown(document.querySelector("dialog[open] .menu-item"));
    before.current = shown;
  }, [shown]);
}

/** @param {{ conv: string, message: Message, onMore: () => void, onClose: () => void }} props */
function QuickReactions({ conv, message, onMore, onClose }) {
  const { session, me } = useChat();
  return html`<div class="quick-reactions" role="group" aria-label=${t("message.react")}>
    ${recentEmoji(6).map((emoji) => {
      const on = message.reactions?.[emoji]?.includes(me) ?? false;
      return html`<button
        type="button"
        key=${emoji}
        aria-pressed=${on}
        aria-label=${t("message.react-with", { emoji })}
        onClick=${() => {
          attempt(session.react(conv, message.seq, emoji, !on));
          onClose();
        }}
      >
        ${emoji}
      </button>`;
    })}
    <button type="button" aria-label=${t("emoji.more")} title=${t("emoji.more")} onClick=${onMore}><${Icon} name="smile" /></button>
  </div>`;
}

/**
 * @param {object} props
 * @param {Conversation} props.conversation
 * @param {Row} props.row
 * @param {boolean} [props.canReply]
 * @param {() => void} [props.onReply]
 * @param {(page: Page) => void} props.onPage
 * @param {() => void} props.onClose
 */
function Choices({
  conversation,
  row: { text, message, pending },
  canReply = false,
  onReply = () => {},
  onPage,
  onClose,
}) {
  const { session, me, composerModes } = useChat();
  const { id, kind, role } = conversation;
  const mine = message !== null && isSaid(message) && message.sender === me;
  const runs = kind === "group" && role !== "member";
  const pinned = message !== null && (conversation.pins?.includes(message.seq) ?? false);
  const canRecall = message && ((runs && isSaid(message)) || (mine && Date.now() - message.ts < RECALL_WINDOW));
  /** @param {() => void} act */
  const andClose = (act) => () => {
    act();
    onClose();
  };
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    toast(t("copied"));
  };
  const edit = () =>
    composerModes.edit(
      id,
      message ?? { seq: pending?.client_id ?? "", text, mentions: pending?.mentions, spans: pending?.spans },
    );
  return html`<ul class="menu">
    ${canReply && html`<${Item} icon="reply" label=${t("message.reply")} keys="R" onClick=${andClose(onReply)} />`}
    ${(mine || (pending && !pending.failed)) && html`<${Item} icon="edit" label=${t("message.edit")} keys=${message && "E"} onClick=${andClose(edit)} />`}
    ${text && "clipboard" in navigator && html`<${Item} icon="copy" label=${t("message.copy")} keys=${message && "C"} onClick=${andClose(copy)} />`}
    ${text && !hasFinePointer() && html`<${Item} icon="menu" label=${t("message.select")} onClick=${() => onPage("text")} />`}
    ${
      message &&
      (kind === "direct" || runs) &&
      (pinned || isSaid(message)) &&
      html`<${Item}
      icon="pin"
      label=${t(pinned ? "message.unpin" : "message.pin")}
      onClick=${andClose(() => attempt(session.pin(id, message.seq, !pinned)))}
    />`
    }
    ${mine && html`<${Item} icon="checks" label=${t("message.readers")} onClick=${() => onPage("readers")} />`}
    ${canRecall && html`<${Item} icon="trash" danger label=${t("message.recall")} onClick=${() => onPage("recall")} />`}
    ${pending && html`<${Item} icon="trash" danger label=${t("message.discard")} onClick=${andClose(() => session.recall(id, pending.client_id))} />`}
  </ul>`;
}

/**
 * The text by itself, all of it selected: from there a finger changes what is.
 * @param {{ text: string }} props
 */
function WholeText({ text }) {
  const element = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (!element.current) return;
    element.current.focus();
    getSelection()?.selectAllChildren(element.current);
  }, []);
  return html`<p class="whole-text" ref=${element} tabindex="-1" dir="auto">${text}</p>`;
}

/** @param {{ icon: import("../ui/icon.js").IconName, label: string, keys?: string | null, danger?: boolean, onClick: () => void }} props */
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
  return html`<div class="readers" ref=${focusWhenShown} tabindex="-1">
    ${parts.map(
      ([key, people]) =>
        people.length > 0 &&
        html`<section key=${key}>
        <h2>${t(key)}</h2>
        <ul>
          ${people.map(
            ({ id: person, name, login, avatar }) => html`<li key=${person}>
            <${Avatar} id=${person} name=${name} avatar=${avatar} size="small" />
            <span><bdi>${name}</bdi>${current.members.some((one) => one.name === name && one.id !== person) && html` <span class="row-sub">@${login}</span>`}</span>
          </li>`,
          )}
        </ul>
      </section>`,
    )}
  </div>`;
}
