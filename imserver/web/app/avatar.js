import { html } from "./html.js";
import { Icon } from "./icon.js";

/** How many colours css/avatar.css has. */
const HUES = 12;

const EMOJI = /\p{RI}{2}|\p{Extended_Pictographic}[\ufe0f\p{EMod}]*(?:\u200d\p{Extended_Pictographic}[\ufe0f\p{EMod}]*)*/u;

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
 * One or two characters for a name: the first letters of its first and last word; of a Chinese or Korean person the
 * last two characters, as is the custom, and of a group the first two; an emoji where there is no letter. What stands
 * in brackets is no part of a name.
 * @param {string} name
 * @param {"direct" | "group"} [kind]
 */
export function initials(name, kind) {
  const words = [name.replace(/(.)\s*[(（【[].*/su, "$1"), name]
    .map((text) => text.split(/\s+/).map((word) => word.match(/[\p{L}\p{N}]\p{M}*/gu) ?? []).filter(({ length }) => length))
    .find(({ length }) => length);
  if (!words) return name.match(EMOJI)?.[0] ?? "";
  const first = words[0] ?? [];
  const last = words.at(-1) ?? [];
  const whole = words.flat();
  const letters = isSyllabic(whole) && whole.length < 5 ? whole : first;
  if (isSyllabic(letters)) return (kind !== "group" && letters.length < 5 ? letters.slice(-2) : letters.slice(0, 2)).join("");
  const two = words.length > 1 && !isSyllabic(last) ? [first[0], last[0]] : [first[0]];
  return two.map((letter = "") => (letter.toUpperCase().length > letter.length ? letter : letter.toUpperCase())).join(/\p{scx=Arab}/u.test(two[0] ?? "") ? "\u200c" : "");
}

/** @param {readonly string[]} letters */
function isSyllabic(letters) {
  return letters.every((letter) => /[\p{scx=Han}\p{scx=Hang}]/u.test(letter));
}

/**
 * The letters are drawn by the styles: they are a picture, not a part of what a link around them says.
 * @param {{ id: string, name: string, kind?: "direct" | "group", size?: "small" | "large", online?: boolean }} props
 */
export function Avatar({ id, name, kind = "direct", size, online = false }) {
  const letters = initials(name, kind);
  const pair = /([\p{L}\p{N}]\p{M}*\u200c?){2}/u.test(letters);
  return html`<span class=${`avatar hue-${hueOf(id)} ${kind} ${size ?? ""} ${pair ? "pair" : ""}`} data-letters=${letters || null} aria-hidden="true">
    ${!letters && html`<${Icon} name="group" />`}${online && html`<span class="presence"></span>`}
  </span>`;
}
