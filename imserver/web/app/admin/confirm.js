import { useId } from "../../vendor/preact/hooks.js";
import { html } from "../ui/html.js";
import { t } from "../ui/language.js";
import { useModal } from "../ui/dialog.js";
import { useSubmission } from "../ui/submission.js";
import { adminError } from "./errors.js";

/**
 * Asks before something is done that people would feel. What had the focus gets it back.
 * @param {object} props
 * @param {string} props.title
 * @param {string} props.text what will happen
 * @param {string} props.action what the button says
 * @param {() => Promise<void>} props.onConfirm
 * @param {() => void} props.onClose
 */
export function Confirm({ title, text, action, onConfirm, onClose }) {
  const id = useId();
  const { busy, error, run } = useSubmission(async () => {
    await onConfirm();
    onClose();
  });
  const modal = useModal(() => busy || onClose());
  return html`<dialog
    class="admin-dialog"
    ...${modal}
    aria-labelledby=${`${id}-title`}
    aria-describedby=${`${id}-text`}
  >
    <h2 id=${`${id}-title`}>${title}</h2>
    <p id=${`${id}-text`}>${text}</p>
    ${error && html`<p class="alert" role="alert">${adminError(error)}</p>`}
    <div class="admin-dialog-buttons">
      <button type="button" class="button quiet" disabled=${busy} onClick=${onClose} autofocus>${t("admin.cancel")}</button>
      <button type="button" class="button danger" disabled=${busy} onClick=${() => run()}>${action}</button>
    </div>
  </dialog>`;
}
