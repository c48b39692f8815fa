import { signal } from "../vendor/signals/signals.js";

/** A text as searches compare it: by its case alone until the module is there that knows all the rest. */
export const folded = signal((/** @type {string} */ text) => text.toLowerCase());

/** @type {Promise<void> | null} */
let asked = null;

/** Have that module at hand before it is needed. */
export function askForFold() {
  asked ??= import("./fold.js").then(
    ({ fold }) => {
      folded.value = fold;
    },
    () => {
      asked = null;
    },
  );
  return asked;
}
