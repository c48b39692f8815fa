import { useEffect, useState } from "../vendor/preact/hooks.js";

/**
 * What was chosen shows from the click on, until it is so or was refused: a redraw in between doesn't undo it.
 * @template T
 * @param {T} value what is so
 * @param {(value: T) => unknown} act false, or a promise of it, where it was refused
 * @returns {[T, (value: T) => Promise<void>]}
 */
export function useWish(value, act) {
  const [wish, setWish] = useState(/** @type {{ value: T } | null} */ (null));
  useEffect(() => setWish(null), [value]);
  const choose = async (/** @type {T} */ chosen) => {
    setWish({ value: chosen });
    if ((await act(chosen)) === false) setWish(null);
  };
  return [wish ? wish.value : value, choose];
}
