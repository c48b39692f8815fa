/** How long typing must pause before a draft is written down (ms). */
const PAUSE = 400;

/**
 * A file that is to go along: `stored` once it is uploaded.
 * @typedef {{ name: string, size: number, type: string, stored: import("../../client/wire.js").Attachment | null }} DraftFile
 */

/** What was typed and not sent, what it answers, and its files, per conversation; survives a reload. */
export class Drafts {
  #storage;
  #clock;
  /** @type {Map<string, string>} */
  #texts = new Map();
  /** @type {Map<string, import("../compose/choices.js").Written>} */
  #chosen = new Map();
  /** @type {Map<string, number>} */
  #replies = new Map();
  /** @type {Map<string, DraftFile[]>} */
  #files = new Map();
  /** @type {Map<string, () => void>} */
  #saves = new Map();

  /**
   * @param {import("../../client/storage.js").Storage} storage
   * @param {import("../../client/clock.js").Clock} clock
   */
  constructor(storage, clock) {
    this.#storage = storage;
    this.#clock = clock;
  }

  async load() {
    for (const { conv, text, chosen, reply, files } of await this.#storage.all("drafts")) {
      this.#texts.set(conv, text);
      if (chosen) this.#chosen.set(conv, chosen);
      if (reply) this.#replies.set(conv, reply);
      if (files) this.#files.set(conv, files);
    }
  }

  /** @param {string} conv */
  get(conv) {
    return this.#texts.get(conv) ?? "";
  }

  /**
   * Whom the text was to mention when that was chosen last.
   * @param {string} conv
   */
  chosen(conv) {
    return this.#chosen.get(conv) ?? { text: this.get(conv), choices: [] };
  }

  /**
   * @param {string} conv
   * @param {import("../compose/choices.js").Written} chosen
   */
  choose(conv, chosen) {
    this.#chosen.set(conv, chosen);
    this.#saveLater(conv);
  }

  /**
   * The number of the message that the draft answers.
   * @param {string} conv
   */
  reply(conv) {
    return this.#replies.get(conv) ?? null;
  }

  /**
   * @param {string} conv
   * @param {number | null} seq
   */
  setReply(conv, seq) {
    if (seq === null) this.#replies.delete(conv);
    else this.#replies.set(conv, seq);
    this.set(conv, this.get(conv));
  }

  /**
   * @param {string} conv
   * @returns {readonly DraftFile[]}
   */
  files(conv) {
    return this.#files.get(conv) ?? [];
  }

  /**
   * @param {string} conv
   * @param {DraftFile[]} files
   */
  setFiles(conv, files) {
    this.#files.set(conv, files);
    this.set(conv, this.get(conv));
  }

  /**
   * @param {string} conv
   * @param {string} text
   */
  set(conv, text) {
    this.#texts.set(conv, text);
    if (!text) this.#chosen.delete(conv);
    this.#saveLater(conv);
  }

  /** @param {string} conv */
  #saveLater(conv) {
    this.#saves.get(conv)?.();
    this.#saves.set(
      conv,
      this.#clock.after(this.get(conv) ? PAUSE : 0, () => this.#save(conv)),
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
    const chosen = this.#chosen.get(conv);
    const reply = this.reply(conv);
    const files = this.#files.get(conv) ?? [];
    const kept = text || reply || files.length > 0;
    const saved = kept
      ? this.#storage.put("drafts", { conv, text, chosen, reply, files })
      : this.#storage.remove("drafts", conv);
    saved.catch(() => {});
  }
}
