import { useRef, useState } from "../../vendor/preact/hooks.js";
import { asImError } from "../../client/errors.js";

/** @typedef {import("../../client/errors.js").ImError} ImError */

/**
 * Something that takes a while, and is asked again before it has ended: only what was asked last counts.
 * @template {unknown[]} Arguments
 * @template Found
 * @param {(...values: Arguments) => Promise<Found>} act
 */
export function useLatest(act) {
  const newest = useRef(0);
  const [value, setValue] = useState(/** @type {Found | null} */ (null));
  const [error, setError] = useState(/** @type {ImError | null} */ (null));
  const clear = () => {
    newest.current += 1;
    setValue(null);
    setError(null);
    return newest.current;
  };
  /** @param {Arguments} values */
  const run = async (...values) => {
    const number = clear();
    try {
      const found = await act(...values);
      if (number === newest.current) setValue(() => found);
    } catch (thrown) {
      if (number === newest.current) setError(asImError(thrown));
    }
  };
  return { value, error, run, clear };
}
