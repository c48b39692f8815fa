/**
 * Time and chance, passed in so that tests can own them.
 * @typedef {object} Clock
 * @property {() => number} now ms since 1970 UTC
 * @property {(ms: number, act: () => void) => () => void} after calls `act` once; the result cancels
 * @property {() => number} random from 0 up to, without, 1
 */

/** @type {Clock} */
export const systemClock = {
  now: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
