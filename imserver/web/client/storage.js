/**
 * Where a client keeps what must outlive the page. Records are plain objects, found by the key their shelf
 * is built on. A promise that resolves means: written.
 * @typedef {object} Storage
 * @property {(shelf: Shelf) => Promise<any[]>} all
 * @property {(shelf: Shelf, record: object) => Promise<void>} put
 * @property {(shelf: Shelf, key: string) => Promise<void>} remove
 * @property {() => Promise<void>} destroy forgets everything
 */

/** @typedef {keyof typeof SHELVES} Shelf */

/** Each shelf and the field that is its key. */
export const SHELVES = Object.freeze({
  outbox: "client_id",
  reads: "conv",
  drafts: "conv",
});

/**
 * Storage that ends with the page: for tests, and for browsers that refuse IndexedDB.
 * @implements {Storage}
 */
export class MemoryStorage {
  /** @type {Map<Shelf, Map<string, any>>} */
  #shelves = new Map();

  /** @param {Shelf} shelf */
  async all(shelf) {
    return [...this.#shelf(shelf).values()];
  }

  /**
   * @param {Shelf} shelf
   * @param {any} record
   */
  async put(shelf, record) {
    this.#shelf(shelf).set(record[SHELVES[shelf]], { ...record });
  }

  /**
   * @param {Shelf} shelf
   * @param {string} key
   */
  async remove(shelf, key) {
    this.#shelf(shelf).delete(key);
  }

  async destroy() {
    this.#shelves.clear();
  }

  /** @param {Shelf} shelf */
  #shelf(shelf) {
    const records = this.#shelves.get(shelf) ?? new Map();
    this.#shelves.set(shelf, records);
    return records;
  }
}
