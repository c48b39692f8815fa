/** Positions are told to the server this often, and not more (ms): people read in bursts. */
const PAUSE = 1000;

/** @typedef {{ conv: string, read: number, delivered: number }} Mark */

/**
 * How far one has read and been delivered to, as far as the server doesn't know it yet. What was read without a
 * connection is told later, also by a later visit.
 */
export class Marks {
  #storage;
  #clock;
  /** @type {Map<string, Mark>} */
  #waiting = new Map();
  /** @type {((mark: Mark) => Promise<unknown>) | null} */
  #tell = null;
  #pausing = false;

  /** @param {{ storage: import("./storage.js").Storage, clock: import("./clock.js").Clock }} options */
  constructor({ storage, clock }) {
    this.#storage = storage;
    this.#clock = clock;
  }

  /** @returns {Promise<Mark[]>} what an earlier visit couldn't tell */
  async load() {
    const marks = /** @type {Mark[]} */ (await this.#storage.all("marks"));
    for (const mark of marks) this.#waiting.set(mark.conv, mark);
    return marks;
  }

  /**
   * @param {string} conv
   * @param {{ read?: number, delivered?: number }} position
   */
  note(conv, { read = 0, delivered = 0 }) {
    const known = this.#waiting.get(conv) ?? { conv, read: 0, delivered: 0 };
    const mark = { conv, read: Math.max(read, known.read), delivered: Math.max(delivered, known.delivered) };
    this.#waiting.set(conv, mark);
    if (read > known.read) this.#storage.put("marks", mark).catch(() => {});
    this.#pump();
  }

  /**
   * The connection is live.
   * @param {(mark: Mark) => Promise<unknown>} tell
   */
  attach(tell) {
    this.#tell = tell;
    this.#pump();
  }

  detach() {
    this.#tell = null;
  }

  /** The store is another one now: positions in the old one mean nothing. */
  clear() {
    for (const conv of this.#waiting.keys()) this.#storage.remove("marks", conv).catch(() => {});
    this.#waiting.clear();
  }

  async #pump() {
    const tell = this.#tell;
    if (!tell || this.#pausing || this.#waiting.size === 0) return;
    this.#pausing = true;
    this.#clock.after(PAUSE, () => {
      this.#pausing = false;
      this.#pump();
    });
    await Promise.all([...this.#waiting.values()].map((mark) => this.#settle(mark, tell)));
  }

  /**
   * @param {Mark} mark
   * @param {(mark: Mark) => Promise<unknown>} tell
   */
  async #settle(mark, tell) {
    try {
      await tell(mark);
    } catch (thrown) {
      if (thrown instanceof Error && "retry" in thrown && thrown.retry) return;
    }
    if (this.#waiting.get(mark.conv) !== mark) return;
    this.#waiting.delete(mark.conv);
    await this.#storage.remove("marks", mark.conv).catch(() => {});
  }
}
