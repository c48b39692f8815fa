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

/**
 * What has the focus may lose it: a button that is disabled for a while, or goes.
 * @returns {() => void} gives it back, or to what is next to where that was
 */
export function noteFocus() {
  /** @type {HTMLElement[]} */
  const path = [];
  for (let one = document.activeElement; one && one !== document.body; one = one.parentElement) {
    path.push(/** @type {HTMLElement} */ (one));
  }
  const isLost = () => document.activeElement === document.body;
  return () => {
    for (const one of path) if (isLost()) focusWhenShown(one);
    for (const one of path) if (isLost() && one.isConnected) focusWhenShown(one.querySelector("button, a, input"));
  };
}
