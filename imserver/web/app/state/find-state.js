import { signal } from "../../vendor/signals/signals.js";

/** Whether the search within the open conversation is shown. */
export const findBarShown = signal(false);

/** What is searched for everywhere. */
export const searchQuery = signal("");

/** Whether the sheet of keys is shown. */
export const helpShown = signal(false);
