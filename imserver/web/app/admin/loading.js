import { useCallback, useEffect, useRef, useState } from "../../vendor/preact/hooks.js";
import { asImError } from "../../client/errors.js";

/** @typedef {import("../../client/errors.js").ImError} ImError */

/** How long typing must pause before the server is asked (ms). */
const PAUSE = 200;

/**
 * Something of the server, read when the component appears, and again by `reload`. What was read stays until then.
 * @template T
 * @param {() => Promise<T>} read
 * @param {unknown[]} inputs reads anew when one of them changes
 */
export function useLoaded(read, inputs) {
  const [value, setValue] = useState(/** @type {T | null} */ (null));
  const [error, setError] = useState(/** @type {ImError | null} */ (null));
  const newest = useRef(0);
  const reload = useCallback(async () => {
    const turn = ++newest.current;
    try {
      const found = await read();
      if (turn !== newest.current) return;
      setValue(/** @type {any} */ (() => found));
      setError(null);
    } catch (thrown) {
      if (turn === newest.current) setError(asImError(thrown));
    }
  }, inputs);
  useEffect(() => {
    reload();
    return () => {
      newest.current++;
    };
  }, [reload]);
  return { value, error, reload };
}

/**
 * A list that the server gives by pages, filtered by what is typed.
 * @template Item
 * @template Cursor
 * @param {(query: string, after: Cursor | undefined) => Promise<{ items: Item[], more: boolean }>} read
 * @param {(item: Item) => Cursor} cursor names the place after an item
 */
export function usePages(read, cursor) {
  const [query, setQuery] = useState("");
  const [items, setItems] = useState(/** @type {Item[] | null} */ (null));
  const [more, setMore] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {ImError | null} */ (null));
  const newest = useRef(0);
  /** @param {Item[]} before */
  const load = async (before) => {
    const turn = ++newest.current;
    const last = before.at(-1);
    setBusy(true);
    try {
      const page = await read(query.trim(), last && cursor(last));
      if (turn !== newest.current) return;
      setItems([...before, ...page.items]);
      setMore(page.more);
      setError(null);
    } catch (thrown) {
      if (turn === newest.current) setError(asImError(thrown));
    }
    if (turn === newest.current) setBusy(false);
  };
  useEffect(() => {
    const timer = setTimeout(() => load([]), items ? PAUSE : 0);
    return () => {
      newest.current++;
      clearTimeout(timer);
    };
  }, [query]);
  return { query, setQuery, items, more, busy, error, loadMore: () => load(items ?? []), reload: () => load([]) };
}
