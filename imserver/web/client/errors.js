/** @typedef {Record<string, { code: string, message: string, hint: string }>} Fields */

/** An error with a name from the server's table, or one of the client's own: `offline`, `timeout`. */
export class ImError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {{ hint?: string, retry?: boolean, status?: number, wait?: number, fields?: Fields }} [more] `retry`: the
   *   same request may succeed later, after `wait` seconds; `fields`: what is wrong with each field of it
   */
  constructor(code, message, { hint = "", retry = false, status = 0, wait = 0, fields = {} } = {}) {
    super(message);
    this.name = "ImError";
    this.code = code;
    this.hint = hint;
    this.retry = retry;
    this.status = status;
    this.wait = wait;
    this.fields = fields;
  }
}

/** What the server says of a session that is over. Whatever else goes wrong may be the network's doing. */
const ENDING = /^(token_(invalid|reused|expired)|not_authenticated|account_disabled|session_ended)$/;

/** @param {ImError} error */
export function endsSession({ code }) {
  return ENDING.test(code);
}

/** The server can't be reached, or the connection was lost before it answered. */
export function offline() {
  return new ImError("offline", "The server can't be reached.", { retry: true });
}

/**
 * @param {unknown} thrown
 * @returns {ImError}
 */
export function asImError(thrown) {
  if (thrown instanceof ImError) return thrown;
  return new ImError("internal", thrown instanceof Error ? thrown.message : String(thrown));
}
