import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";

/** @param {{ label: string, value: string, onInput: (value: string) => void }} props */
export function SearchField({ label, value, onInput }) {
  return html`<div class="search-box admin-search">
    <${Icon} name="search" />
    <input
      type="search"
      value=${value}
      placeholder=${label}
      aria-label=${label}
      maxlength="100"
      autocapitalize="none"
      spellcheck=${false}
      onInput=${(/** @type {InputEvent} */ event) => onInput(/** @type {HTMLInputElement} */ (event.target).value)}
    />
  </div>`;
}
