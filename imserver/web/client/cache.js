/** @typedef {import("./wire.js").Conversation} Conversation */
/** @typedef {import("./wire.js").Message} Message */
/** @typedef {import("./timeline.js").Cut} Cut */

/** The conversations, and the place in the change stream at which they looked like this. */
/** @typedef {{ sync: string, conversations: Conversation[] }} Snapshot */

/** @typedef {{ key: string, conv: string, message: Message }} Kept */

/** How long changes are gathered before they are written (ms). */
const PAUSE = 500;

const SNAPSHOT = "snapshot";

/** More messages than a browser is asked for at once otherwise: all. */
const MOST = 2 ** 31;

/** More digits than a sequence number has, so that keys sort like numbers. */
const DIGITS = 16;

/**
 * What this client has seen of the server's data, to be read without a connection. Messages are written before the
 * snapshot whose sync token covers them, so that what is resumed from has no hole that nobody would fill.
 */
export class Cache {
  #storage;
  #clock;
  /** @type {Map<string, Kept>} */
  #unwritten = new Map();
  /** @type {(() => Snapshot | null) | null} */
  #snapshot = null;
  /** @type {(() => void) | null} */
  #cancel = null;
  #work = Promise.resolve();

  /** @param {{ storage: import("./storage.js").Storage, clock: import("./clock.js").Clock }} options */
  constructor({ storage, clock }) {
    this.#storage = storage;
    this.#clock = clock;
  }

  /** @returns {Promise<Snapshot | null>} */
  async load() {
    const found = await this.#storage.get("state", SNAPSHOT).catch(() => undefined);
    return found ? { sync: found.sync, conversations: found.conversations } : null;
  }

  /**
   * Write the snapshot a little later; by then it may be a newer one.
   * @param {() => Snapshot | null} snapshot
   */
  save(snapshot) {
    this.#snapshot = snapshot;
    this.#cancel ??= this.#clock.after(PAUSE, () => this.flush());
  }

  /**
   * @param {string} conv
   * @param {readonly Message[]} messages
   */
  keep(conv, messages) {
    for (const message of messages) {
      const key = keyOf(conv, message.seq);
      this.#unwritten.set(key, { key, conv, message });
    }
    if (messages.length > 0) this.#cancel ??= this.#clock.after(PAUSE, () => this.flush());
  }

  /**
   * A stored message has changed.
   * @param {string} conv
   * @param {number} seq
   * @param {(message: Message) => Message} change
   */
  revise(conv, seq, change) {
    const key = keyOf(conv, seq);
    const waiting = this.#unwritten.get(key);
    if (waiting) {
      this.#unwritten.set(key, { ...waiting, message: change(waiting.message) });
      return;
    }
    this.#then(async () => {
      const kept = await this.#storage.get("messages", key);
      if (kept) await this.#storage.put("messages", { ...kept, message: change(kept.message) });
    });
  }

  /**
   * A page as the server would give it, as far as it is known without a hole; null where it isn't.
   * @param {string} conv
   * @param {Cut} cut
   * @param {{ first: number, last: number }} ends the first and last message there are
   * @returns {Promise<{ messages: Message[], more: boolean } | null>}
   */
  async page(conv, { before, after, limit }, { first, last }) {
    await this.flush();
    const forwards = after !== undefined;
    const from = keyOf(conv, forwards ? after + 1 : 0);
    const to = keyOf(conv, before ?? 10 ** (DIGITS - 1));
    const kept = /** @type {Kept[]} */ (
      await this.#storage.range("messages", from, to, limit, !forwards).catch(() => [])
    );
    const messages = forwards ? runUp(kept.map(toMessage), after) : runDown(kept.map(toMessage), before);
    const [lowest, highest] = [messages[0], messages.at(-1)];
    if (!lowest || !highest) return (forwards ? after >= last : last < first) ? { messages, more: false } : null;
    return { messages, more: forwards ? highest.seq < last : lowest.seq > first };
  }

  /**
   * Every message that is kept of a conversation, ascending; there may be holes.
   * @param {string} conv
   * @returns {Promise<Message[]>}
   */
  async all(conv) {
    await this.flush();
    const [from, to] = [keyOf(conv, 0), keyOf(conv, 10 ** (DIGITS - 1))];
    const kept = /** @type {Kept[]} */ (await this.#storage.range("messages", from, to, MOST, false).catch(() => []));
    return kept.map(toMessage);
  }

  /** @param {string} conv */
  forget(conv) {
    for (const [key, kept] of this.#unwritten) if (kept.conv === conv) this.#unwritten.delete(key);
    this.#then(() => this.#storage.removeRange("messages", keyOf(conv, 0), keyOf(conv, 10 ** (DIGITS - 1))));
  }

  /** Everything: the server's store is another one, or these data aren't this browser's any more. */
  async clear() {
    this.#unwritten.clear();
    this.#snapshot = null;
    this.#then(async () => {
      await this.#storage.remove("state", SNAPSHOT);
      await this.#storage.removeRange("messages", "", "\uFFFF");
    });
    await this.#work;
  }

  /** Write at once what waits. */
  async flush() {
    this.#cancel?.();
    this.#cancel = null;
    const snapshot = this.#snapshot?.() ?? null;
    this.#snapshot = null;
    const kept = [...this.#unwritten.values()];
    this.#unwritten.clear();
    this.#then(async () => {
      if (kept.length > 0) await this.#storage.put("messages", ...kept);
      if (snapshot) await this.#storage.put("state", { name: SNAPSHOT, ...snapshot });
    });
    await this.#work;
  }

  /**
   * One change after the other. Storage that fails costs the copy, and nothing else.
   * @param {() => Promise<void>} change
   */
  #then(change) {
    this.#work = this.#work.then(change).catch(() => {});
  }
}

/**
 * @param {string} conv
 * @param {number} seq
 */
function keyOf(conv, seq) {
  return `${conv} ${String(seq).padStart(DIGITS, "0")}`;
}

/** @param {Kept} kept */
function toMessage({ message }) {
  return message;
}

/**
 * Ascending messages as far as they follow one another from `after` on.
 * @param {Message[]} messages
 * @param {number} after
 */
function runUp(messages, after) {
  const end = messages.findIndex(({ seq }, index) => seq !== after + 1 + index);
  return end === -1 ? messages : messages.slice(0, end);
}

/**
 * Ascending messages as far as they lead to `before` without a hole, or to the newest one that is known.
 * @param {Message[]} messages
 * @param {number} [before]
 */
function runDown(messages, before = (messages.at(-1)?.seq ?? 0) + 1) {
  let start = messages.length;
  while (start > 0 && messages[start - 1]?.seq === before - (messages.length - start) - 1) start -= 1;
  return messages.slice(start);
}
