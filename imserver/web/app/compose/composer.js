import { useEffect, useLayoutEffect, useRef, useState } from "../../vendor/preact/hooks.js";
import { cleanText, fits, isSeen, textLength } from "../../client/text.js";
import { isSaid, MAX_TEXT } from "../../client/wire.js";
import { attach } from "../files/attach.js";
import { useAccount, useChat } from "../state/context.js";
import { hasFinePointer } from "../ui/focus.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";
import { ComposerModeBar } from "./composer-mode-bar.js";
import { t } from "../ui/language.js";
import { lazy } from "../ui/lazy.js";
import { plain } from "../messages/message-text.js";
import { EmojiPicker } from "../messages/picker.js";
import { Popup } from "../ui/popup.js";
import { loadStyles } from "../ui/styles.js";
import { attempt, toast } from "../ui/toast.js";

/** @typedef {import("../../client/wire.js").Conversation} Conversation */

/** How many characters before the limit the count is shown. */
const WARN = 500;

/** Plainly seen, and no part of a mark, as something is of nearly every text. */
const PLAIN = /[!-)+-=?-^a-}\u0400-\u0481\u4e00-\u9fff]/;

/** Others are told that one types this often (ms). */
const TYPING_PAUSE = 3000;

const AttachmentList = lazy(() => import("../files/attachment-list.js").then((module) => module.AttachmentList));

const mentioning = () =>
  Promise.all([import("./mention-list.js"), loadStyles("css/mentions.css")]).then(([module]) => module);
const Mentions = lazy(
  () => mentioning().then((module) => module.Mentions),
  () => null,
);

/**
 * Write and send. Enter sends where there is a keyboard; Shift+Enter, or Enter on a touch screen, makes a line.
 * @param {{ conversation: Conversation, name: string }} props
 */
export function Composer({ conversation, name }) {
  const { api } = useAccount();
  const chat = useChat();
  const { id } = conversation;
  const mode = chat.composerModes.of(id).value;
  const editing = mode.kind === "edit";
  const input = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const { typed, change } = useText(id, mode);
  const [picking, setPicking] = useState(/** @type {DOMRect | null} */ (null));
  const [busy, setBusy] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const files = chat.attachments.of(id).value;
  const uploading = files.some(({ stored, error }) => !stored && !error);
  const refused = files.some(({ error }) => error);
  const mentions = useRef(false);
  mentions.current ||= conversation.kind === "group" && typed !== "";
  const tellTyping = useTyping(id);
  const left = typed.length > MAX_TEXT - WARN ? MAX_TEXT - textLength(cleanText(typed)) : WARN;
  const text = cleanText(typed);
  const filled = PLAIN.test(text) || (isSeen(text) && isSeen(plain(text))) || (!editing && files.length > 0);
  const sendable = filled && fits(text) && !busy && (editing || !refused);
  /**
   * Put something in the place of a part of the text.
   * @param {number} start
   * @param {number} end
   * @param {string} text
   */
  const replace = (start, end, text) => {
    if (type(input.current, start, end, text)) return;
    change(typed.slice(0, start) + text + typed.slice(end));
    setTimeout(() => {
      input.current?.focus();
      input.current?.setSelectionRange(start + text.length, start + text.length);
    });
  };
  const end = () => {
    chat.composerModes.end(id);
    input.current?.focus();
  };
  /** @returns {Promise<{ isOther?: boolean, called?: Partial<import("../../client/outbox.js").Extra> }>} */
  const whom = async () =>
    mentions.current && typed.includes("@")
      ? (await mentioning()).mentionedBy({ chat, conversation, mode }, typed)
      : {};
  const send = async () => {
    if (!sendable) return;
    if (uploading && !editing) return setWaiting(true);
    setBusy(true);
    const found = await whom().catch(unfetched);
    if (!found) return setBusy(false);
    const { isOther, called } = found;
    if (editing) {
      const isSame = typed === mode.text && !isOther;
      const saved = isSame || (await attempt(chat.session.edit(id, mode.seq, typed, called)));
      setBusy(false);
      if (saved) end();
      return;
    }
    setBusy(false);
    const attachments = files.flatMap(({ stored }) => stored ?? []);
    chat.send(id, typed, {
      ...(mode.kind === "reply" && { reply_to: mode.seq }),
      ...called,
      ...(attachments.length > 0 && { attachments }),
    });
    const others = chat.attachments.of(id).value.filter((file) => !files.some(({ key }) => key === file.key));
    chat.attachments.set(id, others);
    if (chat.drafts.get(id) === typed) change("");
    end();
  };
  /** @param {FileList | null | undefined} list */
  const add = (list) => {
    if (list?.length) attempt(attach({ attachments: chat.attachments, api, conv: id }, [...list]));
  };
  const editLast = () => {
    const mine = chat.session
      .timeline(id)
      .view()
      .messages.filter((message) => isSaid(message) && message.sender === chat.me && !message.gone);
    const last = mine.at(-1);
    if (last) chat.composerModes.edit(id, last);
    return last !== undefined;
  };
  useEffect(() => {
    if (hasFinePointer()) input.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    if (mode.kind !== "new") input.current?.focus();
  }, [mode]);
  useEffect(() => {
    if (!waiting || uploading) return;
    setWaiting(false);
    send();
  }, [waiting, uploading]);
  useLayoutEffect(() => fitHeight(input.current), [typed]);
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (isComposing(event)) return;
    if (event.key === "Enter" && !event.shiftKey && hasFinePointer()) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && mode.kind !== "new") {
      event.preventDefault();
      event.stopPropagation();
      end();
    } else if (event.key === "ArrowUp" && typed === "" && !event.altKey && editLast()) event.preventDefault();
  };
  return html`<form
    class="composer"
    onSubmit=${(/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      send();
    }}
  >
    <div class="composer-box">
      ${mode.kind !== "new" && html`<${ComposerModeBar} conv=${id} mode=${mode} onEnd=${end} />`}
      ${mentions.current && html`<${Mentions} ...${{ conversation, mode, typed, input, replace }} />`}
      ${!editing && files.length > 0 && html`<${AttachmentList} conv=${id} waiting=${waiting} />`}
      <div class="composer-line">
        <button
          type="button"
          class="composer-tool"
          aria-label=${t("emoji.label")}
          title=${t("emoji.label")}
          onClick=${(/** @type {MouseEvent} */ event) =>
            setPicking(/** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect())}
        >
          <${Icon} name="smile" />
        </button>
        <textarea
          ref=${input}
          rows="1"
          value=${typed}
          placeholder=${t("composer.placeholder")}
          aria-label=${t("composer.label", { name })}
          aria-describedby=${left < WARN ? "composer-left" : undefined}
          dir="auto"
          enterkeyhint=${hasFinePointer() ? "send" : "enter"}
          onInput=${(/** @type {InputEvent} */ event) => {
            change(/** @type {HTMLTextAreaElement} */ (event.target).value);
            if (!editing) tellTyping();
          }}
          onKeyDown=${key}
          onPaste=${(/** @type {ClipboardEvent} */ event) => {
            const data = event.clipboardData;
            if (editing || !data?.files.length || data.types.includes("text/plain")) return;
            event.preventDefault();
            add(data.files);
          }}
        ></textarea>
        ${
          !editing &&
          html`<label class="composer-tool" title=${t("composer.attach")}>
          <${Icon} name="attach" />
          <input
            type="file"
            multiple
            class="hidden-text"
            aria-label=${t("composer.attach")}
            onChange=${(/** @type {Event} */ event) => {
              const picker = /** @type {HTMLInputElement} */ (event.target);
              add(picker.files);
              picker.value = "";
              input.current?.focus();
            }}
          />
        </label>`
        }
      </div>
      ${
        left < WARN &&
        html`<span id="composer-left" class=${left < 0 ? "composer-left over" : "composer-left"} role="status">
        ${t(left < 0 ? "composer.characters-over" : "composer.characters-left", { count: Math.abs(left) })}
      </span>`
      }
    </div>
    <button
      class="send-button"
      disabled=${!sendable}
      aria-label=${t(editing ? "composer.save" : "composer.send")}
      title=${t(editing ? "composer.save" : "composer.send")}
    >
      <${Icon} name=${editing ? "check" : "send"} />
    </button>
    ${
      picking &&
      html`<${Popup} label=${t("emoji.label")} anchor=${picking} kind="emoji" onClose=${() => setPicking(null)}>
      <${EmojiPicker}
        onPick=${(/** @type {string} */ emoji) => {
          const at = input.current?.selectionStart ?? typed.length;
          replace(at, input.current?.selectionEnd ?? at, emoji);
          setPicking(null);
        }}
      />
    <//>`
    }
  </form>`;
}

/** What is sent needs to know whom it mentions. */
function unfetched() {
  toast(t("error.offline"));
}

/**
 * What is in the field: the draft, or the text of a message that is being edited, which leaves the draft alone.
 * @param {string} conv
 * @param {import("../state/composer-mode.js").ComposerMode} mode
 */
function useText(conv, mode) {
  const { drafts } = useChat();
  const [typed, setTyped] = useState(() => drafts.get(conv));
  const edited = mode.kind === "edit" ? mode.seq : null;
  const [editedText, setEditedText] = useState("");
  useLayoutEffect(() => {
    if (mode.kind === "edit") setEditedText(mode.text);
  }, [edited]);
  /** @param {string} text */
  const change = (text) => {
    if (edited !== null) return setEditedText(text);
    setTyped(text);
    drafts.set(conv, text);
  };
  return { typed: edited === null ? typed : editedText, change };
}

/** @param {string} conv */
function useTyping(conv) {
  const { session } = useChat();
  const last = useRef(0);
  return () => {
    if (Date.now() - last.current < TYPING_PAUSE) return;
    last.current = Date.now();
    session.typing(conv);
  };
}

/**
 * Keys that end a choice of the input method (Chinese, Japanese …) belong to the input method.
 * @param {KeyboardEvent} event
 */
function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

/**
 * Put a text in the place of a part as if it were typed, so that it can be undone. False where that can't be.
 * @param {HTMLTextAreaElement | null} input
 * @param {number} start
 * @param {number} end
 * @param {string} text
 */
function type(input, start, end, text) {
  input?.focus();
  if (!input || document.activeElement !== input) return false;
  input.setSelectionRange(start, end);
  return document.execCommand("insertText", false, text);
}

/** @param {HTMLTextAreaElement | null} input */
function fitHeight(input) {
  if (!input) return;
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
}
