import { effect, signal } from "../../vendor/signals/signals.js";
import { language, pickLanguage } from "../ui/language.js";

/** @typedef {"auto" | "light" | "dark"} Theme */
/** @typedef {"normal" | "large" | "huge"} TextSize */

const LANGUAGE = "imnode.language";
const THEME = "imnode.theme";
const TEXT = "imnode.text";

/** What was chosen; `auto` follows the system. */
export const theme = signal(/** @type {Theme} */ ("auto"));

export const textSize = signal(/** @type {TextSize} */ ("normal"));

/** What the page offers once, above the panes. */
export const offered = signal(/** @type {(() => any) | null} */ (null));

/**
 * What a person chose for this browser: read once, and applied to the page whenever it changes.
 * @param {{ storage: Storage, root: HTMLElement, languages: readonly string[], darkSystem: MediaQueryList }} options
 */
export function startPreferences({ storage, root, languages, darkSystem }) {
  language.value = pickLanguage(storage.getItem(LANGUAGE), languages);
  const kept = storage.getItem(THEME);
  theme.value = kept === "light" || kept === "dark" ? kept : "auto";
  const size = storage.getItem(TEXT);
  textSize.value = size === "large" || size === "huge" ? size : "normal";
  const systemIsDark = signal(darkSystem.matches);
  darkSystem.addEventListener("change", () => {
    systemIsDark.value = darkSystem.matches;
  });
  effect(() => {
    root.lang = language.value === "zh" ? "zh-Hans" : "en";
  });
  effect(() => {
    const dark = theme.value === "auto" ? systemIsDark.value : theme.value === "dark";
    root.dataset.theme = dark ? "dark" : "light";
  });
  effect(() => {
    root.dataset.text = textSize.value;
  });
}

/**
 * @param {Storage} storage
 * @param {import("../ui/language.js").Language} chosen
 */
export function chooseLanguage(storage, chosen) {
  storage.setItem(LANGUAGE, chosen);
  language.value = chosen;
}

/**
 * @param {Storage} storage
 * @param {Theme} chosen
 */
export function chooseTheme(storage, chosen) {
  if (chosen === "auto") storage.removeItem(THEME);
  else storage.setItem(THEME, chosen);
  theme.value = chosen;
}

/**
 * @param {Storage} storage
 * @param {TextSize} chosen
 */
export function chooseTextSize(storage, chosen) {
  storage.setItem(TEXT, chosen);
  textSize.value = chosen;
}
