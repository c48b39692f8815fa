/** @typedef {import("../../client/admin.js").Imported} Imported */
/** @typedef {import("../../client/admin.js").RosterRow} RosterRow */
/** @typedef {import("../../client/admin.js").RosterError} RosterError */

/** Accounts at once. A password takes a Raspberry Pi 3 about half a second to hash: such a chunk some ten seconds. */
export const CHUNK = 20;

/**
 * How far an import is. `rest` are the rows that weren't made yet; of the first `uncertain` of them nobody knows:
 * they were sent, and no answer came.
 * `renewed`: the accounts were there before, and have new links.
 * @typedef {object} Run
 * @property {Imported[]} created
 * @property {RosterError[]} errors
 * @property {RosterRow[]} rest
 * @property {number} uncertain
 * @property {boolean} [renewed]
 * @property {boolean} [resume] an earlier import of the list broke off, and is completed
 */

/**
 * The server, as an import needs it. With `resume` it completes the accounts that are there as their rows say.
 * @typedef {(rows: RosterRow[], resume: boolean) => Promise<{ created: Imported[], completed: Imported[], errors: RosterError[] }>} Make
 */

/**
 * Make accounts by chunks, and tell after each. Throws what stopped it; what was told is done.
 *
 * The rows were free when they were read: those of a chunk without an answer that are there have been made by it.
 * @param {Make} make
 * @param {Run} run
 * @param {(run: Run) => void} tell
 */
export async function importRows(make, run, tell) {
  let now = run;
  while (now.rest.length > 0) {
    const chunk = now.rest.slice(0, CHUNK);
    const resume = now.uncertain > 0 || Boolean(now.resume);
    tell({ ...now, uncertain: chunk.length });
    const { created, completed, errors } = await make(chunk, resume);
    now = {
      ...now,
      created: [...now.created, ...created, ...completed],
      errors: [...now.errors, ...errors],
      rest: now.rest.slice(CHUNK),
      uncertain: 0,
    };
    tell(now);
  }
}
