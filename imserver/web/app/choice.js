import { html } from "./html.js";

/**
 * One of a few.
 * @param {{ legend: string, options: Record<string, string>, value: string, disabled?: boolean, onChoose: (value: any) => void }} props
 */
export function Choice({ legend, options, value, disabled = false, onChoose }) {
  return html`<fieldset class="choice" disabled=${disabled}>
    <legend>${legend}</legend>
    <div class="segments">
      ${Object.entries(options).map(
        ([key, name]) => html`<label class="segment">
          <input type="radio" name=${legend} checked=${key === value} onChange=${() => onChoose(key)} />
          <span>${name}</span>
        </label>`,
      )}
    </div>
  </fieldset>`;
}

/**
 * On or off.
 * @param {{ label: string, hint?: string, on: boolean, disabled?: boolean, onChange: (on: boolean) => void }} props
 */
export function Switch({ label, hint, on, disabled = false, onChange }) {
  return html`<label class="switch">
    <span class="switch-text">
      <span>${label}</span>
      ${hint && html`<span class="note">${hint}</span>`}
    </span>
    <input
      type="checkbox"
      role="switch"
      checked=${on}
      disabled=${disabled}
      onChange=${(/** @type {Event} */ event) => onChange(/** @type {HTMLInputElement} */ (event.target).checked)}
    />
  </label>`;
}
