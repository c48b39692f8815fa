import { signal } from "../../vendor/signals/signals.js";

const MINUTE = 60_000;

const now = signal(Date.now());

/** The time to the minute; what uses it is drawn again when a minute has passed. */
export function useNow() {
  return now.value;
}

/** Keep `useNow` going, also over a night in which the machine slept. */
export function startNow() {
  const read = () => {
    now.value = Date.now();
  };
  setInterval(read, MINUTE);
  document.addEventListener("visibilitychange", read);
}
