/** Encodings that spreadsheets write. `auto` takes UTF-8 or UTF-16 where it is that, else GB 18030. */
export const ENCODINGS = Object.freeze({
  auto: "",
  "utf-8": "UTF-8",
  gb18030: "GB 18030 (GBK)",
  big5: "Big5",
  "windows-1252": "Windows-1252",
});

/** @typedef {keyof typeof ENCODINGS} Encoding */

/**
 * The text of a file. Throws `TypeError` where it isn't in this encoding.
 * @param {ArrayBuffer} content
 * @param {Encoding} encoding
 */
export function decode(content, encoding) {
  if (encoding !== "auto") return strictly(content, encoding);
  const [first, second] = new Uint8Array(content, 0, Math.min(2, content.byteLength));
  if (first === 0xff && second === 0xfe) return strictly(content, "utf-16le");
  if (first === 0xfe && second === 0xff) return strictly(content, "utf-16be");
  try {
    return strictly(content, "utf-8");
  } catch {
    return strictly(content, "gb18030");
  }
}

/**
 * @param {ArrayBuffer} content
 * @param {string} encoding
 */
function strictly(content, encoding) {
  return new TextDecoder(encoding, { fatal: true }).decode(content);
}
