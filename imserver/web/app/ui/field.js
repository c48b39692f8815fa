import { useId, useState } from "../../vendor/preact/hooks.js";
import { focusWhenShown } from "./focus.js";
import { html } from "./html.js";
import { Icon } from "./icon.js";
import { t } from "./language.js";

/**
 * @typedef {object} FieldProps
 * @property {string} label
 * @property {string} value
 * @property {(value: string) => void} onInput
 * @property {string} [hint]
 * @property {string} [error]
 * @property {string} [type]
 * @property {string} [autocomplete]
 * @property {boolean} [autofocus]
 * @property {boolean} [required]
 * @property {number} [maxlength]
 */

/**
 * A labelled line of text.
 * @param {FieldProps & { children?: import("./html.js").Children }} props
 */
export function Field({ label, value, onInput, hint, error, type = "text", children, autofocus, ...attributes }) {
  const id = useId();
  const note = error || hint;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <div class=${children ? "field-box with-button" : "field-box"}>
      <input
        id=${id}
        ref=${autofocus ? focusWhenShown : undefined}
        type=${type}
        value=${value}
        aria-invalid=${error ? "true" : undefined}
        aria-describedby=${note ? `${id}-note` : undefined}
        autocapitalize="none"
        spellcheck=${false}
        onInput=${(/** @type {InputEvent} */ event) => onInput(/** @type {HTMLInputElement} */ (event.target).value)}
        ...${attributes}
      />
      ${children}
    </div>
    ${note && html`<p class=${error ? "note error" : "note"} id=${`${id}-note`}>${note}</p>`}
  </div>`;
}

/**
 * A password that can be looked at.
 * @param {FieldProps} props
 */
export function PasswordField(props) {
  const [shown, setShown] = useState(false);
  return html`<${Field} ...${props} type=${shown ? "text" : "password"}>
    <button
      type="button"
      class="icon-button"
      aria-pressed=${shown}
      aria-label=${t("password.show")}
      title=${t("password.show")}
      onClick=${() => setShown(!shown)}
    >
      <${Icon} name=${shown ? "eyeOff" : "eye"} />
    </button>
  <//>`;
}
