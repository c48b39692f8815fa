import { Backoff } from "./backoff.js";
import { Connection } from "./connection.js";
import { asImError, endsSession, ImError, offline } from "./errors.js";
import { CLOSE } from "./wire.js";

/** The request id of the auth frame; requests count from 1. */
const AUTH = 0;

/** How long a connection may take to show a sign of life when the network, or the person, is back (ms). */
const WAKE_ANSWER = 4000;

/** The same when the network is said to be gone (ms). */
const DOUBT_ANSWER = 1000;

/**
 * - `stopped`: by the owner, or because the server has ended the session
 * - `waiting`: disconnected, until the next attempt
 * - `connecting`: a token, a socket and the answer to `auth` are on their way
 * - `catching-up`: missed events come in
 * - `live`: up to date, messages are sent
 * @typedef {"stopped" | "waiting" | "connecting" | "catching-up" | "live"} State
 */

/** @typedef {{ token: (options: { renew: boolean }) => Promise<string> }} TokenSource */

/** Keeps one authenticated connection to the server, by any number of attempts with jittered, growing waits between. */
export class Reconnection {
  #url;
  #WebSocket;
  #clock;
  #credentials;
  #syncToken;
  #onframe;
  #onstate;
  #onend;
  #backoff;
  /** @type {State} */
  #state = "stopped";
  /** @type {Connection | null} */
  #connection = null;
  #renewToken = false;
  #attempt = 0;
  /** @type {(() => void) | null} */
  #cancelWait = null;

  /**
   * @param {object} options
   * @param {string} options.url
   * @param {import("./connection.js").SocketClass} options.WebSocket
   * @param {import("./clock.js").Clock} options.clock
   * @param {TokenSource} options.credentials
   * @param {() => string | null} options.syncToken where the last connection left off
   * @param {(frame: import("./wire.js").ServerFrame) => void} options.onframe
   * @param {(state: State) => void} options.onstate
   * @param {(error: ImError) => void} options.onend the server won't have this session any more
   */
  constructor({ url, WebSocket, clock, credentials, syncToken, onframe, onstate, onend }) {
    this.#url = url;
    this.#WebSocket = WebSocket;
    this.#clock = clock;
    this.#credentials = credentials;
    this.#syncToken = syncToken;
    this.#onframe = onframe;
    this.#onstate = onstate;
    this.#onend = onend;
    this.#backoff = new Backoff({ random: clock.random });
  }

  get state() {
    return this.#state;
  }

  async start() {
    this.#cancelWait?.();
    this.#cancelWait = null;
    this.#become("connecting");
    const attempt = ++this.#attempt;
    try {
      const token = await this.#credentials.token({ renew: this.#renewToken });
      this.#renewToken = false;
      if (attempt === this.#attempt) this.#open(token);
    } catch (thrown) {
      if (attempt !== this.#attempt) return;
      const error = asImError(thrown);
      if (endsSession(error)) this.end(error);
      else this.#wait();
    }
  }

  stop() {
    this.#attempt += 1;
    this.#cancelWait?.();
    this.#cancelWait = null;
    const connection = this.#connection;
    this.#connection = null;
    this.#become("stopped");
    connection?.close();
  }

  /**
   * This session is over.
   * @param {ImError} error
   */
  end(error) {
    this.stop();
    this.#onend(error);
  }

  /** Something suggests that the network is back, or was away: look at once. */
  wake() {
    if (this.#state === "waiting") this.start();
    else if (this.#isReady()) this.#connection?.probe(WAKE_ANSWER);
  }

  /**
   * The network is said to be gone, which isn't always so.
   * @returns {Promise<unknown>} rejects where the server can't be reached, and then the connection has ended
   */
  doubt() {
    return this.request("ping", {}, DOUBT_ANSWER);
  }

  /** The server has accepted the connection and tells what was missed. */
  accepted() {
    this.#become("catching-up");
  }

  /** Nothing is missing any more. */
  caughtUp() {
    this.#backoff.reset();
    this.#become("live");
  }

  /**
   * @param {string} type
   * @param {object} fields
   * @param {number} [patience] ms after which the connection counts as dead
   * @returns {Promise<any>}
   */
  request(type, fields, patience) {
    if (this.#connection && this.#isReady()) return this.#connection.request(type, fields, patience);
    return Promise.reject(offline());
  }

  /**
   * Send what nothing answers, where there is a connection.
   * @param {string} type
   * @param {object} fields
   */
  post(type, fields) {
    if (this.#isReady()) this.#connection?.post({ t: type, id: 0, ...fields });
  }

  /** @param {string} token */
  #open(token) {
    const sync = this.#syncToken();
    const connection = new Connection({
      url: this.#url,
      WebSocket: this.#WebSocket,
      clock: this.#clock,
      onopen: () => connection.post({ t: "auth", id: AUTH, token, ...(sync && { sync }) }),
      onframe: this.#onframe,
      onclose: (closing) => this.#closed(closing),
    });
    this.#connection = connection;
  }

  /** @param {import("./connection.js").Closing} closing */
  #closed({ code, reason }) {
    if (!this.#connection) return;
    this.#connection = null;
    if (code === CLOSE.sessionEnded) this.end(new ImError("session_ended", reason || "This session was ended."));
    else if (code === CLOSE.sessionReused) this.end(new ImError("token_reused", reason));
    else if (code === CLOSE.disabled) this.end(new ImError("account_disabled", reason || "The account is disabled."));
    else {
      this.#renewToken ||= code === CLOSE.tokenRefused;
      this.#wait();
    }
  }

  #wait() {
    this.#become("waiting");
    this.#cancelWait = this.#clock.after(this.#backoff.next(), () => this.start());
  }

  #isReady() {
    return this.#state === "live" || this.#state === "catching-up";
  }

  /** @param {State} state */
  #become(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#onstate(state);
  }
}
