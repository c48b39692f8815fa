// Keeps a copy of the page, so that it opens without a connection. /precache.js, which the server makes from the
// files it serves, sets PRECACHE: a version, and the files with their hashes.

/** @typedef {{ version: string, files: Record<string, string> }} Precache */

const worker = /** @type {any} */ (self);
worker.importScripts("/precache.js", "/notices.js");
const { version, files } = /** @type {Precache} */ (worker.PRECACHE);
const PREFIX = "imnode-page-";
const NAME = PREFIX + version;

/** Where the copy says which file has which hash, so that the next version fetches only what is another one. */
const LEDGER = "/precache-ledger.json";

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(install()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { method, url, mode } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== worker.location.origin) return;
  const path = pathname.slice(1) || "index.html";
  if (!(path in files) || (mode === "navigate" && path !== "index.html")) return;
  event.respondWith(answer(path, event.request));
});
worker.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data === "take over") worker.skipWaiting();
});
worker.NOTICES.start(worker);

async function install() {
  const cache = await caches.open(NAME);
  const older = await latest();
  await Promise.all(
    Object.entries(files).map(async ([path, hash]) => {
      const same = older?.hashes[path] === hash ? await older.cache.match(`/${path}`) : undefined;
      const response = same ?? (await fetch(`/${path}`, { cache: "reload" }));
      if (!same && !(await isWhole(response.clone(), hash))) throw new Error(`${path} is another one by now`);
      await cache.put(`/${path}`, response);
    }),
  );
  await cache.put(LEDGER, new Response(JSON.stringify(files)));
}

/**
 * Whether an answer is the file of this version: the server may have been updated meanwhile.
 * @param {Response} response
 * @param {string} hash the beginning of its SHA-256
 */
async function isWhole(response, hash) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return response.ok && hex.startsWith(hash);
}

/** The newest whole copy there is, with its hashes. */
async function latest() {
  for (const name of (await caches.keys()).filter((one) => one.startsWith(PREFIX) && one !== NAME).reverse()) {
    const cache = await caches.open(name);
    const ledger = await cache.match(LEDGER);
    if (ledger) return { cache, hashes: await ledger.json() };
  }
  return null;
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
  }
  await worker.clients.claim();
}

/**
 * @param {string} path
 * @param {Request} request
 */
async function answer(path, request) {
  const cache = await caches.open(NAME);
  return (await cache.match(`/${path}`)) ?? fetch(request);
}
