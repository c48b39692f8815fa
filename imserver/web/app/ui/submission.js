import { useState } from "../../vendor/preact/hooks.js";
import { asImError } from "../../client/errors.js";
import { noteFocus } from "./focus.js";

/** @typedef {import("../../client/errors.js").ImError} ImError */

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
    queueMicrotask(returnFocus);
  };
  return { busy, error, run };
}
