import { signal } from "../../vendor/signals/signals.js";
import { t } from "../ui/language.js";

/** Remembers across visits what the server is called. */
const NAME = "imnode.server";

/** What the server is called; empty where nobody has said so. */
export const serverName = signal("");

/** @param {Storage} storage */
export function startServerName(storage) {
  serverName.value = storage.getItem(NAME) ?? "";
  serverName.subscribe((name) => {
    storage.setItem(NAME, name);
    document.title = serverTitle();
  });
}

/** What stands in the browser's title. */
export function serverTitle() {
  return serverName.value || t("app.name");
}

/** How a text speaks of the server. */
export function server() {
  return serverName.value || location.host;
}
