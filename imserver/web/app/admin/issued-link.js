import { useId, useRef, useState } from "../../vendor/preact/hooks.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { moment } from "./amounts.js";
import { copyText } from "./copying.js";

/**
 * A link that is shown this once, to be handed to somebody.
 * `message` is what can be sent along with it.
 * @param {{ link: import("../../client/admin.js").IssuedLink, purpose: string, message?: string }} props
 */
export function IssuedLink({ link, purpose, message }) {
  const id = useId();
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    setCopied(await copyText(link.url));
    input.current?.select();
  };
  return html`<div class="issued-link" role="status">
    <label for=${id}>${purpose}</label>
    <div class="issued-link-line">
      <input id=${id} ref=${input} type="text" readonly value=${link.url} onFocus=${() => input.current?.select()} />
      <button type="button" class="button primary" onClick=${copy}>${t(copied ? "admin.copied" : "admin.copy")}</button>
    </div>
    ${message && html`<${Message} text=${message} />`}
    <p class="note">${t("admin.link.valid", { until: moment(link.expires_at) })}</p>
  </div>`;
}

/** An invitation in words, to be copied whole. @param {{ text: string }} props */
function Message({ text }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    setCopied(await copyText(text));
  };
  return html`<div class="issued-link-line">
    <textarea readonly rows="4" aria-label=${t("admin.invites.with-text")} value=${text}></textarea>
    <button type="button" class="button quiet" onClick=${copy}>
      ${t(copied ? "admin.copied" : "admin.invites.copy-text")}
    </button>
  </div>`;
}
