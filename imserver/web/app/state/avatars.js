import { signal } from "../../vendor/signals/signals.js";
import { asImError } from "../../client/errors.js";

/** How many pictures stay on this device. Signing out deletes them. */
const KEPT = 500;

/** How many that nobody sees stay in memory. */
const AT_HAND = 200;

/** How long those still stay that just went out of use: what is drawn may be about to show them (ms). */
const IDLE = 10_000;

/** What couldn't be had is asked for again after this, and twice as long each time, up to the other (ms). */
const PAUSE = 5_000;
const LONGEST_PAUSE = 300_000;

/** How many are fetched at once. */
const AT_ONCE = 4;

/** Where they are kept, among what earlier releases of the page leave alone. */
const KEY = "avatar ";
const END = "avatar!";

/** The only refusals that stay: the picture isn't there any more. */
const GONE = ["unknown_file", "not_found", "bad_request"];

/**
 * One picture. Its address is undefined until it is known, and empty where there is nothing to show. `users` show it, those
 * `inSight` are looked at. After `failures` one after the other it waits until `resume` is called.
 * @typedef {object} Picture
 * @property {string} id
 * @property {import("../../vendor/signals/signals.js").Signal<string | undefined>} address
 * @property {number} users
 * @property {Set<Element>} inSight
 * @property {boolean} asked
 * @property {number} failures
 * @property {(() => void) | null} resume ends the pause
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
  #later;
  /** @type {Map<string, Picture>} */
  #all = new Map();
  /** @type {Map<string, number>} those that nobody shows, and that are at hand, the one used last behind the others; with the round of that */
  #idle = new Map();
  #round = 0;
  #isSweeping = false;
  /** @type {Picture[]} the one that was asked for last is fetched first: it is what is looked at */
  #asked = [];
  #busy = 0;
  #ended = false;

  /**
   * @param {object} options
   * @param {import("../../client/storage.js").Storage} options.storage
   * @param {(id: string) => Promise<Blob>} options.fetch
   * @param {() => boolean} options.isLive whether there is a connection
   * @param {(url: string) => Promise<void>} [options.decode] rejects what is no picture
   * @param {ReturnType<typeof sight>} [options.watch]
   * @param {(act: () => void, ms: number) => () => void} [options.later] which can be left
   */
  constructor({ storage, fetch, isLive, decode = decoded, watch = sight(), later = after }) {
    this.#storage = storage;
    this.#fetch = fetch;
    this.#isLive = isLive;
    this.#decode = decode;
    this.#watch = watch;
    this.#later = later;
  }

  /** @param {string} id */
  address(id) {
    const picture = this.#picture(id);
    if (picture.users === 0) this.#rest(picture);
    return picture.address;
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
    const unwatch = known
      ? () => {}
      : this.#watch(element, (inSight) => {
          if (!inSight) return void picture.inSight.delete(element);
          picture.inSight.add(element);
          this.#ask(picture);
        });
    return () => {
      unwatch();
      picture.inSight.delete(element);
      picture.users -= 1;
      if (picture.users === 0) this.#rest(picture);
    };
  }

  /** There is a connection: fetch what was in sight before. */
  again() {
    for (const picture of this.#all.values()) {
      picture.resume?.();
      this.#ask(picture);
    }
  }

  stop() {
    this.#ended = true;
    for (const picture of this.#all.values()) discard(picture);
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
    const picture = {
      id,
      address: signal(/** @type {string | undefined} */ (undefined)),
      users: 0,
      inSight: new Set(),
      asked: false,
      failures: 0,
      resume: null,
    };
    this.#all.set(id, picture);
    return picture;
  }

  /**
   * Nobody shows it for now.
   * @param {Picture} picture
   */
  #rest({ id }) {
    this.#idle.delete(id);
    this.#idle.set(id, this.#round);
    this.#sweepLater();
  }

  #sweepLater() {
    if (this.#isSweeping || this.#idle.size <= AT_HAND) return;
    this.#isSweeping = true;
    this.#later(() => {
      this.#isSweeping = false;
      this.#sweep();
    }, IDLE);
  }

  /** Those that were out of use already when this was done before make room, the oldest first. */
  #sweep() {
    for (const [id, round] of this.#idle) {
      if (this.#idle.size <= AT_HAND || round === this.#round) break;
      this.#idle.delete(id);
      const oldest = this.#all.get(id);
      this.#all.delete(id);
      if (oldest) discard(oldest);
    }
    this.#round += 1;
    this.#sweepLater();
  }

  /** @param {Picture} picture */
  #ask(picture) {
    if (picture.asked || picture.resume || picture.inSight.size === 0 || picture.address.peek() !== undefined) return;
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
    if (kept && (await this.#take(picture, kept.picture))) return;
    if (kept) await this.#storage.remove("state", name).catch(() => {});
    if (!this.#isLive()) return;
    try {
      const fetched = await this.#fetch(picture.id);
      if (await this.#take(picture, fetched)) await this.#keep(name, fetched);
      else picture.address.value = "";
    } catch (thrown) {
      const { code, wait } = asImError(thrown);
      if (GONE.includes(code)) picture.address.value = "";
      else this.#pause(picture, wait * 1000);
    }
  }

  /**
   * @param {Picture} picture
   * @param {number} least (ms)
   */
  #pause(picture, least) {
    if (this.#ended) return;
    const leave = this.#later(
      () => {
        picture.resume?.();
        this.#ask(picture);
      },
      Math.max(least, Math.min(LONGEST_PAUSE, PAUSE * 2 ** picture.failures)),
    );
    picture.failures += 1;
    picture.resume = () => {
      leave();
      picture.resume = null;
    };
  }

  /**
   * Shown once it can be drawn, so that nothing flickers.
   * @param {Picture} picture
   * @param {Blob} content
   * @returns {Promise<boolean>} whether it is a picture
   */
  async #take(picture, content) {
    const url = addressOf(content);
    const isPicture =
      url !== "" &&
      (await this.#decode(url).then(
        () => true,
        () => false,
      ));
    if (isPicture && this.#all.get(picture.id) === picture) picture.address.value = url;
    else URL.revokeObjectURL(url);
    return isPicture;
  }

  /**
   * The oldest make room, those first that aren't at hand: ids grow with time.
   * @param {string} name
   * @param {Blob} picture
   */
  async #keep(name, picture) {
    if (this.#ended) return;
    try {
      await this.#storage.put("state", { name, picture });
      const names = await this.#storage.keys("state", KEY, END);
      const isAtHand = (/** @type {string} */ one) => this.#all.has(one.slice(KEY.length));
      const order = [...names.filter((one) => !isAtHand(one)), ...names.filter(isAtHand)];
      for (const one of order.slice(0, Math.max(0, names.length - KEPT))) await this.#storage.remove("state", one);
    } catch {} // It is fetched again at the next visit.
  }
}

/** @param {Picture} picture */
function discard({ address, resume }) {
  resume?.();
  const url = address.peek();
  if (url) URL.revokeObjectURL(url);
}

/**
 * Empty where it can't be had: what was kept may be lost.
 * @param {Blob} content
 */
function addressOf(content) {
  try {
    return URL.createObjectURL(content);
  } catch {
    return "";
  }
}

/**
 * @param {() => void} act
 * @param {number} ms
 */
function after(act, ms) {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
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
