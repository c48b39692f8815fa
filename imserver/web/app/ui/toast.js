import { asImError } from "../../client/errors.js";
import { signal } from "../../vendor/signals/signals.js";
import { html } from "./html.js";
import { tError } from "./language.js";

/** How long a note stays (ms). */
const STAY = 6000;

const note = signal(/** @type {string} */ (""));

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * Say something short that needs no answer.
 * @param {string} text
 */
export function toast(text) {
  note.value = text;
  clearTimeout(timer);
  timer = setTimeout(() => {
    note.value = "";
  }, STAY);
}

/**
 * Do something small, and say why where it didn't work.
 * @param {Promise<unknown>} work
 * @returns {Promise<boolean>} whether it worked
 */
export async function attempt(work) {
  try {
    await work;
    return true;
  } catch (thrown) {
    toast(tError(asImError(thrown)));
    return false;
  }
}

export function Toast() {
  return html`<div class="toast-place" role="status">
    ${note.value && html`<p class="toast">${note.value}</p>`}
  </div>`;
}
