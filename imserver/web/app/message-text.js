import { html } from "./html.js";
import { t } from "./language.js";

const ADDRESS = /https?:\/\/[^\s<>"'`，。！？；：、（）《》「」『』【】“”‘’]+/giu;

/** Punctuation that ends the sentence rather than the address. */
const TAIL = /[.,;:!?)\]}*_~]+$/;

/**
 * A text cut into plain pieces and web addresses.
 * @param {string} text
 * @returns {{ text: string, address: string | null }[]}
 */
export function findLinks(text) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimTail(match[0]);
    if (!isWebAddress(address)) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), address: null });
    pieces.push({ text: address, address });
    end = match.index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), address: null });
  return pieces;
}

/**
 * Keeps a closing bracket that was opened within the address.
 * @param {string} address
 */
function trimTail(address) {
  const tail = TAIL.exec(address);
  if (!tail) return address;
  const bare = address.slice(0, tail.index);
  const opened = bare.split("(").length - bare.split(")").length;
  return opened > 0 && tail[0].startsWith(")") ? `${bare})` : bare;
}

/** @param {string} address */
function isWebAddress(address) {
  try {
    const { protocol, hostname } = new URL(address);
    return (protocol === "http:" || protocol === "https:") && hostname !== "";
  } catch {
    return false;
  }
}

/**
 * A message's text, as text; web addresses can be followed.
 * @param {{ text: string }} props
 */
export function MessageText({ text }) {
  return html`<span class="message-text" dir="auto">
    ${findLinks(text).map((piece) =>
      piece.address
        ? html`<a href=${piece.address} target="_blank" rel="noopener noreferrer nofollow">${piece.text}</a>`
        : piece.text,
    )}
  </span>`;
}

/**
 * What stands in the place of a text that is gone.
 * @param {"recalled" | "damaged"} gone
 */
export function goneText(gone) {
  return t(gone === "recalled" ? "message.recalled" : "message.damaged");
}
