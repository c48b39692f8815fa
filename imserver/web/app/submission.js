import { useState } from "../vendor/preact/hooks.js";
import { asImError } from "../client/errors.js";

/** @typedef {import("../client/errors.js").ImError} ImError */

/**
 * Something that takes a while and may be refused, done once at a time.
 * @template {unknown[]} Arguments
 * @param {(...values: Arguments) => Promise<void>} act
 */
export function useSubmission(act) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {ImError | null} */ (null));
  /** @param {Arguments} values */
  const run = async (...values) => {
    if (busy) return;
    const returnFocus = noteFocus();
    setBusy(true);
    setError(null);
    try {
      await act(...values);
    } catch (thrown) {
      setError(asImError(thrown));
    }
    setBusy(false);
    setTimeout(returnFocus);
  };
  return { busy, error, run };
}

/**
 * A button that is disabled for a while, or goes, loses the focus.
 * @returns {() => void} gives it back, or to what is next to where the button was
 */
function noteFocus() {
  /** @type {HTMLElement[]} */
  const path = [];
  for (let one = document.activeElement; one && one !== document.body; one = one.parentElement) {
    path.push(/** @type {HTMLElement} */ (one));
  }
  return () => {
    if (document.activeElement !== document.body) return;
    const there = path.find((one) => one.isConnected);
    there?.focus({ preventScroll: true });
    if (document.activeElement === document.body) /** @type {HTMLElement | null | undefined} */ (there?.querySelector("button, a, input"))?.focus();
  };
}
