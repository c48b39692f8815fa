import { signal } from "../vendor/signals/signals.js";

/** Whether the search within the open conversation is shown. */
export const finding = signal(false);
