import { createClient } from "../client/browser.js";
import { render } from "../vendor/preact/preact.js";
import { Account, LEAVING } from "./state/account.js";
import { App } from "./shell/app.js";
import { watchAttention } from "./state/attention.js";
import { startBeside } from "./state/beside.js";
import { deviceName } from "./state/device.js";
import { html } from "./ui/html.js";
import { loadMarkdown } from "./messages/message-text.js";
import { startNow } from "./state/now.js";
import { startPreferences } from "./state/preferences.js";
import { followRoute } from "./state/route.js";
import { startServerName } from "./state/server.js";

startPreferences({
  storage: localStorage,
  root: document.documentElement,
  languages: navigator.languages,
  darkSystem: matchMedia("(prefers-color-scheme: dark)"),
});
startBeside(matchMedia("(min-width: 1100px)"));
startServerName(localStorage);
followRoute(window);
sessionStorage.removeItem("imnode.anew"); // As theme-boot.js counts.
watchAttention();
startNow();

const client = createClient({ origin: location.origin, device: deviceName(navigator.userAgent) });
const account = new Account(client, localStorage);

window.addEventListener("online", () => account.wake());
window.addEventListener("offline", () => account.chat.value?.doubt());
window.addEventListener("storage", ({ key }) => key === LEAVING && account.follow());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && account.wake());
for (const kind of ["dragover", "drop"]) {
  window.addEventListener(kind, keepPage);
}
window.addEventListener("pagehide", () => account.chat.value?.flush());

/** A file that is dropped beside its target must not replace the page. @param {Event} event */
function keepPage(event) {
  if (/** @type {DragEvent} */ (event).dataTransfer?.types.includes("Files")) event.preventDefault();
}

// Where the whole page is kept here already, no text needs to be shown with its asterisks first.
if (navigator.serviceWorker?.controller) loadMarkdown();

const root = document.getElementById("app");
if (root) {
  root.replaceChildren(); // Preact would keep what it doesn't take over.
  render(html`<${App} account=${account} />`, root);
}
account.start();
import("./ui/arrows.js").then(
  ({ startArrows }) => startArrows(window),
  () => {},
);
import("./ui/layer.js").then(
  ({ startLayers }) => startLayers(window),
  () => {},
);
import("./ui/press.js").then(
  ({ startPresses }) => startPresses(document),
  () => {},
);
import("./notices/notifier.js").then(
  ({ startNotifier }) => startNotifier(account),
  () => {},
);
import("./shell/shortcuts.js").then(
  ({ startShortcuts }) => startShortcuts(window, () => account.chat.value),
  () => {},
);
window.addEventListener("load", () =>
  import("./shell/updates.js").then(
    ({ startUpdates }) => startUpdates(navigator),
    () => {},
  ),
);
