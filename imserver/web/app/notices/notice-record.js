/** Where the service worker looks for it (`notices.js`): it can't read `localStorage`. */
const CACHE = "imnode-notices";
const RECORD = "/notices.json";

/**
 * Whose notices this browser shows, and in which language.
 * @typedef {{ user: string, language: import("../ui/language.js").Language }} NoticeRecord
 */

/** @param {NoticeRecord} record */
export async function writeRecord(record) {
  await (await caches.open(CACHE)).put(RECORD, new Response(JSON.stringify(record)));
}

/** @returns {Promise<NoticeRecord | null>} */
export async function readRecord() {
  const kept = await globalThis.caches?.match(RECORD, { cacheName: CACHE });
  return kept ? kept.json() : null;
}

/** The worker shows nothing of anybody from then on. */
export async function clearRecord() {
  await globalThis.caches?.delete(CACHE);
}
