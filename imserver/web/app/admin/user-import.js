import { asImError } from "../../client/errors.js";
import { signal } from "../../vendor/signals/signals.js";
import { importRows } from "./import-run.js";

/** @typedef {import("./import-run.js").Run} Run */
/** @typedef {import("../../client/admin.js").RosterRow} RosterRow */

/**
 * An import, which goes on while its administrator looks at other pages, and whose links can't be had again: they stay
 * until somebody has kept them, and a window that would close over them asks before.
 */
export class UserImport {
  run = signal(/** @type {Run | null} */ (null));
  busy = signal(false);
  error = signal(/** @type {import("../../client/errors.js").ImError | null} */ (null));
  /** Whether there are links that nobody has saved or copied. */
  unsaved = signal(false);
  /** @type {readonly RosterRow[]} */
  rows = [];
  #isTheirs;
  /** @param {Event} event */
  #ask = (event) => this.#isTheirs() && event.preventDefault();

  /** @param {() => boolean} isTheirs whether who began it is still signed in */
  constructor(isTheirs = () => true) {
    this.#isTheirs = isTheirs;
  }

  /**
   * @param {import("./import-run.js").Make} make
   * @param {Run} from
   */
  async go(make, from) {
    if (this.busy.value) return;
    this.busy.value = true;
    this.error.value = null;
    this.run.value = from;
    this.#guard(true);
    try {
      await importRows(make, from, (now) => {
        this.run.value = now;
      });
    } catch (thrown) {
      this.error.value = asImError(thrown);
    }
    this.busy.value = false;
    this.#guard(this.run.value.created.some(({ link }) => link));
  }

  /**
   * Links that were made anew for people who are there already.
   * @param {import("../../client/admin.js").Imported[]} links
   */
  renewed(links) {
    this.run.value = { created: links, errors: [], rest: [], uncertain: 0, renewed: true };
    this.#guard(links.length > 0);
  }

  /** Somebody has the links. */
  saved() {
    if (!this.busy.value) this.#guard(false);
  }

  /** Make room for another one; its links are gone. */
  clear() {
    this.#guard(false);
    this.run.value = null;
    this.error.value = null;
    this.rows = [];
  }

  /** @param {boolean} unsaved */
  #guard(unsaved) {
    this.unsaved.value = unsaved;
    if (unsaved) addEventListener("beforeunload", this.#ask);
    else removeEventListener("beforeunload", this.#ask);
  }
}

/** @type {{ user: string | undefined, userImport: UserImport }} */
let latest = { user: undefined, userImport: new UserImport() };

/**
 * That of who is signed in: others who sign in here get to see nothing of it.
 * @param {import("../state/account.js").Account} account
 */
export function userImportOf(account) {
  const user = account.user.peek()?.id;
  if (latest.user !== user) {
    latest.userImport.clear();
    latest = { user, userImport: new UserImport(() => account.user.peek()?.id === user) };
  }
  return latest.userImport;
}
