/** Whether there is a mouse or the like; where not, focusing a text field would raise a keyboard. */
export function hasFinePointer() {
  return matchMedia("(pointer: fine)").matches;
}

/**
 * A `ref` for what should take the keyboard when it appears.
 * @param {HTMLElement | null} element
 */
export function focusWhenShown(element) {
  element?.focus({ preventScroll: true });
}

/**
 * The same, except where that would raise a keyboard over the screen.
 * @param {HTMLElement | null} element
 */
export function focusUnlessTouch(element) {
  if (hasFinePointer()) focusWhenShown(element);
}
