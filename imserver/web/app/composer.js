import { useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact/hooks.js";
import { cleanText, fits, textLength } from "../client/text.js";
import { MAX_TEXT } from "../client/wire.js";
import { useChat } from "./context.js";
import { hasFinePointer } from "./focus.js";
import { html } from "./html.js";
import { Icon } from "./icon.js";
import { t } from "./language.js";

/** How many characters before the limit the count is shown. */
const WARN = 500;

/**
 * Write and send. Enter sends where there is a keyboard; Shift+Enter, or Enter on a touch screen, makes a line.
 * @param {{ conv: string, name: string }} props
 */
export function Composer({ conv, name }) {
  const chat = useChat();
  const { drafts } = chat;
  const [typed, setTyped] = useState(() => drafts.get(conv));
  const input = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const left = typed.length > MAX_TEXT - WARN ? MAX_TEXT - textLength(cleanText(typed)) : WARN;
  const sendable = cleanText(typed) !== "" && fits(cleanText(typed));
  /** @param {string} text */
  const change = (text) => {
    setTyped(text);
    drafts.set(conv, text);
  };
  const send = () => {
    if (!sendable) return;
    chat.send(conv, typed);
    change("");
    input.current?.focus();
  };
  useEffect(() => {
    if (hasFinePointer()) input.current?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => fitHeight(input.current), [typed]);
  return html`<form
    class="composer"
    onSubmit=${(/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      send();
    }}
  >
    <div class="composer-box">
      <textarea
        ref=${input}
        rows="1"
        value=${typed}
        placeholder=${t("composer.placeholder")}
        aria-label=${t("composer.label", { name })}
        aria-describedby=${left < WARN ? "composer-left" : undefined}
        dir="auto"
        enterkeyhint=${hasFinePointer() ? "send" : "enter"}
        onInput=${(/** @type {InputEvent} */ event) => change(/** @type {HTMLTextAreaElement} */ (event.target).value)}
        onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
          if (!isSendKey(event)) return;
          event.preventDefault();
          send();
        }}
      ></textarea>
      ${
        left < WARN &&
        html`<span id="composer-left" class=${left < 0 ? "composer-left over" : "composer-left"} role="status">
        ${t(left < 0 ? "composer.over" : "composer.left", { count: Math.abs(left) })}
      </span>`
      }
    </div>
    <button class="send-button" disabled=${!sendable} aria-label=${t("composer.send")} title=${t("composer.send")}>
      <${Icon} name="send" />
    </button>
  </form>`;
}

/**
 * Enter that ends a choice of the input method (Chinese, Japanese …) belongs to the input method.
 * @param {KeyboardEvent} event
 */
function isSendKey(event) {
  const composing = event.isComposing || event.keyCode === 229;
  return event.key === "Enter" && !event.shiftKey && !composing && hasFinePointer();
}

/** @param {HTMLTextAreaElement | null} input */
function fitHeight(input) {
  if (!input) return;
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
}
