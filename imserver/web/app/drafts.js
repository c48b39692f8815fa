/** How long typing must pause before a draft is written down (ms). */
const PAUSE = 400;

/** What was typed and not sent, per conversation; survives a reload. */
export class Drafts {
  #storage;
  #clock;
  /** @type {Map<string, string>} */
  #texts = new Map();
  /** @type {Map<string, () => void>} */
  #saves = new Map();

  /**
   * @param {import("../client/storage.js").Storage} storage
   * @param {import("../client/clock.js").Clock} clock
   */
  constructor(storage, clock) {
    this.#storage = storage;
    this.#clock = clock;
  }

  async load() {
    for (const { conv, text } of await this.#storage.all("drafts")) this.#texts.set(conv, text);
  }

  /** @param {string} conv */
  get(conv) {
    return this.#texts.get(conv) ?? "";
  }

  /**
   * @param {string} conv
   * @param {string} text
   */
  set(conv, text) {
    this.#texts.set(conv, text);
    this.#saves.get(conv)?.();
    this.#saves.set(
      conv,
      this.#clock.after(text ? PAUSE : 0, () => this.#save(conv)),
    );
  }

  /** Write down at once what is still on its way: the page is about to go. */
  flush() {
    for (const conv of this.#saves.keys()) this.#save(conv);
  }

  /** @param {string} conv */
  #save(conv) {
    this.#saves.get(conv)?.();
    this.#saves.delete(conv);
    const text = this.get(conv);
    const saved = text ? this.#storage.put("drafts", { conv, text }) : this.#storage.remove("drafts", conv);
    saved.catch(() => {});
  }
}
