import { signal } from "../../vendor/signals/signals.js";

/** @typedef {import("../../client/wire.js").Attachment} Attachment */

/**
 * A file that is to go along with what is being written. `share` of it is uploaded; it is `stored` in the end, or
 * there is an `error`. `content` is missing where an earlier visit chose it.
 * @typedef {object} AttachedFile
 * @property {number} key
 * @property {string} name
 * @property {number} size in bytes
 * @property {string} type
 * @property {File | null} content
 * @property {number} share from 0 to 1
 * @property {Attachment | null} stored
 * @property {{ code: string, message: string, hint: string, retry?: boolean, limit?: number } | null} error `limit` in bytes
 * @property {AbortController} control breaks the upload off
 */

/** @typedef {import("../../vendor/signals/signals.js").Signal<readonly AttachedFile[]>} AttachedSignal */

let lastKey = 0;

/**
 * The files that are to go along, per conversation. Part of the draft: what was uploaded survives a reload.
 * They are uploaded by `app/files/uploads.js`.
 */
export class Attachments {
  #drafts;
  /** @type {Map<string, AttachedSignal>} */
  #all = new Map();

  /** @param {import("./drafts.js").Drafts} drafts */
  constructor(drafts) {
    this.#drafts = drafts;
  }

  /** @param {string} conv */
  of(conv) {
    let files = this.#all.get(conv);
    if (!files) {
      const lost = { code: "lost", message: "", hint: "" };
      files = signal(
        this.#drafts.files(conv).map((file) => attachedFile({ ...file, error: file.stored ? null : lost })),
      );
      this.#all.set(conv, /** @type {AttachedSignal} */ (files));
    }
    return /** @type {AttachedSignal} */ (files);
  }

  /**
   * @param {string} conv
   * @param {readonly AttachedFile[]} files
   */
  set(conv, files) {
    this.of(conv).value = files;
    const kept = files.filter(({ error }) => !error || error.retry);
    this.#drafts.setFiles(
      conv,
      kept.map(({ name, size, type, stored }) => ({ name, size, type, stored })),
    );
  }

  /** Break every upload off. */
  stop() {
    for (const files of this.#all.values()) for (const { control } of files.peek()) control.abort();
  }
}

/**
 * @param {Pick<AttachedFile, "name" | "size" | "type"> & Partial<AttachedFile>} file
 * @returns {AttachedFile}
 */
export function attachedFile(file) {
  lastKey += 1;
  return { key: lastKey, content: null, share: 0, stored: null, error: null, control: new AbortController(), ...file };
}
