import { signal } from "../../vendor/signals/signals.js";

/**
 * What the text being written is for: a message of its own, an answer to one, or another text for one, which may be on
 * its way: then `seq` is its `client_id`.
 * @typedef {{ kind: "new" } | { kind: "reply", seq: number } | { kind: "edit", seq: number | string } & import("../compose/mentions.js").Said} ComposerMode
 */

/** @type {ComposerMode} */
const NEW = Object.freeze({ kind: "new" });

/** What is being written in each conversation. Answers are part of the draft; edits end with the visit. */
export class ComposerModes {
  #drafts;
  /** @type {Map<string, import("../../vendor/signals/signals.js").Signal<ComposerMode>>} */
  #all = new Map();

  /** @param {import("./drafts.js").Drafts} drafts */
  constructor(drafts) {
    this.#drafts = drafts;
  }

  /** @param {string} conv */
  of(conv) {
    let mode = this.#all.get(conv);
    if (!mode) {
      const seq = this.#drafts.reply(conv);
      mode = signal(seq === null ? NEW : { kind: "reply", seq });
      this.#all.set(conv, mode);
    }
    return mode;
  }

  /**
   * @param {string} conv
   * @param {number} seq
   */
  reply(conv, seq) {
    this.of(conv).value = { kind: "reply", seq };
    this.#drafts.setReply(conv, seq);
  }

  /**
   * @param {string} conv
   * @param {{ seq: number | string } & import("../compose/mentions.js").Said} message
   */
  edit(conv, { seq, text, mentions, spans }) {
    this.of(conv).value = { kind: "edit", seq, text, mentions, spans };
  }

  /** @param {string} conv */
  end(conv) {
    const mode = this.of(conv);
    if (mode.value.kind === "reply") this.#drafts.setReply(conv, null);
    const seq = this.#drafts.reply(conv);
    mode.value = seq === null ? NEW : { kind: "reply", seq };
  }
}
