// Keeps a copy of the page, so that it opens without a connection. /precache.js, which the server makes from the
// files it serves, sets PRECACHE: a version, the files with their hashes, and those that are kept once they were seen.

/** @typedef {{ version: string, files: Record<string, string>, kept: Record<string, string> }} Precache */

const worker = /** @type {any} */ (self);
worker.importScripts("/precache.js", "/notices.js");
const { version, files, kept } = /** @type {Precache} */ (worker.PRECACHE);
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
  if (!(path in files || path in kept) || (mode === "navigate" && path !== "index.html")) return;
  event.respondWith(answer(path, event.request));
});
worker.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data === "take over") worker.skipWaiting();
});
worker.NOTICES.start(worker);

async function install() {
  const cache = await caches.open(NAME);
  const older = await latest();
  const put = async (/** @type {string} */ path, /** @type {Response | undefined} */ response) => {
    if (response) await cache.put(address(path), response);
  };
  await Promise.all([
    ...Object.entries(files).map(async ([path, hash]) => put(path, (await older(hash)) ?? (await whole(path, hash)))),
    ...Object.entries(kept).map(async ([path, hash]) => put(path, (await older(hash)) ?? (await seen(path, hash)))),
  ]);
  await cache.put(LEDGER, new Response(JSON.stringify({ ...kept, ...files })));
}

/** Where the page finds a file. Its document is asked for by the address that people open. @param {string} path */
function address(path) {
  return path === "index.html" ? "/" : `/${path}`;
}

/**
 * A file of this version. What the page just loaded lies in the browser's own cache; the server is asked for what doesn't,
 * or is another one there.
 * @param {string} path
 * @param {string} hash
 */
async function whole(path, hash) {
  for (const cache of /** @type {RequestCache[]} */ (["force-cache", "reload"])) {
    const response = await fetch(address(path), { cache });
    if (await isWhole(response.clone(), hash)) return response;
  }
  throw new Error(`${path} is another one by now`);
}

/**
 * A file that the page has used already, from the browser's own cache.
 * @param {string} path
 * @param {string} hash
 */
async function seen(path, hash) {
  const response = await fetch(address(path), { cache: "only-if-cached", mode: "same-origin" }).catch(() => undefined);
  return response && (await isWhole(response.clone(), hash)) ? response : undefined;
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

/** The newest whole copy there is: finds in it, by its hash, what is the same in this version. */
async function latest() {
  for (const name of (await caches.keys()).filter((one) => one.startsWith(PREFIX) && one !== NAME).reverse()) {
    const cache = await caches.open(name);
    const ledger = await cache.match(LEDGER);
    if (!ledger) continue;
    const paths = new Map(Object.entries(await ledger.json()).map(([path, hash]) => [hash, path]));
    return async (/** @type {string} */ hash) => {
      const path = paths.get(hash);
      return path === undefined ? undefined : cache.match(address(path));
    };
  }
  return async () => undefined;
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
  const copy = await cache.match(address(path));
  if (copy) return copy;
  const response = await fetch(request);
  const hash = kept[path];
  if (hash && (await isWhole(response.clone(), hash))) await cache.put(address(path), response.clone());
  return response;
}
