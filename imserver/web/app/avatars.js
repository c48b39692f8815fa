import { signal } from "../vendor/signals/signals.js";
import { asImError } from "../client/errors.js";

/** How many pictures stay on this device. Signing out deletes them. */
const KEPT = 500;

/** How many that nobody sees stay in memory. */
const AT_HAND = 200;

/** How many are fetched at once. */
const AT_ONCE = 4;

/** Where they are kept, among what earlier releases of the page leave alone. */
const KEY = "avatar ";
const END = "avatar!";

/** The only refusals that stay: the picture isn't there any more. */
const GONE = ["unknown_file", "not_found", "bad_request"];

/**
 * One picture. Its address is undefined until it is known, and empty where there is nothing to show. `users` show it, those
 * `inSight` are looked at.
 * @typedef {object} Picture
 * @property {string} id
 * @property {import("../vendor/signals/signals.js").Signal<string | undefined>} address
 * @property {number} users
 * @property {Set<Element>} inSight
 * @property {boolean} asked
 */

/**
 * The pictures of people and groups: each fetched once, when a row that shows it is in sight, and kept on this device. One
 * never changes.
 */
export class Avatars {
  #storage;
  #fetch;
  #isLive;
  #decode;
  #watch;
  /** @type {Map<string, Picture>} */
  #all = new Map();
  /** @type {Set<string>} those that nobody shows, and that are at hand */
  #idle = new Set();
  /** @type {Picture[]} the one that was asked for last is fetched first: it is what is looked at */
  #asked = [];
  #busy = 0;
  #ended = false;

  /**
   * @param {object} options
   * @param {import("../client/storage.js").Storage} options.storage
   * @param {(id: string) => Promise<Blob>} options.fetch
   * @param {() => boolean} options.isLive whether there is a connection
   * @param {(url: string) => Promise<void>} [options.decode] rejects what is no picture
   * @param {ReturnType<typeof sight>} [options.watch]
   */
  constructor({ storage, fetch, isLive, decode = decoded, watch = sight() }) {
    this.#storage = storage;
    this.#fetch = fetch;
    this.#isLive = isLive;
    this.#decode = decode;
    this.#watch = watch;
  }

  /** @param {string} id */
  address(id) {
    return this.#picture(id).address;
  }

  /**
   * An element shows a picture, which is fetched once that is in sight.
   * @param {string} id
   * @param {Element} element
   * @returns {() => void} says that it doesn't any more
   */
  show(id, element) {
    const picture = this.#picture(id);
    picture.users += 1;
    this.#idle.delete(id);
    const known = picture.address.peek() !== undefined;
    const unwatch = known ? () => {} : this.#watch(element, (inSight) => {
      if (!inSight) return void picture.inSight.delete(element);
      picture.inSight.add(element);
      this.#ask(picture);
    });
    return () => {
      unwatch();
      picture.inSight.delete(element);
      picture.users -= 1;
      if (picture.users === 0) this.#leave(picture);
    };
  }

  /** There is a connection: fetch what was in sight before. */
  again() {
    for (const picture of this.#all.values()) this.#ask(picture);
  }

  stop() {
    this.#ended = true;
    for (const picture of this.#all.values()) revoke(picture);
    this.#all.clear();
  }

  /** What is kept here doesn't belong on this device any more. */
  async forget() {
    this.stop();
    await this.#storage.removeRange("state", KEY, END).catch(() => {});
  }

  /** @param {string} id */
  #picture(id) {
    const known = this.#all.get(id);
    if (known) return known;
    /** @type {Picture} */
    const picture = { id, address: signal(/** @type {string | undefined} */ (undefined)), users: 0, inSight: new Set(), asked: false };
    this.#all.set(id, picture);
    return picture;
  }

  /** @param {Picture} picture */
  #leave(picture) {
    this.#idle.add(picture.id);
    for (const id of this.#idle) {
      if (this.#idle.size <= AT_HAND) return;
      this.#idle.delete(id);
      const oldest = this.#all.get(id);
      this.#all.delete(id);
      if (oldest) revoke(oldest);
    }
  }

  /** @param {Picture} picture */
  #ask(picture) {
    if (picture.asked || picture.inSight.size === 0 || picture.address.peek() !== undefined) return;
    picture.asked = true;
    this.#asked.push(picture);
    this.#next();
  }

  #next() {
    while (this.#busy < AT_ONCE && !this.#ended) {
      const picture = this.#asked.pop();
      if (!picture) return;
      if (picture.inSight.size === 0) {
        picture.asked = false;
        continue;
      }
      this.#busy += 1;
      this.#load(picture).finally(() => {
        this.#busy -= 1;
        picture.asked = false;
        this.#next();
      });
    }
  }

  /**
   * From this device, else from the server. What can't be had for now is asked for again.
   * @param {Picture} picture
   */
  async #load(picture) {
    const name = KEY + picture.id;
    const kept = await this.#storage.get("state", name).catch(() => undefined);
    if (kept) return this.#take(picture, kept.picture);
    if (!this.#isLive()) return;
    try {
      const fetched = await this.#fetch(picture.id);
      if (this.#ended) return;
      await this.#take(picture, fetched);
      if (picture.address.peek()) await this.#keep(name, fetched);
    } catch (thrown) {
      if (GONE.includes(asImError(thrown).code)) picture.address.value = "";
    }
  }

  /**
   * Shown once it can be drawn, so that nothing flickers.
   * @param {Picture} picture
   * @param {Blob} content
   */
  async #take(picture, content) {
    const url = URL.createObjectURL(content);
    const isPicture = await this.#decode(url).then(() => true, () => false);
    if (isPicture && !this.#ended) {
      picture.address.value = url;
      return;
    }
    URL.revokeObjectURL(url);
    picture.address.value = "";
  }

  /**
   * The oldest that weren't shown in this visit make room: ids grow with time.
   * @param {string} name
   * @param {Blob} picture
   */
  async #keep(name, picture) {
    try {
      await this.#storage.put("state", { name, picture });
      const names = await this.#storage.keys("state", KEY, END);
      const unseen = names.filter((one) => !this.#all.has(one.slice(KEY.length)));
      for (const one of unseen.slice(0, Math.max(0, names.length - KEPT))) await this.#storage.remove("state", one);
    } catch {} // It is fetched again at the next visit.
  }
}

/** @param {Picture} picture */
function revoke({ address }) {
  const url = address.peek();
  if (url) URL.revokeObjectURL(url);
}

/** @param {string} url */
function decoded(url) {
  const image = new Image();
  image.src = url;
  return image.decode();
}

/** Tells of elements when they come into sight and leave it. */
function sight() {
  /** @type {Map<Element, (inSight: boolean) => void>} */
  const told = new Map();
  /** @type {IntersectionObserver | undefined} */
  let observer;
  /**
   * @param {Element} element
   * @param {(inSight: boolean) => void} tell
   * @returns {() => void} ends it
   */
  return (element, tell) => {
    observer ??= new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) told.get(target)?.(isIntersecting);
    });
    told.set(element, tell);
    observer.observe(element);
    return () => {
      told.delete(element);
      observer?.unobserve(element);
    };
  };
}
