/** The record that says that this browser has seen a list before, however empty it was. */
const SEEN = "";

/**
 * How far this person has read each conversation in this browser. Positions only grow, except when the
 * server's store is another one.
 */
export class Reads {
  #storage;
  /** @type {Map<string, number>} */
  #positions = new Map();
  #known = false;

  /** @param {import("./storage.js").Storage} storage */
  constructor(storage) {
    this.#storage = storage;
  }

  async load() {
    for (const { conv, seq } of await this.#storage.all("reads")) this.#positions.set(conv, seq);
    this.#known = this.#positions.has(SEEN);
  }

  /**
   * The first list this browser ever sees counts as read: what was read elsewhere can't be known here.
   * @param {import("./wire.js").Conversation[]} conversations
   */
  begin(conversations) {
    if (this.#known) return;
    this.#known = true;
    this.#set(SEEN, 0);
    for (const { id, last_seq } of conversations) this.#set(id, last_seq);
  }

  /**
   * The store was restored from a backup: nobody has read further than its conversations go.
   * @param {import("./wire.js").Conversation[]} conversations
   */
  limit(conversations) {
    for (const { id, last_seq } of conversations) {
      if (this.position(id) > last_seq) this.#set(id, last_seq);
    }
  }

  /** @param {string} conv */
  position(conv) {
    return this.#positions.get(conv) ?? 0;
  }

  /**
   * @param {string} conv
   * @param {number} seq
   * @returns {boolean} whether that is further than before
   */
  advance(conv, seq) {
    if (seq <= this.position(conv)) return false;
    this.#set(conv, seq);
    return true;
  }

  /**
   * @param {string} conv
   * @param {number} seq
   */
  #set(conv, seq) {
    this.#positions.set(conv, seq);
    this.#storage.put("reads", { conv, seq }).catch(() => {});
  }
}
