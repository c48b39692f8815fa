import { MEDIA } from "../state/account.js";

/** How many small pictures stay in memory. */
const KEPT = 200;

/** How many stay in the browser, where it lets the page keep some (over HTTPS). Signing out deletes them. */
const STORED = 500;

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
  const url = kept.get(media) ?? URL.createObjectURL(await stored(api, media));
  kept.delete(media);
  kept.set(media, url);
  for (const [oldest, address] of kept) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
    URL.revokeObjectURL(address);
  }
  return url;
}

/**
 * A small picture, from this browser where it is there: one never changes, and the browser keeps none by itself.
 * @param {import("../../client/api.js").Api} api
 * @param {string} media
 */
async function stored(api, media) {
  const cache = await globalThis.caches?.open(MEDIA).catch(() => undefined);
  const known = await cache?.match(`/${media}`);
  if (known) return known.blob();
  const picture = await api.thumbnail(media);
  cache
    ?.put(`/${media}`, new Response(picture))
    .then(() => trim(cache))
    .catch(() => {});
  return picture;
}

/** @param {globalThis.Cache} cache */
async function trim(cache) {
  for (const oldest of (await cache.keys()).slice(0, -STORED)) await cache.delete(oldest);
}
