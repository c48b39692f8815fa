/** What the server answers who asks for a module of a version that it doesn't have. */
const GONE = 410;

/** How long a worker of the new version may take (ms). */
const PATIENCE = 5000;

/** Whether the server has a newer version of the page, and nothing left of this one. */
export async function isOutdated() {
  // A HEAD passes by the copy that the browser keeps.
  const answer = await fetch(import.meta.url, { method: "HEAD", cache: "no-store" }).catch(() => null);
  return answer?.status === GONE;
}

/** Load the page anew, in the version that the server has. What is written is kept before, as whenever a page is left. */
export async function reloadPage() {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.update().catch(() => {});
  const worker = registration?.waiting ?? registration?.installing;
  if (worker) {
    navigator.serviceWorker.addEventListener("controllerchange", () => window.location.reload(), { once: true });
    worker.postMessage("take over");
    setTimeout(() => window.location.reload(), PATIENCE); // It may not come to be.
  } else {
    window.location.reload();
  }
}
