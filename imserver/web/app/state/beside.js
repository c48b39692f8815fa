import { signal } from "../../vendor/signals/signals.js";

const KEPT = "imnode.details";

/** Whether there is room for three columns. */
export const isWide = signal(false);

/** Whether the details of a conversation stand beside it, where there is room. */
export const beside = signal(false);

/** Whether somebody has just asked for them: then they take the keyboard. */
let asked = false;

/** @param {MediaQueryList} wide */
export function startBeside(wide) {
  beside.value = localStorage.getItem(KEPT) === "on";
  const follow = () => {
    isWide.value = wide.matches;
  };
  wide.addEventListener("change", follow);
  follow();
}

/** @param {boolean} on */
export function showBeside(on) {
  if (!on && detailsHaveFocus())
    /** @type {HTMLElement | null} */ (document.querySelector("[aria-controls=details]"))?.focus();
  if (on && beside.value) /** @type {HTMLElement | null} */ (document.querySelector("#details h1"))?.focus();
  asked = on && !beside.value;
  beside.value = on;
  localStorage.setItem(KEPT, on ? "on" : "off");
}

export function detailsHaveFocus() {
  return Boolean(document.activeElement?.closest("#details"));
}

/**
 * A `ref` for what takes the keyboard when the details were asked for.
 * @param {HTMLElement | null} element
 */
export function focusIfAsked(element) {
  if (asked) element?.focus({ preventScroll: true });
  asked &&= !element;
}
