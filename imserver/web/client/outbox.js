import { Backoff } from "./backoff.js";
import { asImError } from "./errors.js";

/**
 * A message on its way. `failed` holds the server's refusal, after which only its author can decide;
 * `trouble` the reason why the server doesn't take it for now. With a `change` it is no message, but a change of one
 * that is stored. What was `revised` may be stored with another text, what was
 * `withdrawn` may be stored, too.
 * @typedef {object} Pending
 * @property {string} client_id
 * @property {string} conv
 * @property {string} text
 * @property {number} order grows from message to message
 * @property {number} ts when it was written, ms since 1970 UTC by this client's clock
 * @property {number} [reply_to]
 * @property {string[]} [mentions]
 * @property {Attachment[]} [attachments] files that are uploaded already
 * @property {Change} [change]
 * @property {boolean} [revised]
 * @property {boolean} [withdrawn]
 * @property {Refusal | null} failed
 * @property {Refusal | null} [trouble]
 */

/** @typedef {import("./wire.js").Attachment} Attachment */
/** @typedef {{ reply_to?: number, mentions?: string[], attachments?: Attachment[], change?: Change }} Extra what a message has beside its text */
/** @typedef {{ t: "edit" | "recall" | "react", seq: number, text?: string, mentions?: string[], emoji?: string, on?: boolean }} Change */
/** @typedef {{ code: string, message: string, hint: string }} Refusal */

/** @typedef {import("./errors.js").ImError} ImError */
/** @typedef {(entry: Pending) => Promise<{ seq: number, ts: number }>} Deliver resolves when durably stored */

/** Refusals that say something about the connection, and nothing about the message. */
const NOT_THE_MESSAGE = new Set(["not_authenticated", "token_expired", "token_invalid"]);

/**
 * Messages, and changes of messages, that the server hasn't acknowledged yet. Each is written to storage before it is
 * sent, and sent with the same `client_id` until there is an acknowledgement or a refusal for good. What belongs to one
 * conversation goes one after the other, so that it is stored in the order in which it was written.
 */
export class Outbox {
  #storage;
  #clock;
  #onchange;
  #onsent;
  #onrefused;
  /** @type {Map<string, Pending>} in order */
  #entries = new Map();
  /** @type {Map<string, () => void>} conversations with a message in flight or about to be, and how to stop that */
  #busy = new Map();
  /** @type {Set<string>} entries that storage doesn't hold yet */
  #unsaved = new Set();
  /** @type {Set<string>} entries that the server may have got */
  #tried = new Set();
  /** @type {Set<string>} entries whose answer is on its way */
  #inFlight = new Set();
  /** @type {Deliver | null} */
  #deliver = null;
  #lastOrder = 0;

  /**
   * @param {object} options
   * @param {import("./storage.js").Storage} options.storage
   * @param {import("./clock.js").Clock} options.clock
   * @param {() => void} options.onchange
   * @param {(entry: Pending, stored: { seq: number, ts: number }) => void} options.onsent before the entry goes
   * @param {(entry: Pending, error: ImError) => void} options.onrefused a change, for good
   */
  constructor({ storage, clock, onchange, onsent, onrefused }) {
    this.#storage = storage;
    this.#clock = clock;
    this.#onchange = onchange;
    this.#onsent = onsent;
    this.#onrefused = onrefused;
  }

  /** Take up what an earlier visit left. */
  async load() {
    const entries = /** @type {Pending[]} */ (await this.#storage.all("outbox"));
    for (const entry of entries.sort((one, other) => one.order - other.order)) {
      this.#entries.set(entry.client_id, entry);
      this.#tried.add(entry.client_id);
      this.#lastOrder = Math.max(this.#lastOrder, entry.order);
    }
    this.#onchange();
  }

  /** @returns {Pending[]} oldest first */
  entries() {
    return [...this.#entries.values()];
  }

  /**
   * Changes of a stored message that wait, oldest first.
   * @param {string} conv
   * @param {number} seq
   */
  changes(conv, seq) {
    if (this.#entries.size === 0) return []; // usual, and asked for every message on the screen
    return this.entries().filter((entry) => entry.conv === conv && entry.change?.seq === seq);
  }

  /**
   * A change takes the place of those that it makes pointless.
   * @param {string} clientId
   * @param {string} conv
   * @param {string} text
   * @param {Extra} [extra]
   * @returns {Promise<void>} resolves when it can't be lost any more
   */
  async add(clientId, conv, text, extra = {}) {
    const { change } = extra;
    if (change) {
      const { t, seq, emoji } = change;
      this.settle(conv, seq, (other) => t === "recall" || (t === other.t && emoji === other.emoji));
    }
    const ts = this.#clock.now();
    this.#lastOrder = Math.max(this.#lastOrder + 1, ts);
    const entry = { client_id: clientId, conv, text, ...extra, ts, order: this.#lastOrder, failed: null };
    await this.#replace(entry);
  }

  /**
   * The connection is live: send what waits. What was revised or withdrawn, and was stored, is known to be by now.
   * @param {Deliver} deliver
   */
  attach(deliver) {
    this.#deliver = deliver;
    for (const entry of this.entries()) {
      if (this.#inFlight.has(entry.client_id)) continue;
      if (entry.withdrawn) this.#drop(entry.client_id);
      else if (entry.revised) {
        this.#tried.delete(entry.client_id);
        this.#entries.set(entry.client_id, { ...entry, revised: false });
      }
    }
    for (const conv of new Set(this.entries().map((entry) => entry.conv))) this.#pump(conv);
  }

  /** The connection is gone: nothing is in flight any more. */
  detach() {
    this.#deliver = null;
    for (const stop of this.#busy.values()) stop();
    this.#busy.clear();
    this.#inFlight.clear();
  }

  /**
   * The message was seen in the conversation: stored, whatever became of its acknowledgement.
   * @param {string} clientId
   */
  async confirm(clientId) {
    if (this.#entries.has(clientId)) await this.#drop(clientId);
  }

  /**
   * Changes were seen on a stored message, or are pointless: whatever became of their acknowledgements.
   * @param {string} conv
   * @param {number} seq
   * @param {(change: Change) => boolean} isDone
   */
  settle(conv, seq, isDone) {
    for (const { client_id, change } of this.changes(conv, seq)) if (change && isDone(change)) this.#drop(client_id);
  }

  /**
   * No change can be made any more.
   * @param {ImError} error
   */
  refuseChanges(error) {
    for (const entry of this.entries()) if (entry.change) this.#refuse(entry, error);
  }

  /**
   * Give a message that waits, or was refused, another text.
   * @param {string} clientId
   * @param {string} text
   * @param {string[]} mentions
   */
  async revise(clientId, text, mentions) {
    const entry = this.#entries.get(clientId);
    if (entry) await this.#replace({ ...entry, text, mentions, failed: null, revised: this.#tried.has(clientId) });
  }

  /**
   * Try again what was refused.
   * @param {string} clientId
   */
  async retry(clientId) {
    const entry = this.#entries.get(clientId);
    if (!entry?.failed) return;
    this.#entries.delete(clientId);
    this.#lastOrder += 1;
    await this.#replace({ ...entry, order: this.#lastOrder, failed: null });
  }

  /**
   * Give up a message. One that may be stored is held back until that is known.
   * @param {string} clientId
   */
  async discard(clientId) {
    const entry = this.#entries.get(clientId);
    if (entry && !entry.failed && this.#tried.has(clientId)) await this.#replace({ ...entry, withdrawn: true });
    else await this.confirm(clientId);
  }

  /**
   * @param {string} conv
   * @param {Backoff} [backoff]
   */
  async #pump(conv, backoff = new Backoff({ random: this.#clock.random, first: 1000 })) {
    const deliver = this.#deliver;
    const entry = this.entries().find((candidate) => candidate.conv === conv && !candidate.failed && !candidate.withdrawn);
    if (!deliver || !entry || this.#busy.has(conv) || this.#unsaved.has(entry.client_id)) return;
    let stopped = false;
    this.#busy.set(conv, () => {
      stopped = true;
    });
    this.#tried.add(entry.client_id);
    this.#inFlight.add(entry.client_id);
    try {
      const stored = await deliver(entry);
      if (this.#entries.has(entry.client_id)) this.#onsent(entry, stored);
      await this.confirm(entry.client_id);
    } catch (thrown) {
      if (stopped) return;
      this.#inFlight.delete(entry.client_id);
      const error = asImError(thrown);
      if (this.#entries.get(entry.client_id)?.withdrawn) this.#drop(entry.client_id);
      if (error.retry || NOT_THE_MESSAGE.has(error.code)) {
        this.#later(conv, entry, error, backoff);
        return;
      }
      this.#tried.delete(entry.client_id);
      if (entry.change) this.#refuse(entry, error);
      else await this.#change(entry.client_id, { failed: refusal(error), trouble: null });
    }
    if (stopped) return;
    this.#busy.delete(conv);
    this.#pump(conv);
  }

  /**
   * @param {string} conv
   * @param {Pending} entry
   * @param {ImError} error
   * @param {Backoff} backoff
   */
  #later(conv, entry, error, backoff) {
    if (error.code !== "offline") this.#change(entry.client_id, { trouble: refusal(error) });
    const cancel = this.#clock.after(backoff.next(), () => {
      this.#busy.delete(conv);
      this.#pump(conv, backoff);
    });
    this.#busy.set(conv, cancel);
  }

  /**
   * @param {Pending} entry
   * @param {ImError} error
   */
  #refuse(entry, error) {
    if (!this.#entries.has(entry.client_id)) return;
    this.#drop(entry.client_id);
    this.#onrefused(entry, error);
  }

  /** @param {Pending} entry */
  async #replace(entry) {
    this.#entries.set(entry.client_id, entry);
    this.#onchange();
    await this.#keep(entry);
    this.#pump(entry.conv);
  }

  /**
   * @param {string} clientId
   * @param {Partial<Pending>} fields
   */
  async #change(clientId, fields) {
    const entry = this.#entries.get(clientId);
    if (!entry) return;
    const changed = { ...entry, ...fields };
    this.#entries.set(clientId, changed);
    this.#onchange();
    if (changed.failed) await this.#keep(changed);
  }

  /**
   * Storage that fails (full, private window) must not keep a message from being sent.
   * @param {Pending} entry
   */
  async #keep({ trouble: _, ...entry }) {
    this.#unsaved.add(entry.client_id);
    await this.#storage.put("outbox", entry).catch(() => {});
    this.#unsaved.delete(entry.client_id);
    if (!this.#entries.has(entry.client_id)) await this.#drop(entry.client_id);
  }

  /**
   * What storage fails to forget is sent once more on the next visit, and the server knows its `client_id`.
   * @param {string} clientId
   */
  async #drop(clientId) {
    this.#entries.delete(clientId);
    this.#tried.delete(clientId);
    this.#inFlight.delete(clientId);
    this.#onchange();
    await this.#storage.remove("outbox", clientId).catch(() => {});
  }
}

/**
 * @param {ImError} error
 * @returns {Refusal}
 */
function refusal({ code, message, hint }) {
  return { code, message, hint };
}
