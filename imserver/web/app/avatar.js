import { html } from "./html.js";
import { Icon } from "./icon.js";

/** How many colours css/avatar.css has. */
const HUES = 8;

/**
 * The same colour for the same id, always and everywhere.
 * @param {string} id
 */
export function hueOf(id) {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % HUES;
}

/**
 * One character for a name: the first letter, or for a Chinese name the last character, as is the custom.
 * @param {string} name
 */
export function initial(name) {
  const letters = [...name.trim()].filter((character) => /[\p{L}\p{N}]/u.test(character));
  if (letters.length === 0) return "";
  const isHan = letters.length <= 4 && letters.every((character) => /\p{Script=Han}/u.test(character));
  return /** @type {string} */ (isHan ? letters.at(-1) : letters[0]).toUpperCase();
}

/** @param {{ id: string, name: string, kind?: "direct" | "group", size?: "small" | "large", online?: boolean }} props */
export function Avatar({ id, name, kind = "direct", size, online = false }) {
  const letter = initial(name);
  return html`<span class=${`avatar hue-${hueOf(id)} ${kind} ${size ?? ""}`} aria-hidden="true">
    ${letter || html`<${Icon} name="group" />`}${online && html`<span class="presence"></span>`}
  </span>`;
}
