import { signal } from "../../vendor/signals/signals.js";

/** @typedef {"menu" | "name" | "password" | "devices"} SettingsPage */

/**
 * Where in the application one is, kept in the part of the address behind `#` so that Back works and one-time
 * codes never reach a server's log.
 * @typedef {{ name: "home" | "new" | "group" }
 *   | { name: "settings", page: SettingsPage }
 *   | { name: "conversation" | "people", id: string }
 *   | { name: "link", code: string }
 *   | { name: "admin", section: string, item: string }} Route
 */

export const PATHS = Object.freeze({
  home: "#/",
  new: "#/new",
  group: "#/new/group",
  settings: "#/settings",
  admin: "#/admin",
  invites: "#/admin/invites",
  name: "#/settings/name",
  password: "#/settings/password",
  devices: "#/settings/devices",
  /** @param {string} id */
  conversation: (id) => `#/c/${id}`,
  /** @param {string} code */
  link: (code) => `#/link/${code}`,
  /** @param {string} id */
  people: (id) => `#/c/${id}/people`,
});

/**
 * @param {string} hash
 * @returns {Route}
 */
export function parseRoute(hash) {
  const [first, second, third] = hash.replace(/^#?\/?/, "").split("/");
  if (first === "link" && second) return { name: "link", code: second };
  if (first === "c" && second) return { name: third === "people" ? "people" : "conversation", id: second };
  if (first === "new") return { name: second === "group" ? "group" : "new" };
  if (first === "admin") return { name: "admin", section: second ?? "", item: third ?? "" };
  if (first === "settings") return { name: "settings", page: settingsPage(second) };
  return { name: "home" };
}

/**
 * @param {string | undefined} name
 * @returns {SettingsPage}
 */
function settingsPage(name) {
  return name === "name" || name === "password" || name === "devices" ? name : "menu";
}

export const route = signal(/** @type {Route} */ ({ name: "home" }));

/** @param {Window} window */
export function followRoute(window) {
  const { pathname, hash } = window.location;
  if (/^\/admin\/?$/.test(pathname)) window.history.replaceState(null, "", `/${hash || PATHS.admin}`);
  const read = () => {
    route.value = parseRoute(window.location.hash);
  };
  window.addEventListener("hashchange", read);
  read();
}
