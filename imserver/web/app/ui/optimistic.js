import { useEffect, useState } from "../../vendor/preact/hooks.js";

/** How long what was agreed to may take to be so (ms): its event may come after the answer. */
const SETTLED = 5000;

/**
 * What was chosen shows from the click on, until it is so or was refused: a redraw in between doesn't undo it.
 * @template T
 * @param {T} value what is so
 * @param {(value: T) => unknown} act false, or a promise of it, where it was refused
 * @returns {[T, (value: T) => Promise<void>]}
 */
export function useOptimistic(value, act) {
  const [optimistic, setOptimistic] = useState(/** @type {{ value: T } | null} */ (null));
  useEffect(() => setOptimistic((now) => (now?.value === value ? null : now)), [value]);
  const choose = async (/** @type {T} */ chosen) => {
    const made = { value: chosen };
    const drop = () => setOptimistic((now) => (now === made ? null : now));
    setOptimistic(made);
    let agreed = false;
    try {
      agreed = (await act(chosen)) !== false;
    } finally {
      if (agreed) setTimeout(drop, SETTLED);
      else drop();
    }
  };
  return [optimistic ? optimistic.value : value, choose];
}
