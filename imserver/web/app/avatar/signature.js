/** How many bytes of a file tell what it is. */
const ENOUGH = 64;

/** What a file begins with where it is a picture that the server takes, besides AVIF. */
const BEGINNINGS = [/^\xFF\xD8\xFF/, /^\x89PNG\r\n\x1A\n/, /^GIF8[79]a/, /^RIFF[^]{4}WEBP/];

const HEIF = /^(hei[cxms]|hev[cxms]|mif1|msf1)$/;

/**
 * What a file is by its first bytes: `picture` is one that the server takes, as far as they tell.
 * @param {Blob} file
 * @returns {Promise<"picture" | "heic" | "other">} `other` also where it can't be read
 */
export async function kindOf(file) {
  const bytes = await file
    .slice(0, ENOUGH)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0));
  const head = String.fromCharCode(...new Uint8Array(bytes));
  if (BEGINNINGS.some((beginning) => beginning.test(head))) return "picture";
  const brands = brandsOf(head);
  if (brands.some((brand) => brand === "avif" || brand === "avis")) return "picture";
  return brands.some((brand) => HEIF.test(brand)) ? "heic" : "other";
}

/**
 * What a file of the ISO base media format says that it can be read as: the main brand, a version, and the others.
 * @param {string} head
 */
function brandsOf(head) {
  if (head.slice(4, 8) !== "ftyp") return [];
  const size = [...head.slice(0, 4)].reduce((sum, byte) => sum * 256 + byte.charCodeAt(0), 0);
  return [head.slice(8, 12), ...(head.slice(16, size).match(/[^]{4}/g) ?? [])];
}
