import { signal } from "../../vendor/signals/signals.js";

/** A newer version of the page that is ready to take over. */
export const update = signal(/** @type {ServiceWorker | null} */ (null));
