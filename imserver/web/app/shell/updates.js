import { go } from "../ui/navigation.js";
import { update } from "../state/update.js";

/** An open page asks this often whether there is a newer one (ms). */
const AGAIN = 60 * 60_000;

/**
 * Keep a copy of the page in this browser, so that it opens without a connection. The copy is exchanged when the
 * person says so, or when no page is open: never under somebody's hands.
 * @param {{ serviceWorker?: ServiceWorkerContainer }} navigator
 */
export async function startUpdates({ serviceWorker }) {
  if (!serviceWorker) return;
  serviceWorker.addEventListener("message", ({ data }) => {
    if (typeof data?.path === "string") go(data.path);
  });
  const registration = await serviceWorker.register("sw.js").catch(() => null);
  if (!registration) return;
  const look = () => {
    if (registration.waiting && serviceWorker.controller) update.value = registration.waiting;
  };
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  setInterval(() => registration.update().catch(() => {}), AGAIN);
}

/**
 * Let the newer version take over, and start with it.
 * @param {() => void} flush writes down what would get lost
 */
export function applyUpdate(flush) {
  const worker = update.value;
  if (!worker) return;
  flush();
  navigator.serviceWorker.addEventListener("controllerchange", () => window.location.reload(), { once: true });
  worker.postMessage("take over");
}
