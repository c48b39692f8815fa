import { signal } from "../../vendor/signals/signals.js";

/**
 * The spellings of a text by which searches compare it: its small letters alone until the module is there that knows
 * all the rest.
 */
export const spellings = signal((/** @type {string} */ text) => [text.toLowerCase()]);

/**
 * Where a query stands in a text, by each spelling; -1 where it doesn't.
 * @param {string} query
 */
export function seeker(query) {
  const spelled = spellings.value;
  const wanted = spelled(query);
  return (/** @type {string} */ text) => spelled(text).map((letters, index) => letters.indexOf(wanted[index] ?? ""));
}

/** @type {Promise<void> | null} */
let asked = null;

/** Have that module at hand before it is needed. */
export function loadFold() {
  asked ??= import("./fold.js").then(
    (module) => {
      spellings.value = module.spellings;
    },
    () => {
      asked = null;
    },
  );
  return asked;
}
