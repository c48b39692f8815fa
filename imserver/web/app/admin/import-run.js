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
 */

/**
 * The server, as an import needs it.
 * @typedef {object} Server
 * @property {(rows: RosterRow[]) => Promise<{ created: Imported[], errors: RosterError[] }>} make
 * @property {(row: RosterRow) => Promise<Imported | null>} find an account that an earlier attempt made of this row
 */

/**
 * Make accounts by chunks, and tell after each. Throws what stopped it; what was told is done.
 * @param {Server} server
 * @param {Run} run
 * @param {(run: Run) => void} tell
 */
export async function importRows(server, run, tell) {
  let now = run;
  while (now.rest.length > 0) {
    const chunk = now.rest.slice(0, CHUNK);
    const doubtful = new Set(chunk.slice(0, now.uncertain).map(({ line }) => line));
    tell({ ...now, uncertain: chunk.length });
    const { created, errors } = await server.make(chunk);
    const found = await findMade(server, chunk, errors.filter(({ code, line }) => code === "login_taken" && doubtful.has(line)));
    const settled = new Set(found.map(({ login }) => login));
    now = {
      created: [...now.created, ...created, ...found],
      errors: [...now.errors, ...errors.filter(({ login }) => !settled.has(login))],
      rest: now.rest.slice(CHUNK),
      uncertain: 0,
    };
    tell(now);
  }
}

/**
 * Logins that are taken because an attempt made them whose answer was lost.
 * @param {Server} server
 * @param {RosterRow[]} chunk
 * @param {RosterError[]} taken
 */
async function findMade(server, chunk, taken) {
  const found = [];
  for (const { line } of taken) {
    const row = chunk.find((one) => one.line === line);
    const made = row && (await server.find(row));
    if (made) found.push(made);
  }
  return found;
}
