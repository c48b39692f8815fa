/** Encodings that spreadsheets write, as the server calls them. It takes the most plausible one where none is chosen. */
export const ENCODINGS = Object.freeze({
  auto: "",
  "utf-8": "UTF-8",
  gb18030: "GB 18030 (GBK)",
  big5: "Big5",
  cp1252: "Windows-1252",
  cp1250: "Windows-1250",
  cp1251: "Windows-1251",
  cp1253: "Windows-1253",
  cp1254: "Windows-1254",
  cp1255: "Windows-1255",
  cp1256: "Windows-1256",
  cp1257: "Windows-1257",
  cp1258: "Windows-1258",
  cp850: "DOS (CP 850)",
  mac_roman: "Mac Roman",
  cp932: "Shift JIS",
  cp949: "EUC-KR",
  cp874: "Windows-874",
});

/** @typedef {keyof typeof ENCODINGS} Encoding */

/** Bytes of a file that the server takes. */
export const MOST_BYTES = 1_500_000;

/**
 * What the server read a file in, for people.
 * @param {string} name
 */
export function encodingName(name) {
  if (name.startsWith("utf-16")) return "UTF-16";
  return ENCODINGS[/** @type {Encoding} */ (name.replace(/-sig$/, ""))] || name;
}

/**
 * Bytes as JSON can carry them.
 * @param {ArrayBuffer} content
 */
export function base64(content) {
  const parts = [];
  for (let at = 0; at < content.byteLength; at += 0x8000) {
    parts.push(String.fromCharCode(...new Uint8Array(content, at, Math.min(0x8000, content.byteLength - at))));
  }
  return btoa(parts.join(""));
}
