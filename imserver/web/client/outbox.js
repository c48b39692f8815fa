import { Backoff } from "./backoff.js";
import { asImError } from "./errors.js";

/** @typedef {import("./wire.js").Attachment} Attachment */
/** @typedef {import("./wire.js").Span} Span */
/** @typedef {{ code: string, message: string, hint: string }} Refusal */
/** @typedef {{ t: "edit" | "recall" | "react", text?: string, mentions?: string[], spans?: Span[], emoji?: string, on?: boolean }} Alteration */
/** @typedef {Alteration & { seq: number }} Change */
/** @typedef {{ reply_to?: number, mentions?: string[], spans?: Span[], attachments?: Attachment[], change?: Change, order?: number }} Extra */

/**
 * A message on its way, or the `change` of a stored one, written at `ts`, ms since 1970 UTC by this client's clock.
 * `failed`: refused for good, so that its author has to decide; `trouble`: refused for now. `untried`: the server can't
 * have it. `wish`, as browsers keep it: an alteration, sent once the message has a number.
 * @typedef {Extra & {
 *   client_id: string, conv: string, text: string, order: number, ts: number,
 *   wish?: Alteration, untried?: boolean, failed: Refusal | null, trouble?: Refusal | null,
 * }} Pending
 */

/** @typedef {import("./errors.js").ImError} ImError */
/** @typedef {(entry: Pending) => Promise<{ seq: number, ts: number }>} Deliver */

/** Refusals that say something about the connection, and nothing about the message. */
const NOT_THE_MESSAGE = new Set(["not_authenticated", "token_expired", "token_invalid"]);

/** Changes lie where earlier releases don't look, which would send them as messages. */
const CHANGE = "change ";

/**
 * Messages and changes that the server hasn't acknowledged yet. Each is written to storage first, then sent until it is
 * acknowledged or refused for good; those of one conversation one after the other, to be stored in their order.
 */
export class Outbox {
  #storage;
  #clock;
  #onchange;
  #onsent;
  #onrefused;
  /** @type {Map<string, Pending>} */
  #entries = new Map();
  /** @type {Map<string, () => void>} conversations with something in flight, and how to stop that */
  #busy = new Map();
  /** @type {Map<string, boolean>} whether storage has it, once that is known */
  #kept = new Map();
  /** @type {Map<string, number>} of stored messages */
  #numbers = new Map();
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

  /** Take up what an earlier visit left, or another tab. */
  async load() {
    const [messages, changes] = await Promise.all([
      this.#storage.all("outbox"),
      this.#storage.range("state", CHANGE, `${CHANGE}~`, 1e6, false),
    ]);
    for (const entry of /** @type {Pending[]} */ ([...messages, ...changes])) {
      if (this.#entries.has(entry.client_id)) continue;
      this.#entries.set(entry.client_id, entry);
      this.#kept.set(entry.client_id, true);
      this.#lastOrder = Math.max(this.#lastOrder, entry.order);
    }
    this.#onchange();
    for (const { client_id } of this.entries()) {
      const seq = this.#numbers.get(client_id);
      if (seq) await this.confirm(client_id, seq);
    }
  }

  /** @param {string} clientId */
  has(clientId) {
    return this.#entries.has(clientId);
  }

  /** @returns {Pending[]} oldest first */
  entries() {
    return [...this.#entries.values()].sort((one, other) => one.order - other.order);
  }

  /** Messages as they are to be in the end, oldest first. */
  messages() {
    return this.entries().flatMap((entry) => {
      const { change, wish } = entry;
      if (change || wish?.t === "recall") return [];
      return wish ? { ...entry, ...wish } : entry;
    });
  }

  /**
   * Changes of a stored message that wait, oldest first.
   * @param {string} conv
   * @param {number} seq
   */
  changes(conv, seq) {
    if (this.#entries.size === 0) return []; // usual, and asked for each message
    return this.entries().filter((entry) => entry.conv === conv && entry.change?.seq === seq);
  }

  /**
   * A change takes the place of those that it makes pointless.
   * @param {string} clientId
   * @param {string} conv
   * @param {string} text
   * @param {Extra} [extra]
   * @returns {Promise<void>} once it can't be lost any more
   */
  async add(clientId, conv, text, extra = {}) {
    const { change } = extra;
    if (change) {
      await this.load().catch(() => {});
      const { t, seq, emoji } = change;
      this.settle(conv, seq, (other) => t === "recall" || (t === other.t && emoji === other.emoji));
    }
    const ts = this.#clock.now();
    this.#lastOrder = Math.max(this.#lastOrder + 1, ts);
    const untried = !this.#deliver || this.#busy.has(conv);
    await this.#put({ client_id: clientId, conv, text, ts, order: this.#lastOrder, ...extra, untried, failed: null });
  }

  /**
   * The connection is live: send what waits.
   * @param {Deliver} deliver
   */
  attach(deliver) {
    this.#deliver = deliver;
    for (const conv of new Set(this.entries().map((entry) => entry.conv))) this.#pump(conv);
  }

  /** The connection is gone: nothing is in flight any more. */
  detach() {
    this.#deliver = null;
    for (const stop of this.#busy.values()) stop();
    this.#busy.clear();
  }

  /**
   * A message is stored, whatever became of its acknowledgement.
   * @param {string} clientId
   * @param {number} seq
   */
  async confirm(clientId, seq) {
    this.#numbers.set(clientId, seq);
    const entry = this.#entries.get(clientId);
    if (!entry || entry.change) return;
    this.#entries.delete(clientId);
    this.#onchange();
    const wish = (await this.#recent(entry))?.wish;
    await this.#drop(entry);
    if (wish) await this.add(clientId, entry.conv, "", { change: { ...wish, seq }, order: entry.order });
  }

  /**
   * Changes were seen on a stored message, or are pointless.
   * @param {string} conv
   * @param {number} seq
   * @param {(change: Change, tried: boolean) => boolean} isDone
   */
  settle(conv, seq, isDone) {
    for (const entry of this.changes(conv, seq)) {
      if (entry.change && isDone(entry.change, !entry.untried)) this.#drop(entry);
    }
  }

  /**
   * The numbers are those of other messages now.
   * @param {ImError} error
   */
  async refuseChanges(error) {
    this.#numbers.clear();
    const refuse = () => {
      for (const entry of this.entries()) if (entry.change) this.#refuse(entry, error);
    };
    refuse();
    await this.load().then(refuse, () => {});
  }

  /**
   * Edit or recall a message on its way. What the server may have is sent as it was first: a `client_id` stands for one
   * text.
   * @param {string} clientId
   * @param {Alteration} alteration
   * @returns {Promise<number | undefined>} its number, where it is stored
   */
  async amend(clientId, alteration) {
    const known = this.#entries.get(clientId);
    const stored = known && (await this.#recent(known));
    const entry = this.#entries.get(clientId);
    if (!entry || entry.change) return this.#numbers.get(clientId);
    if (entry.failed || (entry.untried && stored?.untried)) await this.#remake(entry, alteration);
    else if (entry.wish?.t !== "recall") await this.#put({ ...entry, ...stored, wish: alteration, untried: false });
  }

  /**
   * Try again what was refused, without mentioning anybody who isn't to be.
   * @param {string} clientId
   * @param {(id: string) => boolean} [mayMention]
   */
  async retry(clientId, mayMention = () => true) {
    const entry = this.#entries.get(clientId);
    if (!entry?.failed) return;
    const mentions = entry.mentions?.filter(mayMention);
    const spans = entry.spans?.filter(({ who }) => mayMention(who));
    await this.#remake(entry, { ...entry, t: "edit", mentions, spans });
  }

  /**
   * @param {string} conv
   * @param {Backoff} [backoff]
   */
  async #pump(conv, backoff = new Backoff({ random: this.#clock.random, first: 1000 })) {
    const deliver = this.#deliver;
    const next = this.entries().find((candidate) => candidate.conv === conv && !candidate.failed);
    if (!deliver || !next || this.#busy.has(conv) || !this.#kept.has(next.client_id)) return;
    let stopped = false;
    this.#busy.set(conv, () => {
      stopped = true;
    });
    const entry = await this.#claim(next);
    if (stopped) return void this.#pump(conv);
    try {
      if (entry) {
        const stored = await deliver(entry);
        if (this.#entries.has(entry.client_id)) this.#onsent(entry, stored);
        await (entry.change ? this.#drop(entry) : this.confirm(entry.client_id, stored.seq));
      }
    } catch (thrown) {
      if (stopped || !entry) return;
      const error = asImError(thrown);
      if (error.retry || NOT_THE_MESSAGE.has(error.code)) return this.#later(entry, error, backoff);
      await this.#refuse(entry, error);
    }
    if (stopped) return;
    this.#busy.delete(conv);
    this.#pump(conv);
  }

  /**
   * It counts as tried from now on. Nothing where it is another one by now.
   * @param {Pending} entry
   */
  async #claim(entry) {
    const id = entry.client_id;
    const stored = await this.#recent(entry);
    if (this.#entries.get(id) !== entry) return;
    if (!stored && (entry.untried || entry.change)) return void this.#drop(entry);
    const claimed = { ...entry, ...stored, untried: false };
    this.#entries.set(id, claimed);
    this.#onchange();
    if (stored?.untried) await this.#keep(claimed);
    return claimed.failed ? undefined : this.#entries.get(id);
  }

  /**
   * @param {Pending} entry
   * @param {ImError} error
   * @param {Backoff} backoff
   */
  #later({ client_id, conv }, error, backoff) {
    const entry = this.#entries.get(client_id);
    if (entry && error.code !== "offline") {
      this.#entries.set(client_id, { ...entry, trouble: refusal(error) });
      this.#onchange();
    }
    const cancel = this.#clock.after(backoff.next(), () => {
      this.#busy.delete(conv);
      this.#pump(conv, backoff);
    });
    this.#busy.set(conv, cancel);
  }

  /**
   * For good.
   * @param {Pending} sent
   * @param {ImError} error
   */
  async #refuse(sent, error) {
    const entry = this.#entries.get(sent.client_id);
    if (!entry) return;
    if (sent.change) {
      this.#drop(sent);
      this.#onrefused(sent, error);
    } else if (entry.wish) await this.#remake(entry, entry.wish);
    else if (!entry.change) await this.#put({ ...entry, failed: refusal(error), trouble: null });
  }

  /**
   * Alter or drop a message that the server hasn't got.
   * @param {Pending} entry
   * @param {Alteration} alteration
   */
  async #remake(entry, { t, text = "", mentions, spans }) {
    if (t === "recall") await this.#drop(entry);
    else
      await this.#put({ ...entry, text, mentions, spans, wish: undefined, untried: true, failed: null, trouble: null });
  }

  /** @param {Pending} entry */
  async #put(entry) {
    this.#entries.set(entry.client_id, entry);
    this.#onchange();
    await this.#keep(entry);
    this.#pump(entry.conv);
  }

  /**
   * As another tab may have left it.
   * @param {Pending} entry
   * @returns {Promise<Pending | undefined>}
   */
  async #recent(entry) {
    return this.#kept.get(entry.client_id) ? this.#storage.get(...place(entry)).catch(() => entry) : entry;
  }

  /**
   * Storage that fails (full, private window) must keep nothing from being sent.
   * @param {Pending} entry
   */
  async #keep({ trouble: _, ...entry }) {
    const id = entry.client_id;
    const [shelf, name] = place(entry);
    this.#kept.delete(id);
    const kept = await this.#storage.put(shelf, { ...entry, name }).then(
      () => true,
      () => false,
    );
    this.#kept.set(id, kept);
    if (!this.#entries.has(id)) await this.#drop(entry);
  }

  /**
   * What storage fails to forget is sent once more on the next visit, which does no harm.
   * @param {Pending} entry
   */
  async #drop(entry) {
    this.#entries.delete(entry.client_id);
    this.#kept.delete(entry.client_id);
    this.#onchange();
    await this.#storage.remove(...place(entry)).catch(() => {});
  }
}

/**
 * @param {Pending} entry
 * @returns {[import("./storage.js").Shelf, string]}
 */
function place({ client_id, change }) {
  return change ? ["state", CHANGE + client_id] : ["outbox", client_id];
}

/**
 * @param {ImError} error
 * @returns {Refusal}
 */
function refusal({ code, message, hint }) {
  return { code, message, hint };
}
