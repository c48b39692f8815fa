import { signal } from "../../vendor/signals/signals.js";

/** Whether somebody is looking: the page is in sight and has the keyboard. */
export const attention = signal(true);

export function watchAttention() {
  const read = () => {
    attention.value = document.visibilityState === "visible" && document.hasFocus();
  };
  window.addEventListener("focus", read);
  window.addEventListener("blur", read);
  document.addEventListener("visibilitychange", read);
  read();
}
