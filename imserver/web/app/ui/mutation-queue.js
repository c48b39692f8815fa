import { useEffect, useRef } from "../../vendor/preact/hooks.js";
import { attempt } from "./toast.js";

/**
 * Changes of something that the server replaces whole: one after the other, each on top of those before.
 * @template {object} T
 * @param {T} now what is so
 * @param {(whole: T) => Promise<unknown>} send
 * @returns {(change: Partial<T>) => Promise<boolean>} false where it was refused
 */
export function useMutationQueue(now, send) {
  const wanted = useRef(now);
  const last = useRef(Promise.resolve(true));
  useEffect(() => {
    wanted.current = now;
  }, [now]);
  return (change) => {
    last.current = last.current.then(async () => {
      const before = wanted.current;
      const whole = { ...before, ...change };
      wanted.current = whole;
      const agreed = await attempt(send(whole));
      if (!agreed && wanted.current === whole) wanted.current = before;
      return agreed;
    });
    return last.current;
  };
}
