/**
 * Where a client keeps what must outlive the page. Records are plain objects, found by the key their shelf
 * is built on. A promise that resolves means: written.
 * @typedef {object} Storage
 * @property {(shelf: Shelf) => Promise<any[]>} all
 * @property {(shelf: Shelf, from: string, to: string, limit: number, last: boolean) => Promise<any[]>} range
 *   records with `from <= key < to`, ascending; the first `limit` of them, or the last
 * @property {(shelf: Shelf, from: string, to: string) => Promise<string[]>} keys those with `from <= key < to`, ascending
 * @property {(shelf: Shelf, key: string) => Promise<any>} get undefined where there is none
 * @property {(shelf: Shelf, ...records: object[]) => Promise<void>} put
 * @property {(shelf: Shelf, key: string) => Promise<void>} remove
 * @property {(shelf: Shelf, from: string, to: string) => Promise<void>} removeRange
 * @property {() => Promise<void>} destroy forgets everything
 */

/** @typedef {keyof typeof SHELVES} Shelf */

/** Each shelf and the field that is its key. */
export const SHELVES = Object.freeze({
  outbox: "client_id",
  marks: "conv",
  drafts: "conv",
  state: "name",
  messages: "key",
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
   * @param {string} from
   * @param {string} to
   * @param {number} limit
   * @param {boolean} last
   */
  async range(shelf, from, to, limit, last) {
    const keys = await this.keys(shelf, from, to);
    return (last ? keys.slice(-limit) : keys.slice(0, limit)).map((key) => this.#shelf(shelf).get(key));
  }

  /**
   * @param {Shelf} shelf
   * @param {string} from
   * @param {string} to
   */
  async keys(shelf, from, to) {
    return [...this.#shelf(shelf).keys()].filter((key) => from <= key && key < to).sort();
  }

  /**
   * @param {Shelf} shelf
   * @param {string} key
   */
  async get(shelf, key) {
    return this.#shelf(shelf).get(key);
  }

  /**
   * @param {Shelf} shelf
   * @param {any[]} records
   */
  async put(shelf, ...records) {
    for (const record of records) this.#shelf(shelf).set(record[SHELVES[shelf]], { ...record });
  }

  /**
   * @param {Shelf} shelf
   * @param {string} key
   */
  async remove(shelf, key) {
    this.#shelf(shelf).delete(key);
  }

  /**
   * @param {Shelf} shelf
   * @param {string} from
   * @param {string} to
   */
  async removeRange(shelf, from, to) {
    for (const key of [...this.#shelf(shelf).keys()]) {
      if (from <= key && key < to) this.#shelf(shelf).delete(key);
    }
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
