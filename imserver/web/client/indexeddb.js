import { MemoryStorage, SHELVES } from "./storage.js";

/** @typedef {import("./storage.js").Shelf} Shelf */
/** @typedef {import("./storage.js").Storage} Storage */

const VERSION = 3;

/** Copies of before hold emoji in several spellings, and are read anew. */
const ONE_SPELLING = 3;

/**
 * The storage of one person in this browser. Falls back to memory where the browser refuses (private windows).
 * @param {string} user id
 * @returns {Promise<Storage>}
 */
export async function openStorage(user) {
  try {
    return new IndexedDbStorage(await open(`imnode-${user}`));
  } catch {
    return new MemoryStorage();
  }
}

/** @implements {Storage} */
class IndexedDbStorage {
  #database;

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.#database = database;
    database.onversionchange = () => database.close();
  }

  /** @param {Shelf} shelf */
  all(shelf) {
    return result(this.#database.transaction(shelf).objectStore(shelf).getAll());
  }

  /**
   * @param {Shelf} shelf
   * @param {string} from
   * @param {string} to
   * @param {number} limit
   * @param {boolean} last
   */
  async range(shelf, from, to, limit, last) {
    const keys = IDBKeyRange.bound(from, to, false, true);
    const store = this.#database.transaction(shelf).objectStore(shelf);
    if (!last) return result(store.getAll(keys, limit));
    /** @type {any[]} */
    const found = [];
    const request = store.openCursor(keys, "prev");
    await new Promise((resolve, reject) => {
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const cursor = request.result;
        if (!cursor || found.length === limit) return resolve(undefined);
        found.unshift(cursor.value);
        cursor.continue();
      };
    });
    return found;
  }

  /**
   * @param {Shelf} shelf
   * @param {string} from
   * @param {string} to
   * @returns {Promise<any[]>}
   */
  async keys(shelf, from, to) {
    const store = this.#database.transaction(shelf).objectStore(shelf);
    return result(store.getAllKeys(IDBKeyRange.bound(from, to, false, true)));
  }

  /**
   * @param {Shelf} shelf
   * @param {string} key
   */
  async get(shelf, key) {
    return result(this.#database.transaction(shelf).objectStore(shelf).get(key));
  }

  /**
   * @param {Shelf} shelf
   * @param {object[]} records
   */
  put(shelf, ...records) {
    return this.#write(shelf, (store) => records.forEach((record) => store.put(record)));
  }

  /**
   * @param {Shelf} shelf
   * @param {string} from
   * @param {string} to
   */
  removeRange(shelf, from, to) {
    return this.#write(shelf, (store) => store.delete(IDBKeyRange.bound(from, to, false, true)));
  }

  /**
   * @param {Shelf} shelf
   * @param {string} key
   */
  remove(shelf, key) {
    return this.#write(shelf, (store) => store.delete(key));
  }

  async destroy() {
    this.#database.close();
    await result(indexedDB.deleteDatabase(this.#database.name));
  }

  /**
   * Committed at once, so that it survives a page that is just being left.
   * @param {Shelf} shelf
   * @param {(store: IDBObjectStore) => void} change
   * @returns {Promise<void>}
   */
  #write(shelf, change) {
    return new Promise((resolve, reject) => {
      const durability = shelf === "outbox" ? "strict" : "default";
      const transaction = this.#database.transaction(shelf, "readwrite", { durability });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      change(transaction.objectStore(shelf));
      transaction.commit();
    });
  }
}

/**
 * @param {string} name
 * @returns {Promise<IDBDatabase>}
 */
function open(name) {
  const request = indexedDB.open(name, VERSION);
  request.onupgradeneeded = ({ oldVersion }) => {
    for (const shelf of [...request.result.objectStoreNames]) {
      if (!(shelf in SHELVES)) request.result.deleteObjectStore(shelf);
    }
    for (const [shelf, keyPath] of Object.entries(SHELVES)) {
      if (!request.result.objectStoreNames.contains(shelf)) request.result.createObjectStore(shelf, { keyPath });
    }
    if (oldVersion < ONE_SPELLING) {
      request.transaction?.objectStore("messages").clear();
      request.transaction?.objectStore("state").delete("snapshot");
    }
  };
  return result(request);
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
