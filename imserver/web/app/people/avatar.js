import { useEffect, useRef } from "../../vendor/preact/hooks.js";
import { useChat } from "../state/context.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/icon.js";

/** How many colours css/avatar.css has. */
const HUES = 12;

const EMOJI =
  /\p{RI}{2}|\p{Extended_Pictographic}[\ufe0f\p{EMod}]*(?:\u200d\p{Extended_Pictographic}[\ufe0f\p{EMod}]*)*/u;

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
    .map((text) =>
      text
        .split(/\s+/)
        .map((word) => word.match(/[\p{L}\p{N}]\p{M}*/gu) ?? [])
        .filter(({ length }) => length),
    )
    .find(({ length }) => length);
  if (!words) return name.match(EMOJI)?.[0] ?? "";
  const first = words[0] ?? [];
  const last = words.at(-1) ?? [];
  const whole = words.flat();
  const letters = isSyllabic(whole) && whole.length < 5 ? whole : first;
  if (isSyllabic(letters))
    return (kind !== "group" && letters.length < 5 ? letters.slice(-2) : letters.slice(0, 2)).join("");
  const two = words.length > 1 && !isSyllabic(last) ? [first[0], last[0]] : [first[0]];
  return two
    .map((letter = "") => (letter.toUpperCase().length > letter.length ? letter : letter.toUpperCase()))
    .join(/\p{scx=Arab}/u.test(two[0] ?? "") ? "\u200c" : "");
}

/** @param {readonly string[]} letters */
function isSyllabic(letters) {
  return letters.every((letter) => /[\p{scx=Han}\p{scx=Hang}]/u.test(letter));
}

/**
 * A picture, or letters where there is none, while it comes, and where it can't be shown. They are drawn by the styles: they are
 * no part of what a link around them says. `avatar` is the id of the picture.
 * @param {{ id: string, name: string, avatar?: string, kind?: "direct" | "group", size?: "small" | "large", online?: boolean }} props
 */
export function Avatar({ id, name, avatar = "", kind = "direct", size, online = false }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const url = usePicture(id, avatar, place);
  const letters = url ? "" : initials(name, kind);
  const pair = /([\p{L}\p{N}]\p{M}*\u200c?){2}/u.test(letters);
  const classes = `avatar hue-${hueOf(id)} ${kind} ${size ?? ""} ${pair ? "pair" : ""} ${url ? "pictured" : ""}`;
  return html`<span ref=${place} class=${classes} data-letters=${letters || null} aria-hidden="true">
    ${url ? html`<img src=${url} alt="" draggable=${false} />` : !letters && html`<${Icon} name="group" />`}${online && html`<span class="presence"></span>`}
  </span>`;
}

/**
 * The address of a picture, if it can be shown; while it comes, that of the same one's picture before.
 * @param {string} id whose it is
 * @param {string} avatar
 * @param {{ current: HTMLElement | null }} place
 */
function usePicture(id, avatar, place) {
  const { avatars } = useChat() ?? {};
  const before = useRef({ id, url: "" });
  const known = avatar ? avatars?.address(avatar).value : "";
  const url = known ?? (before.current.id === id ? before.current.url : "");
  before.current = { id, url };
  useEffect(() => (avatar && place.current ? avatars?.show(avatar, place.current) : undefined), [avatars, avatar]);
  return url;
}
