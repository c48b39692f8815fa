import { hiddenHost } from "./message-text.js";

/** Characters that turn the text after them around. */
const DIRECTIONS = /[\u202A-\u202E\u2066-\u2069]/;

/** What isn't seen, or keeps two characters apart by less than a space. */
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800\u2005-\u200A\u202F\u205F]/gu;

/** A gap that would carry the host away from the label. */
const GAP = /[\s\u115F\u1160\u200B\u2800\u3164\uFFA0]{4}/;

/** What looks like a dot, a colon or a slash, and stays another character in Unicode's compatibility form. */
const DOTS = /[·•‧⋅・۔܁܂ꓸ⸳∙᛫ᐧꞏ٠۰。᠃](?=[a-z0-9])/giu;
const COLONS = /[∶ː꞉։׃]/gu;
const SLASHES = /[\\⁄∕⧸╱〳]/gu;

/** The beginning of an address, a mail address, or an IPv6 address. */
const ADDRESS_LIKE =
  /\p{L}[\p{L}\p{N}+.-]{0,20}:\/\/|https?:|[\p{L}\p{N}]@[\p{L}\p{N}]|(?:^|[^\p{L}\p{N}])[\da-f]{0,4}::[\da-f]{0,4}(?!\p{L})|(?:[\da-f]{1,4}:){7}/iu;

/** What could be a host: parts between dots, of which the last has a letter; or four numbers. */
const HOSTS = /(?:(?:[^\s\p{P}]|[-_]){1,63}\.)+(?=[^\s\p{P}]{0,63}\p{L})(?:[^\s\p{P}]|[-_]){2,}|\d+(?:\.\d+){3}/gu;

/**
 * The host to show behind a link's label, empty where the label says it already; null where nothing of the label can
 * be seen, or it looks like another address than the one that the link opens.
 * @param {string} label all that is read of it
 * @param {string} address a web address
 */
export function hostBehind(label, address) {
  const { host, hostname, href } = new URL(address);
  const read = label.trim();
  if (read === address || read === href) return hiddenHost(read);
  if (read.toLowerCase() === host) return "";
  if (DIRECTIONS.test(label) || GAP.test(label)) return null;
  const seen = label.replace(UNSEEN, "").normalize("NFKC").replace(UNSEEN, "");
  if (!seen.trim()) return null;
  const bare = seen.replace(DOTS, ".").replace(COLONS, ":").replace(SLASHES, "/");
  if (ADDRESS_LIKE.test(bare)) return null;
  return (bare.match(HOSTS) ?? []).every((one) => hostOf(one) === hostname) ? host : null;
}

/** @param {string} text */
function hostOf(text) {
  try {
    return new URL(`http://${text}`).hostname;
  } catch {
    return null;
  }
}

/**
 * What is read of elements.
 * @param {any} node
 * @returns {string}
 */
export function readOf(node) {
  if (Array.isArray(node)) return node.map(readOf).join("");
  if (node === null || typeof node !== "object") return node === false || node === undefined ? "" : String(node ?? "");
  return node.type === "br" ? "\n" : readOf(node.props.children);
}
