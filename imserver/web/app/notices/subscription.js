import { asImError } from "../../client/errors.js";

/**
 * What came of subscribing.
 * - `on`: the server has the subscription
 * - `waiting`: the server couldn't be told
 * - `page`: the browser has no worker, or can't reach the service that would wake it
 * @typedef {"on" | "waiting" | "page"} Outcome
 */

/** @typedef {(method: string, path: string, options?: { body?: unknown }) => Promise<any>} Request */

/** Endpoints that were ended here, of which the server is still to be told. */
const ENDED = "imnode.push-ended";

/** This browser's subscription to Web Push: made, told to the server, and ended. */
export class Subscription {
  #registration;
  #request;
  #marks;
  /** Whatever was begun before it was ended is ended too. */
  #endings = 0;

  /**
   * @param {object} options
   * @param {() => Promise<ServiceWorkerRegistration | null>} options.registration null where there is no worker
   * @param {Request} options.request a call of the person signed in
   * @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} options.marks
   */
  constructor({ registration, request, marks }) {
    this.#registration = registration;
    this.#request = request;
    this.#marks = marks;
  }

  /**
   * Subscribe where that isn't so yet, and tell the server, which takes the same one once. Of another key of the
   * server's a new one is made.
   * @returns {Promise<Outcome>}
   */
  async open() {
    const endings = this.#endings;
    const manager = (await this.#registration())?.pushManager;
    if (!manager) return "page";
    /** @type {string} */
    let key;
    try {
      ({ key } = await this.#request("GET", "/push/key"));
    } catch {
      return "waiting";
    }
    if (endings !== this.#endings) return "waiting";
    /** @type {PushSubscription} */
    let subscription;
    try {
      subscription = await this.#subscribe(manager, key);
    } catch {
      return "page";
    }
    if (endings !== this.#endings) {
      await subscription.unsubscribe();
      return "waiting";
    }
    try {
      await this.#request("POST", "/push/subscriptions", { body: subscription.toJSON() });
    } catch {
      return "waiting";
    }
    return "on";
  }

  /** End it at once. `settle` tells the server. */
  async end() {
    this.#endings += 1;
    const subscription = await (await this.#registration())?.pushManager?.getSubscription();
    if (!subscription) return;
    this.#note(subscription.endpoint);
    await subscription.unsubscribe();
  }

  /** End it with the session, whose end is all that the server has to learn. */
  async forget() {
    await this.end();
    this.#marks.removeItem(ENDED);
  }

  /** Tell the server of what was ended, as far as it can be reached. */
  async settle() {
    for (const endpoint of this.#ended()) {
      try {
        await this.#request("DELETE", "/push/subscriptions", { body: { endpoint } });
      } catch (thrown) {
        if (asImError(thrown).retry) return;
      }
      this.#keep(this.#ended().filter((one) => one !== endpoint));
    }
  }

  /**
   * @param {PushManager} manager
   * @param {string} key
   */
  async #subscribe(manager, key) {
    const wanted = bytes(key);
    const present = await manager.getSubscription();
    if (present && same(wanted, present.options.applicationServerKey)) return present;
    if (present) {
      this.#note(present.endpoint);
      await present.unsubscribe();
    }
    return manager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted });
  }

  /** @returns {string[]} */
  #ended() {
    try {
      return JSON.parse(this.#marks.getItem(ENDED) ?? "[]");
    } catch {
      return [];
    }
  }

  /** @param {string} endpoint */
  #note(endpoint) {
    this.#keep([...this.#ended().filter((one) => one !== endpoint), endpoint]);
  }

  /** @param {string[]} ended */
  #keep(ended) {
    if (ended.length > 0) this.#marks.setItem(ENDED, JSON.stringify(ended));
    else this.#marks.removeItem(ENDED);
  }
}

/** @param {string} text in base64url */
function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}

/**
 * @param {Uint8Array} wanted
 * @param {ArrayBuffer | null} present
 */
function same(wanted, present) {
  const other = new Uint8Array(present ?? []);
  return wanted.length === other.length && wanted.every((byte, place) => byte === other[place]);
}
