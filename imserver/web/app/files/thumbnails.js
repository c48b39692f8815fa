/** How many small pictures stay in memory. */
const KEPT = 200;

/** @type {Map<string, string>} addresses by the file's id, those used last at the end */
const kept = new Map();

/**
 * The address of a file's small picture, where it is at hand.
 * @param {string} media
 */
export function thumbnailAtHand(media) {
  return kept.get(media) ?? null;
}

/**
 * @param {import("../../client/api.js").Api} api
 * @param {string} media
 */
export async function thumbnail(api, media) {
  const url = kept.get(media) ?? URL.createObjectURL(await api.thumbnail(media));
  kept.delete(media);
  kept.set(media, url);
  for (const [oldest, address] of kept) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
    URL.revokeObjectURL(address);
  }
  return url;
}
