import { html } from "./html.js";
import { useOptimistic } from "./optimistic.js";

/**
 * One of a few.
 * @param {{ legend: string, options: Record<string, string>, value: string, disabled?: boolean, onChoose: (value: any) => unknown }} props
 */
export function Choice({ legend, options, value, disabled = false, onChoose }) {
  const [shown, choose] = useOptimistic(value, onChoose);
  return html`<fieldset class="choice" disabled=${disabled}>
    <legend>${legend}</legend>
    <div class="segments">
      ${Object.entries(options).map(
        ([key, name]) => html`<label class="segment">
          <input type="radio" name=${legend} checked=${key === shown} onChange=${() => choose(key)} />
          <span>${name}</span>
        </label>`,
      )}
    </div>
  </fieldset>`;
}

/**
 * On or off.
 * @param {{ label: string, hint?: string, on: boolean, disabled?: boolean, onChange: (on: boolean) => unknown }} props
 */
export function Switch({ label, hint, on, disabled = false, onChange }) {
  const [shown, choose] = useOptimistic(on, onChange);
  return html`<label class="switch">
    <span class="switch-text">
      <span>${label}</span>
      ${hint && html`<span class="note">${hint}</span>`}
    </span>
    <input
      type="checkbox"
      role="switch"
      checked=${shown}
      disabled=${disabled}
      onChange=${(/** @type {Event} */ event) => choose(/** @type {HTMLInputElement} */ (event.target).checked)}
    />
  </label>`;
}
