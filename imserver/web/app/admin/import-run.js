/** @typedef {import("../../client/admin.js").Imported} Imported */
/** @typedef {import("../../client/admin.js").RosterRow} RosterRow */
/** @typedef {import("../../client/admin.js").RosterError} RosterError */

/** Accounts at once. A password takes a Raspberry Pi 3 about half a second to hash: such a chunk some ten seconds. */
export const CHUNK = 20;

/**
 * How far an import is. `rest` are the rows that weren't tried yet.
 * @typedef {{ created: Imported[], errors: RosterError[], rest: RosterRow[] }} Run
 */

/**
 * Make accounts by chunks, and tell after each. Throws what stopped it; what was told is done.
 * @param {(rows: RosterRow[]) => Promise<{ created: Imported[], errors: RosterError[] }>} make
 * @param {Run} run
 * @param {(run: Run) => void} tell
 */
export async function importRows(make, run, tell) {
  let now = run;
  while (now.rest.length > 0) {
    const { created, errors } = await make(now.rest.slice(0, CHUNK));
    now = {
      created: [...now.created, ...created],
      errors: [...now.errors, ...errors],
      rest: now.rest.slice(CHUNK),
    };
    tell(now);
  }
}
